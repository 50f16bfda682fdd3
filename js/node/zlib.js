// node:zlib. https://nodejs.org/api/zlib.html
'use strict';

const { codes, constants } = require('internal/zlib/constants');
const classes = require('internal/zlib/classes');
const { crc32, makeAsync, makeSync } = require('internal/zlib/one_shot');

// The class of each pair of functions and its mode.
const functions = {
  deflate: ['Deflate', constants.DEFLATE],
  gzip: ['Gzip', constants.GZIP],
  deflateRaw: ['DeflateRaw', constants.DEFLATERAW],
  unzip: ['Unzip', constants.UNZIP],
  inflate: ['Inflate', constants.INFLATE],
  gunzip: ['Gunzip', constants.GUNZIP],
  inflateRaw: ['InflateRaw', constants.INFLATERAW],
  brotliCompress: ['BrotliCompress', constants.BROTLI_ENCODE],
  brotliDecompress: ['BrotliDecompress', constants.BROTLI_DECODE],
  zstdCompress: ['ZstdCompress', constants.ZSTD_COMPRESS],
  zstdDecompress: ['ZstdDecompress', constants.ZSTD_DECOMPRESS],
};

const zlib = { crc32, ...classes };

for (const name of Object.keys(functions)) {
  const { 0: className, 1: mode } = functions[name];
  zlib[name] = makeAsync(className, mode);
  zlib[`${name}Sync`] = makeSync(className, mode);
}

for (const className of Object.keys(classes)) {
  const name = `create${className}`;
  const create = {
    [name]: function(options) {
      return new classes[className](options);
    },
  }[name];
  Object.defineProperty(zlib, name, { __proto__: null, value: create, enumerable: true });
}

// The constants can only be read, here and in their table.
for (const name of Object.keys(constants)) {
  Object.defineProperty(constants, name, { __proto__: null, value: constants[name], enumerable: true, writable: false, configurable: false });
}
Object.defineProperties(zlib, {
  constants: { __proto__: null, value: constants, enumerable: true },
  codes: { __proto__: null, value: codes, enumerable: true },
});
// Those of zlib and Zstandard are properties of the module too, as they were first.
for (const name of Object.keys(constants)) {
  if (name.startsWith('BROTLI')) continue;
  Object.defineProperty(zlib, name, { __proto__: null, value: constants[name], enumerable: false });
}

module.exports = zlib;
