// Buffer.from(), Buffer.allocUnsafe() and the pool behind them.
// https://nodejs.org/api/buffer.html#static-method-bufferfromarray
'use strict';

const {
  ERR_BUFFER_OUT_OF_BOUNDS,
  ERR_INVALID_ARG_TYPE,
  ERR_UNKNOWN_ENCODING,
} = require('internal/errors').codes;
const { FastBuffer, createUnsafeBuffer, createUnsafeArrayBuffer, isZeroFilled, markAsUntransferable } =
  require('internal/buffer/allocation');
const { isAnyArrayBuffer, isUint8Array } = require('internal/buffer/kinds');
const { SHORT, getEncodingOps, utf8, utf8WriteAny, writeShortLatin1, writeShortUtf16, writeShortUtf8 } =
  require('internal/buffer/strings');

const sizes = { poolSize: 64 * 1024 };

// The pool is made at the first request. It is shared by many buffers, so nothing may detach it.
let pool;
let poolBytes;
let poolLength = 0;
let poolOffset = 0;

function createPool() {
  poolLength = sizes.poolSize;
  pool = createUnsafeArrayBuffer(poolLength);
  ops.op_buffer_set_detach_key(pool);
  markAsUntransferable(pool);
  poolBytes = new Uint8Array(pool);
  poolOffset = 0;
}

// Moves past `used` bytes; the next buffer begins at a multiple of 8.
function advance(used) {
  poolOffset = (poolOffset + used + 7) & ~7;
}

function allocate(size) {
  if (size <= 0) return new FastBuffer();
  if (size < sizes.poolSize >>> 1) {
    if (size > poolLength - poolOffset) createPool();
    const buffer = new FastBuffer(pool, poolOffset, size);
    advance(size);
    return buffer;
  }
  return createUnsafeBuffer(size);
}

// A buffer whose first byte has an address that `alignment`, a power of two, divides. One that may lie in the pool does
// when its alignment is that of the pool's places.
function allocateAligned(size, alignment, mayPool) {
  if (size === 0) return new FastBuffer();
  if (mayPool && alignment <= 8) return allocate(size);
  const memory = createUnsafeArrayBuffer(size + alignment);
  return new FastBuffer(memory, ops.op_buffer_aligned_offset(memory, alignment), size);
}

function fromUtf8(string) {
  const { length } = string;
  if (length === 0) return new FastBuffer();
  // Each unit becomes three bytes at most: then it fits whatever it holds.
  if (length * 3 <= poolLength - poolOffset && length * 3 < sizes.poolSize >>> 1) {
    let written = writeShortUtf8(poolBytes, string, poolOffset, poolLength);
    if (written === -1) written = utf8WriteAny(poolBytes, string, poolOffset, length * 3);
    return taken(written);
  }
  // So many bytes get memory of their own in any case.
  if (length >= sizes.poolSize >>> 1 && !isZeroFilled()) {
    const bytes = ops.op_encoding_encode(string);
    if (bytes !== undefined) return new FastBuffer(bytes.buffer);
  }
  return fromStringOps(string, utf8);
}

// Short text of the encodings in which a character is one byte or two; undefined when it has others or there is no room.
function fromShort(string, isLatin1) {
  const { length } = string;
  const room = poolLength - poolOffset;
  if (length > SHORT || 2 * SHORT > room || 2 * SHORT >= sizes.poolSize >>> 1) return undefined;
  const at = poolOffset;
  if (isLatin1) return writeShortLatin1(poolBytes, string, at) ? taken(length) : undefined;
  writeShortUtf16(poolBytes, string, at);
  return taken(2 * length);
}

// Lets `write(bytes, offset, a, b)` put up to `most` bytes into the pool: a buffer of as many as it says, null when it says
// -1, undefined when the pool is not for so many.
function allocateFilled(most, write, a, b) {
  if (most > sizes.poolSize >>> 1 || isZeroFilled()) return undefined;
  if (most > poolLength - poolOffset) createPool();
  const length = write(poolBytes, poolOffset, a, b);
  if (length <= 0) return length === 0 ? new FastBuffer() : null;
  return taken(length);
}

// The buffer of what was just written to the pool.
function taken(length) {
  const buffer = new FastBuffer(pool, poolOffset, length);
  advance(length);
  return buffer;
}

function fromStringOps(string, encoding) {
  const length = encoding.byteLength(string);
  // Also: there may be no pool yet.
  if (length === 0) return new FastBuffer();
  if (length >= sizes.poolSize >>> 1) {
    const whole = createUnsafeBuffer(length);
    const written = encoding.write(whole, string, 0, length);
    return written === length ? whole : new FastBuffer(whole.buffer, 0, written);
  }
  if (length > poolLength - poolOffset) createPool();
  return taken(encoding.write(poolBytes, string, poolOffset, length));
}

function fromString(string, encoding) {
  if (typeof encoding !== 'string' || encoding === 'utf8' || encoding.length === 0) return fromUtf8(string);
  const found = getEncodingOps(encoding);
  if (found === undefined) throw new ERR_UNKNOWN_ENCODING(encoding);
  if (string.length === 0) return new FastBuffer();
  if (found === utf8) return fromUtf8(string);
  // The numbers of UTF-16 and Latin-1.
  if (found.number === 2 || found.number === 1) {
    const short = fromShort(string, found.number === 2);
    if (short !== undefined) return short;
  }
  return fromStringOps(string, found);
}

function fromArrayBuffer(buffer, byteOffset, length) {
  if (byteOffset === undefined) {
    byteOffset = 0;
  } else {
    byteOffset = +byteOffset;
    if (Number.isNaN(byteOffset)) byteOffset = 0;
  }
  const room = buffer.byteLength - byteOffset;
  if (room < 0) throw new ERR_BUFFER_OUT_OF_BOUNDS('offset');
  if (length !== undefined) {
    length = +length;
    if (length > 0) {
      if (length > room) throw new ERR_BUFFER_OUT_OF_BOUNDS('length');
    } else {
      length = 0;
    }
  }
  return new FastBuffer(buffer, byteOffset, length);
}

function fromArrayLike(list) {
  if (list.length <= 0) return new FastBuffer();
  const buffer = allocate(list.length);
  if (list.length <= SHORT && (Array.isArray(list) || isUint8Array(list))) {
    for (let i = 0; i < list.length; i++) buffer[i] = list[i];
  } else {
    buffer.set(list, 0);
  }
  return buffer;
}

function fromObject(object) {
  if (object.length !== undefined || isAnyArrayBuffer(object.buffer)) {
    return typeof object.length === 'number' ? fromArrayLike(object) : new FastBuffer();
  }
  return object.type === 'Buffer' && Array.isArray(object.data) ? fromArrayLike(object.data) : undefined;
}

// Apart from what is done with strings, so that this is no burden where the compiler inlines the other.
function fromOther(value, encodingOrOffset, length) {
  if (typeof value === 'object' && value !== null) {
    if (isAnyArrayBuffer(value)) return fromArrayBuffer(value, encodingOrOffset, length);

    const valueOf = value.valueOf?.();
    if (valueOf != null && valueOf !== value && (typeof valueOf === 'string' || typeof valueOf === 'object')) {
      return from(valueOf, encodingOrOffset, length);
    }
    const buffer = fromObject(value);
    if (buffer !== undefined) return buffer;

    if (typeof value[Symbol.toPrimitive] === 'function') {
      const primitive = value[Symbol.toPrimitive]('string');
      if (typeof primitive === 'string') return fromString(primitive, encodingOrOffset);
    }
  }
  throw new ERR_INVALID_ARG_TYPE(
    'first argument',
    ['string', 'Buffer', 'ArrayBuffer', 'Array', 'Array-like Object'],
    value,
  );
}

function from(value, encodingOrOffset, length) {
  if (typeof value === 'string') return fromString(value, encodingOrOffset);
  return fromOther(value, encodingOrOffset, length);
}

module.exports = { allocate, allocateAligned, allocateFilled, from, fromArrayLike, sizes };
