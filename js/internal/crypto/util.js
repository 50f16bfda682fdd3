// What the parts of node:crypto share. https://nodejs.org/api/crypto.html
'use strict';

const { Buffer, constants: { MAX_LENGTH } } = require('buffer');
const { codes: { ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE } } = require('internal/errors');
const { FastBuffer } = require('internal/buffer');
const { isAnyArrayBuffer, isArrayBufferView } = require('internal/util/types');
const { validateString } = require('internal/validators');

const kHandle = Symbol('kHandle');
const kKeyObject = Symbol('kKeyObject');

// What the native side gives back: see ops/crypto/text.rs.
const BUFFER = 0;
const encodings = {
  '__proto__': null,
  'buffer': BUFFER,
  'hex': 1,
  'base64': 2,
  'base64url': 3,
  'latin1': 4,
  'binary': 4,
};

// A native result as a Buffer: see `raw` in ops/crypto/text.rs.
function toBuffer(result) {
  if (typeof result !== 'string') return new FastBuffer(result);
  const { length } = result;
  const buffer = new FastBuffer(length);
  for (let i = 0; i < length; i++) buffer[i] = result.charCodeAt(i);
  return buffer;
}

// Bytes in any encoding that Buffer knows. `undefined` and 'buffer' leave the Buffer.
function encode(buffer, encoding) {
  return encoding && encoding !== 'buffer' ? buffer.toString(encoding) : buffer;
}

// Any ArrayBuffer, view, or string in the given encoding, as a view or an ArrayBuffer.
function getArrayBufferOrView(buffer, name, encoding) {
  if (isAnyArrayBuffer(buffer)) return buffer;
  if (typeof buffer === 'string') {
    return Buffer.from(buffer, encoding === 'buffer' ? 'utf8' : encoding);
  }
  if (!isArrayBufferView(buffer)) {
    throw new ERR_INVALID_ARG_TYPE(
      name, ['string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], buffer);
  }
  return buffer;
}

function toBuf(value, encoding) {
  if (typeof value !== 'string') return value;
  return Buffer.from(value, encoding === 'buffer' ? 'utf8' : encoding);
}

function validateByteSource(value, name) {
  value = toBuf(value);
  if (isAnyArrayBuffer(value) || isArrayBufferView(value)) return value;
  throw new ERR_INVALID_ARG_TYPE(
    name, ['string', 'ArrayBuffer', 'TypedArray', 'DataView', 'Buffer'], value);
}

// A string option that may be missing.
function getStringOption(options, key) {
  const value = options?.[key];
  if (value !== undefined && value !== null) validateString(value, `options.${key}`);
  return value;
}

function validateMaxBufferLength(data, name, max = MAX_LENGTH) {
  if (data.byteLength > max) {
    throw new ERR_OUT_OF_RANGE(name, `less than ${max + 1} bytes`, data.byteLength);
  }
}

module.exports = {
  BUFFER,
  encode,
  encodings,
  getArrayBufferOrView,
  getStringOption,
  kHandle,
  kKeyObject,
  toBuf,
  toBuffer,
  validateByteSource,
  validateMaxBufferLength,
};
