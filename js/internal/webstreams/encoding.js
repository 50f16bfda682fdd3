// TextEncoderStream and TextDecoderStream. https://encoding.spec.whatwg.org/#interface-textencoderstream
'use strict';

const { ERR_INVALID_THIS } = require('internal/errors').codes;
const { customInspectSymbol } = require('internal/util');
const { TextDecoder, TextEncoder } = require('internal/encoding');
const { customInspect, finishClass, isObject } = require('internal/webstreams/util');
const { TransformStream } = require('internal/webstreams/transformstream');

class TextEncoderStream {
  #pendingHighSurrogate = null;
  #handle;
  #transform;

  constructor() {
    this.#handle = new TextEncoder();
    this.#transform = new TransformStream({
      transform: (chunk, controller) => {
        const text = this.#complete(String(chunk));
        if (text !== '') controller.enqueue(this.#handle.encode(text));
      },
      flush: (controller) => {
        if (this.#pendingHighSurrogate !== null) controller.enqueue(new Uint8Array([0xef, 0xbf, 0xbd]));
      },
    });
  }

  // The text with the half of a pair that the last chunk ended with, without one that this chunk ends with.
  #complete(chunk) {
    if (chunk === '') return '';
    const text = this.#pendingHighSurrogate === null ? chunk : this.#pendingHighSurrogate + chunk;
    this.#pendingHighSurrogate = null;
    const last = text.charCodeAt(text.length - 1);
    if (last < 0xd800 || last > 0xdbff) return text;
    this.#pendingHighSurrogate = text[text.length - 1];
    return text.slice(0, -1);
  }

  get encoding() {
    return this.#handle.encoding;
  }

  get readable() {
    return this.#transform.readable;
  }

  get writable() {
    return this.#transform.writable;
  }

  [customInspectSymbol](depth, options) {
    if (!isObject(this) || !(#handle in this)) throw new ERR_INVALID_THIS('TextEncoderStream');
    return customInspect(depth, options, 'TextEncoderStream', {
      encoding: this.#handle.encoding,
      readable: this.#transform.readable,
      writable: this.#transform.writable,
    });
  }
}

class TextDecoderStream {
  #handle;
  #transform;

  constructor(encoding = 'utf-8', options = { __proto__: null }) {
    this.#handle = new TextDecoder(encoding, options);
    this.#transform = new TransformStream({
      transform: (chunk, controller) => {
        // An undefined chunk is not the same as no chunk.
        if (chunk === undefined) {
          const { ERR_INVALID_ARG_TYPE } = require('internal/errors').codes;
          throw new ERR_INVALID_ARG_TYPE('chunk', 'string', chunk);
        }
        const text = this.#handle.decode(chunk, { stream: true });
        if (text) controller.enqueue(text);
      },
      flush: (controller) => {
        const text = this.#handle.decode();
        if (text) controller.enqueue(text);
      },
    });
  }

  get encoding() {
    return this.#handle.encoding;
  }

  get fatal() {
    return this.#handle.fatal;
  }

  get ignoreBOM() {
    return this.#handle.ignoreBOM;
  }

  get readable() {
    return this.#transform.readable;
  }

  get writable() {
    return this.#transform.writable;
  }

  [customInspectSymbol](depth, options) {
    if (!isObject(this) || !(#handle in this)) throw new ERR_INVALID_THIS('TextDecoderStream');
    return customInspect(depth, options, 'TextDecoderStream', {
      encoding: this.#handle.encoding,
      fatal: this.#handle.fatal,
      ignoreBOM: this.#handle.ignoreBOM,
      readable: this.#transform.readable,
      writable: this.#transform.writable,
    });
  }
}

// As in Node, these two have no toStringTag.
finishClass(TextEncoderStream, ['encoding', 'readable', 'writable']);
finishClass(TextDecoderStream, ['encoding', 'fatal', 'ignoreBOM', 'readable', 'writable']);
delete TextEncoderStream.prototype[Symbol.toStringTag];
delete TextDecoderStream.prototype[Symbol.toStringTag];

module.exports = { TextDecoderStream, TextEncoderStream };
