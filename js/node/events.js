// node:events, the EventEmitter class and its static functions. https://nodejs.org/api/events.html
'use strict';

const { codes } = require('internal/errors');
const { validateBoolean, validateFunction, validateNumber } = require('internal/validators');
const { kRejection } = require('internal/events/symbols');
const {
  getEventListeners,
  kMaxEventTargetListeners,
  kMaxEventTargetListenersWarned,
  listenerCount,
  notATarget,
} = require('internal/events/inquiry');

// V8 makes its result without a call; for an object literal it does not.
const { create } = Object;

const kCapture = Symbol('kCapture');
const kErrorMonitor = Symbol('events.errorMonitor');
const kShapeMode = Symbol('shapeMode');
// On a list of listeners: whether an emit has walked it. Such a list is replaced, not changed: one may walk it still.
const kWalked = Symbol('events.walked');

let defaultMaxListeners = 10;

function EventEmitter(opts) {
  EventEmitter.init.call(this, opts);
}

// `_events` maps a name to one function or to an array of functions; a listener of once() is a wrapper with the
// property `listener`. A subclass that has filled `_events` with keys set to undefined (a fixed shape) keeps its keys.
EventEmitter.prototype._events = undefined;
EventEmitter.prototype._eventsCount = 0;
EventEmitter.prototype._maxListeners = undefined;
Object.defineProperty(EventEmitter.prototype, kCapture, {
  __proto__: null,
  value: false,
  writable: true,
  enumerable: false,
});

function limitOf(emitter) {
  return emitter._maxListeners === undefined ? EventEmitter.defaultMaxListeners : emitter._maxListeners;
}

EventEmitter.prototype.setMaxListeners = function setMaxListeners(n) {
  validateNumber(n, 'setMaxListeners', 0);
  this._maxListeners = n;
  return this;
};

EventEmitter.prototype.getMaxListeners = function getMaxListeners() {
  return limitOf(this);
};

// A rejected promise that a listener returned goes to the emitter, in a tick of its own: whatever the handler throws
// there must not become another rejection of the same promise.
function watchPromise(emitter, promise, type, args) {
  try {
    const then = promise.then;
    if (typeof then !== 'function') return;
    then.call(promise, undefined, (err) => {
      require('process').nextTick(deliverRejection, emitter, err, type, args);
    });
  } catch (err) {
    emitter.emit('error', err);
  }
}

function deliverRejection(emitter, err, type, args) {
  if (typeof emitter[kRejection] === 'function') {
    emitter[kRejection](err, type, ...args);
    return;
  }
  // The 'error' listeners run uncaptured, or an async one that fails would be called for ever.
  const before = emitter[kCapture];
  try {
    emitter[kCapture] = false;
    emitter.emit('error', err);
  } finally {
    emitter[kCapture] = before;
  }
}

function emitError(emitter, events, args) {
  if (events !== undefined && events[kErrorMonitor] !== undefined) emitter.emit(kErrorMonitor, ...args);
  if (events === undefined || events.error === undefined) {
    const err = require('internal/events/unhandled_error').unhandledError(emitter, args, EventEmitter.prototype.emit);
    throw err; // Unhandled 'error' event
  }
}

// While `args` goes nowhere else, no array is made of them.
EventEmitter.prototype.emit = function emit(type, ...args) {
  const events = this._events;
  if (type === 'error') emitError(this, events, args);
  else if (events === undefined) return false;

  const handler = events[type];
  if (handler === undefined) return false;

  if (typeof handler === 'function') {
    const returned = Reflect.apply(handler, this, args);
    if (returned !== undefined && returned !== null && this[kCapture]) watchPromise(this, returned, type, args);
    return true;
  }

  if (!handler[kWalked]) handler[kWalked] = true;
  const { length } = handler;
  for (let i = 0; i < length; ++i) {
    const returned = Reflect.apply(handler[i], this, args);
    if (returned !== undefined && returned !== null && this[kCapture]) watchPromise(this, returned, type, args);
  }
  return true;
};

// The list of `type` in a form that may be changed.
function listForChange(events, type, list) {
  if (!list[kWalked]) return list;
  const copy = list.slice();
  copy[kWalked] = false;
  if (list.warned) copy.warned = true;
  events[type] = copy;
  return copy;
}

function warnAboutLeak(emitter, type, list, limit) {
  list.warned = true;
  const { genericNodeError } = require('internal/errors');
  const { inspect } = require('internal/util/inspect');
  const warning = genericNodeError(
    `Possible EventEmitter memory leak detected. ${list.length} ${String(type)} listeners ` +
    `added to ${inspect(emitter, { depth: -1 })}. MaxListeners is ${limit}. ` +
    'Use emitter.setMaxListeners() to increase limit',
    { name: 'MaxListenersExceededWarning', emitter, type, count: list.length });
  require('process').emitWarning(warning);
}

function add(emitter, type, listener, first) {
  validateFunction(listener, 'listener');

  let events = emitter._events;
  let present;
  if (events === undefined) {
    events = emitter._events = create(null);
    emitter._eventsCount = 0;
  } else {
    if (events.newListener !== undefined) {
      emitter.emit('newListener', type, listener.listener ?? listener);
      // A 'newListener' handler may have replaced the whole table.
      events = emitter._events;
    }
    present = events[type];
  }

  if (present === undefined) {
    events[type] = listener;
    ++emitter._eventsCount;
    return emitter;
  }
  if (typeof present === 'function') {
    present = events[type] = first ? [listener, present] : [present, listener];
    present[kWalked] = false;
  } else {
    present = listForChange(events, type, present);
    if (first) present.unshift(listener);
    else present.push(listener);
  }
  const limit = limitOf(emitter);
  if (limit > 0 && present.length > limit && !present.warned) warnAboutLeak(emitter, type, present, limit);
  return emitter;
}

EventEmitter.prototype.addListener = function addListener(type, listener) {
  return add(this, type, listener, false);
};

EventEmitter.prototype.on = EventEmitter.prototype.addListener;

EventEmitter.prototype.prependListener = function prependListener(type, listener) {
  return add(this, type, listener, true);
};

function wrapOnce(emitter, type, listener) {
  let fired = false;
  function wrapper(...args) {
    if (fired) return undefined;
    fired = true;
    emitter.removeListener(type, wrapper);
    return Reflect.apply(listener, emitter, args);
  }
  wrapper.listener = listener;
  return wrapper;
}

EventEmitter.prototype.once = function once(type, listener) {
  validateFunction(listener, 'listener');
  this.on(type, wrapOnce(this, type, listener));
  return this;
};

EventEmitter.prototype.prependOnceListener = function prependOnceListener(type, listener) {
  validateFunction(listener, 'listener');
  this.prependListener(type, wrapOnce(this, type, listener));
  return this;
};

EventEmitter.prototype.removeListener = function removeListener(type, listener) {
  validateFunction(listener, 'listener');

  const events = this._events;
  const present = events?.[type];
  if (present === undefined) return this;

  if (present === listener || present.listener === listener) {
    this._eventsCount -= 1;
    if (this[kShapeMode]) events[type] = undefined;
    else if (this._eventsCount === 0) this._events = create(null);
    else delete events[type];
    // The old table is asked: when the last listener went, it was the one for 'removeListener' itself or nobody's.
    if (events.removeListener !== undefined) this.emit('removeListener', type, present.listener || listener);
    return this;
  }
  if (typeof present === 'function') return this;

  let at = present.length - 1;
  while (at >= 0 && present[at] !== listener && present[at].listener !== listener) at--;
  if (at < 0) return this;
  const list = listForChange(events, type, present);
  if (at === 0) {
    list.shift();
  } else {
    for (; at + 1 < list.length; at++) list[at] = list[at + 1];
    list.pop();
  }
  if (list.length === 1) events[type] = list[0];
  if (events.removeListener !== undefined) this.emit('removeListener', type, listener);
  return this;
};

EventEmitter.prototype.off = EventEmitter.prototype.removeListener;

EventEmitter.prototype.removeAllListeners = function removeAllListeners(type) {
  const events = this._events;
  if (events === undefined) return this;
  const all = arguments.length === 0;

  if (events.removeListener === undefined) {
    // Nobody wants to be told about each of them.
    if (all) {
      this._events = create(null);
      this._eventsCount = 0;
    } else if (events[type] !== undefined) {
      if (--this._eventsCount === 0) this._events = create(null);
      else delete events[type];
    }
    this[kShapeMode] = false;
    return this;
  }

  if (all) {
    for (const key of Reflect.ownKeys(events)) {
      if (key !== 'removeListener') this.removeAllListeners(key);
    }
    this.removeAllListeners('removeListener');
    this._events = create(null);
    this._eventsCount = 0;
    this[kShapeMode] = false;
    return this;
  }

  const present = events[type];
  if (typeof present === 'function') {
    this.removeListener(type, present);
  } else if (present !== undefined) {
    // The last one added goes first.
    for (let i = present.length - 1; i >= 0; i--) this.removeListener(type, present[i]);
  }
  return this;
};

EventEmitter.prototype.listeners = function listeners(type) {
  const present = this._events?.[type];
  if (present === undefined) return [];
  if (typeof present === 'function') return [present.listener || present];
  const found = present.slice();
  for (let i = 0; i < found.length; i++) {
    if (typeof found[i].listener === 'function') found[i] = found[i].listener;
  }
  return found;
};

EventEmitter.prototype.rawListeners = function rawListeners(type) {
  const present = this._events?.[type];
  if (present === undefined) return [];
  return typeof present === 'function' ? [present] : present.slice();
};

EventEmitter.prototype.listenerCount = function listenerCount(type, listener) {
  const present = this._events?.[type];
  if (present === undefined) return 0;
  const list = typeof present === 'function' ? [present] : present;
  if (listener === undefined || listener === null) return list.length;
  let count = 0;
  for (let i = 0; i < list.length; i++) {
    if (list[i] === listener || list[i].listener === listener) count++;
  }
  return count;
};

EventEmitter.prototype.eventNames = function eventNames() {
  if (this._eventsCount === 0) return [];
  const events = this._events;
  // A table of a fixed shape keeps the names of events that nobody listens to.
  return Reflect.ownKeys(events).filter((name) => events[name] !== undefined);
};

function getMaxListeners(emitterOrTarget) {
  if (typeof emitterOrTarget?.getMaxListeners === 'function') return limitOf(emitterOrTarget);
  if (typeof emitterOrTarget?.[kMaxEventTargetListeners] === 'number') return emitterOrTarget[kMaxEventTargetListeners];
  throw notATarget(emitterOrTarget);
}

module.exports = EventEmitter;
EventEmitter.addAbortListener = require('internal/events/abort_listener').addAbortListener;
EventEmitter.once = require('internal/events/once').once;
EventEmitter.on = require('internal/events/on').on;
EventEmitter.getEventListeners = getEventListeners;
EventEmitter.getMaxListeners = getMaxListeners;
EventEmitter.listenerCount = listenerCount;
EventEmitter.EventEmitter = EventEmitter;
EventEmitter.usingDomains = false;
EventEmitter.captureRejectionSymbol = kRejection;
Object.defineProperties(EventEmitter, {
  captureRejections: {
    __proto__: null,
    get() {
      return EventEmitter.prototype[kCapture];
    },
    set(value) {
      validateBoolean(value, 'EventEmitter.captureRejections');
      EventEmitter.prototype[kCapture] = value;
    },
    enumerable: true,
  },
  EventEmitterAsyncResource: {
    __proto__: null,
    enumerable: true,
    get: function lazyEventEmitterAsyncResource() {
      return require('internal/events/async_resource').EventEmitterAsyncResource;
    },
    set: undefined,
    configurable: true,
  },
});
EventEmitter.errorMonitor = kErrorMonitor;
Object.defineProperties(EventEmitter, {
  defaultMaxListeners: {
    __proto__: null,
    enumerable: true,
    get() {
      return defaultMaxListeners;
    },
    set(value) {
      validateNumber(value, 'defaultMaxListeners', 0);
      defaultMaxListeners = value;
    },
  },
  kMaxEventTargetListeners: { __proto__: null, value: kMaxEventTargetListeners },
  kMaxEventTargetListenersWarned: { __proto__: null, value: kMaxEventTargetListenersWarned },
});

// A limit for the given emitters and targets, or the default one when none is given. Nameless, as in Node.
EventEmitter.setMaxListeners = (() => function(n = defaultMaxListeners, ...eventTargets) {
  validateNumber(n, 'setMaxListeners', 0);
  if (eventTargets.length === 0) {
    defaultMaxListeners = n;
    return;
  }
  const { isEventTarget } = require('internal/event_target');
  for (const target of eventTargets) {
    if (isEventTarget(target)) {
      target[kMaxEventTargetListeners] = n;
      target[kMaxEventTargetListenersWarned] = false;
    } else if (typeof target.setMaxListeners === 'function') {
      target.setMaxListeners(n);
    } else {
      throw new codes.ERR_INVALID_ARG_TYPE('eventTargets', ['EventEmitter', 'EventTarget'], target);
    }
  }
})();

// What the constructor does; node:domain replaces it.
EventEmitter.init = (() => function(opts) {
  if (this._events === undefined || this._events === Object.getPrototypeOf(this)._events) {
    this._events = create(null);
    this._eventsCount = 0;
    this[kShapeMode] = false;
  } else {
    this[kShapeMode] = true;
  }
  this._maxListeners ||= undefined;
  if (opts?.captureRejections) {
    validateBoolean(opts.captureRejections, 'options.captureRejections');
    this[kCapture] = Boolean(opts.captureRejections);
  } else {
    this[kCapture] = EventEmitter.prototype[kCapture];
  }
})();
