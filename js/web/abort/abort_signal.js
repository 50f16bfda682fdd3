// AbortSignal. https://nodejs.org/api/globals.html#class-abortsignal
'use strict';

const { codes: { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_THIS } } = require('internal/errors');
const { validateUint32 } = require('internal/validators');
const { kMaxEventTargetListeners } = require('internal/events/inquiry');
const { Event, EventTarget, kNewListener, kRemoveListener, kTrustEvent } = require('web/events/event_target');
const { defineEventHandler } = require('web/events/event_handler');
const { innerOptions, makeEnumerable, tag } = require('web/events/event');
const { kDeserialize, kTransfer, kTransferList, markTransferMode } = require('internal/worker/js_transferable');

const kInspect = Symbol.for('nodejs.util.inspect.custom');
// The key that lets internals call the constructor.
const kConstruct = Symbol('kDontThrowSymbol');
// On a plain signal: weak references of the signals of any() that follow it. Node's tests look for it.
const kDependantSignals = Symbol('kDependantSignals');
// Not private: as Node's own, they are found through a proxy too.
const kAborted = Symbol('kAborted');
const kReason = Symbol('kReason');
const kComposite = Symbol('kComposite');

// Signals that somebody waits for and that only a timer or a source signal (both of which hold them weakly) can abort.
const awaited = new Set();
// Stops the timer of a signal that nobody can see any more.
const timers = new FinalizationRegistry((timer) => require('timers').clearTimeout(timer));
// Takes the weak reference of a collected composite signal out of its sources.
const composites = new FinalizationRegistry(({ ref, sources }) => {
  for (const source of sources) forget(source, ref);
});
// Takes a collected source out of the composite signals; one without sources can no longer abort.
const sourcesGone = new FinalizationRegistry(({ ref, composite }) => sourceGone(composite, ref));

const defaultReason = () => newDOMException('This operation was aborted', 'AbortError');

function newDOMException(message, name) {
  const { DOMException } = require('web/dom_exception');
  return new DOMException(message, name);
}

// Doors to the private fields, set by the class below.
let stateOf;
let abortSignal;
let isAbortSignal;
let forget;
let sourceGone;

function makeSequence(value, context) {
  return require('internal/webidl').createSequenceConverter(convertSignal)(value, { __proto__: null, context });
}

function convertSignal(value, options) {
  if (isAbortSignal(value)) return value;
  const { makeException } = require('internal/webidl');
  throw makeException('is not of type AbortSignal.', { code: 'ERR_INVALID_ARG_TYPE', ...options });
}

class AbortSignal extends EventTarget {
  #hasTimer = false;
  // For a signal made by any(): weak references of the plain signals that it follows.
  #sources = null;
  #ref = null;
  #port = null;

  static {
    isAbortSignal = (value) => typeof value === 'object' && value !== null && #hasTimer in value;
    stateOf = (value) => {
      if (value?.[kAborted] === undefined) throw new ERR_INVALID_THIS('AbortSignal');
      return value;
    };
    abortSignal = (signal, reason) => {
      if (signal[kAborted]) return;
      // All that follow this signal are marked before the first listener runs.
      const followers = [];
      signal.#mark(reason);
      if (signal[kDependantSignals] !== undefined) {
        for (const ref of signal[kDependantSignals]) {
          const follower = ref.deref();
          if (follower === undefined || follower[kAborted]) continue;
          follower.#mark(reason);
          followers.push(follower);
        }
      }
      signal.#fire();
      for (let i = 0; i < followers.length; i++) followers[i].#fire();
    };
    forget = (sourceRef, ref) => {
      const source = sourceRef.deref();
      if (source === undefined || source[kDependantSignals] === undefined) return;
      source[kDependantSignals].delete(ref);
      if (source[kDependantSignals].size === 0) source.#stopAwaiting();
    };
    sourceGone = (compositeRef, ref) => {
      const composite = compositeRef.deref();
      if (composite === undefined || composite.#sources === null) return;
      composite.#sources.delete(ref);
      if (composite.#sources.size === 0) awaited.delete(composite);
    };
  }

  constructor(dontThrowSymbol = undefined, init = undefined) {
    if (dontThrowSymbol !== kConstruct) throw new ERR_ILLEGAL_CONSTRUCTOR();
    super();
    this[kMaxEventTargetListeners] = 0;
    this[kAborted] = false;
    this[kReason] = undefined;
    this[kComposite] = false;
    if (init !== undefined) {
      this[kAborted] = init.aborted === true;
      this[kReason] = init.reason;
      if (init.transferable) markTransferMode(this, false, true);
    }
  }

  get aborted() {
    return stateOf(this)[kAborted];
  }

  get reason() {
    return stateOf(this)[kReason];
  }

  throwIfAborted() {
    if (stateOf(this)[kAborted]) throw this[kReason];
  }

  [kInspect](depth, options) {
    if (depth < 0) return this;
    const { inspect } = require('internal/util/inspect');
    return `${this.constructor.name} ${inspect({ aborted: this.aborted }, innerOptions(options))}`;
  }

  static abort(reason = defaultReason()) {
    return new AbortSignal(kConstruct, { aborted: true, reason });
  }

  static timeout(delay) {
    validateUint32(delay, 'delay', false);
    const signal = new AbortSignal(kConstruct);
    signal.#hasTimer = true;
    const timer = startTimer(new WeakRef(signal), delay);
    timers.register(signal, timer, signal);
    return signal;
  }

  static any(signals) {
    const list = makeSequence(signals, 'signals');
    const composite = new AbortSignal(kConstruct);
    composite.#sources = new Set();
    composite[kComposite] = true;
    for (const signal of list) {
      if (signal[kAborted]) {
        composite[kAborted] = true;
        composite[kReason] = signal[kReason];
        composite.#sources.clear();
        return composite;
      }
      // A composite of composites follows the plain signals at the bottom.
      for (const source of signal.#sources === null ? [signal] : signal.#plainSources()) {
        composite.#sources.add(source.#ref ??= new WeakRef(source));
      }
    }
    composite.#follow();
    return composite;
  }

  #plainSources() {
    const plain = [];
    for (const ref of this.#sources) {
      const source = ref.deref();
      if (source !== undefined) plain.push(source);
    }
    return plain;
  }

  #follow() {
    if (this.#sources.size === 0) return;
    const ref = this.#ref ??= new WeakRef(this);
    for (const source of this.#plainSources()) {
      source[kDependantSignals] ??= new Set();
      source[kDependantSignals].add(ref);
      if (source.#hasTimer) {
        // The timer must find its signal as long as the composite may fire.
        this.#hasTimer = true;
        awaited.add(source);
      }
      sourcesGone.register(source, { ref: source.#ref, composite: ref });
    }
    composites.register(this, { ref, sources: [...this.#sources] });
  }

  #mark(reason) {
    this[kAborted] = true;
    this[kReason] = reason;
  }

  #fire() {
    this.dispatchEvent(new Event('abort', { [kTrustEvent]: true }));
    awaited.delete(this);
    if (this.#sources !== null) {
      for (const source of this.#plainSources()) source.#stopAwaiting();
    }
  }

  // A source with a timer was kept for its followers only, unless it has listeners of its own.
  #stopAwaiting() {
    if (this.#hasTimer && require('events').listenerCount(this, 'abort') === 0) awaited.delete(this);
  }

  #needsKeeping() {
    return this.#hasTimer || (this.#sources !== null && this.#sources.size > 0);
  }

  [kNewListener](size, type, listener, once, capture, passive, weak) {
    super[kNewListener](size, type, listener, once, capture, passive, weak);
    if (type === 'abort' && size === 1 && !weak && !this[kAborted] && this.#needsKeeping()) awaited.add(this);
  }

  [kRemoveListener](size, type, listener, capture) {
    super[kRemoveListener](size, type, listener, capture);
    if (type === 'abort' && size === 0 && this.#needsKeeping() && !(this[kDependantSignals]?.size > 0)) awaited.delete(this);
  }

  [kTransfer]() {
    const deserializeInfo = 'internal/abort_controller:ClonedAbortSignal';
    if (stateOf(this)[kAborted]) return { data: { aborted: true, reason: this[kReason] }, deserializeInfo };
    const { port1, port2 } = this.#port;
    this.#port = null;
    this.addEventListener('abort', () => {
      port1.postMessage(this[kReason]);
      port1.close();
    }, { once: true });
    return { data: { port: port2 }, deserializeInfo };
  }

  [kTransferList]() {
    if (this[kAborted]) return [];
    const { MessageChannel } = require('internal/worker/io');
    const channel = new MessageChannel();
    channel.port1.unref();
    channel.port2.unref();
    this.#port = channel;
    return [channel.port2];
  }

  [kDeserialize]({ aborted, reason, port }) {
    if (aborted) {
      this.#mark(reason);
      return;
    }
    port.onmessage = ({ data }) => {
      abortSignal(this, data);
      port.close();
      port.onmessage = undefined;
    };
    // The sender's signal may be aborted at any time, which alone is no reason to stay alive.
    port.unref();
  }
}

// Not a method: a closure with the signal in it would keep the signal.
function startTimer(ref, delay) {
  const timer = require('timers').setTimeout(() => {
    const signal = ref.deref();
    if (signal === undefined) return;
    timers.unregister(signal);
    abortSignal(signal, newDOMException('The operation was aborted due to timeout', 'TimeoutError'));
  }, delay);
  timer.unref();
  return timer;
}

makeEnumerable(AbortSignal.prototype, ['aborted']);
tag(AbortSignal.prototype, 'AbortSignal');
defineEventHandler(AbortSignal.prototype, 'abort');

module.exports = { AbortSignal, abortSignal, convertSignal, defaultReason, isAbortSignal, kConstruct };
