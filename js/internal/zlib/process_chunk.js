// One chunk of input through a stream's handle: on the thread pool, step by step, or at once.
'use strict';

const { Buffer } = require('buffer');
const process = require('process');
const { codes: { ERR_BUFFER_TOO_LARGE, ERR_TRAILING_JUNK_AFTER_STREAM_END } } = require('internal/errors');
const { getAsyncContext, setAsyncContext } = require('internal/core');
const { symbols: { owner_symbol } } = require('internal/async_hooks');

const kError = Symbol('kError');
// The async context in which a stream was made; its callbacks run there.
const kContext = Symbol('kContext');

function processChunk(stream, chunk, flushFlag, callback) {
  const handle = stream._handle;
  if (!handle) {
    process.nextTick(callback);
    return;
  }
  handle.buffer = chunk;
  handle.cb = callback;
  handle.availOutBefore = stream._chunkSize - stream._outOffset;
  handle.availInBefore = chunk.byteLength;
  handle.inOff = 0;
  handle.flushFlag = flushFlag;
  write(stream, handle);
}

function write(stream, handle) {
  const failure = handle.write(handle.flushFlag, handle.buffer, handle.inOff, handle.availInBefore,
                               stream._outBuffer, stream._outOffset, handle.availOutBefore, onWritten);
  if (failure !== undefined) handle.onerror(...failure);
}

function onWritten(handle, message, errno, code) {
  const context = handle[kContext];
  if (context === undefined) {
    written(handle, message, errno, code);
    return;
  }
  const before = getAsyncContext();
  setAsyncContext(context);
  try {
    written(handle, message, errno, code);
  } finally {
    setAsyncContext(before);
  }
}

function done(handle) {
  const { cb } = handle;
  handle.buffer = null;
  cb();
}

function written(handle, message, errno, code) {
  const stream = handle[owner_symbol];
  if (message !== undefined) {
    handle.buffer = null;
    handle.onerror(message, errno, code);
    return;
  }
  if (stream.destroyed) {
    done(handle);
    return;
  }
  const { 0: availOutAfter, 1: availInAfter } = stream._writeState;
  const read = handle.availInBefore - availInAfter;
  stream.bytesWritten += read;
  const have = handle.availOutBefore - availOutAfter;
  let readerIsFull = false;
  if (have > 0) {
    const start = stream._outOffset;
    stream._outOffset += have;
    readerIsFull = !stream.push(stream._outBuffer.slice(start, stream._outOffset));
  }
  if (stream.destroyed) {
    done(handle);
    return;
  }
  if (availOutAfter === 0 || stream._outOffset >= stream._chunkSize) {
    handle.availOutBefore = stream._chunkSize;
    stream._outOffset = 0;
    stream._outBuffer = Buffer.allocUnsafe(stream._chunkSize);
  } else {
    handle.availOutBefore = stream._chunkSize - stream._outOffset;
  }
  if (availOutAfter === 0) {
    // There may be more output than there was room.
    handle.inOff += read;
    handle.availInBefore = availInAfter;
    if (readerIsFull) goOnWhenRead(stream, handle);
    else write(stream, handle);
    return;
  }
  if (availInAfter > 0) {
    // Room for output and input that is not taken: the compressed stream has ended.
    if (stream._rejectGarbageAfterEnd) {
      handle.buffer = null;
      stream.destroy(new ERR_TRAILING_JUNK_AFTER_STREAM_END());
      return;
    }
    stream.push(null);
    const { cb } = handle;
    handle.buffer = null;
    process.nextTick(cb);
    return;
  }
  done(handle);
}

// The reader has enough for now: its next _read takes up the work.
function goOnWhenRead(stream, handle) {
  const read = stream._read;
  stream._read = (size) => {
    stream._read = read;
    if (stream._handle === handle) write(stream, handle);
    stream._read(size);
  };
}

function processChunkSync(stream, chunk, flushFlag) {
  const handle = stream._handle;
  const state = stream._writeState;
  const parts = [];
  let length = 0;
  let inOff = 0;
  let availIn = chunk.byteLength;
  let availOut = stream._chunkSize - stream._outOffset;
  let error;
  stream.on('error', function onError(thrown) {
    error = thrown;
  });
  for (;;) {
    const failure = handle.writeSync(flushFlag, chunk, inOff, availIn, stream._outBuffer, stream._outOffset, availOut);
    if (failure !== undefined) handle.onerror(...failure);
    if (error) throw error;
    if (stream[kError]) throw stream[kError];
    const { 0: availOutAfter, 1: availInAfter } = state;
    const read = availIn - availInAfter;
    inOff += read;
    availIn = availInAfter;
    const have = availOut - availOutAfter;
    if (have > 0) {
      parts.push(stream._outBuffer.slice(stream._outOffset, stream._outOffset + have));
      stream._outOffset += have;
      length += have;
      if (length > stream._maxOutputLength) {
        close(stream);
        throw new ERR_BUFFER_TOO_LARGE(stream._maxOutputLength);
      }
    }
    if (availOutAfter === 0 || stream._outOffset >= stream._chunkSize) {
      stream._outOffset = 0;
      stream._outBuffer = Buffer.allocUnsafe(stream._chunkSize);
    }
    availOut = stream._chunkSize - stream._outOffset;
    if (availOutAfter !== 0) break;
  }
  stream.bytesWritten = inOff;
  close(stream);
  if (availIn > 0 && stream._rejectGarbageAfterEnd) throw new ERR_TRAILING_JUNK_AFTER_STREAM_END();
  if (length === 0) return Buffer.alloc(0);
  return parts.length === 1 ? parts[0] : Buffer.concat(parts, length);
}

function close(stream) {
  if (stream._handle) stream._handle.close();
  stream._handle = null;
}

module.exports = { kContext, kError, processChunk, processChunkSync };
