// node:string_decoder. https://nodejs.org/api/string_decoder.html
'use strict';

const { Buffer } = require('buffer');
const { normalizeEncoding } = require('internal/util');
const {
  codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_THIS, ERR_UNKNOWN_ENCODING },
} = require('internal/errors');

// The state is a small buffer, so that its inspection shows what Node's shows: up to four bytes
// of an incomplete character, how many are missing, how many are kept, and the encoding.
const kNativeDecoder = Symbol('kNativeDecoder');
const MISSING = 4;
const KEPT = 5;
const ENCODING = 6;
const STATE_SIZE = 7;

const UTF8 = 1;
const BASE64 = 2;
const UTF16LE = 3;
const BASE64URL = 7;
const NUMBERS = {
  __proto__: null, ascii: 0, utf8: UTF8, base64: BASE64, utf16le: UTF16LE, latin1: 4, hex: 5, buffer: 6, base64url: BASE64URL,
};

function StringDecoder(encoding) {
  this.encoding = normalizeEncoding(encoding);
  if (this.encoding === undefined) throw new ERR_UNKNOWN_ENCODING(encoding);
  this[kNativeDecoder] = Buffer.alloc(STATE_SIZE);
  this[kNativeDecoder][ENCODING] = NUMBERS[this.encoding];
}

// A view whose memory is gone or too short has no bytes.
function bytesOf(view) {
  try {
    return Buffer.from(view.buffer, view.byteOffset, view.byteLength);
  } catch {
    return Buffer.alloc(0);
  }
}

StringDecoder.prototype.write = function write(buf) {
  if (typeof buf === 'string') return buf;
  if (!ArrayBuffer.isView(buf)) {
    throw new ERR_INVALID_ARG_TYPE('buf', ['Buffer', 'TypedArray', 'DataView'], buf);
  }
  const state = this[kNativeDecoder];
  if (!state) throw new ERR_INVALID_THIS('StringDecoder');
  const bytes = typeof buf.utf8Slice === 'function' ? buf : bytesOf(buf);
  switch (state[ENCODING]) {
    case UTF8: return writeUtf8(state, bytes);
    case UTF16LE: return writeUtf16(state, bytes);
    case BASE64:
    case BASE64URL: return writeBase64(state, bytes);
    case 0: return bytes.asciiSlice(0, bytes.length);
    case 4: return bytes.latin1Slice(0, bytes.length);
    default: return bytes.hexSlice(0, bytes.length);
  }
};

StringDecoder.prototype.end = function end(buf) {
  const text = buf === undefined ? '' : this.write(buf);
  const state = this[kNativeDecoder];
  if (state[KEPT] === 0) return text;
  // Half a UTF-16 unit is dropped.
  if (state[ENCODING] === UTF16LE && state[KEPT] % 2 === 1) {
    state[MISSING]--;
    state[KEPT]--;
  }
  const rest = state[KEPT] === 0 ? '' : takeKept(state);
  state[MISSING] = 0;
  return text + rest;
};

// From before 1.0, and still called by a few programs.
StringDecoder.prototype.text = function text(buf, offset) {
  this[kNativeDecoder][MISSING] = 0;
  this[kNativeDecoder][KEPT] = 0;
  return this.write(buf.slice(offset));
};

Object.defineProperties(StringDecoder.prototype, {
  lastChar: {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get() {
      return this[kNativeDecoder].subarray(0, MISSING);
    },
  },
  lastNeed: {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get() {
      return this[kNativeDecoder][MISSING];
    },
  },
  lastTotal: {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get() {
      return this[kNativeDecoder][KEPT] + this[kNativeDecoder][MISSING];
    },
  },
});

function slice(state, bytes, start, end) {
  switch (state[ENCODING]) {
    case UTF8: return bytes.utf8Slice(start, end);
    case UTF16LE: return bytes.ucs2Slice(start, end);
    case BASE64: return bytes.base64Slice(start, end);
    default: return bytes.base64urlSlice(start, end);
  }
}

function takeKept(state) {
  const text = slice(state, state, 0, state[KEPT]);
  state[KEPT] = 0;
  return text;
}

// Moves up to the missing number of bytes to the kept ones; answers how many.
function fill(state, bytes) {
  const count = Math.min(bytes.length, state[MISSING]);
  const kept = state[KEPT];
  for (let i = 0; i < count; i++) state[kept + i] = bytes[i];
  state[KEPT] = kept + count;
  state[MISSING] -= count;
  return count;
}

function keep(state, bytes, start, missing) {
  const count = bytes.length - start;
  for (let i = 0; i < count; i++) state[i] = bytes[start + i];
  state[KEPT] = count;
  state[MISSING] = missing;
}

function writeUtf8(state, bytes) {
  const { length } = bytes;
  if (length === 0) return '';
  let text = '';
  let start = 0;
  const missing = state[MISSING];
  if (missing > 0) {
    // A byte that continues nothing ends the incomplete character.
    let valid = 0;
    while (valid < length && valid < missing && (bytes[valid] & 0xc0) === 0x80) valid++;
    if (valid < length && valid < missing) {
      state[MISSING] = valid;
      fill(state, bytes);
      start = valid;
    } else {
      start = fill(state, bytes);
      if (state[MISSING] > 0) return '';
    }
    text = takeKept(state);
    if (start === length) return text;
  }
  let end = length;
  if (bytes[length - 1] & 0x80) end = incompleteStart(bytes, start, state);
  if (end < length) keep(state, bytes, end, state[MISSING]);
  if (end === start) return text;
  const body = bytes.utf8Slice(start, end);
  return text === '' ? body : text + body;
}

// Where the incomplete character at the end of bytes begins; sets how many bytes it misses.
function incompleteStart(bytes, start, state) {
  const { length } = bytes;
  for (let i = length - 1; i >= start && length - i <= 4; i--) {
    const byte = bytes[i];
    if ((byte & 0xc0) === 0x80) continue;
    let size = 0;
    if ((byte & 0xe0) === 0xc0) size = 2;
    else if ((byte & 0xf0) === 0xe0) size = 3;
    else if ((byte & 0xf8) === 0xf0) size = 4;
    const have = length - i;
    if (have >= size) return length;
    state[MISSING] = size - have;
    return i;
  }
  return length;
}

function isLeadSurrogate(highByte) {
  return (highByte & 0xfc) === 0xd8;
}

function writeUtf16(state, bytes) {
  let text = '';
  let start = 0;
  if (state[MISSING] > 0) {
    start = fill(state, bytes);
    if (state[MISSING] > 0) return '';
    text = takeKept(state);
  }
  const left = bytes.length - start;
  if (left === 0) return text;
  let end = bytes.length;
  if (left % 2 === 1) {
    end -= 1;
    keep(state, bytes, end, 1);
  } else if (isLeadSurrogate(bytes[end - 1])) {
    end -= 2;
    keep(state, bytes, end, 2);
  }
  return end === start ? text : text + bytes.ucs2Slice(start, end);
}

function writeBase64(state, bytes) {
  let text = '';
  let start = 0;
  if (state[MISSING] > 0) {
    start = fill(state, bytes);
    if (state[MISSING] > 0) return '';
    text = takeKept(state);
  }
  const rest = (bytes.length - start) % 3;
  const end = bytes.length - rest;
  if (rest > 0) keep(state, bytes, end, 3 - rest);
  return end === start ? text : text + slice(state, bytes, start, end);
}

module.exports = { StringDecoder };
