// File. https://nodejs.org/api/buffer.html#class-file
'use strict';

const { ERR_INVALID_THIS, ERR_MISSING_ARGS } = require('internal/errors').codes;
const { customInspectSymbol, kEnumerableProperty, toUSVString } = require('internal/util');
const { Blob } = require('internal/blob');
const { kClone, kDeserialize } = require('internal/worker/js_transferable');

// Shown by util.inspect under this name, with these properties.
const kState = Symbol('state');
class FileState {
  constructor(name, lastModified) {
    this.name = name;
    this.lastModified = lastModified;
  }
}

const isFile = (object) => object?.[kState] !== undefined;

class File extends Blob {
  constructor(fileBits, fileName, options = { __proto__: null }) {
    if (arguments.length < 2) throw new ERR_MISSING_ARGS('fileBits', 'fileName');
    super(fileBits, options);
    const lastModified = options?.lastModified;
    // A date that is none counts as 0, as in the other conversions to a long.
    const date = lastModified === undefined ? Date.now() : +lastModified || 0;
    this[kState] = new FileState(toUSVString(fileName), date);
  }

  get name() {
    if (!isFile(this)) throw new ERR_INVALID_THIS('File');
    return this[kState].name;
  }

  get lastModified() {
    if (!isFile(this)) throw new ERR_INVALID_THIS('File');
    return this[kState].lastModified;
  }

  [customInspectSymbol](depth, options) {
    if (depth < 0) return this;
    const opts = { ...options, depth: options.depth == null ? null : options.depth - 1 };
    const { inspect } = require('internal/util/inspect');
    const { size, type } = this;
    const { name, lastModified } = this[kState];
    return `File ${inspect({ size, type, name, lastModified }, opts)}`;
  }

  [kClone]() {
    const { data } = super[kClone]();
    return {
      data: { ...data, ...this[kState] },
      deserializeInfo: 'internal/file:ClonedFile',
    };
  }

  [kDeserialize](data) {
    super[kDeserialize](data);
    this[kState] = new FileState(data.name, data.lastModified);
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
