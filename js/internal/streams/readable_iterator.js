// The async iterator over a Readable. https://nodejs.org/api/stream.html#readablesymbolasynciterator
'use strict';

const { destroyer } = require('internal/streams/destroy');
const { aggregateTwoErrors } = require('internal/errors');

const AsyncIteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}).prototype);

function nop() {}

// A request that finds another one under way waits in `queue`; they are answered in order.
function createAsyncIterator(stream, options) {
  // undefined while the stream lives, null when it has ended well, else the error.
  let error;
  let started = false;
  let completed = false;
  let busy = false;
  let queue = null;
  let draining = false;
  let wakeWaiter = nop;
  let stopWatching;

  function wake() {
    const waiter = wakeWaiter;
    wakeWaiter = nop;
    waiter();
  }

  function start() {
    started = true;
    const { eos } = require('internal/streams/end-of-stream');
    stream.on('readable', wake);
    stopWatching = eos(stream, { writable: false }, (err) => {
      error = err ? aggregateTwoErrors(error, err) : null;
      wake();
    });
  }

  // Destroys the stream, or only lets go of it.
  function finalize() {
    completed = true;
    const mayDestroy = error || options?.destroyOnReturn !== false;
    if (mayDestroy && (error === undefined || stream._readableState.autoDestroy)) {
      destroyer(stream, null);
    } else {
      stream.off('readable', wake);
      stopWatching();
    }
  }

  function fail(err) {
    error = aggregateTwoErrors(error, err);
    finalize();
    return error;
  }

  function nextInQueue() {
    // A request that is answered at once comes back here: one loop is enough.
    if (queue === null || draining) return;
    draining = true;
    try {
      while (!busy && queue.length > 0) {
        const { type, value, resolve, reject } = queue.shift();
        run(type, value, resolve, reject);
      }
    } finally {
      draining = false;
    }
  }

  function run(type, value, resolve, reject) {
    if (type === 'next') {
      if (completed) {
        resolve({ done: true, value: undefined });
        return;
      }
      if (!started) start();
      busy = true;
      pump(resolve, reject);
    } else if (type === 'return') {
      if (!completed) {
        // An iterator that was never used leaves the stream alone.
        if (started) finalize();
        else completed = true;
      }
      resolve({ done: true, value });
    } else if (completed || !started) {
      completed = true;
      reject(value);
    } else {
      reject(fail(value));
    }
  }

  function take() {
    return stream.destroyed ? null : stream.read();
  }

  // Answers the request under way, now or when the stream wakes it.
  function pump(resolve, reject) {
    const chunk = take();
    if (chunk !== null) {
      // Read once: it may be a getter.
      const then = chunk?.then;
      if (typeof then === 'function') {
        Reflect.apply(then, chunk, [
          (value) => {
            busy = false;
            resolve({ done: false, value });
            nextInQueue();
          },
          (err) => {
            busy = false;
            reject(fail(err));
            nextInQueue();
          },
        ]);
        return;
      }
      busy = false;
      resolve({ done: false, value: chunk });
    } else if (error) {
      busy = false;
      reject(fail(error));
    } else if (error === null) {
      busy = false;
      finalize();
      resolve({ done: true, value: undefined });
    } else {
      wait(resolve, reject);
      return;
    }
    nextInQueue();
  }

  // One turn of the microtask queue after 'readable', so that its other listeners run first.
  function wait(resolve, reject) {
    new Promise((awake) => {
      wakeWaiter = awake;
    }).then(() => pump(resolve, reject));
  }

  function ask(type, value) {
    return new Promise((resolve, reject) => {
      if (busy) {
        queue ??= [];
        queue.push({ type, value, resolve, reject });
      } else {
        run(type, value, resolve, reject);
      }
    });
  }

  return {
    __proto__: AsyncIteratorPrototype,
    next() {
      if (busy || completed) return ask('next');
      if (!started) start();
      // What is in the buffer is answered without a detour.
      const chunk = take();
      if (chunk !== null) {
        const then = chunk?.then;
        if (typeof then !== 'function') return Promise.resolve({ done: false, value: chunk });
        busy = true;
        return Reflect.apply(then, chunk, [
          (value) => {
            busy = false;
            nextInQueue();
            return { done: false, value };
          },
          (err) => {
            busy = false;
            fail(err);
            nextInQueue();
            throw error;
          },
        ]);
      }
      if (error) {
        finalize();
        return Promise.reject(error);
      }
      if (error === null) {
        finalize();
        return Promise.resolve({ done: true, value: undefined });
      }
      busy = true;
      return new Promise(wait);
    },
    return(value) {
      return ask('return', value);
    },
    throw(err) {
      return ask('throw', err);
    },
  };
}

module.exports = { createAsyncIterator };
