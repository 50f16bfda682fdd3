// The iterator helpers of Readable: map, filter, toArray and the others.
// https://nodejs.org/api/stream.html#readablemapfn-options
'use strict';

const { AbortError, codes: { ERR_MISSING_ARGS, ERR_OUT_OF_RANGE } } = require('internal/errors');
const {
  validateAbortSignal,
  validateFunction,
  validateInteger,
  validateObject,
} = require('internal/validators');

// A mapped value that is to be left out, and the end of the queue of map().
const kEmpty = Symbol('kEmpty');
const kEof = Symbol('kEof');

function validateOptions(options) {
  if (options != null) validateObject(options, 'options');
  if (options?.signal != null) validateAbortSignal(options.signal, 'options.signal');
}

function map(fn, options) {
  validateFunction(fn, 'fn');
  validateOptions(options);
  const concurrency = options?.concurrency != null ? Math.floor(options.concurrency) : 1;
  const highWaterMark = options?.highWaterMark != null ? Math.floor(options.highWaterMark) : concurrency - 1;
  validateInteger(concurrency, 'options.concurrency', 1);
  validateInteger(highWaterMark, 'options.highWaterMark', 0);
  return mapConcurrently(this, fn, options, concurrency, highWaterMark + concurrency);
}

// Calls of fn run side by side, at most `concurrency`; the results wait in order in a queue of
// promises, at most `limit`.
async function* mapConcurrently(stream, fn, options, concurrency, limit) {
  const { AbortController, AbortSignal } = require('internal/abort_controller');
  const signal = options?.signal ? AbortSignal.any([options.signal]) : new AbortController().signal;
  const fnOptions = { signal };
  const queue = [];
  let running = 0;
  let done = false;
  let wakeReader = null;
  let wakePump = null;

  const letPumpGo = () => {
    if (wakePump && !done && running < concurrency && queue.length < limit) {
      wakePump();
      wakePump = null;
    }
  };
  const settled = () => {
    running--;
    letPumpGo();
  };
  const failed = () => {
    done = true;
    settled();
  };
  const letReaderGo = () => {
    if (wakeReader) {
      wakeReader();
      wakeReader = null;
    }
  };

  const start = (value) => {
    try {
      const result = fn(value, fnOptions);
      return result === kEmpty ? kEmpty : Promise.resolve(result);
    } catch (err) {
      return Promise.reject(err);
    }
  };

  const pump = async () => {
    try {
      for await (const value of stream) {
        if (done) return;
        if (signal.aborted) throw new AbortError();
        const result = start(value);
        if (result === kEmpty) continue;
        running++;
        result.then(settled, failed);
        queue.push(result);
        letReaderGo();
        if (!done && (queue.length >= limit || running >= concurrency)) {
          await new Promise((resolve) => {
            wakePump = resolve;
          });
        }
      }
      queue.push(kEof);
    } catch (err) {
      const result = Promise.reject(err);
      result.then(settled, failed);
      queue.push(result);
    } finally {
      done = true;
      letReaderGo();
    }
  };
  pump();

  try {
    for (;;) {
      while (queue.length > 0) {
        const value = await queue[0];
        if (value === kEof) return;
        if (signal.aborted) throw new AbortError();
        if (value !== kEmpty) yield value;
        queue.shift();
        letPumpGo();
      }
      await new Promise((resolve) => {
        wakeReader = resolve;
      });
    }
  } finally {
    done = true;
    if (wakePump) {
      wakePump();
      wakePump = null;
    }
  }
}

function filter(fn, options) {
  validateFunction(fn, 'fn');
  async function filterFn(value, options) {
    return await fn(value, options) ? value : kEmpty;
  }
  return map.call(this, filterFn, options);
}

function flatMap(fn, options) {
  const lists = map.call(this, fn, options);
  return async function* flatMap() {
    for await (const list of lists) yield* list;
  }.call(this);
}

// As the iterator helpers of the language count.
function toCount(number) {
  number = Number(number);
  if (Number.isNaN(number)) return 0;
  if (number < 0) throw new ERR_OUT_OF_RANGE('number', '>= 0', number);
  return number;
}

function drop(number, options = undefined) {
  validateOptions(options);
  number = toCount(number);
  return async function* drop() {
    if (options?.signal?.aborted) throw new AbortError();
    for await (const value of this) {
      if (options?.signal?.aborted) throw new AbortError();
      if (number-- <= 0) yield value;
    }
  }.call(this);
}

function take(number, options = undefined) {
  validateOptions(options);
  number = toCount(number);
  return async function* take() {
    if (options?.signal?.aborted) throw new AbortError();
    for await (const value of this) {
      if (options?.signal?.aborted) throw new AbortError();
      if (number-- > 0) yield value;
      // The stream must not be asked for more than was taken.
      if (number <= 0) return;
    }
  }.call(this);
}

async function find(fn, options) {
  for await (const value of filter.call(this, fn, options)) return value;
  return undefined;
}

async function some(fn, options = undefined) {
  for await (const _unused of filter.call(this, fn, options)) return true;
  return false;
}

async function every(fn, options = undefined) {
  validateFunction(fn, 'fn');
  const exception = async (...args) => !(await fn(...args));
  return !(await some.call(this, exception, options));
}

async function forEach(fn, options) {
  validateFunction(fn, 'fn');
  async function forEachFn(value, options) {
    await fn(value, options);
    return kEmpty;
  }
  for await (const _unused of map.call(this, forEachFn, options));
}

async function reduce(reducer, initialValue, options) {
  validateFunction(reducer, 'reducer');
  validateOptions(options);
  let hasValue = arguments.length > 1;
  const outer = options?.signal;
  if (outer?.aborted) {
    const err = new AbortError(undefined, { cause: outer.reason });
    // The caller gets the error; the stream need not report it as well.
    this.once('error', () => {});
    await require('internal/streams/end-of-stream').finished(this.destroy(err));
    throw err;
  }

  const { AbortController } = require('internal/abort_controller');
  const controller = new AbortController();
  const { signal } = controller;
  if (outer) {
    const { kWeakHandler, kResistStopPropagation } = require('internal/event_target');
    outer.addEventListener('abort', () => controller.abort(), {
      once: true,
      [kWeakHandler]: this,
      [kResistStopPropagation]: true,
    });
  }
  try {
    for await (const value of this) {
      if (outer?.aborted) throw new AbortError();
      if (hasValue) {
        initialValue = await reducer(initialValue, value, { signal });
      } else {
        initialValue = value;
        hasValue = true;
      }
    }
    if (!hasValue) {
      const err = new ERR_MISSING_ARGS('reduce');
      err.message = 'Reduce of an empty stream requires an initial value';
      throw err;
    }
  } finally {
    controller.abort();
  }
  return initialValue;
}

async function toArray(options) {
  validateOptions(options);
  const values = [];
  for await (const value of this) {
    if (options?.signal?.aborted) throw new AbortError(undefined, { cause: options.signal.reason });
    values.push(value);
  }
  return values;
}

module.exports = {
  streamReturningOperators: { drop, filter, flatMap, map, take },
  promiseReturningOperators: { every, forEach, reduce, toArray, some, find },
};
