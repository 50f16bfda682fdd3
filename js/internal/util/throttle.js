// util.throttle: https://nodejs.org/docs/latest-v26.x/api/util.html
'use strict';

const { codes: { ERR_THROTTLED } } = require('internal/errors');
const { kEmptyObject } = require('internal/util');
const { TIMEOUT_MAX } = require('internal/timers');
const {
  validateAbortSignal,
  validateBoolean,
  validateFunction,
  validateInteger,
  validateObject,
  validateOneOf,
} = require('internal/validators');
const { abortErrorFor, describeWrapper, setTimer } = require('internal/util/rate_limit');

// At most `limit` starts in each interval, which begins with the first call.
class FixedWindow {
  constructor(limit, interval) {
    this.limit = limit;
    this.interval = interval;
    this.reset();
  }

  reset() {
    this.start = undefined;
    this.count = 0;
  }

  // Without a change of state.
  wouldAllow(now) {
    return this.start === undefined || now - this.start >= this.interval || this.count < this.limit;
  }

  allows(now) {
    if (this.start === undefined || now - this.start >= this.interval) {
      this.start = now;
      this.count = 0;
    }
    return this.count < this.limit;
  }

  take() {
    this.count++;
  }

  delay(now) {
    return this.start + this.interval - now;
  }
}

// At most `limit` starts in any span of `interval` milliseconds.
class RollingWindow {
  constructor(limit, interval) {
    this.limit = limit;
    this.interval = interval;
    this.reset();
  }

  reset() {
    this.starts = [];
  }

  wouldAllow(now) {
    return this.allows(now);
  }

  allows(now) {
    while (this.starts.length > 0 && now - this.starts[0] >= this.interval) this.starts.shift();
    return this.starts.length < this.limit;
  }

  take(now) {
    this.starts.push(now);
  }

  delay(now) {
    return this.starts[0] + this.interval - now;
  }
}

function readOptions(options) {
  validateObject(options, 'options');
  const { concurrency = Infinity, maxPending = Infinity, overflow = 'queue', signal, strict = false } = options;
  if (concurrency !== Infinity) validateInteger(concurrency, 'options.concurrency', 1);
  if (maxPending !== Infinity) validateInteger(maxPending, 'options.maxPending', 0);
  validateOneOf(overflow, 'options.overflow', ['queue', 'drop']);
  validateAbortSignal(signal, 'options.signal');
  validateBoolean(strict, 'options.strict');
  if (signal?.aborted) throw abortErrorFor(signal.reason);
  return { concurrency, maxPending, overflow, signal, strict };
}

function throttle(fn, limit, interval, options = kEmptyObject) {
  validateFunction(fn, 'fn');
  validateInteger(limit, 'limit', 1);
  validateInteger(interval, 'interval', 0, TIMEOUT_MAX);
  const { concurrency, maxPending, overflow, signal, strict } = readOptions(options);

  const { clearTimeout } = require('timers');
  const window = strict ? new RollingWindow(limit, interval) : new FixedWindow(limit, interval);
  let waiting = [];
  let active = 0;
  let timer;
  let isRef = true;
  let abortError;

  function now() {
    return ops.op_timers_now();
  }

  function cancelWith(error) {
    if (timer !== undefined) clearTimeout(timer);
    timer = undefined;
    window.reset();
    const calls = waiting;
    waiting = [];
    for (const call of calls) call.reject(error);
  }

  function abort() {
    abortError ??= abortErrorFor(signal.reason);
    cancelWith(abortError);
  }

  function settled() {
    active--;
    drain();
  }

  function run(call) {
    active++;
    let result;
    try {
      result = Promise.resolve(Reflect.apply(fn, throttled, call.args));
    } catch (error) {
      result = Promise.reject(error);
    }
    call.resolve(result);
    result.then(settled, settled);
  }

  function runWhilePossible() {
    while (waiting.length > 0 && active < concurrency) {
      const time = now();
      if (!window.allows(time)) return;
      const call = waiting.shift();
      window.take(time);
      run(call);
    }
  }

  function drain() {
    if (signal?.aborted) {
      abort();
      return;
    }
    runWhilePossible();
    if (timer !== undefined || waiting.length === 0 || active >= concurrency) return;
    timer = setTimer(() => {
      timer = undefined;
      drain();
    }, window.delay(now()), isRef);
  }

  function drop() {
    const promise = Promise.reject(new ERR_THROTTLED());
    ops.op_util_mark_promise_as_handled(promise);
    return promise;
  }

  function throttled(...args) {
    if (signal?.aborted) abort();
    if (abortError !== undefined) return Promise.reject(abortError);
    const time = now();
    const canRun = waiting.length === 0 && active < concurrency && window.allows(time);
    if (!canRun && (overflow === 'drop' || waiting.length >= maxPending)) return drop();
    const call = Promise.withResolvers();
    call.args = args;
    if (canRun) {
      window.take(time);
      run(call);
    } else {
      waiting.push(call);
      drain();
    }
    return call.promise;
  }

  const controls = {
    cancel(reason) {
      cancelWith(abortErrorFor(reason));
    },
    hasImmediateCapacity() {
      return abortError === undefined && !signal?.aborted && waiting.length === 0 && active < concurrency &&
        window.wouldAllow(now());
    },
    ref() {
      isRef = true;
      timer?.ref();
      return throttled;
    },
    unref() {
      isRef = false;
      timer?.unref();
      return throttled;
    },
  };
  const state = {
    pending: () => (waiting.length === 0 ? null : waiting.at(-1).promise),
    pendingCount: () => waiting.length,
    activeCount: () => active,
  };
  describeWrapper(throttled, fn, controls, state);
  if (signal !== undefined) require('internal/events/abort_listener').addAbortListener(signal, abort);
  return throttled;
}

module.exports = { throttle };
