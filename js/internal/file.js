// File. https://nodejs.org/api/buffer.html#class-file
'use strict';

const { ERR_INVALID_THIS, ERR_MISSING_ARGS } = require('internal/errors').codes;
const { customInspectSymbol, kEnumerableProperty, toUSVString } = require('internal/util');
const { Blob } = require('internal/blob');
const { kClone, kDeserialize } = require('internal/worker/js_transferable');

class File extends Blob {
  #name;
  #lastModified;

  constructor(fileBits, fileName, options = { __proto__: null }) {
    if (arguments.length < 2) throw new ERR_MISSING_ARGS('fileBits', 'fileName');
    super(fileBits, options);
    const lastModified = options?.lastModified;
    // A date that is none counts as 0, as in the other conversions to a long.
    this.#lastModified = lastModified === undefined ? Date.now() : Math.trunc(+lastModified) || 0;
    this.#name = toUSVString(fileName);
  }

  get name() {
    if (!(#name in this)) throw new ERR_INVALID_THIS('File');
    return this.#name;
  }

  get lastModified() {
    if (!(#name in this)) throw new ERR_INVALID_THIS('File');
    return this.#lastModified;
  }

  [customInspectSymbol](depth, options) {
    if (depth < 0) return '[File]';
    const opts = { ...options, depth: options.depth == null ? null : options.depth - 1 };
    const { inspect } = require('internal/util/inspect');
    const { size, type } = this;
    return `File ${inspect({ size, type, name: this.#name, lastModified: this.#lastModified }, opts)}`;
  }

  [kClone]() {
    const { data } = super[kClone]();
    return {
      data: { ...data, name: this.#name, lastModified: this.#lastModified },
      deserializeInfo: 'internal/file:ClonedFile',
    };
  }

  [kDeserialize](data) {
    super[kDeserialize](data);
    this.#name = data.name;
    this.#lastModified = data.lastModified;
  }
}

// What a structured clone begins with: an object of the class, with its private fields.
function ClonedFile() {
  return new File([], '');
}
ClonedFile.prototype[kDeserialize] = () => {};

Object.defineProperties(File.prototype, {
  name: kEnumerableProperty,
  lastModified: kEnumerableProperty,
  [Symbol.toStringTag]: { __proto__: null, configurable: true, value: 'File' },
});

module.exports = { ClonedFile, File };
