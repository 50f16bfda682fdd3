// EventTarget and the exports of Node's internal/event_target. https://nodejs.org/api/events.html#class-eventtarget
'use strict';

// The name of its class is shown by util.inspect.
const { SafeMap } = primordials;

const {
  codes: { ERR_EVENT_RECURSION, ERR_INVALID_ARG_TYPE, ERR_INVALID_THIS, ERR_MISSING_ARGS },
} = require('internal/errors');
const { kValidateObjectAllowObjects, validateAbortSignal, validateObject } = require('internal/validators');
const { kMaxEventTargetListeners, kMaxEventTargetListenersWarned } = require('internal/events/inquiry');
const {
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
} = require('web/events/event');
const { Listener } = require('web/events/listener');

const kInspect = Symbol.for('nodejs.util.inspect.custom');
const kIsEventTarget = Symbol.for('nodejs.event_target');
const kEvents = Symbol('kEvents');
const kWeakHandler = Symbol('kWeak');
const kResistStopPropagation = Symbol('kResistStopPropagation');
const kHybridDispatch = Symbol.for('nodejs.internal.kHybridDispatch');
const kRemoveWeakListenerHelper = Symbol('kRemoveWeakListenerHelper');
const kCreateEvent = Symbol('kCreateEvent');
const kNewListener = Symbol('kNewListener');
const kRemoveListener = Symbol('kRemoveListener');
const kIsNodeStyleListener = Symbol('kIsNodeStyleListener');

const kPlain = Object.freeze({ __proto__: null });

function isEventTarget(obj) {
  return obj?.constructor?.[kIsEventTarget];
}

function assertTarget(value) {
  if (!isEventTarget(value)) throw new ERR_INVALID_THIS('EventTarget');
}

function initEventTarget(self) {
  const { kHandlers } = require('web/events/event_handler');
  self[kEvents] = undefined;
  self[kMaxEventTargetListeners] = require('events').defaultMaxListeners;
  self[kMaxEventTargetListenersWarned] = false;
  self[kHandlers] = undefined;
}

function eventsOf(self) {
  return self[kEvents] ??= new SafeMap();
}

function typeString(type) {
  if (typeof type === 'string') return type;
  return require('internal/webidl').converters.DOMString(type);
}

// False for a listener that can never be called, which is not an error.
function isListener(listener) {
  if (typeof listener === 'function' || typeof listener?.handleEvent === 'function') return true;
  if (listener === null || listener === undefined) return false;
  // handleEvent may be added later.
  if (typeof listener === 'object') return true;
  throw new ERR_INVALID_ARG_TYPE('listener', 'EventListener', listener);
}

function readOptions(options) {
  if (typeof options === 'boolean') return { __proto__: null, capture: options };
  if (options === null) return kPlain;
  validateObject(options, 'options', kValidateObjectAllowObjects);
  return {
    __proto__: null,
    once: Boolean(options.once),
    capture: Boolean(options.capture),
    passive: Boolean(options.passive),
    signal: options.signal,
    weak: options[kWeakHandler],
    resistStopPropagation: Boolean(options[kResistStopPropagation]),
    isNodeStyleListener: Boolean(options[kIsNodeStyleListener]),
  };
}

function emitWarning(target, type, name, message, count) {
  const warning = new Error(message);
  warning.name = name;
  warning.target = target;
  warning.type = type;
  if (count !== undefined) warning.count = count;
  require('process').emitWarning(warning);
}

// An exception of a listener must not stop the other listeners nor the one who dispatches: it is thrown alone.
function reportLater(err) {
  require('process').nextTick(() => { throw err; });
}

function removeCollected({ target, entry, type }) {
  target.deref()?.[kRemoveWeakListenerHelper](type, entry);
}

class EventTarget {
  static [kIsEventTarget] = true;

  constructor() {
    initEventTarget(this);
  }

  // Called after each addition; AbortSignal and MessagePort build on it.
  [kNewListener](size, type, listener, once, capture, passive, weak) {
    const limit = this[kMaxEventTargetListeners];
    if (limit > 0 && size > limit && !this[kMaxEventTargetListenersWarned]) {
      this[kMaxEventTargetListenersWarned] = true;
      const { inspect } = require('internal/util/inspect');
      emitWarning(this, type, 'MaxListenersExceededWarning',
                  'Possible EventTarget memory leak detected. ' +
                  `${size} ${type} listeners added to ${inspect(this, { depth: -1 })}. MaxListeners is ${limit}. ` +
                  'Use events.setMaxListeners() to increase limit', size);
    }
  }

  [kRemoveListener](size, type, listener, capture) {}

  addEventListener(type, listener, options = kPlain) {
    assertTarget(this);
    if (arguments.length < 2) throw new ERR_MISSING_ARGS('type', 'listener');

    if (options !== kPlain) {
      options = readOptions(options);
      const { signal } = options;
      validateAbortSignal(signal, 'options.signal');
      if (signal) {
        if (signal.aborted) return;
        signal.addEventListener('abort', () => {
          this.removeEventListener(type, listener, options);
        }, { __proto__: null, once: true, [kWeakHandler]: this, [kResistStopPropagation]: true });
      }
    }
    if (!isListener(listener)) {
      emitWarning(this, type, 'AddEventListenerArgumentTypeWarning',
                  `addEventListener called with ${listener} which has no effect.`);
      return;
    }
    type = typeString(type);

    const events = eventsOf(this);
    let root = events.get(type);
    const isNew = root === undefined;
    let last = root ??= { size: 0, next: undefined, resistStopPropagation: false };
    const capture = options.capture === true;
    while (last.next !== undefined) {
      last = last.next;
      if (last.same(listener, capture)) return;
    }
    const entry = new Listener(last, listener, options);
    if (options.weak) entry.weaken(options.weak, this, type, removeCollected);
    root.size++;
    if (entry.resistStopPropagation) root.resistStopPropagation = true;
    this[kNewListener](root.size, type, listener, options.once, capture, options.passive, options.weak);
    if (isNew) events.set(type, root);
  }

  removeEventListener(type, listener, options = kPlain) {
    assertTarget(this);
    if (arguments.length < 2) throw new ERR_MISSING_ARGS('type', 'listener');
    if (!isListener(listener)) return;
    type = typeString(type);
    const capture = typeof options === 'boolean' ? options : options?.capture === true;
    for (let entry = this[kEvents]?.get(type)?.next; entry !== undefined; entry = entry.next) {
      if (entry.same(listener, capture)) {
        dropEntry(this, type, entry, listener);
        return;
      }
    }
  }

  [kRemoveWeakListenerHelper](type, listener) {
    for (let entry = this[kEvents]?.get(type)?.next; entry !== undefined; entry = entry.next) {
      if (entry === listener) {
        dropEntry(this, type, entry, undefined);
        return;
      }
    }
  }

  dispatchEvent(event) {
    assertTarget(this);
    if (arguments.length < 1) throw new ERR_MISSING_ARGS('event');
    if (!(event instanceof Event)) throw new ERR_INVALID_ARG_TYPE('event', 'Event', event);
    if (event[kIsBeingDispatched]) throw new ERR_EVENT_RECURSION(event.type);

    this[kHybridDispatch](event, event.type, event);
    return event.defaultPrevented !== true;
  }

  // Calls the listeners with an event, or with a bare value: then an Event is made only if somebody wants one.
  [kHybridDispatch](nodeValue, type, event) {
    if (event !== undefined) {
      event[kTarget] = this;
      event[kIsBeingDispatched] = true;
    }
    const root = this[kEvents]?.get(type);
    if (root === undefined || root.next === undefined) {
      if (event !== undefined) event[kIsBeingDispatched] = false;
      return true;
    }

    let next;
    for (let entry = root.next; entry !== undefined; entry = next) {
      // A stopped event goes on to those that resist, and to passive ones, which cannot have stopped it.
      const stopped = event?.[kStop] === true;
      if (stopped && !root.resistStopPropagation && !entry.passive) break;
      next = entry.next;
      if (entry.removed || (stopped && !entry.resistStopPropagation)) continue;
      if (entry.once) {
        entry.remove();
        root.size--;
        this[kRemoveListener](root.size, type, entry.listener, entry.capture);
      }

      let arg;
      try {
        if (entry.isNodeStyleListener) {
          arg = nodeValue;
        } else {
          if (event === undefined) {
            event = this[kCreateEvent](nodeValue, type);
            event[kTarget] = this;
            event[kIsBeingDispatched] = true;
          }
          arg = event;
        }
        const callback = entry.weak ? entry.callback.deref() : entry.callback;
        if (callback) {
          if (entry.passive && !entry.isNodeStyleListener) arg[kInPassiveListener] = true;
          const returned = callback.call(this, arg);
          if (!entry.isNodeStyleListener) arg[kIsBeingDispatched] = false;
          const then = returned?.then;
          if (typeof then === 'function') then.call(returned, undefined, reportLater);
        }
      } catch (err) {
        reportLater(err);
      } finally {
        if (arg?.[kInPassiveListener]) arg[kInPassiveListener] = false;
      }
    }
    if (event !== undefined) event[kIsBeingDispatched] = false;
    return undefined;
  }

  [kCreateEvent](nodeValue, type) {
    return new CustomEvent(type, { detail: nodeValue });
  }

  [kInspect](depth, options) {
    const name = this.constructor.name;
    if (depth < 0) return name;
    const { inspect } = require('internal/util/inspect');
    return `${name} ${inspect({}, innerOptions(options))}`;
  }
}

function dropEntry(target, type, entry, listener) {
  const root = target[kEvents].get(type);
  entry.remove();
  root.size--;
  if (root.size === 0) target[kEvents].delete(type);
  target[kRemoveListener](root.size, type, listener, entry.capture);
}

tag(EventTarget.prototype, 'EventTarget');
makeEnumerable(EventTarget.prototype, ['addEventListener', 'removeEventListener', 'dispatchEvent']);

module.exports = {
  CustomEvent,
  Event,
  EventTarget,
  defineEventHandler: (...args) => require('web/events/event_handler').defineEventHandler(...args),
  eventsOf,
  initEventTarget,
  isEventTarget,
  kCreateEvent,
  kEvents,
  kHybridDispatch,
  kIsNodeStyleListener,
  kNewListener,
  kRemoveListener,
  kResistStopPropagation,
  kTrustEvent,
  kWeakHandler,
};
