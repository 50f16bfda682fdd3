// events.on(). https://nodejs.org/api/events.html#eventsonemitter-eventname-options
'use strict';

const { AbortError, codes } = require('internal/errors');
const { validateAbortSignal, validateInteger, validateObject } = require('internal/validators');
const { addAbortListener } = require('internal/events/abort_listener');
const { addListenerTo, removeListenerFrom } = require('internal/events/any_target');
const { kFirstEventParam, kWatermarkData } = require('internal/events/symbols');

const kNoOptions = Object.freeze({ __proto__: null });
const AsyncIteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}).prototype);

const result = (value, done) => ({ done, value });

function on(emitter, event, options = kNoOptions) {
  validateObject(options, 'options');
  const signal = options.signal;
  validateAbortSignal(signal, 'options.signal');
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
  // The older spelling with a small m is still accepted.
  const high = options.highWaterMark ?? options.highWatermark ?? Number.MAX_SAFE_INTEGER;
  validateInteger(high, 'options.highWaterMark', 1);
  const low = options.lowWaterMark ?? options.lowWatermark ?? 1;
  validateInteger(low, 'options.lowWaterMark', 1);

  const FixedQueue = require('internal/fixed_queue');
  const events = new FixedQueue(); // what came while nobody waited
  const waiting = new FixedQueue(); // promises of next() that nothing came for yet
  const subscriptions = [];
  let size = 0;
  let paused = false;
  let failure = null;
  let finished = false;
  let abortSubscription = null;

  function subscribe(name, listener) {
    addListenerTo(emitter, name, listener);
    subscriptions.push(name, listener);
  }

  function finish() {
    abortSubscription?.[Symbol.dispose]();
    while (subscriptions.length > 0) {
      const listener = subscriptions.pop();
      removeListenerFrom(emitter, subscriptions.pop(), listener);
    }
    finished = true;
    paused = false;
    const done = result(undefined, true);
    while (!waiting.isEmpty()) waiting.shift().resolve(done);
    return Promise.resolve(done);
  }

  function fail(err) {
    if (waiting.isEmpty()) failure = err;
    else waiting.shift().reject(err);
    finish();
  }

  function deliver(value) {
    if (!waiting.isEmpty()) {
      waiting.shift().resolve(result(value, false));
      return;
    }
    size++;
    if (!paused && size > high) {
      paused = true;
      emitter.pause();
    }
    events.push(value);
  }

  const iterator = {
    __proto__: AsyncIteratorPrototype,
    next() {
      if (size > 0) {
        const value = events.shift();
        size--;
        if (paused && size < low) {
          emitter.resume();
          paused = false;
        }
        return Promise.resolve(result(value, false));
      }
      if (failure) {
        // An error ends the iteration: it is given out once, then the iterator is done.
        const rejected = Promise.reject(failure);
        failure = null;
        return rejected;
      }
      if (finished) return finish();
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
    return() {
      return finish();
    },
    throw(err) {
      if (!err || !(err instanceof Error)) {
        throw new codes.ERR_INVALID_ARG_TYPE('EventEmitter.AsyncIterator', 'Error', err);
      }
      fail(err);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    [kWatermarkData]: {
      get size() { return size; },
      get low() { return low; },
      get high() { return high; },
      get isPaused() { return paused; },
    },
  };

  subscribe(event, options[kFirstEventParam] ? deliver : (...args) => deliver(args));
  if (event !== 'error' && typeof emitter.on === 'function') subscribe('error', fail);
  const closeNames = options.close;
  if (closeNames?.length) {
    for (let i = 0; i < closeNames.length; i++) subscribe(closeNames[i], finish);
  }
  if (signal) {
    abortSubscription = addAbortListener(signal, () => fail(new AbortError(undefined, { cause: signal.reason })));
  }
  return iterator;
}

module.exports = { on };
