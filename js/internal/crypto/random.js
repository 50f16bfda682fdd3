// Random bytes, numbers and UUIDs. https://nodejs.org/api/crypto.html#cryptorandombytessize-callback
'use strict';

const { Buffer, kMaxLength } = require('buffer');
const { FastBuffer } = require('internal/buffer');
const {
  codes: { ERR_INVALID_ARG_TYPE, ERR_OPERATION_FAILED, ERR_OUT_OF_RANGE },
} = require('internal/errors');
const { isAnyArrayBuffer, isArrayBufferView, isTypedArray } = require('internal/util/types');
const { validateBoolean, validateFunction, validateNumber, validateObject } = require('internal/validators');
const kinds = require('internal/crypto/kinds');

const kMaxInt32 = 2 ** 31 - 1;
const kMaxPossibleLength = Math.min(kMaxLength, kMaxInt32);

function assertOffset(offset, elementSize, length) {
  validateNumber(offset, 'offset');
  offset *= elementSize;
  const max = Math.min(length, kMaxPossibleLength);
  if (Number.isNaN(offset) || offset > max || offset < 0) {
    throw new ERR_OUT_OF_RANGE('offset', `>= 0 && <= ${max}`, offset);
  }
  return offset >>> 0;
}

function assertSize(size, elementSize, offset, length) {
  validateNumber(size, 'size');
  size *= elementSize;
  if (Number.isNaN(size) || size > kMaxPossibleLength || size < 0) {
    throw new ERR_OUT_OF_RANGE('size', `>= 0 && <= ${kMaxPossibleLength}`, size);
  }
  if (size + offset > length) throw new ERR_OUT_OF_RANGE('size + offset', `<= ${length}`, size + offset);
  return size >>> 0;
}

function fill(view, offset, size) {
  if (!ops.op_crypto_random(view, offset, size)) throw new ERR_OPERATION_FAILED('no random bytes');
}

// The bytes come into memory that nobody sees while another thread writes to it.
function fillLater(view, offset, size, callback, result) {
  ops.op_crypto_job(kinds.job.random, (error, bytes) => {
    if (error) return callback(error);
    new Uint8Array(isAnyArrayBuffer(view) ? view : view.buffer, (view.byteOffset ?? 0) + offset, size)
      .set(new Uint8Array(bytes));
    callback(null, result);
  }, size);
}

function randomBytes(size, callback) {
  size = assertSize(size, 1, 0, Infinity);
  if (callback !== undefined) {
    validateFunction(callback, 'callback');
    ops.op_crypto_job(kinds.job.random, (error, bytes) => {
      if (error) callback(error);
      else callback(null, Buffer.from(bytes));
    }, size);
    return;
  }
  const buffer = new FastBuffer(size);
  if (size > SMALL) fill(buffer, 0, size);
  else fillFromPool(buffer, size);
  return buffer;
}

// An array up to this length lies in V8's heap: it is filled without leaving JS, from a pool. What has been given out
// is wiped there.
const SMALL = 64;
const POOL_SIZE = 4096;
let pool;
let poolOffset = POOL_SIZE;

function fillFromPool(buffer, size) {
  if (POOL_SIZE - poolOffset < size) {
    pool ??= new Uint8Array(POOL_SIZE);
    fill(pool, 0, POOL_SIZE);
    poolOffset = 0;
  }
  for (let i = 0; i < size; i++) {
    buffer[i] = pool[poolOffset];
    pool[poolOffset++] = 0;
  }
}

function checkTarget(buffer) {
  if (!isAnyArrayBuffer(buffer) && !isArrayBufferView(buffer)) {
    throw new ERR_INVALID_ARG_TYPE('buf', ['ArrayBuffer', 'ArrayBufferView'], buffer);
  }
}

function randomFillSync(buffer, offset = 0, size) {
  checkTarget(buffer);
  const elementSize = buffer.BYTES_PER_ELEMENT || 1;
  offset = assertOffset(offset, elementSize, buffer.byteLength);
  size = size === undefined ?
    buffer.byteLength - offset :
    assertSize(size, elementSize, offset, buffer.byteLength);
  if (size !== 0) fill(buffer, offset, size);
  return buffer;
}

function randomFill(buffer, offset, size, callback) {
  checkTarget(buffer);
  const elementSize = buffer.BYTES_PER_ELEMENT || 1;
  if (typeof offset === 'function') {
    callback = offset;
    offset = 0;
    // Counted in elements here and in bytes below, as Node does.
    size = buffer.length;
  } else if (typeof size === 'function') {
    callback = size;
    size = (buffer.length ?? buffer.byteLength) - offset;
  } else {
    validateFunction(callback, 'callback');
  }
  offset = assertOffset(offset, elementSize, buffer.byteLength);
  if (size === undefined) size = buffer.byteLength - offset;
  else size = assertSize(size, elementSize, offset, buffer.byteLength);
  if (size === 0) {
    callback(null, buffer);
    return;
  }
  fillLater(buffer, offset, size, callback, buffer);
}

// Numbers of 48 bits, from a cache that is filled as a whole.
const RAND_MAX = 0xffff_ffff_ffff;
const CACHE_BYTES = 6 * 1024;
let numberCache;
let numberOffset = CACHE_BYTES;

function nextNumber() {
  if (numberOffset === CACHE_BYTES) {
    numberCache ??= Buffer.allocUnsafeSlow(CACHE_BYTES);
    fill(numberCache, 0, CACHE_BYTES);
    numberOffset = 0;
  }
  const number = numberCache.readUIntBE(numberOffset, 6);
  numberOffset += 6;
  return number;
}

function randomInt(min, max, callback) {
  const minNotSpecified = max === undefined || typeof max === 'function';
  if (minNotSpecified) {
    callback = max;
    max = min;
    min = 0;
  }
  const isSync = callback === undefined;
  if (!isSync) validateFunction(callback, 'callback');
  if (!Number.isSafeInteger(min)) throw new ERR_INVALID_ARG_TYPE('min', 'a safe integer', min);
  if (!Number.isSafeInteger(max)) throw new ERR_INVALID_ARG_TYPE('max', 'a safe integer', max);
  if (max <= min) throw new ERR_OUT_OF_RANGE('max', `greater than the value of "min" (${min})`, max);
  const range = max - min;
  if (!(range <= RAND_MAX)) {
    throw new ERR_OUT_OF_RANGE(minNotSpecified ? 'max' : 'max - min', `<= ${RAND_MAX}`, range);
  }
  // What lies above the largest multiple of the range would make some numbers more likely.
  const limit = RAND_MAX - (RAND_MAX % range);
  let number;
  do number = nextNumber(); while (number >= limit);
  number = (number % range) + min;
  if (isSync) return number;
  require('process').nextTick(callback, undefined, number);
}

// UUIDs come from the native side some at a time; a program that keeps one keeps no more than these.
const UUID_LENGTH = 36;
const UUIDS = 16;
let uuids = '';
let uuidOffset = 0;

function randomUUID(options) {
  if (options !== undefined) {
    validateObject(options, 'options');
    const { disableEntropyCache = false } = options;
    validateBoolean(disableEntropyCache, 'options.disableEntropyCache');
    if (disableEntropyCache) return ops.op_crypto_call(kinds.call.uuid, 1);
  }
  if (uuidOffset === uuids.length) {
    uuids = ops.op_crypto_call(kinds.call.uuid, UUIDS);
    uuidOffset = 0;
  }
  const uuid = uuids.slice(uuidOffset, uuidOffset + UUID_LENGTH);
  uuidOffset += UUID_LENGTH;
  return uuid;
}

function randomUUIDv7(options) {
  if (options !== undefined) {
    validateObject(options, 'options');
    const { disableEntropyCache = false } = options;
    validateBoolean(disableEntropyCache, 'options.disableEntropyCache');
  }
  return ops.op_crypto_call(kinds.call.uuid, 0, Date.now());
}

// The Web's door: https://w3c.github.io/webcrypto/#Crypto-method-getRandomValues
const floats = ['Float16Array', 'Float32Array', 'Float64Array'];

function getRandomValues(data) {
  if (!isTypedArray(data) || floats.includes(data[Symbol.toStringTag])) {
    const { lazyDOMException } = require('internal/util');
    throw lazyDOMException('The data argument must be an integer-type TypedArray', 'TypeMismatchError');
  }
  if (data.byteLength > 65536) {
    const { QuotaExceededError } = require('web/dom_exception');
    throw new QuotaExceededError('The requested length exceeds 65,536 bytes');
  }
  fill(data, 0, data.byteLength);
  return data;
}

module.exports = {
  getRandomValues,
  randomBytes,
  randomFill,
  randomFillSync,
  randomInt,
  randomUUID,
  randomUUIDv7,
};
