// node:timers/promises. https://nodejs.org/api/timers.html#timers-promises-api
'use strict';

const { AbortError, codes: { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_THIS } } = require('internal/errors');
const { validateAbortSignal, validateBoolean, validateNumber, validateObject } = require('internal/validators');
const { Immediate, Timeout, insert } = require('internal/timers');
const { clearImmediate, clearTimeout } = require('timers');
const { kResistStopPropagation } = require('internal/event_target');

const kScheduler = Symbol('kScheduler');
const kNoOptions = Object.freeze({ __proto__: null });

function checkOptions(options) {
  validateObject(options, 'options');
  if (options.signal !== undefined) validateAbortSignal(options.signal, 'options.signal');
  if (options.ref !== undefined) validateBoolean(options.ref, 'options.ref');
}

const abortError = (signal) => new AbortError(undefined, { cause: signal.reason });

// Rejects `promise` and stops the timer when the signal is aborted; otherwise leaves no listener behind.
function cancelBy(signal, timer, clear, { promise, reject }) {
  const onAbort = () => {
    if (timer._destroyed) return;
    clear(timer);
    reject(abortError(signal));
  };
  signal.addEventListener('abort', onAbort, { __proto__: null, [kResistStopPropagation]: true });
  return promise.finally(() => signal.removeEventListener('abort', onAbort));
}

function setTimeout(after, value, options = kNoOptions) {
  try {
    if (after !== undefined) validateNumber(after, 'delay');
    checkOptions(options);
  } catch (err) {
    return Promise.reject(err);
  }
  const { signal, ref = true } = options;
  if (signal?.aborted) return Promise.reject(abortError(signal));

  const deferred = Promise.withResolvers();
  const timeout = new Timeout(deferred.resolve, after, [value], false, ref);
  insert(timeout, timeout._idleTimeout);
  return signal ? cancelBy(signal, timeout, clearTimeout, deferred) : deferred.promise;
}

function setImmediate(value, options = kNoOptions) {
  try {
    checkOptions(options);
  } catch (err) {
    return Promise.reject(err);
  }
  const { signal, ref = true } = options;
  if (signal?.aborted) return Promise.reject(abortError(signal));

  const deferred = Promise.withResolvers();
  const immediate = new Immediate(deferred.resolve, [value]);
  if (!ref) immediate.unref();
  return signal ? cancelBy(signal, immediate, clearImmediate, deferred) : deferred.promise;
}

async function* setInterval(after, value, options = kNoOptions) {
  if (after !== undefined) validateNumber(after, 'delay');
  checkOptions(options);
  const { signal, ref = true } = options;
  if (signal?.aborted) throw abortError(signal);

  let due = 0; // ticks of the interval that were not yielded yet
  let wake; // of the consumer, when it is ahead
  const interval = new Timeout(() => {
    due++;
    wake?.();
    wake = undefined;
  }, after, undefined, true, ref);
  const onAbort = () => {
    clearTimeout(interval);
    wake?.(Promise.reject(abortError(signal)));
    wake = undefined;
  };
  try {
    insert(interval, interval._idleTimeout);
    signal?.addEventListener('abort', onAbort, { __proto__: null, once: true, [kResistStopPropagation]: true });
    while (!signal?.aborted) {
      if (due === 0) await new Promise((resolve) => { wake = resolve; });
      for (; due > 0; due--) yield value;
    }
    throw abortError(signal);
  } finally {
    clearTimeout(interval);
    signal?.removeEventListener('abort', onAbort);
  }
}

class Scheduler {
  constructor() {
    throw new ERR_ILLEGAL_CONSTRUCTOR();
  }

  yield() {
    if (!this[kScheduler]) throw new ERR_INVALID_THIS('Scheduler');
    return setImmediate();
  }

  wait(delay, options) {
    if (!this[kScheduler]) throw new ERR_INVALID_THIS('Scheduler');
    return setTimeout(delay, undefined, options);
  }
}

module.exports = {
  setTimeout,
  setImmediate,
  setInterval,
  scheduler: Object.assign(Object.create(Scheduler.prototype), { [kScheduler]: true }),
};
