// Strings and bytes in each encoding: buf.utf8Slice(), buf.utf8Write() and so on, and the table of the encodings.
// https://nodejs.org/api/buffer.html#buffers-and-character-encodings
'use strict';

const { TypedArrayPrototypeGetLength } = primordials;

const { ERR_BUFFER_OUT_OF_BOUNDS } = require('internal/errors').codes;
const { call, isUint8Array } = require('internal/buffer/kinds');

// A write that a program asks for without the checks of buf.write().
function checkedWrite(write, buf, string, offset, length) {
  offset = Number(offset);
  const { byteLength } = buf;
  if (offset < 0 || offset > byteLength) throw new ERR_BUFFER_OUT_OF_BOUNDS('offset');
  length = length === undefined ? byteLength - offset : Number(length);
  if (length < 0 || length > byteLength - offset) throw new ERR_BUFFER_OUT_OF_BOUNDS('length');
  if (!ArrayBuffer.isView(buf)) return ops.op_buffer_utf8_write(buf, '', 0, 0);
  return write(buf, string, Math.trunc(offset) || 0, Math.trunc(length) || 0);
}

function asciiWrite(buf, string, offset = 0, length = undefined) {
  return latin1Write(buf, string, offset, length);
}

function latin1Write(buf, string, offset = 0, length = undefined) {
  return checkedWrite(latin1.write, buf, string, offset, length);
}

function utf8Write(buf, string, offset = 0, length = undefined) {
  return checkedWrite(utf8.write, buf, string, offset, length);
}

// An index as native code reads it: a fraction is cut, and whatever is no number is converted.
const toIndex = (value) => Math.trunc(+value) || 0;

// The other encodings look at the kinds of the arguments first, and cut a length that is too great.
function clampedWrite(write, buf, string, offset, length) {
  if (!ArrayBuffer.isView(buf)) return ops.op_buffer_utf8_write(buf, '', 0, 0);
  if (typeof string !== 'string') return write(buf, string, 0, 0);
  const { byteLength } = buf;
  offset = offset === undefined ? 0 : toIndex(offset);
  // Native code refuses an index beyond the end with the error that a negative one gets.
  if (offset < 0) return write(buf, string, byteLength + 1, 0);
  if (offset > byteLength) throw new ERR_BUFFER_OUT_OF_BOUNDS('offset');
  const room = byteLength - offset;
  length = length === undefined ? room : toIndex(length);
  if (length < 0) return write(buf, string, byteLength + 1, 0);
  return write(buf, string, offset, Math.min(length, room));
}

function ucs2Write(buf, string, offset, length) {
  return clampedWrite(utf16le.write, buf, string, offset, length);
}

function base64Write(buf, string, offset, length) {
  return clampedWrite(base64.write, buf, string, offset, length);
}

function hexWrite(buf, string, offset, length) {
  return clampedWrite(hex.write, buf, string, offset, length);
}

function base64ByteLength(string) {
  let bytes = string.length;
  if (string.charCodeAt(bytes - 1) === 0x3d) bytes--;
  if (bytes > 1 && string.charCodeAt(bytes - 1) === 0x3d) bytes--;
  // Without an overflow of 32 bits: a string has at most half a billion characters.
  return Math.floor(bytes * 3 / 4);
}

// V8's own method writes right into the string, where an op's text is copied to it: worth a slower call from here on.
const LONG_BASE64 = 8 * 1024;
// Beyond this the string could be too long, which the ops say in Node's words.
const MOST_BASE64 = 2 ** 28;
const { toBase64, toHex } = Uint8Array.prototype;
const urlAlphabet = { __proto__: null, alphabet: 'base64url', omitPadding: true };

// Base64 of a long part of a buffer; undefined when it is for the op, which also says what is wrong with the indices.
function longBase64(buf, start, end, options) {
  if (!Number.isInteger(start) || !Number.isInteger(end) || toBase64 === undefined) return undefined;
  const length = end - start;
  if (length < LONG_BASE64 || length > MOST_BASE64 || !isUint8Array(buf) || start < 0 || end > buf.length) return undefined;
  const bytes = length === buf.length ? buf : new Uint8Array(buf.buffer, buf.byteOffset + start, length);
  return call(toBase64, bytes, options);
}

// V8's own method makes a short string sooner than an op can be called.
const SHORT_HEX = 512;

function hexSlice(buf, start, end) {
  if (start === 0 && end > 0 && end <= SHORT_HEX && end === buf.length && toHex !== undefined && isUint8Array(buf)) {
    return call(toHex, buf);
  }
  return ops.op_buffer_hex_slice(buf, start, end);
}

const text = String.fromCharCode;

// The greatest length at which a loop over bytes or characters costs less than a call into native code.
const SHORT = 16;

// The string of a few bytes from `s` on, at most SHORT, each a character; undefined when one is beyond `limit`.
function shortText(b, s, length, limit) {
  const end = s + length;
  for (let i = s; i < end; i++) {
    if (b[i] > limit) return undefined;
  }
  switch (length) {
    case 1: return text(b[s]);
    case 2: return text(b[s], b[s + 1]);
    case 3: return text(b[s], b[s + 1], b[s + 2]);
    case 4: return text(b[s], b[s + 1], b[s + 2], b[s + 3]);
    case 5: return text(b[s], b[s + 1], b[s + 2], b[s + 3], b[s + 4]);
    case 6: return text(b[s], b[s + 1], b[s + 2], b[s + 3], b[s + 4], b[s + 5]);
    case 7: return text(b[s], b[s + 1], b[s + 2], b[s + 3], b[s + 4], b[s + 5], b[s + 6]);
    case 8: return text(b[s], b[s + 1], b[s + 2], b[s + 3], b[s + 4], b[s + 5], b[s + 6], b[s + 7]);
    case 9: return text(b[s], b[s + 1], b[s + 2], b[s + 3], b[s + 4], b[s + 5], b[s + 6], b[s + 7], b[s + 8]);
    case 10: return text(
      b[s], b[s + 1], b[s + 2], b[s + 3], b[s + 4], b[s + 5], b[s + 6], b[s + 7],
      b[s + 8], b[s + 9]);
    case 11: return text(
      b[s], b[s + 1], b[s + 2], b[s + 3], b[s + 4], b[s + 5], b[s + 6], b[s + 7],
      b[s + 8], b[s + 9], b[s + 10]);
    case 12: return text(
      b[s], b[s + 1], b[s + 2], b[s + 3], b[s + 4], b[s + 5], b[s + 6], b[s + 7],
      b[s + 8], b[s + 9], b[s + 10], b[s + 11]);
    case 13: return text(
      b[s], b[s + 1], b[s + 2], b[s + 3], b[s + 4], b[s + 5], b[s + 6], b[s + 7],
      b[s + 8], b[s + 9], b[s + 10], b[s + 11], b[s + 12]);
    case 14: return text(
      b[s], b[s + 1], b[s + 2], b[s + 3], b[s + 4], b[s + 5], b[s + 6], b[s + 7],
      b[s + 8], b[s + 9], b[s + 10], b[s + 11], b[s + 12], b[s + 13]);
    case 15: return text(
      b[s], b[s + 1], b[s + 2], b[s + 3], b[s + 4], b[s + 5], b[s + 6], b[s + 7],
      b[s + 8], b[s + 9], b[s + 10], b[s + 11], b[s + 12], b[s + 13], b[s + 14]);
    case 16: return text(
      b[s], b[s + 1], b[s + 2], b[s + 3], b[s + 4], b[s + 5], b[s + 6], b[s + 7],
      b[s + 8], b[s + 9], b[s + 10], b[s + 11], b[s + 12], b[s + 13], b[s + 14], b[s + 15]);
    default: return '';
  }
}

// Where the units of a short text gather before they become a string.
const units = new Array(SHORT).fill(0);

// The string of the first `length` units that have gathered.
function textOfUnits(length) {
  const u = units;
  switch (length) {
    case 1: return text(u[0]);
    case 2: return text(u[0], u[1]);
    case 3: return text(u[0], u[1], u[2]);
    case 4: return text(u[0], u[1], u[2], u[3]);
    case 5: return text(u[0], u[1], u[2], u[3], u[4]);
    case 6: return text(u[0], u[1], u[2], u[3], u[4], u[5]);
    case 7: return text(u[0], u[1], u[2], u[3], u[4], u[5], u[6]);
    case 8: return text(u[0], u[1], u[2], u[3], u[4], u[5], u[6], u[7]);
    case 9: return text(u[0], u[1], u[2], u[3], u[4], u[5], u[6], u[7], u[8]);
    case 10: return text(u[0], u[1], u[2], u[3], u[4], u[5], u[6], u[7], u[8], u[9]);
    case 11: return text(u[0], u[1], u[2], u[3], u[4], u[5], u[6], u[7], u[8], u[9], u[10]);
    case 12: return text(u[0], u[1], u[2], u[3], u[4], u[5], u[6], u[7], u[8], u[9], u[10], u[11]);
    case 13: return text(u[0], u[1], u[2], u[3], u[4], u[5], u[6], u[7], u[8], u[9], u[10], u[11], u[12]);
    case 14: return text(u[0], u[1], u[2], u[3], u[4], u[5], u[6], u[7], u[8], u[9], u[10], u[11], u[12], u[13]);
    default: return undefined;
  }
}

// The string of at most SHORT bytes of UTF-8; undefined when something in it is not well-formed.
function shortUtf8(b, s, length) {
  const end = s + length;
  let count = 0;
  for (let i = s; i < end;) {
    const first = b[i++];
    if (first < 0x80) {
      units[count++] = first;
      continue;
    }
    // No more bytes than there are: one that lies behind the end counts as none.
    const second = i < end ? b[i++] : 0;
    if (first < 0xc2 || first > 0xf4 || second >> 6 !== 2) return undefined;
    if (first < 0xe0) {
      units[count++] = (first & 0x1f) << 6 | (second & 0x3f);
      continue;
    }
    const third = i < end ? b[i++] : 0;
    if (third >> 6 !== 2) return undefined;
    const code = (first & 0x0f) << 12 | (second & 0x3f) << 6 | (third & 0x3f);
    if (first < 0xf0) {
      if (code < 0x800 || (code & 0xf800) === 0xd800) return undefined;
      units[count++] = code;
      continue;
    }
    const fourth = i < end ? b[i++] : 0;
    const point = (code << 6 | (fourth & 0x3f)) & 0x1fffff;
    if (fourth >> 6 !== 2 || point < 0x10000 || point > 0x10ffff) return undefined;
    units[count++] = 0xd7c0 + (point >> 10);
    units[count++] = 0xdc00 | (point & 0x3ff);
  }
  return textOfUnits(count);
}

// The string of at most SHORT bytes of UTF-16.
function shortUtf16(b, s, length) {
  const count = length >> 1;
  for (let i = 0; i < count; i++) units[i] = b[s + 2 * i] | b[s + 2 * i + 1] << 8;
  return textOfUnits(count);
}

// Native code takes the bytes of a string as they lie there when none of its characters needs two.
function utf8WriteAny(buf, string, offset, length) {
  if (string.charCodeAt(0) > 0xff || string.charCodeAt(string.length - 1) > 0xff) {
    return ops.op_buffer_utf8_write(buf, string, offset, length);
  }
  return ops.op_buffer_utf8_write_one_byte(buf, string, offset, length);
}

function isShortAscii(string) {
  const { length } = string;
  if (length > SHORT) return false;
  for (let i = 0; i < length; i++) {
    if (string.charCodeAt(i) > 0x7f) return false;
  }
  return true;
}

// Writes a short string of Latin-1 that has room at `offset`; false when it is something else.
function writeShortLatin1(bytes, string, offset) {
  const { length } = string;
  if (length > SHORT) return false;
  for (let i = 0; i < length; i++) {
    const code = string.charCodeAt(i);
    if (code > 0xff) return false;
    bytes[offset + i] = code;
  }
  return true;
}

// Writes a string that has room at `offset`, two bytes for each unit.
function writeShortUtf16(bytes, string, offset) {
  for (let i = 0; i < string.length; i++) {
    const unit = string.charCodeAt(i);
    bytes[offset + 2 * i] = unit & 0xff;
    bytes[offset + 2 * i + 1] = unit >> 8;
  }
}

// Writes a short string as UTF-8 to `[offset, end)`: how many bytes it has, or -1 when it is too long, does not fit or has
// a surrogate alone. Then a part of it may be there already, as it is when native code writes as much as fits.
function writeShortUtf8(bytes, string, offset, end) {
  const { length } = string;
  if (length > SHORT || length > end - offset) return -1;
  for (let i = 0; i < length; i++) {
    const code = string.charCodeAt(i);
    if (code > 0x7f) return writeShortAny(bytes, string, offset, end, i);
    bytes[offset + i] = code;
  }
  return length;
}

// As writeShortUtf8(), of a string whose first `i` characters are written.
function writeShortAny(bytes, string, offset, end, i) {
  const { length } = string;
  let at = offset + i;
  for (; i < length; i++) {
    const code = string.charCodeAt(i);
    if (code < 0x80) {
      if (at >= end) return -1;
      bytes[at++] = code;
    } else if (code < 0x800) {
      if (at + 2 > end) return -1;
      bytes[at] = 0xc0 | code >> 6;
      bytes[at + 1] = 0x80 | (code & 0x3f);
      at += 2;
    } else if ((code & 0xf800) !== 0xd800) {
      if (at + 3 > end) return -1;
      bytes[at] = 0xe0 | code >> 12;
      bytes[at + 1] = 0x80 | (code >> 6 & 0x3f);
      bytes[at + 2] = 0x80 | (code & 0x3f);
      at += 3;
    } else {
      const next = ++i < length ? string.charCodeAt(i) : 0;
      if (code > 0xdbff || (next & 0xfc00) !== 0xdc00 || at + 4 > end) return -1;
      const point = ((code & 0x3ff) << 10 | (next & 0x3ff)) + 0x10000;
      bytes[at] = 0xf0 | point >> 18;
      bytes[at + 1] = 0x80 | (point >> 12 & 0x3f);
      bytes[at + 2] = 0x80 | (point >> 6 & 0x3f);
      bytes[at + 3] = 0x80 | (point & 0x3f);
      at += 4;
    }
  }
  return at - offset;
}

// `number` is what the native searches and transcode() know the encoding by, `limit` the last byte that stands for the
// character of the same number, as all before it do.
const utf8 = {
  encoding: 'utf8',
  number: 0,
  limit: 0x7f,
  byteLength: (string) => ops.op_buffer_byte_length_utf8(string),
  write: (buf, string, offset, length) => ops.op_buffer_utf8_write(buf, string, offset, length),
  slice: (buf, start, end) => ops.op_buffer_utf8_slice(buf, start, end),
};
const utf16le = {
  encoding: 'utf16le',
  number: 1,
  limit: 0,
  byteLength: (string) => string.length * 2,
  write: (buf, string, offset, length) => ops.op_buffer_ucs2_write(buf, string, offset, length),
  slice: (buf, start, end) => ops.op_buffer_ucs2_slice(buf, start, end),
};
const latin1 = {
  encoding: 'latin1',
  number: 2,
  limit: 0xff,
  byteLength: (string) => string.length,
  write: (buf, string, offset, length) => ops.op_buffer_latin1_write(buf, string, offset, length),
  slice: (buf, start, end) => ops.op_buffer_latin1_slice(buf, start, end),
};
const ascii = {
  encoding: 'ascii',
  number: 2,
  limit: 0x7f,
  byteLength: (string) => string.length,
  write: (buf, string, offset, length) => ops.op_buffer_latin1_write(buf, string, offset, length),
  slice: (buf, start, end) => ops.op_buffer_ascii_slice(buf, start, end),
};
const base64 = {
  encoding: 'base64',
  number: 3,
  limit: 0,
  byteLength: base64ByteLength,
  write: (buf, string, offset, length) => ops.op_buffer_base64_write(buf, string, offset, length),
  slice: (buf, start, end) => longBase64(buf, start, end) ?? ops.op_buffer_base64_slice(buf, start, end),
};
const base64url = {
  encoding: 'base64url',
  number: 3,
  limit: 0,
  byteLength: base64ByteLength,
  write: (buf, string, offset, length) => ops.op_buffer_base64_write(buf, string, offset, length),
  slice: (buf, start, end) =>
    longBase64(buf, start, end, urlAlphabet) ?? ops.op_buffer_base64url_slice(buf, start, end),
};
const hex = {
  encoding: 'hex',
  number: 4,
  limit: 0,
  byteLength: (string) => string.length >>> 1,
  write: (buf, string, offset, length) => ops.op_buffer_hex_write(buf, string, offset, length),
  slice: hexSlice,
};

const table = {
  '__proto__': null,
  utf8,
  'utf-8': utf8,
  'ucs2': utf16le,
  'ucs-2': utf16le,
  utf16le,
  'utf-16le': utf16le,
  latin1,
  'binary': latin1,
  ascii,
  base64,
  base64url,
  hex,
};

// What an encoding can do; undefined when there is no such encoding.
function getEncodingOps(encoding) {
  // The usual names, sooner than the table has them.
  switch (encoding) {
    case 'utf8': return utf8;
    case 'latin1': return latin1;
    case 'hex': return hex;
    case 'base64': return base64;
    case 'ascii': return ascii;
    case 'base64url': return base64url;
    case 'ucs2': return utf16le;
  }
  if (typeof encoding !== 'string') encoding = `${encoding}`;
  return table[encoding] ?? table[encoding.toLowerCase()];
}

const isIndex = (value) => typeof value === 'number' || value === undefined;

// Conversions of a program's own run here; those of a buffer without bytes do not run.
function slice(read, buf, start, end) {
  if (isIndex(start) && isIndex(end)) return read(buf, start, end);
  if (ArrayBuffer.isView(buf) && buf.byteLength !== 0) {
    start = isIndex(start) ? start : +start;
    // A start that is refused is refused before the end is looked at.
    end = isIndex(end) ? end : start < 0 ? 0 : +end;
  }
  return read(buf, start, end);
}

// What readers of streams ask for when little has come; undefined when it is for native code.
function shortUtf8Slice(buf, start, end) {
  if (!Number.isInteger(start) || !Number.isInteger(end) || !isUint8Array(buf)) return undefined;
  const length = end - start;
  if (length <= 0 || length > SHORT || start < 0 || end > TypedArrayPrototypeGetLength(buf)) return undefined;
  return shortText(buf, start, length, 0x7f) ?? shortUtf8(buf, start, length);
}

function addStringMethods(proto) {
  proto.asciiSlice = function(start, end) { return slice(ascii.slice, this, start, end); };
  proto.base64Slice = function(start, end) { return slice(base64.slice, this, start, end); };
  proto.base64urlSlice = function(start, end) { return slice(base64url.slice, this, start, end); };
  proto.latin1Slice = function(start, end) { return slice(latin1.slice, this, start, end); };
  proto.hexSlice = function(start, end) { return slice(hex.slice, this, start, end); };
  proto.ucs2Slice = function(start, end) { return slice(utf16le.slice, this, start, end); };
  proto.utf8Slice = function(start, end) { return shortUtf8Slice(this, start, end) ?? slice(utf8.slice, this, start, end); };
  proto.asciiWrite = function(string, offset, length) { return asciiWrite(this, string, offset, length); };
  proto.base64Write = function(string, offset, length) { return base64Write(this, string, offset, length); };
  proto.base64urlWrite = function(string, offset, length) { return base64Write(this, string, offset, length); };
  proto.latin1Write = function(string, offset, length) { return latin1Write(this, string, offset, length); };
  proto.hexWrite = function(string, offset, length) { return hexWrite(this, string, offset, length); };
  proto.ucs2Write = function(string, offset, length) { return ucs2Write(this, string, offset, length); };
  proto.utf8Write = function(string, offset, length) { return utf8Write(this, string, offset, length); };
}

module.exports = {
  SHORT,
  addStringMethods,
  asciiWrite,
  getEncodingOps,
  isShortAscii,
  latin1Write,
  shortText,
  shortUtf16,
  shortUtf8,
  utf16le,
  utf8,
  utf8Write,
  utf8WriteAny,
  writeShortLatin1,
  writeShortUtf16,
  writeShortUtf8,
};
