// The methods of Buffer.prototype that are not about numbers: toString(), write(), indexOf(), fill() and so on.
// https://nodejs.org/api/buffer.html#class-buffer
'use strict';

const {
  TypedArrayPrototypeFill,
  TypedArrayPrototypeGetByteLength,
  TypedArrayPrototypeGetLength,
  TypedArrayPrototypeSet,
} = primordials;

const {
  ERR_BUFFER_OUT_OF_BOUNDS,
  ERR_INVALID_ARG_TYPE,
  ERR_INVALID_ARG_VALUE,
  ERR_INVALID_BUFFER_SIZE,
  ERR_OUT_OF_RANGE,
  ERR_UNKNOWN_ENCODING,
} = require('internal/errors').codes;
const { customInspectSymbol, normalizeEncoding } = require('internal/util');
const { validateInteger, validateString } = require('internal/validators');
const { FastBuffer } = require('internal/buffer/allocation');
const { allocate, from } = require('internal/buffer/from');
const { isArrayBufferView, isUint8Array } = require('internal/buffer/kinds');
const {
  SHORT,
  getEncodingOps,
  isShortAscii,
  shortText,
  shortUtf16,
  shortUtf8,
  utf16le,
  utf8,
  utf8WriteAny,
  writeShortUtf8,
} = require('internal/buffer/strings');

const limits = { inspectMaxBytes: 50 };

// The lengths of a typed array; anything else is refused by V8's own accessors.
function lengthOf(buffer) {
  return (isArrayBufferView(buffer) ? buffer.length : undefined) ?? TypedArrayPrototypeGetLength(buffer);
}

function byteLengthOf(buffer) {
  return isArrayBufferView(buffer) ? buffer.byteLength : TypedArrayPrototypeGetByteLength(buffer);
}

function toInteger(value, fallback) {
  value = +value;
  if (!Number.isNaN(value) && value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER) {
    return value % 1 === 0 ? value : Math.floor(value);
  }
  return fallback;
}

// The order of the bytes of two views, the second of which is known to be a Uint8Array: -1, 0 or 1.
function order(a, b) {
  if (isUint8Array(a)) {
    const { length } = a;
    if (length <= SHORT && length === b.length) {
      let i = 0;
      // Four a round: the end of a round costs as much as a byte.
      for (; i + 4 <= length; i += 4) {
        if (a[i] !== b[i] || a[i + 1] !== b[i + 1] || a[i + 2] !== b[i + 2] || a[i + 3] !== b[i + 3]) break;
      }
      for (; i < length; i++) {
        if (a[i] !== b[i]) return a[i] < b[i] ? -1 : 1;
      }
      return 0;
    }
  } else if (!isArrayBufferView(a)) {
    refuse(a);
  }
  return ops.op_buffer_compare(a, b);
}

// Throws what native code says about something that is no buffer.
function refuse(value) {
  ops.op_buffer_hex_slice(value, 0, 0);
}

// Copies what fits and says how many bytes that were. Both are known to be views.
function copyBytes(source, target, targetStart, sourceStart, sourceEnd) {
  const size = source.byteLength;
  const count = Math.min(sourceEnd - sourceStart, target.byteLength - targetStart, size - sourceStart);
  if (count <= 0) return 0;
  if (isUint8Array(source) && isUint8Array(target)) {
    if (count <= SHORT) {
      // The two may be the same memory: what is read later must not be written over before.
      if (source.byteOffset + sourceStart >= target.byteOffset + targetStart) {
        for (let i = 0; i < count; i++) target[targetStart + i] = source[sourceStart + i];
      } else {
        for (let i = count - 1; i >= 0; i--) target[targetStart + i] = source[sourceStart + i];
      }
      return count;
    }
    if (count === size) {
      TypedArrayPrototypeSet(target, source, targetStart);
      return count;
    }
  }
  ops.op_buffer_copy(source, target, targetStart, sourceStart, count);
  return count;
}

function copy(target, targetStart, sourceStart, sourceEnd) {
  if (!isArrayBufferView(this)) throw new ERR_INVALID_ARG_TYPE('source', ['Buffer', 'Uint8Array'], this);
  if (!isArrayBufferView(target)) throw new ERR_INVALID_ARG_TYPE('target', ['Buffer', 'Uint8Array'], target);
  const size = this.byteLength;
  if (targetStart === undefined) {
    targetStart = 0;
  } else {
    targetStart = Number.isInteger(targetStart) ? targetStart : toInteger(targetStart, 0);
    if (targetStart < 0) throw new ERR_OUT_OF_RANGE('targetStart', '>= 0', targetStart);
  }
  if (sourceStart === undefined) {
    sourceStart = 0;
  } else {
    sourceStart = Number.isInteger(sourceStart) ? sourceStart : toInteger(sourceStart, 0);
    if (sourceStart < 0 || sourceStart > size) {
      throw new ERR_OUT_OF_RANGE('sourceStart', `>= 0 && <= ${size}`, sourceStart);
    }
  }
  if (sourceEnd === undefined) {
    sourceEnd = size;
  } else {
    sourceEnd = Number.isInteger(sourceEnd) ? sourceEnd : toInteger(sourceEnd, 0);
    if (sourceEnd < 0) throw new ERR_OUT_OF_RANGE('sourceEnd', '>= 0', sourceEnd);
  }
  if (targetStart >= target.byteLength || sourceStart >= sourceEnd) return 0;
  return copyBytes(this, target, targetStart, sourceStart, sourceEnd);
}

// The string of at most SHORT bytes; undefined when it is for native code.
function shortString(bytes, start, length, encoding) {
  if (encoding.limit === 0) return encoding === utf16le ? shortUtf16(bytes, start, length) : undefined;
  const string = shortText(bytes, start, length, encoding.limit);
  return string === undefined && encoding === utf8 ? shortUtf8(bytes, start, length) : string;
}

function toString(encoding, start, end) {
  if (arguments.length === 0) {
    const all = this.length;
    if (all <= SHORT && isUint8Array(this)) {
      const string = shortText(this, 0, all, 0x7f) ?? shortUtf8(this, 0, all);
      if (string !== undefined) return string;
    }
    return ops.op_buffer_utf8_slice(this, 0, all);
  }
  const length = lengthOf(this);
  if (start <= 0) start = 0;
  else if (start >= length) return '';
  else start = Math.trunc(start) || 0;
  if (end === undefined || end > length) end = length;
  else end = Math.trunc(end) || 0;
  if (end <= start) return '';
  const found = encoding === undefined ? utf8 : getEncodingOps(encoding);
  if (found === undefined) throw new ERR_UNKNOWN_ENCODING(encoding);
  if (end - start <= SHORT && isUint8Array(this)) {
    const string = shortString(this, start, end - start, found);
    if (string !== undefined) return string;
  }
  return found.slice(this, start, end);
}

function equals(otherBuffer) {
  if (!isUint8Array(otherBuffer)) {
    throw new ERR_INVALID_ARG_TYPE('otherBuffer', ['Buffer', 'Uint8Array'], otherBuffer);
  }
  if (this === otherBuffer) return true;
  const byteLength = byteLengthOf(this);
  if (byteLength !== byteLengthOf(otherBuffer)) return false;
  return byteLength === 0 || order(this, otherBuffer) === 0;
}

// The digits with a space between each two.
function inPairs(digits) {
  const { length } = digits;
  if (length <= 2 * SHORT) {
    let text = digits.slice(0, 2);
    for (let i = 2; i < length; i += 2) text += ` ${digits.slice(i, i + 2)}`;
    return text;
  }
  // Put together as bytes: half a hundred concatenations take longer.
  const size = length / 2 * 3;
  const bytes = allocate(size);
  for (let i = 0, at = 0; i < length; i += 2, at += 3) {
    bytes[at] = digits.charCodeAt(i);
    bytes[at + 1] = digits.charCodeAt(i + 1);
    bytes[at + 2] = 0x20;
  }
  return ops.op_buffer_latin1_slice(bytes, 0, size - 1);
}

function inspect(recurseTimes, ctx) {
  const max = limits.inspectMaxBytes;
  const shown = Math.min(max, this.length);
  const digits = ops.op_buffer_hex_slice(this, 0, shown);
  let text = inPairs(digits);
  const rest = this.length - max;
  if (rest > 0) text += ` ... ${rest} more byte${rest > 1 ? 's' : ''}`;
  if (ctx) {
    // 0 are all properties, 2 the enumerable ones.
    const names = ops.op_get_non_index_property_names(this, ctx.showHidden ? 0 : 2);
    if (names.length > 0) {
      const extras = { __proto__: null };
      for (const name of names) extras[name] = this[name];
      const shownExtras = require('internal/util/inspect').inspect(
        extras, { ...ctx, breakLength: Infinity, compact: true });
      if (this.length !== 0) text += ', ';
      // Without `[Object: null prototype] { ` and ` }`.
      text += shownExtras.slice(27, -2);
    }
  }
  let name = 'Buffer';
  try {
    const { constructor } = this;
    if (typeof constructor === 'function' && Object.hasOwn(constructor, 'name')) ({ name } = constructor);
  } catch {
    // An accessor of the program that throws: the default name will do.
  }
  return `<${name} ${text}>`;
}

function compare(target, targetStart, targetEnd, sourceStart, sourceEnd) {
  if (!isUint8Array(target)) throw new ERR_INVALID_ARG_TYPE('target', ['Buffer', 'Uint8Array'], target);
  if (arguments.length === 1) return order(this, target);

  if (targetStart === undefined) targetStart = 0;
  else validateInteger(targetStart, 'targetStart', 0);
  if (targetEnd === undefined) targetEnd = target.length;
  else validateInteger(targetEnd, 'targetEnd', 0, target.length);
  if (sourceStart === undefined) sourceStart = 0;
  else validateInteger(sourceStart, 'sourceStart', 0);
  if (sourceEnd === undefined) sourceEnd = this.length;
  else validateInteger(sourceEnd, 'sourceEnd', 0, this.length);

  if (sourceStart >= sourceEnd) return targetStart >= targetEnd ? 0 : -1;
  if (targetStart >= targetEnd) return 1;
  return ops.op_buffer_compare_offset(
    this, target, targetStart, sourceStart, targetEnd - targetStart, sourceEnd - sourceStart);
}

function search(buffer, value, byteOffset, end, encoding, forward) {
  if (typeof end === 'string') {
    encoding = end;
    end = undefined;
  }
  if (!isArrayBufferView(buffer)) {
    throw new ERR_INVALID_ARG_TYPE('buffer', ['Buffer', 'TypedArray', 'DataView'], buffer);
  }
  if (typeof byteOffset === 'string') {
    encoding = byteOffset;
    byteOffset = undefined;
  } else if (byteOffset > 0x7fffffff) {
    byteOffset = 0x7fffffff;
  } else if (byteOffset < -0x80000000) {
    byteOffset = -0x80000000;
  }
  byteOffset = +byteOffset;
  if (Number.isNaN(byteOffset)) byteOffset = forward ? 0 : buffer.byteLength;
  if (end !== undefined) {
    // A negative offset counts from the end of the whole buffer.
    if (byteOffset < 0) byteOffset += buffer.byteLength;
    if (byteOffset < 0) {
      if (!forward) return -1;
      byteOffset = 0;
    }
    end = Math.trunc(end);
    // A view whose memory is gone has nothing to be cut from.
    if (buffer.byteLength > 0) buffer = new Uint8Array(buffer.buffer, buffer.byteOffset, end > 0 ? Math.min(end, buffer.byteLength) : 0);
  }

  if (typeof value === 'number') return ops.op_buffer_index_of_number(buffer, value >>> 0, byteOffset, forward);
  const found = encoding === undefined ? utf8 : getEncodingOps(encoding);
  if (typeof value === 'string') {
    if (found === undefined) throw new ERR_UNKNOWN_ENCODING(encoding);
    return ops.op_buffer_index_of_string(buffer, value, byteOffset, found.number, forward);
  }
  if (isUint8Array(value)) {
    return ops.op_buffer_index_of_bytes(buffer, value, byteOffset, (found ?? utf8).number, forward);
  }
  throw new ERR_INVALID_ARG_TYPE('value', ['number', 'string', 'Buffer', 'Uint8Array'], value);
}

function indexOf(value, byteOffset, end, encoding) {
  if (byteOffset === undefined && end === undefined && isUint8Array(this)) {
    if (typeof value === 'number') {
      const { length } = this;
      if (length > SHORT) return ops.op_buffer_index_of_number(this, value >>> 0, 0, true);
      for (let i = 0; i < length; i++) {
        if (this[i] === (value & 0xff)) return i;
      }
      return -1;
    }
    if (encoding === undefined && isUint8Array(value)) {
      return ops.op_buffer_index_of_bytes(this, value, 0, utf8.number, true);
    }
  }
  return search(this, value, byteOffset, end, encoding, true);
}

function lastIndexOf(value, byteOffset, end, encoding) {
  return search(this, value, byteOffset, end, encoding, false);
}

function includes(value, byteOffset, end, encoding) {
  return search(this, value, byteOffset, end, encoding, true) !== -1;
}

// Writes `length` bytes from `offset` on over all of `bytes` up to `end`.
function repeat(bytes, length, offset, end) {
  if (end - offset <= 2 * SHORT) {
    for (let i = offset + length; i < end; i++) bytes[i] = bytes[i - length];
  } else if (!ops.op_buffer_repeat(bytes, length, offset, end)) {
    throw new ERR_BUFFER_OUT_OF_BOUNDS();
  }
}

// As far as there is room for the pattern, a short string of ASCII.
function repeatAscii(bytes, string, offset, end) {
  const length = Math.min(string.length, end - offset);
  for (let i = 0; i < length; i++) bytes[offset + i] = string.charCodeAt(i);
  repeat(bytes, length, offset, end);
}

function fillBuffer(buffer, value, offset, end, encoding) {
  let found;
  if (typeof value === 'string') {
    if (offset === undefined || typeof offset === 'string') {
      encoding = offset;
      offset = 0;
      end = buffer.length;
    } else if (typeof end === 'string') {
      encoding = end;
      end = buffer.length;
    }
    const name = normalizeEncoding(encoding);
    if (name === undefined) {
      validateString(encoding, 'encoding');
      throw new ERR_UNKNOWN_ENCODING(encoding);
    }
    if (value.length === 0) {
      value = 0;
    } else {
      const code = value.charCodeAt(0);
      if (value.length === 1 && (name === 'utf8' ? code < 128 : name === 'latin1' && code < 256)) value = code;
      else found = getEncodingOps(name);
    }
  }

  if (offset === undefined) {
    offset = 0;
    end = buffer.length;
  } else {
    validateInteger(offset, 'offset', 0);
    if (end === undefined) end = buffer.length;
    else validateInteger(end, 'end', 0, buffer.length);
    if (offset >= end) return buffer;
  }

  const isBytes = isUint8Array(buffer);
  if (!isBytes && typeof value !== 'number' && !isArrayBufferView(buffer)) refuse(buffer);
  const isNumber = found === undefined && !isArrayBufferView(value);
  // V8's own fill() refuses memory that is gone, and fills the elements of other arrays.
  const isForV8 = isNumber && (!isBytes || (typeof value === 'number' && buffer.length === 0));
  // Whatever it is counts as a number.
  if (isNumber && typeof value !== 'number') value = +value & 255;
  const byteLength = isBytes || isNumber ? TypedArrayPrototypeGetByteLength(buffer) : buffer.byteLength;
  if (offset > end || end > byteLength) throw new ERR_BUFFER_OUT_OF_BOUNDS();
  if (isForV8) return TypedArrayPrototypeFill(buffer, value, offset, end);
  if (offset === end || end === undefined) return buffer;
  const bytes = isBytes ? buffer : new Uint8Array(buffer.buffer, buffer.byteOffset, byteLength);
  if (isNumber) {
    bytes[offset] = value;
    repeat(bytes, 1, offset, end);
  } else if (found?.limit >= 0x7f && isShortAscii(value)) {
    repeatAscii(bytes, value, offset, end);
  } else {
    const pattern = found === undefined ? value : from(value, found.encoding);
    if (pattern.byteLength === 0) throw new ERR_INVALID_ARG_VALUE('value', value);
    repeat(bytes, copyBytes(pattern, bytes, offset, 0, Math.min(pattern.byteLength, end - offset)), offset, end);
  }
  return buffer;
}

function fill(value, offset, end, encoding) {
  if (offset === undefined && isUint8Array(this)) {
    const { length } = this;
    if (typeof value === 'number' && length !== 0) {
      if (length > 2 * SHORT) {
        this[0] = value;
        repeat(this, 1, 0, length);
      } else {
        for (let i = 0; i < length; i++) this[i] = value;
      }
      return this;
    }
    if (typeof value === 'string' && value.length !== 0 && length !== 0 && isShortAscii(value)) {
      repeatAscii(this, value, 0, length);
      return this;
    }
  }
  return fillBuffer(this, value, offset, end, encoding);
}

function write(string, offset, length, encoding) {
  const bufferLength = lengthOf(this);
  if (offset === undefined) {
    if (typeof string !== 'string') return ops.op_buffer_utf8_write(this, string, 0, bufferLength);
    if (isUint8Array(this)) {
      const written = writeShortUtf8(this, string, 0, bufferLength);
      if (written !== -1) return written;
    }
    return utf8WriteAny(this, string, 0, bufferLength);
  }
  if (length === undefined && typeof offset === 'string') {
    encoding = offset;
    length = bufferLength;
    offset = 0;
  } else {
    validateInteger(offset, 'offset', 0, bufferLength);
    const room = bufferLength - offset;
    if (length === undefined) {
      length = room;
    } else if (typeof length === 'string') {
      encoding = length;
      length = room;
    } else {
      validateInteger(length, 'length', 0, bufferLength);
      if (length > room) length = room;
    }
  }
  if (!encoding || encoding === 'utf8') return ops.op_buffer_utf8_write(this, string, offset, length);
  const found = getEncodingOps(encoding);
  if (found === undefined) throw new ERR_UNKNOWN_ENCODING(encoding);
  return found.write(this, string, offset, length);
}

function toJSON() {
  const length = lengthOf(this);
  const data = length > 0 ? new Array(length) : [];
  for (let i = 0; i < length; i++) data[i] = this[i];
  return { type: 'Buffer', data };
}

// The index that an argument of slice() means.
function clamp(offset, length) {
  offset = Math.trunc(offset);
  if (offset === 0 || Number.isNaN(offset)) return 0;
  if (offset < 0) return Math.max(0, offset + length);
  return Math.min(offset, length);
}

function subarray(start, end) {
  const length = lengthOf(this);
  const { buffer } = this;
  start = clamp(start, length);
  end = end === undefined ? length : clamp(end, length);
  return new FastBuffer(buffer, this.byteOffset + start, end > start ? end - start : 0);
}

function slice(start, end) {
  return this.subarray(start, end);
}

function swap16() {
  if (lengthOf(this) % 2 !== 0) throw new ERR_INVALID_BUFFER_SIZE('16-bits');
  ops.op_buffer_swap16(this);
  return this;
}

function swap32() {
  if (lengthOf(this) % 4 !== 0) throw new ERR_INVALID_BUFFER_SIZE('32-bits');
  ops.op_buffer_swap32(this);
  return this;
}

function swap64() {
  if (lengthOf(this) % 8 !== 0) throw new ERR_INVALID_BUFFER_SIZE('64-bits');
  ops.op_buffer_swap64(this);
  return this;
}

function addMethods(proto, isBuffer) {
  // From the time when each buffer hung on a slow one.
  Object.defineProperty(proto, 'parent', {
    __proto__: null,
    enumerable: true,
    get() {
      return isBuffer(this) ? this.buffer : undefined;
    },
  });
  Object.defineProperty(proto, 'offset', {
    __proto__: null,
    enumerable: true,
    get() {
      return isBuffer(this) ? this.byteOffset : undefined;
    },
  });
  Object.assign(proto, { copy, toString, equals, inspect });
  proto[customInspectSymbol] = inspect;
  Object.assign(proto, {
    compare, indexOf, lastIndexOf, includes, fill, write, toJSON, subarray, slice, swap16, swap32, swap64,
    toLocaleString: toString,
  });
}

module.exports = { addMethods, copyBytes, fillBuffer, limits, order };
