// TextEncoder and TextDecoder. https://encoding.spec.whatwg.org, https://nodejs.org/api/util.html#class-utiltextdecoder
'use strict';

const {
  ERR_ENCODING_INVALID_ENCODED_DATA,
  ERR_ENCODING_NOT_SUPPORTED,
  ERR_INVALID_ARG_TYPE,
  ERR_INVALID_THIS,
  ERR_STRING_TOO_LONG,
} = require('internal/errors').codes;
const { customInspectSymbol, getConstructorOf } = require('internal/util');
const { isAnyArrayBuffer, isArrayBufferView, isUint8Array } = require('internal/buffer/kinds');
const { SHORT, isShortAscii, shortText, utf8WriteAny, writeShort } = require('internal/buffer/strings');

const kFlags = Symbol('flags');
const kHandle = Symbol('handle');

const FLAG_FATAL = 2;
const FLAG_IGNORE_BOM = 4;

// Beyond this, memory that need not be zeroed is worth a slower call.
const LARGE = 4096;

const IN_RESULTS = 0xffffffff;

const empty = new Uint8Array(0);
// [units read, bytes written] of the last encodeInto() that said so because they are large.
const encodeIntoResults = new Uint32Array(2);

class TextEncoder {
  #encoding = 'utf-8';

  get encoding() {
    return this.#encoding;
  }

  encode(input = '') {
    this.#encoding;
    const text = `${input}`;
    const length = isShortAscii(text) ? text.length : ops.op_buffer_byte_length_utf8(text);
    if (length > LARGE) return ops.op_encoding_encode(text) ?? new Uint8Array(length);
    const bytes = new Uint8Array(length);
    if (length > 0 && !writeShort(bytes, text, 0, 0x7f)) utf8WriteAny(bytes, text, 0, length);
    return bytes;
  }

  encodeInto(src, dest) {
    this.#encoding;
    if (typeof src !== 'string') throw new ERR_INVALID_ARG_TYPE('src', 'string', src);
    if (!isUint8Array(dest)) throw new ERR_INVALID_ARG_TYPE('dest', 'Uint8Array', dest);
    const { length } = src;
    if (length <= dest.length && writeShort(dest, src, 0, 0x7f)) return { read: length, written: length };
    const counts = ops.op_encoding_encode_into(src, dest, encodeIntoResults);
    if (counts < IN_RESULTS) return { read: counts >>> 16, written: counts & 0xffff };
    return { read: encodeIntoResults[0], written: encodeIntoResults[1] };
  }

  [customInspectSymbol](depth, opts) {
    if (!(#encoding in this)) throw new ERR_INVALID_THIS('TextEncoder');
    if (typeof depth === 'number' && depth < 0) return this;
    return require('internal/util/inspect').inspect({ encoding: this.#encoding }, opts);
  }
}

const enumerable = { __proto__: null, enumerable: true };

Object.defineProperties(TextEncoder.prototype, {
  encode: enumerable,
  encodeInto: enumerable,
  encoding: enumerable,
  [Symbol.toStringTag]: { __proto__: null, configurable: true, value: 'TextEncoder' },
});

// The name of the encoding that a label stands for; undefined when there is none.
function getEncodingFromLabel(label) {
  if (label === 'utf-8' || label === 'utf8') return 'utf-8';
  return ops.op_encoding_from_label(label) ?? undefined;
}

function checkOptions(options) {
  if (options !== undefined && options !== null && typeof options !== 'object' && typeof options !== 'function') {
    throw new ERR_INVALID_ARG_TYPE('options', 'object', options);
  }
}

class TextDecoder {
  #encoding;
  #fatal;
  #ignoreBOM;
  // Whether the native decoder holds a part of the text.
  #streaming = false;
  #converter = null;

  constructor(encoding = 'utf-8', options = undefined) {
    encoding = `${encoding}`;
    checkOptions(options);
    const name = getEncodingFromLabel(encoding);
    if (name === undefined) throw new ERR_ENCODING_NOT_SUPPORTED(encoding);
    this.#encoding = name;
    this.#fatal = Boolean(options?.fatal);
    this.#ignoreBOM = Boolean(options?.ignoreBOM);
  }

  decode(input = empty, options = undefined) {
    if (!TextDecoder.#is(this)) throw new ERR_INVALID_THIS('TextDecoder');
    checkOptions(options);
    const stream = Boolean(options?.stream);
    let result;
    if (!stream && !this.#streaming && this.#encoding === 'utf-8') {
      if (isUint8Array(input) && input.length <= SHORT) {
        const string = shortText(input, 0, input.length, 0x7f);
        if (string !== undefined) return string;
      }
      result = ops.op_encoding_decode_utf8(input, this.#ignoreBOM, this.#fatal);
    } else {
      this.#converter ??= new ops.Converter(this.#encoding, this.#fatal, this.#ignoreBOM);
      this.#streaming = stream;
      result = this.#converter.decode(input, !stream);
    }
    if (typeof result === 'string') return result;
    if (result === undefined || !(isArrayBufferView(input) || isAnyArrayBuffer(input))) {
      throw new ERR_INVALID_ARG_TYPE('list', ['SharedArrayBuffer', 'ArrayBuffer', 'ArrayBufferView'], input);
    }
    if (result === null) throw new ERR_STRING_TOO_LONG();
    this.#streaming = false;
    throw new ERR_ENCODING_INVALID_ENCODED_DATA(this.#encoding, undefined);
  }

  static #is(object) {
    return typeof object === 'object' && object !== null && #encoding in object;
  }

  get encoding() {
    if (!TextDecoder.#is(this)) throw new ERR_INVALID_THIS('TextDecoder');
    return this.#encoding;
  }

  get fatal() {
    if (!TextDecoder.#is(this)) throw new ERR_INVALID_THIS('TextDecoder');
    return this.#fatal;
  }

  get ignoreBOM() {
    if (!TextDecoder.#is(this)) throw new ERR_INVALID_THIS('TextDecoder');
    return this.#ignoreBOM;
  }

  [customInspectSymbol](depth, opts) {
    if (!TextDecoder.#is(this)) throw new ERR_INVALID_THIS('TextDecoder');
    const name = getConstructorOf(this)?.name ?? 'TextDecoder';
    if (typeof depth === 'number' && depth < 0) return `[${name}]`;
    const shown = { encoding: this.#encoding, fatal: this.#fatal, ignoreBOM: this.#ignoreBOM };
    if (opts.showHidden) {
      if (this.#encoding !== 'utf-8') this.#converter ??= new ops.Converter(this.#encoding, this.#fatal, this.#ignoreBOM);
      shown[kFlags] = (this.#fatal ? FLAG_FATAL : 0) | (this.#ignoreBOM ? FLAG_IGNORE_BOM : 0);
      shown[kHandle] = this.#converter ?? undefined;
    }
    return `${name} ${require('internal/util/inspect').inspect(shown)}`;
  }
}

Object.defineProperties(TextDecoder.prototype, {
  decode: enumerable,
  encoding: enumerable,
  fatal: enumerable,
  ignoreBOM: enumerable,
  [Symbol.toStringTag]: { __proto__: null, configurable: true, value: 'TextDecoder' },
});

module.exports = { TextDecoder, TextEncoder, getEncodingFromLabel };
