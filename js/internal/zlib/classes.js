// The stream classes, one for each direction of each format. https://nodejs.org/api/zlib.html#class-zlibdeflate
'use strict';

const process = require('process');
const { checkRangesOrGetDefault } = require('internal/validators');
const { deprecateInstantiation } = require('internal/util');
const { ZlibBase, assertOpen } = require('internal/zlib/base');
const { constants } = require('internal/zlib/constants');
const { openHandle, readFormat } = require('internal/zlib/settings');

const {
  BROTLI_DECODE, BROTLI_ENCODE, DEFLATE, DEFLATERAW, GUNZIP, GZIP, INFLATE, INFLATERAW, UNZIP,
  ZSTD_COMPRESS, ZSTD_DECOMPRESS,
  Z_DEFAULT_STRATEGY, Z_FIXED, Z_MAX_LEVEL, Z_MIN_LEVEL, Z_SYNC_FLUSH,
} = constants;

function Zlib(options, mode) {
  const format = readFormat(options, mode);
  this._writeState = new Uint32Array(2);
  const handle = openHandle(mode, this._writeState, format, options?.rejectGarbageAfterEnd === true);
  ZlibBase.call(this, options, mode, handle);
  this._level = format.level;
  this._strategy = format.strategy;
  this._mode = mode;
}
Object.setPrototypeOf(Zlib.prototype, ZlibBase.prototype);
Object.setPrototypeOf(Zlib, ZlibBase);

Zlib.prototype.params = {
  params(level, strategy, callback) {
    checkRangesOrGetDefault(level, 'level', Z_MIN_LEVEL, Z_MAX_LEVEL);
    checkRangesOrGetDefault(strategy, 'strategy', Z_DEFAULT_STRATEGY, Z_FIXED);
    if (this._level === level && this._strategy === strategy) {
      process.nextTick(callback);
      return;
    }
    // What was written before keeps the old settings.
    this.flush(Z_SYNC_FLUSH, () => {
      assertOpen(this);
      const failure = this._handle.params(level, strategy);
      if (failure !== undefined) this._handle.onerror(...failure);
      if (this.destroyed) return;
      this._level = level;
      this._strategy = strategy;
      if (callback) callback();
    });
  },
}.params;

function Brotli(options, mode) {
  const format = readFormat(options, mode);
  this._writeState = new Uint32Array(2);
  ZlibBase.call(this, options, mode, openHandle(mode, this._writeState, format));
}
Object.setPrototypeOf(Brotli.prototype, Zlib.prototype);
Object.setPrototypeOf(Brotli, Zlib);

class Zstd extends ZlibBase {
  constructor(options, mode) {
    const format = readFormat(options, mode);
    const results = new Uint32Array(2);
    super(options, mode, openHandle(mode, results, format));
    this._writeState = results;
  }
}

// A class of the kind that could be called without `new`.
function callable(name, Parent, mode) {
  const Class = {
    [name]: function(opts) {
      if (!(this instanceof Class)) return deprecateInstantiation(Class, 'DEP0184', opts);
      Parent.call(this, opts, mode);
    },
  }[name];
  Object.setPrototypeOf(Class.prototype, Parent.prototype);
  Object.setPrototypeOf(Class, Parent);
  return Class;
}

class ZstdCompress extends Zstd {
  constructor(opts) {
    super(opts, ZSTD_COMPRESS);
  }
}

class ZstdDecompress extends Zstd {
  constructor(opts) {
    super(opts, ZSTD_DECOMPRESS);
  }
}

module.exports = {
  Deflate: callable('Deflate', Zlib, DEFLATE),
  Inflate: callable('Inflate', Zlib, INFLATE),
  Gzip: callable('Gzip', Zlib, GZIP),
  Gunzip: callable('Gunzip', Zlib, GUNZIP),
  DeflateRaw: callable('DeflateRaw', Zlib, DEFLATERAW),
  InflateRaw: callable('InflateRaw', Zlib, INFLATERAW),
  Unzip: callable('Unzip', Zlib, UNZIP),
  BrotliCompress: callable('BrotliCompress', Brotli, BROTLI_ENCODE),
  BrotliDecompress: callable('BrotliDecompress', Brotli, BROTLI_DECODE),
  ZstdCompress,
  ZstdDecompress,
};
