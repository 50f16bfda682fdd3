// Calls the function of a test or a hook: synchronous, a promise, or a callback as the last parameter; and says when to
// stop waiting for it.
'use strict';

const { failure, kinds } = require('internal/test_runner/failure');

// A promise that ends the wait: it rejects when the time is over and resolves when the test is aborted.
function untilStopped(timeout, signal) {
  const { promise, resolve } = Promise.withResolvers();
  const { addAbortListener } = require('events');
  const listening = addAbortListener(signal, resolve);
  if (timeout === null || timeout === Infinity) return { promise, end: () => listening[Symbol.dispose]() };
  const { setTimeout, clearTimeout } = require('timers');
  const timer = setTimeout(resolve, timeout);
  timer.unref();
  return {
    promise: promise.then(() => {
      throw failure(`test timed out after ${timeout}ms`, kinds.timeout);
    }),
    end() {
      listening[Symbol.dispose]();
      clearTimeout(timer);
    },
  };
}

function withCallback() {
  const { promise, resolve, reject } = Promise.withResolvers();
  let calls = 0;
  const callback = (error) => {
    calls++;
    if (calls > 1) {
      // The second call is an error wherever it happens; a third one says nothing new.
      if (calls > 2) return;
      throw failure('callback invoked multiple times', kinds.multipleCallbacks);
    }
    if (error) reject(error);
    else resolve();
  };
  return { promise, callback };
}

// Starts the function and returns what has to be waited for.
function callBody(test, fn, receiver, args) {
  if (fn.length !== args.length + 1) return test.enter(fn, receiver, args);
  const { promise, callback } = withCallback();
  const returned = test.enter(fn, receiver, [...args, callback]);
  if (!ops.op_is_promise(returned)) return promise;
  test.fail(failure('passed a callback but also returned a Promise', kinds.callbackAndPromise));
  return returned;
}

module.exports = { callBody, untilStopped };
