// A whole buffer in one call: gzipSync(bytes), gzip(bytes, callback) and their kin.
// https://nodejs.org/api/zlib.html#convenience-methods
'use strict';

const { Buffer } = require('buffer');
const { isAnyArrayBuffer, isArrayBufferView } = require('internal/buffer/kinds');
const { FastBuffer } = require('internal/buffer');
const {
  codes: { ERR_BUFFER_TOO_LARGE, ERR_INVALID_ARG_TYPE, ERR_TRAILING_JUNK_AFTER_STREAM_END },
  genericNodeError,
} = require('internal/errors');
const { validateFunction, validateUint32 } = require('internal/validators');
const { processChunkSync } = require('internal/zlib/process_chunk');
const { openHandle, readCommon, readFormat, strongerFlush } = require('internal/zlib/settings');
const classes = require('internal/zlib/classes');

const { BROTLI_DECODE } = require('internal/zlib/constants').constants;

// The input of the synchronous functions, or an error.
function readInput(buffer) {
  if (typeof buffer === 'string') return Buffer.from(buffer);
  if (isArrayBufferView(buffer)) return buffer;
  if (isAnyArrayBuffer(buffer)) return new Uint8Array(buffer);
  throw new ERR_INVALID_ARG_TYPE('buffer', ['string', 'Buffer', 'TypedArray', 'DataView', 'ArrayBuffer'], buffer);
}

// What a handle's run came to: the error, or the bytes.
function failureOf(result, common, results) {
  if (typeof result === 'number') return new ERR_BUFFER_TOO_LARGE(common.maxOutputLength);
  if (Array.isArray(result)) {
    const { 0: message, 1: errno, 2: code } = result;
    return genericNodeError(message, { errno, code });
  }
  if (common.rejectGarbageAfterEnd && results[1] > 0) return new ERR_TRAILING_JUNK_AFTER_STREAM_END();
  return undefined;
}

const asBuffer = (bytes) => new FastBuffer(bytes.buffer, bytes.byteOffset, bytes.length);

function makeSync(className, mode) {
  return function syncBufferWrapper(buffer, opts) {
    if (opts?.info) {
      const engine = new classes[className](opts);
      const input = readInput(buffer);
      return { buffer: processChunkSync(engine, input, engine._finishFlushFlag), engine };
    }
    const format = readFormat(opts, mode);
    const common = readCommon(opts, mode);
    const input = readInput(buffer);
    const reject = common.rejectGarbageAfterEnd;
    const results = reject ? new Uint32Array(2) : null;
    const handle = openHandle(mode, results, format, reject);
    const result = handle.runSync(common.finishFlush, input, common.maxOutputLength);
    const failure = failureOf(result, common, results);
    if (failure !== undefined) throw failure;
    return asBuffer(result);
  };
}

function makeAsync(className, mode) {
  return function asyncBufferWrapper(buffer, opts, callback) {
    if (typeof opts === 'function') {
      callback = opts;
      opts = {};
    }
    // What only a stream can do, and input that only a stream has the words for.
    const plain = typeof buffer === 'string' || isArrayBufferView(buffer) || isAnyArrayBuffer(buffer);
    if (!plain || opts?.info || opts?.signal) {
      return throughStream(new classes[className](opts), buffer, callback);
    }
    const format = readFormat(opts, mode);
    const common = readCommon(opts, mode);
    const reject = common.rejectGarbageAfterEnd;
    const results = reject ? new Uint32Array(2) : null;
    const handle = openHandle(mode, results, format, reject);
    validateFunction(callback, 'callback');
    const input = readInput(buffer);
    const { finishFlush, flush } = common;
    const flag = mode < BROTLI_DECODE ? strongerFlush(flush, finishFlush) : Math.max(flush, finishFlush);
    const failed = handle.run(flag, input, common.maxOutputLength, (result) => {
      const failure = failureOf(result, common, results);
      if (failure !== undefined) callback(failure);
      else callback(null, asBuffer(result));
    });
    if (failed !== undefined) throw genericNodeError(failed[0], { errno: failed[1], code: failed[2] });
  };
}

function throughStream(engine, buffer, callback) {
  validateFunction(callback, 'callback');
  if (isAnyArrayBuffer(buffer)) buffer = new Uint8Array(buffer);
  const parts = [];
  let length = 0;
  engine.on('readable', () => {
    let part;
    while ((part = engine.read()) !== null) {
      parts.push(part);
      length += part.byteLength;
      if (length > engine._maxOutputLength) {
        engine.close();
        engine.removeAllListeners('end');
        callback(new ERR_BUFFER_TOO_LARGE(engine._maxOutputLength));
        return;
      }
    }
  });
  engine.on('error', (error) => {
    engine.removeAllListeners('end');
    callback(error);
  });
  engine.on('end', () => {
    const result = length === 0 ? Buffer.alloc(0) : Buffer.concat(parts, length);
    engine.close();
    callback(null, engine._info ? { buffer: result, engine } : result);
  });
  engine.end(buffer);
}

function crc32(data, value = 0) {
  if (typeof data !== 'string' && !isArrayBufferView(data)) {
    throw new ERR_INVALID_ARG_TYPE('data', ['Buffer', 'TypedArray', 'DataView', 'string'], data);
  }
  validateUint32(value, 'value');
  return ops.op_zlib_crc32(data, value);
}

module.exports = { crc32, makeAsync, makeSync };
