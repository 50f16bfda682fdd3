// Event and CustomEvent. https://nodejs.org/api/events.html#class-event
'use strict';

const { codes: { ERR_INVALID_THIS, ERR_MISSING_ARGS } } = require('internal/errors');
const { validateObject } = require('internal/validators');

const kInspect = Symbol.for('nodejs.util.inspect.custom');
const kTrustEvent = Symbol('kTrustEvent');
const kType = Symbol('type');
const kTarget = Symbol('kTarget');
const kIsBeingDispatched = Symbol('kIsBeingDispatched');
const kInPassiveListener = Symbol('kInPassiveListener');
const kStop = Symbol('kStop');
const kDetail = Symbol('detail');

const trusted = new WeakSet();

// Objects that got the fields of an event by another way than the constructor (structured clones) count too.
function assertEvent(value) {
  if (typeof value?.[kType] !== 'string') throw new ERR_INVALID_THIS('Event');
}

class Event {
  #cancelable = false;
  #bubbles = false;
  #composed = false;
  #defaultPrevented = false;
  #timestamp = ops.op_perf_now();
  #propagationStopped = false;

  constructor(type, options = undefined) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('type');
    if (options != null) {
      validateObject(options, 'options');
      this.#bubbles = !!options.bubbles;
      this.#cancelable = !!options.cancelable;
      this.#composed = !!options.composed;
    }
    this[kType] = `${type}`;
    if (options?.[kTrustEvent]) trusted.add(this);
    this[kTarget] = null;
    this[kIsBeingDispatched] = false;
    this[kInPassiveListener] = false;
  }

  initEvent(type, bubbles = false, cancelable = false) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('type');
    if (this[kIsBeingDispatched]) return;
    this[kType] = `${type}`;
    this.#bubbles = !!bubbles;
    this.#cancelable = !!cancelable;
  }

  [kInspect](depth, options) {
    assertEvent(this);
    const name = this.constructor.name;
    if (depth < 0) return name;
    const { inspect } = require('internal/util/inspect');
    const shown = {
      type: this[kType],
      defaultPrevented: this.#defaultPrevented,
      cancelable: this.#cancelable,
      timeStamp: this.#timestamp,
    };
    return `${name} ${inspect(shown, innerOptions(options))}`;
  }

  stopImmediatePropagation() {
    assertEvent(this);
    this.stopPropagation();
    this[kStop] = true;
  }

  preventDefault() {
    assertEvent(this);
    if (this.#cancelable && !this[kInPassiveListener]) this.#defaultPrevented = true;
  }

  get target() {
    assertEvent(this);
    return this[kTarget];
  }

  get currentTarget() {
    assertEvent(this);
    return this[kIsBeingDispatched] ? this[kTarget] : null;
  }

  get srcElement() {
    assertEvent(this);
    return this[kTarget];
  }

  get type() {
    assertEvent(this);
    return this[kType];
  }

  get cancelable() {
    assertEvent(this);
    return this.#cancelable;
  }

  get defaultPrevented() {
    assertEvent(this);
    return this.#cancelable && this.#defaultPrevented;
  }

  get timeStamp() {
    assertEvent(this);
    return this.#timestamp;
  }

  // There is no tree of targets here: the path is the target or nothing.
  composedPath() {
    assertEvent(this);
    return this[kIsBeingDispatched] ? [this[kTarget]] : [];
  }

  get returnValue() {
    assertEvent(this);
    return !this.#cancelable || !this.#defaultPrevented;
  }

  set returnValue(value) {
    assertEvent(this);
    if (!value && this.#cancelable && !this[kInPassiveListener]) this.#defaultPrevented = true;
  }

  get bubbles() {
    assertEvent(this);
    return this.#bubbles;
  }

  get composed() {
    assertEvent(this);
    return this.#composed;
  }

  get eventPhase() {
    assertEvent(this);
    return this[kIsBeingDispatched] ? Event.AT_TARGET : Event.NONE;
  }

  get cancelBubble() {
    assertEvent(this);
    return this.#propagationStopped;
  }

  set cancelBubble(value) {
    assertEvent(this);
    if (value) this.#propagationStopped = true;
  }

  stopPropagation() {
    assertEvent(this);
    this.#propagationStopped = true;
  }
}

function innerOptions(options) {
  return { ...options, depth: Number.isInteger(options.depth) ? options.depth - 1 : options.depth };
}

function tag(prototype, value) {
  Object.defineProperty(prototype, Symbol.toStringTag, {
    __proto__: null, writable: false, enumerable: false, configurable: true, value,
  });
}

// WebIDL wants the members of an interface to be enumerable; class syntax makes them not so.
function makeEnumerable(prototype, names) {
  for (const name of names) Object.defineProperty(prototype, name, { __proto__: null, enumerable: true });
}

tag(Event.prototype, 'Event');
makeEnumerable(Event.prototype, Object.getOwnPropertyNames(Event.prototype).filter((name) => name !== 'constructor'));
Object.defineProperty(Event.prototype, 'isTrusted', {
  __proto__: null,
  ...Object.getOwnPropertyDescriptor({ get isTrusted() { return trusted.has(this); } }, 'isTrusted'),
  configurable: false,
});
['NONE', 'CAPTURING_PHASE', 'AT_TARGET', 'BUBBLING_PHASE'].forEach((name, value) => {
  Object.defineProperty(Event, name, { __proto__: null, enumerable: true, value });
});

class CustomEvent extends Event {
  constructor(type, options = undefined) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('type');
    super(type, options);
    this[kDetail] = options?.detail ?? null;
  }

  get detail() {
    if (typeof this?.[kType] !== 'string' || this[kDetail] === undefined) throw new ERR_INVALID_THIS('CustomEvent');
    return this[kDetail];
  }
}

tag(CustomEvent.prototype, 'CustomEvent');
makeEnumerable(CustomEvent.prototype, ['detail']);

module.exports = {
  CustomEvent,
  Event,
  innerOptions,
  kInPassiveListener,
  kIsBeingDispatched,
  kStop,
  kTarget,
  kTrustEvent,
  makeEnumerable,
  tag,
};
