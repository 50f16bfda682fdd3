// Between the streams of Node and those of the web.
// https://nodejs.org/api/stream.html#streamreadablefromwebreadablestream-options
'use strict';

const {
  AbortError,
  codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_STREAM_PREMATURE_CLOSE },
} = require('internal/errors');
const { kEmptyObject, normalizeEncoding } = require('internal/util');
const { validateBoolean, validateObject, validateOneOf } = require('internal/validators');
const { isDestroyed, isReadable, isWritable, isWritableEnded, isWritableNodeStream } = require('internal/streams/utils');
const { codedTypeError } = require('internal/webidl');
const { destroyer } = require('internal/streams/destroy');
const { ReadableStream, isReadableStream } = require('internal/webstreams/readablestream');
const { WritableStream, isWritableStream } = require('internal/webstreams/writablestream');
const { CountQueuingStrategy } = require('internal/webstreams/queuingstrategies');
const { noop } = require('internal/webstreams/util');

const finished = (stream, callback) => require('internal/streams/end-of-stream').eos(stream, callback);

// Errors that the web has another name for.
const zlibFailures = new Set([
  'Z_STREAM_END', 'Z_NEED_DICT', 'Z_ERRNO', 'Z_STREAM_ERROR', 'Z_DATA_ERROR', 'Z_MEM_ERROR', 'Z_BUF_ERROR',
  'Z_VERSION_ERROR', 'ERR_TRAILING_JUNK_AFTER_STREAM_END',
]);

function translateError(cause) {
  const code = cause?.code;
  if (code === 'ERR_STREAM_PREMATURE_CLOSE') return new AbortError(undefined, { cause });
  if (zlibFailures.has(code) || (typeof code === 'string' && code.startsWith('ERR_') && code.includes('BROTLI')) ||
      (typeof code === 'string' && code.startsWith('ERR__ERROR_FORMAT_'))) {
    // Without words of its own, as in Node: the cause has them.
    const error = codedTypeError(undefined, code);
    Object.defineProperty(error, 'cause', { __proto__: null, value: cause, configurable: true, writable: true });
    return error;
  }
  return cause;
}

// Calls a callback of a Node stream; what it throws is an uncaught exception, not a rejection.
function settle(callback, error) {
  try {
    callback(error);
  } catch (thrown) {
    require('process').nextTick(() => { throw thrown; });
  }
}

function readStrategy(options, objectMode, highWaterMark) {
  if (options.strategy !== undefined) return options.strategy;
  return objectMode ? new CountQueuingStrategy({ highWaterMark }) : { highWaterMark };
}

// ---- Node to web ----

function newWritableStreamFromStreamWritable(streamWritable, options = kEmptyObject) {
  // http.OutgoingMessage has no state of a Writable and is one all the same.
  if (!isWritableNodeStream(streamWritable) || (streamWritable._readableState && !streamWritable._writableState)) {
    throw new ERR_INVALID_ARG_TYPE('streamWritable', 'stream.Writable', streamWritable);
  }
  if (isDestroyed(streamWritable) || !isWritable(streamWritable)) {
    const writable = new WritableStream();
    writable.close();
    return writable;
  }

  const { writableHighWaterMark, writableObjectMode } = streamWritable;
  let controller;
  let drained;
  let closed;

  const cleanup = finished(streamWritable, (error) => {
    error = translateError(error);
    cleanup();
    // An error that comes after the end belongs to nobody.
    streamWritable.on('error', noop);
    if (error != null) {
      drained?.reject(error);
      if (closed !== undefined) {
        closed.reject(error);
        closed = undefined;
      }
      controller.error(error);
      controller = undefined;
      return;
    }
    if (closed !== undefined) {
      closed.resolve();
      closed = undefined;
      return;
    }
    controller.error(new AbortError());
    controller = undefined;
  });
  streamWritable.on('drain', () => drained?.resolve());

  return new WritableStream({
    start(c) {
      controller = c;
    },
    write(chunk) {
      try {
        options.validateChunk?.(chunk);
        if (!writableObjectMode && chunk instanceof ArrayBuffer) chunk = new Uint8Array(chunk);
        if (!streamWritable.writableNeedDrain && streamWritable.write(chunk)) return undefined;
        if (streamWritable.destroyed) return undefined;
      } catch (error) {
        destroyer(streamWritable, error);
        throw error;
      }
      drained = Promise.withResolvers();
      return drained.promise.finally(() => { drained = undefined; });
    },
    abort(reason) {
      destroyer(streamWritable, reason);
    },
    close() {
      if (closed === undefined && !isWritableEnded(streamWritable)) {
        closed = Promise.withResolvers();
        streamWritable.end();
        return closed.promise;
      }
      if (closed === undefined) {
        // It was ended from the other side: wait until all is written.
        if (controller === undefined || streamWritable.writableFinished) return Promise.resolve();
        closed = Promise.withResolvers();
      }
      return closed.promise;
    },
  }, readStrategy(options, writableObjectMode, writableHighWaterMark));
}

function newReadableStreamFromStreamReadable(streamReadable, options = kEmptyObject) {
  if (typeof streamReadable?._readableState !== 'object') {
    throw new ERR_INVALID_ARG_TYPE('streamReadable', 'stream.Readable', streamReadable);
  }
  validateObject(options, 'options');
  if (options.type !== undefined) validateOneOf(options.type, 'options.type', ['bytes', undefined]);
  const isBytes = options.type === 'bytes';
  if (isDestroyed(streamReadable) || !isReadable(streamReadable)) {
    const readable = new ReadableStream(isBytes ? { type: 'bytes' } : {});
    readable.cancel();
    return readable;
  }

  const { readableHighWaterMark, readableObjectMode } = streamReadable;
  let controller;
  let wasCanceled = false;

  function onData(chunk) {
    // A copy: the memory of a buffer may be shared with others.
    if (!readableObjectMode && ArrayBuffer.isView(chunk)) chunk = new Uint8Array(chunk);
    else if (isBytes && typeof chunk === 'string') chunk = new Uint8Array(require('buffer').Buffer.from(chunk));
    if (isBytes && chunk.byteLength === 0) return;
    controller.enqueue(chunk);
    if (controller.desiredSize <= 0) streamReadable.pause();
  }

  streamReadable.pause();
  const cleanup = finished(streamReadable, (error) => {
    error = translateError(error);
    cleanup();
    streamReadable.on('error', noop);
    if (error) {
      controller.error(error);
      return;
    }
    if (wasCanceled) return;
    controller.close();
    if (isBytes) controller.byobRequest?.respond(0);
  });
  streamReadable.on('data', onData);

  return new ReadableStream({
    type: isBytes ? 'bytes' : undefined,
    start(c) {
      controller = c;
    },
    pull() {
      streamReadable.resume();
    },
    cancel(reason) {
      wasCanceled = true;
      destroyer(streamReadable, reason);
    },
  }, isBytes ? { highWaterMark: readableHighWaterMark } :
    readStrategy(options, readableObjectMode, readableHighWaterMark));
}

function newReadableWritablePairFromDuplex(duplex, options = kEmptyObject) {
  if (typeof duplex?._writableState !== 'object' || typeof duplex?._readableState !== 'object') {
    throw new ERR_INVALID_ARG_TYPE('duplex', 'stream.Duplex', duplex);
  }
  validateObject(options, 'options');
  const type = options.readableType ?? options.type;
  if (isDestroyed(duplex)) {
    const writable = new WritableStream();
    const readable = new ReadableStream({ type });
    writable.close();
    readable.cancel();
    return { readable, writable };
  }
  const canWrite = isWritable(duplex);
  const writable = canWrite ?
    newWritableStreamFromStreamWritable(duplex, { validateChunk: options.validateChunk }) : new WritableStream();
  if (!canWrite) writable.close();
  const canRead = isReadable(duplex);
  const readable = canRead ? newReadableStreamFromStreamReadable(duplex, { type }) : new ReadableStream({ type });
  if (!canRead) readable.cancel();
  return { readable, writable };
}

// ---- web to Node ----

function checkEncoding(encoding) {
  if (encoding !== undefined && !require('buffer').Buffer.isEncoding(encoding)) {
    throw new ERR_INVALID_ARG_VALUE('options.encoding', encoding);
  }
}

// The writing half: what a Writable or a Duplex needs, over a writer.
function writingMethods(writer, status, decodeStrings, objectMode) {
  function toBytes(chunk, encoding) {
    if (typeof chunk !== 'string' || !decodeStrings || objectMode) return chunk;
    const { Buffer } = require('buffer');
    const buffer = Buffer.from(chunk, normalizeEncoding(encoding) ?? 'utf8');
    return new Uint8Array(buffer);
  }

  function write(stream, promise, callback) {
    promise().then(() => settle(callback), (error) => {
      // A write that fails ends the stream, whoever waits.
      settle(() => destroyer(stream, error));
      settle(callback, error);
    });
  }

  return {
    write(chunk, encoding, callback) {
      const bytes = toBytes(chunk, encoding);
      write(this, () => writer.ready.then(() => writer.write(bytes)), callback);
    },
    writev(chunks, callback) {
      write(this, () => writer.ready.then(() => Promise.all(
        chunks.map(({ chunk, encoding }) => writer.write(toBytes(chunk, encoding))))), callback);
    },
    final(callback) {
      if (status.writerClosed) {
        callback();
        return;
      }
      writer.close().then(() => settle(callback), (error) => settle(callback, error));
    },
  };
}

function newStreamWritableFromWritableStream(writableStream, options = kEmptyObject) {
  if (!isWritableStream(writableStream)) {
    throw new ERR_INVALID_ARG_TYPE('writableStream', 'WritableStream', writableStream);
  }
  validateObject(options, 'options');
  const { highWaterMark, decodeStrings = true, objectMode = false, signal } = options;
  validateBoolean(objectMode, 'options.objectMode');
  validateBoolean(decodeStrings, 'options.decodeStrings');

  const writer = writableStream.getWriter();
  const status = { writerClosed: false };
  const Writable = require('internal/streams/writable');
  const writable = new Writable({
    highWaterMark,
    objectMode,
    decodeStrings,
    signal,
    ...writingMethods(writer, status, decodeStrings, objectMode),
    destroy(error, callback) {
      const done = () => settle(callback, error);
      if (status.writerClosed) {
        done();
        return;
      }
      const ending = error != null ? writer.abort(error) : writer.close();
      ending.then(done, done);
    },
  });

  writer.closed.then(() => {
    status.writerClosed = true;
    // The web stream ended while the Node stream still takes data.
    if (!isWritableEnded(writable)) destroyer(writable, new ERR_STREAM_PREMATURE_CLOSE());
  }, (error) => {
    status.writerClosed = true;
    destroyer(writable, error);
  });
  return writable;
}

function readInto(stream, reader) {
  reader.read().then(({ value, done }) => {
    stream.push(done ? null : value);
  }, (error) => destroyer(stream, error));
}

function newStreamReadableFromReadableStream(readableStream, options = kEmptyObject) {
  if (!isReadableStream(readableStream)) {
    throw new ERR_INVALID_ARG_TYPE('readableStream', 'ReadableStream', readableStream);
  }
  validateObject(options, 'options');
  const { highWaterMark, encoding, objectMode = false, signal } = options;
  checkEncoding(encoding);
  validateBoolean(objectMode, 'options.objectMode');

  const reader = readableStream.getReader();
  let closed = false;
  const Readable = require('internal/streams/readable');
  const readable = new Readable({
    objectMode,
    highWaterMark,
    encoding,
    signal,
    read() {
      readInto(this, reader);
    },
    destroy(error, callback) {
      const done = () => settle(callback, error);
      if (closed) {
        done();
        return;
      }
      reader.cancel(error).then(done, done);
    },
  });

  reader.closed.then(() => { closed = true; }, (error) => {
    closed = true;
    destroyer(readable, error);
  });
  return readable;
}

function newStreamDuplexFromReadableWritablePair(pair = kEmptyObject, options = kEmptyObject) {
  validateObject(pair, 'pair');
  const { readable: readableStream, writable: writableStream } = pair;
  if (!isReadableStream(readableStream)) {
    throw new ERR_INVALID_ARG_TYPE('pair.readable', 'ReadableStream', readableStream);
  }
  if (!isWritableStream(writableStream)) {
    throw new ERR_INVALID_ARG_TYPE('pair.writable', 'WritableStream', writableStream);
  }
  validateObject(options, 'options');
  const {
    allowHalfOpen = false, objectMode = false, encoding, decodeStrings = true, highWaterMark, signal,
  } = options;
  validateBoolean(objectMode, 'options.objectMode');
  checkEncoding(encoding);

  const writer = writableStream.getWriter();
  const reader = readableStream.getReader();
  const status = { writerClosed: false };
  let readerClosed = false;
  const Duplex = require('internal/streams/duplex');
  const duplex = new Duplex({
    allowHalfOpen,
    highWaterMark,
    objectMode,
    encoding,
    decodeStrings: Boolean(decodeStrings),
    signal,
    ...writingMethods(writer, status, Boolean(decodeStrings), objectMode),
    read() {
      readInto(this, reader);
    },
    destroy(error, callback) {
      const done = () => settle(callback, error);
      const ends = [];
      if (!status.writerClosed) ends.push(writer.abort(error));
      if (!readerClosed) ends.push(reader.cancel(error));
      Promise.all(ends).then(done, done);
    },
  });

  writer.closed.then(() => {
    status.writerClosed = true;
    if (!isWritableEnded(duplex)) destroyer(duplex, new ERR_STREAM_PREMATURE_CLOSE());
  }, (error) => {
    status.writerClosed = true;
    readerClosed = true;
    destroyer(duplex, error);
  });
  reader.closed.then(() => { readerClosed = true; }, (error) => {
    status.writerClosed = true;
    readerClosed = true;
    destroyer(duplex, error);
  });
  return duplex;
}

module.exports = {
  newReadableStreamFromStreamReadable,
  newReadableWritablePairFromDuplex,
  newStreamDuplexFromReadableWritablePair,
  newStreamReadableFromReadableStream,
  newStreamWritableFromWritableStream,
  newWritableStreamFromStreamWritable,
};
