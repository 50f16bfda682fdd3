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
const { SHORT, shortText, shortUtf8, utf8WriteAny, writeShortUtf8 } = require('internal/buffer/strings');

const kFlags = Symbol('flags');
const kHandle = Symbol('handle');

const FLAG_FATAL = 2;
const FLAG_IGNORE_BOM = 4;

// Beyond this many characters, memory that need not be zeroed is worth a slower call.
const LARGE = 4096;

const IN_RESULTS = 0xffffffff;

const empty = new Uint8Array(0);
// The UTF-8 of a short string before its length is known.
let shortBytes;
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
    shortBytes ??= new Uint8Array(3 * SHORT);
    let length = writeShortUtf8(shortBytes, text, 0, 3 * SHORT);
    if (length !== -1) {
      const bytes = new Uint8Array(length);
      for (let i = 0; i < length; i++) bytes[i] = shortBytes[i];
      return bytes;
    }
    // Long text and two-byte characters: one call finds the length and converts.
    if (text.length > LARGE || text.charCodeAt(text.length - 1) > 0xff || text.charCodeAt(0) > 0xff) {
      return ops.op_encoding_encode(text) ?? new Uint8Array(ops.op_buffer_byte_length_utf8(text));
    }
    length = ops.op_buffer_byte_length_utf8(text);
    const bytes = new Uint8Array(length);
    utf8WriteAny(bytes, text, 0, length);
    return bytes;
  }

  encodeInto(src, dest) {
    this.#encoding;
    if (typeof src !== 'string') throw new ERR_INVALID_ARG_TYPE('src', 'string', src);
    if (!isUint8Array(dest)) throw new ERR_INVALID_ARG_TYPE('dest', 'Uint8Array', dest);
    const written = writeShortUtf8(dest, src, 0, dest.length);
    const { length } = src;
    if (written !== -1) return { read: length, written };
    // Each unit becomes three bytes at most: then all of it fits.
    if (length > 0 && dest.length >= length * 3) return { read: length, written: utf8WriteAny(dest, src, 0, length * 3) };
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
        // Text that may begin with a mark is for native code.
        const string = shortText(input, 0, input.length, 0x7f) ??
          (input[0] === 0xef ? undefined : shortUtf8(input, 0, input.length));
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
