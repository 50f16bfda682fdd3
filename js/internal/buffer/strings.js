// Strings and bytes in each encoding: buf.utf8Slice(), buf.utf8Write() and so on, and the table of the encodings.
// https://nodejs.org/api/buffer.html#buffers-and-character-encodings
'use strict';

const { ERR_BUFFER_OUT_OF_BOUNDS } = require('internal/errors').codes;

// [offset, length] of a write that a program asks for without the checks of buf.write().
function checkWrite(buf, offset, length) {
  const { byteLength } = buf;
  if (byteLength !== undefined) {
    if (!(offset >= 0 && offset <= byteLength)) throw new ERR_BUFFER_OUT_OF_BOUNDS('offset');
    if (!(length >= 0 && length <= byteLength - offset)) throw new ERR_BUFFER_OUT_OF_BOUNDS('length');
  }
}

function asciiWrite(buf, string, offset = 0, length = buf.byteLength - offset) {
  checkWrite(buf, offset, length);
  return ops.op_buffer_latin1_write(buf, string, offset, length);
}

function latin1Write(buf, string, offset = 0, length = buf.byteLength - offset) {
  checkWrite(buf, offset, length);
  return ops.op_buffer_latin1_write(buf, string, offset, length);
}

function utf8Write(buf, string, offset = 0, length = buf.byteLength - offset) {
  checkWrite(buf, offset, length);
  return ops.op_buffer_utf8_write(buf, string, offset, length);
}

// The other encodings cut a length that is too great.
function clampWrite(buf, offset, length) {
  const { byteLength } = buf;
  if (byteLength === undefined) return 0;
  if (!(offset >= 0 && offset <= byteLength)) throw new ERR_BUFFER_OUT_OF_BOUNDS('offset');
  const room = byteLength - offset;
  if (length === undefined || length > room) return room;
  return length > 0 ? length : 0;
}

function ucs2Write(buf, string, offset = 0, length = undefined) {
  return ops.op_buffer_ucs2_write(buf, string, offset, clampWrite(buf, offset, length));
}

function base64Write(buf, string, offset = 0, length = undefined) {
  return ops.op_buffer_base64_write(buf, string, offset, clampWrite(buf, offset, length));
}

function hexWrite(buf, string, offset = 0, length = undefined) {
  return ops.op_buffer_hex_write(buf, string, offset, clampWrite(buf, offset, length));
}

function base64ByteLength(string) {
  let bytes = string.length;
  if (string.charCodeAt(bytes - 1) === 0x3d) bytes--;
  if (bytes > 1 && string.charCodeAt(bytes - 1) === 0x3d) bytes--;
  // Without an overflow of 32 bits: a string has at most half a billion characters.
  return Math.floor(bytes * 3 / 4);
}

// `number` is what the native searches and transcode() know the encoding by.
const utf8 = {
  encoding: 'utf8',
  number: 0,
  byteLength: (string) => ops.op_buffer_byte_length_utf8(string),
  write: (buf, string, offset, length) => ops.op_buffer_utf8_write(buf, string, offset, length),
  slice: (buf, start, end) => ops.op_buffer_utf8_slice(buf, start, end),
};
const utf16le = {
  encoding: 'utf16le',
  number: 1,
  byteLength: (string) => string.length * 2,
  write: (buf, string, offset, length) => ops.op_buffer_ucs2_write(buf, string, offset, length),
  slice: (buf, start, end) => ops.op_buffer_ucs2_slice(buf, start, end),
};
const latin1 = {
  encoding: 'latin1',
  number: 2,
  byteLength: (string) => string.length,
  write: (buf, string, offset, length) => ops.op_buffer_latin1_write(buf, string, offset, length),
  slice: (buf, start, end) => ops.op_buffer_latin1_slice(buf, start, end),
};
const ascii = {
  encoding: 'ascii',
  number: 2,
  byteLength: (string) => string.length,
  write: (buf, string, offset, length) => ops.op_buffer_latin1_write(buf, string, offset, length),
  slice: (buf, start, end) => ops.op_buffer_ascii_slice(buf, start, end),
};
const base64 = {
  encoding: 'base64',
  number: 3,
  byteLength: base64ByteLength,
  write: (buf, string, offset, length) => ops.op_buffer_base64_write(buf, string, offset, length),
  slice: (buf, start, end) => ops.op_buffer_base64_slice(buf, start, end),
};
const base64url = {
  encoding: 'base64url',
  number: 3,
  byteLength: base64ByteLength,
  write: (buf, string, offset, length) => ops.op_buffer_base64_write(buf, string, offset, length),
  slice: (buf, start, end) => ops.op_buffer_base64url_slice(buf, start, end),
};
const hex = {
  encoding: 'hex',
  number: 4,
  byteLength: (string) => string.length >>> 1,
  write: (buf, string, offset, length) => ops.op_buffer_hex_write(buf, string, offset, length),
  slice: (buf, start, end) => ops.op_buffer_hex_slice(buf, start, end),
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
  if (typeof encoding !== 'string') encoding = `${encoding}`;
  return table[encoding] ?? table[encoding.toLowerCase()];
}

function addStringMethods(proto) {
  proto.asciiSlice = function(start, end) { return ops.op_buffer_ascii_slice(this, start, end); };
  proto.base64Slice = function(start, end) { return ops.op_buffer_base64_slice(this, start, end); };
  proto.base64urlSlice = function(start, end) { return ops.op_buffer_base64url_slice(this, start, end); };
  proto.latin1Slice = function(start, end) { return ops.op_buffer_latin1_slice(this, start, end); };
  proto.hexSlice = function(start, end) { return ops.op_buffer_hex_slice(this, start, end); };
  proto.ucs2Slice = function(start, end) { return ops.op_buffer_ucs2_slice(this, start, end); };
  proto.utf8Slice = function(start, end) { return ops.op_buffer_utf8_slice(this, start, end); };
  proto.asciiWrite = function(string, offset, length) { return asciiWrite(this, string, offset, length); };
  proto.base64Write = function(string, offset, length) { return base64Write(this, string, offset, length); };
  proto.base64urlWrite = function(string, offset, length) { return base64Write(this, string, offset, length); };
  proto.latin1Write = function(string, offset, length) { return latin1Write(this, string, offset, length); };
  proto.hexWrite = function(string, offset, length) { return hexWrite(this, string, offset, length); };
  proto.ucs2Write = function(string, offset, length) { return ucs2Write(this, string, offset, length); };
  proto.utf8Write = function(string, offset, length) { return utf8Write(this, string, offset, length); };
}

module.exports = { addStringMethods, asciiWrite, getEncodingOps, latin1Write, utf8, utf8Write };
