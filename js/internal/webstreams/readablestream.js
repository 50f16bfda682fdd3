// ReadableStream. https://streams.spec.whatwg.org/#rs-class
'use strict';

const {
  ERR_ARG_NOT_ITERABLE,
  ERR_INVALID_ARG_TYPE,
  ERR_INVALID_ARG_VALUE,
  ERR_INVALID_STATE,
  ERR_INVALID_THIS,
} = require('internal/errors').codes;
const { customInspectSymbol, kEmptyObject, lazyDOMException } = require('internal/util');
const {
  kValidateObjectAllowObjects,
  kValidateObjectAllowObjectsAndNull,
  validateAbortSignal,
  validateObject,
} = require('internal/validators');
const {
  kControllerErrorFunction,
  kIsClosedPromise,
  kIsDisturbed,
  kIsErrored,
  kIsReadable,
} = require('internal/streams/utils');
const { kDeserialize, kTransfer, kTransferList, markTransferMode } = require('internal/worker/js_transferable');
const {
  bare,
  customInspect,
  extractHighWaterMark,
  extractSizeAlgorithm,
  finishClass,
  isObject,
  kState,
  kType,
  lockedError,
  setPromiseHandled,
} = require('internal/webstreams/util');
const bytes = require('internal/webstreams/readable_byte_ops');
const streams = require('internal/webstreams/readable_ops');
const { ReadableByteStreamController, ReadableStreamBYOBRequest, ReadableStreamDefaultController } =
  require('internal/webstreams/readable_controllers');
const { ReadableStreamBYOBReader, ReadableStreamDefaultReader } = require('internal/webstreams/readable_readers');

const { isReadableStream, isReadableStreamLocked } = streams;
const isWritableStream = (value) => require('internal/webstreams/writable_ops').isWritableStream(value);
const isWritableStreamLocked = (stream) => require('internal/webstreams/writable_ops').isWritableStreamLocked(stream);
const pipe = (...args) => require('internal/webstreams/readable_pipe').readableStreamPipeTo(...args);

const AsyncIteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}).prototype);

function pipeOptions(options) {
  const preventAbort = Boolean(options?.preventAbort);
  const preventCancel = Boolean(options?.preventCancel);
  const preventClose = Boolean(options?.preventClose);
  const signal = options?.signal;
  if (signal !== undefined) validateAbortSignal(signal, 'options.signal');
  return { preventAbort, preventCancel, preventClose, signal };
}

class ReadableStream {
  [kType] = 'ReadableStream';

  static from(iterable) {
    return readableStreamFromIterable(iterable);
  }

  constructor(source = kEmptyObject, strategy = kEmptyObject) {
    markTransferMode(this, false, true);
    validateObject(source, 'source', kValidateObjectAllowObjects);
    validateObject(strategy, 'strategy', kValidateObjectAllowObjectsAndNull);
    this[kState] = streams.newStreamState();

    const size = strategy?.size;
    const highWaterMark = strategy?.highWaterMark;
    const { type } = source;
    if (`${type}` === 'bytes') {
      if (size !== undefined) throw new ERR_INVALID_ARG_VALUE.RangeError('strategy.size', size);
      const controller = bare(ReadableByteStreamController, 'ReadableByteStreamController');
      bytes.setupByteControllerFromSource(this, controller, source, extractHighWaterMark(highWaterMark, 0));
      return;
    }
    if (type !== undefined) throw new ERR_INVALID_ARG_VALUE('source.type', type);
    const controller = bare(ReadableStreamDefaultController, 'ReadableStreamDefaultController');
    const limit = extractHighWaterMark(highWaterMark, 1);
    streams.setupDefaultControllerFromSource(this, controller, source, limit, extractSizeAlgorithm(size));
  }

  get [kIsDisturbed]() {
    return this[kState].disturbed;
  }

  get [kIsErrored]() {
    return this[kState].state === 'errored';
  }

  get [kIsReadable]() {
    return this[kState].state === 'readable';
  }

  [kControllerErrorFunction](error) {
    this[kState].controller.error(error);
  }

  get [kIsClosedPromise]() {
    return this[kState].isClosedPromise;
  }

  get locked() {
    if (!isReadableStream(this)) throw new ERR_INVALID_THIS('ReadableStream');
    return isReadableStreamLocked(this);
  }

  cancel(reason = undefined) {
    if (!isReadableStream(this)) return Promise.reject(new ERR_INVALID_THIS('ReadableStream'));
    if (isReadableStreamLocked(this)) return Promise.reject(lockedError('ReadableStream'));
    return streams.readableStreamCancel(this, reason);
  }

  getReader(options = kEmptyObject) {
    if (!isReadableStream(this)) throw new ERR_INVALID_THIS('ReadableStream');
    validateObject(options, 'options', kValidateObjectAllowObjectsAndNull);
    const mode = options?.mode;
    if (mode === undefined) return new ReadableStreamDefaultReader(this);
    if (`${mode}` !== 'byob') throw new ERR_INVALID_ARG_VALUE('options.mode', mode);
    return new ReadableStreamBYOBReader(this);
  }

  pipeThrough(transform, options = kEmptyObject) {
    if (!isReadableStream(this)) throw new ERR_INVALID_THIS('ReadableStream');
    const readable = transform?.readable;
    if (!isReadableStream(readable)) {
      throw new ERR_INVALID_ARG_TYPE('transform.readable', 'ReadableStream', readable);
    }
    const writable = transform?.writable;
    if (!isWritableStream(writable)) {
      throw new ERR_INVALID_ARG_TYPE('transform.writable', 'WritableStream', writable);
    }
    validateObject(options, 'options', kValidateObjectAllowObjectsAndNull);
    const { preventAbort, preventCancel, preventClose, signal } = pipeOptions(options);
    if (isReadableStreamLocked(this)) throw lockedError('The ReadableStream');
    if (isWritableStreamLocked(writable)) throw lockedError('The WritableStream');
    setPromiseHandled(pipe(this, writable, preventClose, preventAbort, preventCancel, signal));
    return readable;
  }

  pipeTo(destination, options = kEmptyObject) {
    try {
      if (!isReadableStream(this)) throw new ERR_INVALID_THIS('ReadableStream');
      if (!isWritableStream(destination)) {
        throw new ERR_INVALID_ARG_TYPE('transform.writable', 'WritableStream', destination);
      }
      validateObject(options, 'options', kValidateObjectAllowObjectsAndNull);
      const { preventAbort, preventCancel, preventClose, signal } = pipeOptions(options);
      if (isReadableStreamLocked(this)) throw lockedError('The ReadableStream');
      if (isWritableStreamLocked(destination)) throw lockedError('The WritableStream');
      return pipe(this, destination, preventClose, preventAbort, preventCancel, signal);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  tee() {
    if (!isReadableStream(this)) throw new ERR_INVALID_THIS('ReadableStream');
    if (isReadableStreamLocked(this)) throw lockedError('ReadableStream');
    return require('internal/webstreams/readable_tee').readableStreamTee(this, false);
  }

  values(options = kEmptyObject) {
    if (!isReadableStream(this)) throw new ERR_INVALID_THIS('ReadableStream');
    validateObject(options, 'options', kValidateObjectAllowObjectsAndNull);
    return iterate(this, Boolean(options?.preventCancel));
  }

  [customInspectSymbol](depth, options) {
    return customInspect(depth, options, this.constructor.name, {
      locked: this.locked,
      state: this[kState].state,
      supportsBYOB: streams.isReadableByteStreamController(this[kState].controller),
    });
  }

  [kTransfer]() {
    if (!isReadableStream(this)) throw new ERR_INVALID_THIS('ReadableStream');
    const { transfer } = this[kState];
    if (this.locked) {
      transfer.port1.close();
      throw lazyDOMException('Cannot transfer a locked ReadableStream', 'DataCloneError');
    }
    require('internal/webstreams/transfer').pipeToPort(this, transfer.port1);
    return {
      data: { port: transfer.port2 },
      deserializeInfo: 'internal/webstreams/readablestream:TransferredReadableStream',
    };
  }

  [kTransferList]() {
    const { MessageChannel } = require('internal/worker/io');
    const channel = new MessageChannel();
    this[kState].transfer = channel;
    return [channel.port2];
  }

  [kDeserialize]({ port }) {
    this[kState] = streams.newStreamState();
    const source = require('internal/webstreams/transfer').newPortSource(port, true);
    const controller = bare(ReadableStreamDefaultController, 'ReadableStreamDefaultController');
    streams.setupDefaultControllerFromSource(this, controller, source, 0, () => 1);
  }
}
finishClass(ReadableStream, ['locked', 'cancel', 'getReader', 'pipeThrough', 'pipeTo', 'tee', 'values']);
Object.defineProperty(ReadableStream.prototype, Symbol.asyncIterator, {
  __proto__: null, configurable: true, enumerable: false, writable: true, value: ReadableStream.prototype.values,
});
Object.defineProperty(ReadableStream, 'from', { __proto__: null, enumerable: true });

// ---- iteration ----

function iterate(stream, preventCancel) {
  const reader = new ReadableStreamDefaultReader(stream);
  let done = false;
  // Calls wait for each other.
  let current;
  let queued = 0;

  function behindCurrent(steps) {
    queued++;
    const run = () => {
      queued--;
      return steps();
    };
    return current = current.then(run, run);
  }

  function release() {
    streams.readerRelease(reader);
  }

  // One read at a time, so that one request does for all.
  let resolve;
  let reject;
  const keepResolvers = (resolvePromise, rejectPromise) => {
    resolve = resolvePromise;
    reject = rejectPromise;
  };
  const request = {
    chunk(value) {
      if (queued === 0) current = undefined;
      resolve({ done: false, value });
    },
    close() {
      current = undefined;
      done = true;
      release();
      resolve({ done: true, value: undefined });
    },
    error(error) {
      current = undefined;
      done = true;
      release();
      reject(error);
    },
  };

  // Async, as in Node: by the time that the loop goes on, a source that need not wait has made the next chunk, which is
  // then read at once.
  async function nextSteps() {
    if (done) return { done: true, value: undefined };
    if (reader[kState].stream === undefined) {
      throw new ERR_INVALID_STATE.TypeError('The reader is not bound to a ReadableStream');
    }
    const promise = new Promise(keepResolvers);
    streams.defaultReaderRead(reader, request);
    return promise;
  }

  async function returnSteps(value) {
    if (done) return { done: true, value };
    done = true;
    if (reader[kState].stream === undefined) {
      throw new ERR_INVALID_STATE.TypeError('The reader is not bound to a ReadableStream');
    }
    if (!preventCancel) {
      const result = streams.readerGenericCancel(reader, value);
      release();
      await result;
      return { done: true, value };
    }
    release();
    return { done: true, value };
  }

  return Object.setPrototypeOf({
    next() {
      if (current === undefined && !done && reader[kState].stream !== undefined) {
        const result = streams.readAtOnce(reader[kState].stream);
        if (result !== undefined) return result;
      }
      return current === undefined ? (current = nextSteps()) : behindCurrent(nextSteps);
    },
    return(error) {
      const steps = () => returnSteps(error);
      return current === undefined ? (current = steps()) : behindCurrent(steps);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  }, AsyncIteratorPrototype);
}

// https://streams.spec.whatwg.org/#abstract-opdef-readablestreamfromiterable
function readableStreamFromIterable(iterable) {
  const method = iterable[Symbol.asyncIterator] ?? iterable[Symbol.iterator];
  if (typeof method !== 'function') {
    throw new ERR_ARG_NOT_ITERABLE(
      typeof iterable === 'function' ? `${iterable}` : require('internal/util/inspect').inspect(iterable, { depth: 0 }));
  }
  const iterator = method.call(iterable);
  if (!isObject(iterator)) {
    throw new ERR_INVALID_STATE.TypeError('The iterator method must return an object');
  }
  const isSync = method !== iterable[Symbol.asyncIterator];
  const { next } = iterator;
  let stream;

  // A synchronous iterator may hand out promises: their values count.
  async function pull() {
    const result = await next.call(iterator);
    if (!isObject(result)) {
      throw new ERR_INVALID_STATE.TypeError(
        'The promise returned by the iterator.next() method must fulfill with an object');
    }
    const { controller } = stream[kState];
    if (result.done) {
      streams.defaultControllerClose(controller);
    } else {
      streams.defaultControllerEnqueue(controller, isSync ? await result.value : result.value);
    }
  }

  async function cancel(reason) {
    const { return: method } = iterator;
    if (method === undefined || method === null) return;
    const result = await method.call(iterator, reason);
    if (!isObject(result)) {
      throw new ERR_INVALID_STATE.TypeError('iterator.return() must fulfill with an object');
    }
  }

  stream = createReadableStream(() => {}, pull, cancel, 0);
  return stream;
}

// ---- streams that other builtins make ----

function bareStream() {
  const stream = bare(ReadableStream, 'ReadableStream');
  markTransferMode(stream, false, true);
  stream[kState] = streams.newStreamState();
  return stream;
}

// The algorithms return promises; `start` need not.
function createReadableStream(start, pull, cancel, highWaterMark = 1, size = () => 1) {
  const stream = bareStream();
  const controller = bare(ReadableStreamDefaultController, 'ReadableStreamDefaultController');
  streams.setupDefaultController(stream, controller, start, pull, cancel, highWaterMark, size);
  return stream;
}

function createReadableByteStream(start, pull, cancel) {
  const stream = bareStream();
  const controller = bare(ReadableByteStreamController, 'ReadableByteStreamController');
  bytes.setupByteController(stream, controller, start, pull, cancel, 0, undefined);
  return stream;
}

// What a transferred stream begins with; [kDeserialize]() gives it its source.
function TransferredReadableStream() {
  return bareStream();
}
TransferredReadableStream.prototype[kDeserialize] = () => {};

module.exports = {
  ReadableByteStreamController,
  ReadableStream,
  ReadableStreamBYOBReader,
  ReadableStreamBYOBRequest,
  ReadableStreamDefaultController,
  ReadableStreamDefaultReader,
  TransferredReadableStream,
  createReadableByteStream,
  createReadableStream,
  isReadableByteStreamController: streams.isReadableByteStreamController,
  isReadableStream,
  isReadableStreamLocked,
  readableStreamPipeTo: pipe,
};
