// util.debounce: https://nodejs.org/docs/latest-v26.x/api/util.html
'use strict';

const { AbortError } = require('internal/errors');
const { kEmptyObject } = require('internal/util');
const { TIMEOUT_MAX } = require('internal/timers');
const {
  validateAbortSignal,
  validateBoolean,
  validateFunction,
  validateInteger,
  validateObject,
} = require('internal/validators');
const { abortErrorFor, describeWrapper, setTimer } = require('internal/util/rate_limit');

// `fn` runs once calls have paused for `wait` milliseconds, with the arguments of the last one. Every call returns a
// promise of that run's result.
function debounce(fn, wait, options = kEmptyObject) {
  validateFunction(fn, 'fn');
  validateInteger(wait, 'wait', 0, TIMEOUT_MAX);
  validateObject(options, 'options');
  const { leading = false, rejectOnCancel = false, signal } = options;
  validateBoolean(leading, 'options.leading');
  validateBoolean(rejectOnCancel, 'options.rejectOnCancel');
  validateAbortSignal(signal, 'options.signal');
  if (signal?.aborted) throw abortErrorFor(signal.reason);

  const { clearTimeout } = require('timers');
  let timer;
  let isRef = true;
  let waiting = [];
  let lastArgs;
  let abortError;

  function takeWaiting() {
    const calls = waiting;
    waiting = [];
    lastArgs = undefined;
    return calls;
  }

  function cancelWith(error) {
    if (timer === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    for (const call of takeWaiting()) call.reject(error);
  }

  function abort() {
    abortError ??= abortErrorFor(signal.reason);
    cancelWith(abortError);
  }

  function run(args, calls) {
    if (signal?.aborted) {
      abort();
      for (const call of calls) call.reject(abortError);
      return;
    }
    let result;
    try {
      result = Reflect.apply(fn, debounced, args);
    } catch (error) {
      for (const call of calls) call.reject(error);
      return;
    }
    for (const call of calls) call.resolve(result);
  }

  function runWaiting() {
    const args = lastArgs;
    const calls = takeWaiting();
    if (calls.length !== 0) run(args, calls);
  }

  function extend() {
    if (waiting.length !== 0) {
      // The earlier promise is superseded: nobody may be listening to it.
      ops.op_util_mark_promise_as_handled(waiting.at(-1).promise);
      if (rejectOnCancel) {
        const superseded = waiting;
        waiting = [];
        for (const call of superseded) call.reject(new AbortError('The debounced call was superseded'));
      }
    }
    timer.refresh();
  }

  function debounced(...args) {
    if (signal?.aborted) abort();
    if (abortError !== undefined) return Promise.reject(abortError);
    const runNow = leading && timer === undefined;
    if (timer === undefined) {
      timer = setTimer(() => {
        timer = undefined;
        runWaiting();
      }, wait, isRef);
    } else {
      extend();
    }
    const call = Promise.withResolvers();
    if (runNow) {
      run(args, [call]);
    } else {
      waiting.push(call);
      lastArgs = args;
    }
    return call.promise;
  }

  const controls = {
    cancel(reason) {
      if (timer !== undefined) cancelWith(abortErrorFor(reason));
    },
    flush() {
      if (waiting.length === 0) return;
      clearTimeout(timer);
      timer = undefined;
      runWaiting();
    },
    ref() {
      isRef = true;
      timer?.ref();
      return debounced;
    },
    unref() {
      isRef = false;
      timer?.unref();
      return debounced;
    },
  };
  const state = {
    pending: () => (waiting.length === 0 ? null : waiting.at(-1).promise),
    pendingCount: () => waiting.length,
  };
  describeWrapper(debounced, fn, controls, state);
  if (signal !== undefined) require('internal/events/abort_listener').addAbortListener(signal, abort);
  return debounced;
}

module.exports = { debounce };
