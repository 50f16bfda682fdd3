// node:buffer. https://nodejs.org/api/buffer.html
'use strict';

const { TypedArrayPrototypeFill, TypedArrayPrototypeGetLength, TypedArrayPrototypeSet } = primordials;

const { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } = require('internal/errors').codes;
const { defineLazyProperties, kIsEncodingSymbol, normalizeEncoding } = require('internal/util');
const { validateArray, validateInteger, validateNumber } = require('internal/validators');
const { FastBuffer, addBufferPrototypeMethods, createUnsafeBuffer } = require('internal/buffer');
const { allocate, allocateAligned, from, fromArrayLike, sizes } = require('internal/buffer/from');
const { isAnyArrayBuffer, isArrayBufferView, isTypedArray, isUint8Array } = require('internal/buffer/kinds');
const { addMethods, copyBytes, fillBuffer, limits, order } = require('internal/buffer/methods');
const { SHORT, getEncodingOps } = require('internal/buffer/strings');
const { atob, btoa, isAscii, isUtf8, transcode } = require('internal/buffer/web_base64');

// The lengths of which memory is kept for the next buffer.
const REUSED = 8 * 1024;
const MOST_REUSED = 256 * 1024;

const kMaxLength = 2 ** 53 - 1;
const kStringMaxLength = 2 ** 29 - 24;

// Not a class: it can be called without `new`, and `new` does not make an object of its own.
function Buffer(arg, encodingOrOffset, length) {
  require('internal/buffer/deprecated_constructor').warn();
  if (typeof arg === 'number') {
    if (typeof encodingOrOffset === 'string') throw new ERR_INVALID_ARG_TYPE('string', 'string', arg);
    return Buffer.alloc(arg);
  }
  return Buffer.from(arg, encodingOrOffset, length);
}

Object.defineProperty(Buffer, Symbol.species, {
  __proto__: null,
  configurable: true,
  enumerable: false,
  get() {
    return FastBuffer;
  },
});

Object.defineProperty(Buffer, 'poolSize', {
  __proto__: null,
  value: sizes.poolSize,
  writable: true,
  enumerable: true,
  configurable: true,
});

function assertSize(size) {
  validateNumber(size, 'size', 0, kMaxLength);
}

function validateAlignment(alignment) {
  validateInteger(alignment, 'alignment', 1, 2 ** 30);
  if ((alignment & (alignment - 1)) !== 0) {
    throw new ERR_INVALID_ARG_VALUE('alignment', alignment, 'must be a power of two');
  }
}

// A program may have changed Buffer.poolSize.
function unpooledSize() {
  if (Buffer.poolSize !== sizes.poolSize) sizes.poolSize = Buffer.poolSize;
}

// Copies as many of `size` bytes as there is room for to new memory: how many.
function append(buffer, position, part, size) {
  if (size > buffer.length - position) return copyBytes(part, buffer, position, 0, size);
  if (size > SHORT) TypedArrayPrototypeSet(buffer, part, position);
  else for (let i = 0; i < size; i++) buffer[position + i] = part[i];
  return size;
}

Object.assign(Buffer, {
  from: function(value, encodingOrOffset, length) {
    unpooledSize();
    return from(value, encodingOrOffset, length);
  },

  copyBytesFrom: function(view, offset, length) {
    if (!isTypedArray(view)) throw new ERR_INVALID_ARG_TYPE('view', ['TypedArray'], view);
    if (view.length === 0) return Buffer.alloc(0);
    if (offset !== undefined || length !== undefined) {
      if (offset !== undefined) {
        validateInteger(offset, 'offset', 0);
        if (offset >= view.length) return Buffer.alloc(0);
      } else {
        offset = 0;
      }
      let end = view.length;
      if (length !== undefined) {
        validateInteger(length, 'length', 0);
        end = offset + length;
      }
      view = view.subarray(offset, end);
    }
    return fromArrayLike(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
  },

  of(...items) {
    const buffer = createUnsafeBuffer(items.length);
    for (let i = 0; i < items.length; i++) buffer[i] = items[i];
    return buffer;
  },

  alloc: function(size, fill, encoding) {
    validateNumber(size, 'size', 0, kMaxLength);
    if (fill === undefined || fill === 0 || !(size > 0)) {
      // Memory that was in use before is zeroed sooner than new memory is had.
      if (size < REUSED || size > MOST_REUSED) return new FastBuffer(size);
      return TypedArrayPrototypeFill(createUnsafeBuffer(size), 0);
    }
    const buffer = createUnsafeBuffer(size);
    return fillBuffer(buffer, fill, 0, buffer.length, encoding);
  },

  allocUnsafe: function(size, alignment) {
    assertSize(size);
    unpooledSize();
    if (alignment === undefined) return allocate(size);
    validateAlignment(alignment);
    return allocateAligned(size, alignment, true);
  },

  allocUnsafeSlow: function(size, alignment) {
    assertSize(size);
    if (alignment === undefined) return createUnsafeBuffer(size);
    validateAlignment(alignment);
    return allocateAligned(size, alignment, false);
  },

  isBuffer: function(b) {
    return b instanceof Buffer;
  },

  compare: function(buf1, buf2) {
    if (!isUint8Array(buf1)) throw new ERR_INVALID_ARG_TYPE('buf1', ['Buffer', 'Uint8Array'], buf1);
    if (!isUint8Array(buf2)) throw new ERR_INVALID_ARG_TYPE('buf2', ['Buffer', 'Uint8Array'], buf2);
    return buf1 === buf2 ? 0 : order(buf1, buf2);
  },

  isEncoding: function(encoding) {
    return typeof encoding === 'string' && encoding.length !== 0 && normalizeEncoding(encoding) !== undefined;
  },

  concat: function(list, length) {
    validateArray(list, 'list');
    if (list.length === 0) return new FastBuffer();
    if (length === undefined) {
      length = 0;
      for (let i = 0; i < list.length; i++) {
        // The own getter of an element could say more than it has, and old memory would be shown.
        if (isUint8Array(list[i])) length += TypedArrayPrototypeGetLength(list[i]);
      }
    } else {
      validateInteger(length, 'length', 0);
    }
    unpooledSize();
    const buffer = allocate(length);
    let position = 0;
    for (let i = 0; i < list.length; i++) {
      const part = list[i];
      if (!isUint8Array(part)) throw new ERR_INVALID_ARG_TYPE(`list[${i}]`, ['Buffer', 'Uint8Array'], part);
      position += append(buffer, position, part, TypedArrayPrototypeGetLength(part));
    }
    // What nothing was copied to holds old memory.
    if (position < length) buffer.fill(0, position, length);
    return buffer;
  },

  byteLength: function(string, encoding) {
    if (typeof string !== 'string') {
      if (isArrayBufferView(string) || isAnyArrayBuffer(string)) return string.byteLength;
      throw new ERR_INVALID_ARG_TYPE('string', ['string', 'Buffer', 'ArrayBuffer'], string);
    }
    if (string.length === 0) return 0;
    if (!encoding || encoding === 'utf8') return ops.op_buffer_byte_length_utf8(string);
    const found = getEncodingOps(encoding);
    return found === undefined ? ops.op_buffer_byte_length_utf8(string) : found.byteLength(string);
  },
});
Buffer[kIsEncodingSymbol] = Buffer.isEncoding;

Object.setPrototypeOf(Buffer, Uint8Array);
Buffer.prototype = FastBuffer.prototype;
Object.defineProperty(FastBuffer.prototype, 'constructor', {
  __proto__: null,
  value: Buffer,
  writable: true,
  enumerable: false,
  configurable: true,
});
addBufferPrototypeMethods(Buffer.prototype);
addMethods(Buffer.prototype, Buffer.isBuffer);

module.exports = {
  Buffer,
  transcode,
  isUtf8,
  isAscii,
  kMaxLength,
  kStringMaxLength,
  btoa,
  atob,
};

Object.defineProperties(module.exports, {
  constants: {
    __proto__: null,
    configurable: false,
    enumerable: true,
    value: Object.defineProperties({}, {
      MAX_LENGTH: { __proto__: null, value: kMaxLength, writable: false, enumerable: true },
      MAX_STRING_LENGTH: { __proto__: null, value: kStringMaxLength, writable: false, enumerable: true },
    }),
  },
  INSPECT_MAX_BYTES: {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get() {
      return limits.inspectMaxBytes;
    },
    set(value) {
      validateNumber(value, 'INSPECT_MAX_BYTES', 0);
      limits.inspectMaxBytes = value;
    },
  },
});

defineLazyProperties(module.exports, 'internal/blob', ['Blob', 'resolveObjectURL']);
defineLazyProperties(module.exports, 'internal/file', ['File']);
