// atob(), btoa(), transcode(), isUtf8(), isAscii(): the functions of node:buffer that are not methods.
// https://nodejs.org/api/buffer.html#nodebuffer-module-apis
'use strict';

const { ERR_INVALID_ARG_TYPE, ERR_MISSING_ARGS } = require('internal/errors').codes;
const { genericNodeError } = require('internal/errors');
const { lazyDOMException, normalizeEncoding } = require('internal/util');
const { FastBuffer } = require('internal/buffer/allocation');
const { isAnyArrayBuffer, isTypedArray, isUint8Array } = require('internal/buffer/kinds');

function btoa(input) {
  if (arguments.length === 0) throw new ERR_MISSING_ARGS('input');
  const result = ops.op_buffer_btoa(`${input}`);
  if (typeof result === 'string') return result;
  throw lazyDOMException(
    result === -1 ? 'Invalid character' : 'The string is too long to be encoded.', 'InvalidCharacterError');
}

function atob(input) {
  if (arguments.length === 0) throw new ERR_MISSING_ARGS('input');
  const result = ops.op_buffer_atob(`${input}`);
  if (typeof result === 'string') return result;
  throw lazyDOMException(
    result === -1 ? 'Invalid character' : 'The string to be decoded is not correctly encoded.',
    'InvalidCharacterError');
}

const transcodable = { __proto__: null, utf8: 0, utf16le: 1, latin1: 2, ascii: 3 };

function transcode(source, fromEncoding, toEncoding) {
  if (!isUint8Array(source)) throw new ERR_INVALID_ARG_TYPE('source', ['Buffer', 'Uint8Array'], source);
  if (source.length === 0) return new FastBuffer();
  const from = transcodable[normalizeEncoding(fromEncoding)];
  const to = transcodable[normalizeEncoding(toEncoding)];
  let code = 'U_ILLEGAL_ARGUMENT_ERROR';
  if (from !== undefined && to !== undefined) {
    const result = ops.op_buffer_transcode(source, from, to);
    if (result !== null) return new FastBuffer(result.buffer, result.byteOffset, result.byteLength);
    code = 'U_INVALID_CHAR_FOUND';
  }
  throw genericNodeError(`Unable to transcode Buffer [${code}]`, {
    code,
    errno: code === 'U_ILLEGAL_ARGUMENT_ERROR' ? 1 : 10,
  });
}

function isUtf8(input) {
  if (isTypedArray(input) || isAnyArrayBuffer(input)) return ops.op_buffer_is_utf8(input);
  throw new ERR_INVALID_ARG_TYPE('input', ['ArrayBuffer', 'Buffer', 'TypedArray'], input);
}

function isAscii(input) {
  if (isTypedArray(input) || isAnyArrayBuffer(input)) return ops.op_buffer_is_ascii(input);
  throw new ERR_INVALID_ARG_TYPE('input', ['ArrayBuffer', 'Buffer', 'TypedArray'], input);
}

module.exports = { atob, btoa, isAscii, isUtf8, transcode };
