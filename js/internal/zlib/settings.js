// What the options of a stream mean: read and checked once, for streams and for whole buffers alike.
// https://nodejs.org/api/zlib.html#class-options
'use strict';

const {
  ERR_BROTLI_INVALID_PARAM,
  ERR_INVALID_ARG_TYPE,
  ERR_OUT_OF_RANGE,
  ERR_ZLIB_INITIALIZATION_FAILED,
  ERR_ZSTD_INVALID_PARAM,
} = require('internal/errors').codes;
const { isAnyArrayBuffer, isArrayBufferView } = require('internal/buffer/kinds');
const { checkRangesOrGetDefault, validateBoolean, validateFiniteNumber } = require('internal/validators');
const { codedTypeError } = require('internal/webidl');
const { constants } = require('internal/zlib/constants');

const {
  BROTLI_DECODE, BROTLI_ENCODE, DEFLATE, DEFLATERAW, GUNZIP, GZIP, INFLATE, UNZIP, ZSTD_COMPRESS, ZSTD_DECOMPRESS,
  Z_DEFAULT_CHUNK, Z_DEFAULT_COMPRESSION, Z_DEFAULT_MEMLEVEL, Z_DEFAULT_STRATEGY, Z_DEFAULT_WINDOWBITS, Z_FIXED,
  Z_MAX_LEVEL, Z_MAX_MEMLEVEL, Z_MAX_WINDOWBITS, Z_MIN_CHUNK, Z_MIN_LEVEL, Z_MIN_MEMLEVEL, Z_MIN_WINDOWBITS,
} = constants;

// The flags of a format: what is used without options, what ends a stream, what flush() means, and the greatest.
const zlibFlags = { index: 0, flush: 0, finish: 4, full: 3, greatest: 5 };
const brotliFlags = { index: 1, flush: 0, finish: 2, full: 1, greatest: 3 };
const zstdFlags = { index: 2, flush: 0, finish: 2, full: 1, greatest: 2 };

function flagsOf(mode) {
  if (mode === BROTLI_DECODE || mode === BROTLI_ENCODE) return brotliFlags;
  return mode === ZSTD_COMPRESS || mode === ZSTD_DECOMPRESS ? zstdFlags : zlibFlags;
}

// The longest result, as it was when the module was loaded.
const { kMaxLength } = require('buffer');

// What every stream has.
function readCommon(options, mode) {
  const flags = flagsOf(mode);
  const settings = {
    chunkSize: Z_DEFAULT_CHUNK,
    flush: flags.flush,
    finishFlush: flags.finish,
    fullFlush: flags.full,
    flushIndex: flags.index,
    info: undefined,
    maxOutputLength: kMaxLength,
    rejectGarbageAfterEnd: false,
  };
  if (!options) return settings;
  const { chunkSize } = options;
  if (validateFiniteNumber(chunkSize, 'options.chunkSize')) {
    if (chunkSize < Z_MIN_CHUNK) throw new ERR_OUT_OF_RANGE('options.chunkSize', `>= ${Z_MIN_CHUNK}`, chunkSize);
    settings.chunkSize = chunkSize;
  }
  const { greatest } = flags;
  settings.flush = checkRangesOrGetDefault(options.flush, 'options.flush', 0, greatest, flags.flush);
  settings.finishFlush = checkRangesOrGetDefault(options.finishFlush, 'options.finishFlush', 0, greatest, flags.finish);
  settings.maxOutputLength = checkRangesOrGetDefault(
    options.maxOutputLength, 'options.maxOutputLength', 1, kMaxLength, kMaxLength);
  settings.info = options.info;
  if (options.rejectGarbageAfterEnd !== undefined) {
    validateBoolean(options.rejectGarbageAfterEnd, 'options.rejectGarbageAfterEnd');
    settings.rejectGarbageAfterEnd = options.rejectGarbageAfterEnd;
  }
  return settings;
}

function readDictionary(options) {
  const { dictionary } = options;
  if (dictionary !== undefined && !isArrayBufferView(dictionary) && !isAnyArrayBuffer(dictionary)) {
    throw new ERR_INVALID_ARG_TYPE(
      'options.dictionary', ['Buffer', 'TypedArray', 'DataView', 'ArrayBuffer'], dictionary);
  }
  return dictionary;
}

// ---- deflate ----

function readZlib(options, mode) {
  const settings = {
    windowBits: Z_DEFAULT_WINDOWBITS,
    level: Z_DEFAULT_COMPRESSION,
    memLevel: Z_DEFAULT_MEMLEVEL,
    strategy: Z_DEFAULT_STRATEGY,
    dictionary: undefined,
  };
  if (!options) return settings;
  const inflates = mode === INFLATE || mode === GUNZIP || mode === UNZIP;
  if (inflates && (options.windowBits == null || options.windowBits === 0)) {
    // The size that the header of the stream names.
    settings.windowBits = 0;
  } else {
    // Gzip has no smaller window than 512 bytes.
    const least = Z_MIN_WINDOWBITS + (mode === GZIP ? 1 : 0);
    settings.windowBits = checkRangesOrGetDefault(
      options.windowBits, 'options.windowBits', least, Z_MAX_WINDOWBITS, Z_DEFAULT_WINDOWBITS);
  }
  settings.level = checkRangesOrGetDefault(
    options.level, 'options.level', Z_MIN_LEVEL, Z_MAX_LEVEL, Z_DEFAULT_COMPRESSION);
  settings.memLevel = checkRangesOrGetDefault(
    options.memLevel, 'options.memLevel', Z_MIN_MEMLEVEL, Z_MAX_MEMLEVEL, Z_DEFAULT_MEMLEVEL);
  settings.strategy = checkRangesOrGetDefault(
    options.strategy, 'options.strategy', Z_DEFAULT_STRATEGY, Z_FIXED, Z_DEFAULT_STRATEGY);
  settings.dictionary = readDictionary(options);
  return settings;
}

// ---- brotli and Zstandard: numbered parameters ----

const greatestBrotliParam = constants.BROTLI_PARAM_NDIRECT;
const greatestZstdParam = { compress: constants.ZSTD_c_overlapLog, decompress: constants.ZSTD_d_windowLogMax };

// A list with -1 for each parameter that is left alone.
function readParams(options, greatest, InvalidParam) {
  const params = options?.params;
  if (!params) return undefined;
  const list = new Int32Array(greatest + 1).fill(-1);
  for (const name of Object.keys(params)) {
    const key = +name;
    // Also when two names are the same number: `0` and `00`.
    if (!(key >= 0 && key <= greatest && list[key] === -1)) throw new InvalidParam(name);
    const value = params[name];
    if (typeof value !== 'number' && typeof value !== 'boolean') {
      throw new ERR_INVALID_ARG_TYPE('options.params[key]', 'number', value);
    }
    list[key] = value;
  }
  return list;
}

function readBrotli(options) {
  return {
    params: readParams(options, greatestBrotliParam, ERR_BROTLI_INVALID_PARAM),
    dictionary: options ? readDictionary(options) : undefined,
  };
}

function readPledgedSize(options) {
  const size = options?.pledgedSrcSize;
  if (size === undefined || size === null) return undefined;
  if (typeof size !== 'number') throw codedTypeError('pledgedSrcSize must be a number', 'ERR_INVALID_ARG_TYPE');
  if (size < 0) throw new ERR_OUT_OF_RANGE('pledgedSrcSize', '>= 0', size);
  return size;
}

function readZstd(options, mode) {
  const compresses = mode === ZSTD_COMPRESS;
  const greatest = compresses ? greatestZstdParam.compress : greatestZstdParam.decompress;
  return {
    params: readParams(options, greatest, ERR_ZSTD_INVALID_PARAM),
    pledgedSrcSize: compresses ? readPledgedSize(options) : undefined,
    dictionary: options ? readDictionary(options) : undefined,
  };
}

function readFormat(options, mode) {
  const { index } = flagsOf(mode);
  if (index === 0) return readZlib(options, mode);
  return index === 1 ? readBrotli(options) : readZstd(options, mode);
}

// ---- handles ----

const handleNames = new Map([
  [BROTLI_DECODE, 'BrotliDecoder'], [BROTLI_ENCODE, 'BrotliEncoder'],
  [ZSTD_COMPRESS, 'ZstdCompress'], [ZSTD_DECOMPRESS, 'ZstdDecompress'],
]);
const handlePrototypes = new Map();

// All handles are of one native class; each format shows the name that it has in Node.
function handlePrototype(mode) {
  let prototype = handlePrototypes.get(mode);
  if (prototype === undefined) {
    const constructor = { [handleNames.get(mode)]: class {} }[handleNames.get(mode)];
    prototype = Object.create(ops.Zlib.prototype, {
      constructor: { __proto__: null, value: constructor, writable: true, enumerable: false, configurable: true },
    });
    handlePrototypes.set(mode, prototype);
  }
  return prototype;
}

// A handle that has its stream. `results` receives what is left of output and input after each write.
function openHandle(mode, results, format, rejectGarbageAfterEnd) {
  const handle = new ops.Zlib(mode);
  let failure;
  if (mode < BROTLI_DECODE) {
    const { windowBits, level, memLevel, strategy, dictionary } = format;
    failure = handle.init(results, windowBits, level, memLevel, strategy, dictionary, rejectGarbageAfterEnd);
  } else {
    Object.setPrototypeOf(handle, handlePrototype(mode));
    failure = handle.init(results, format.params, format.dictionary, format.pledgedSrcSize, null, null, null);
  }
  if (failure !== undefined) throw new ERR_ZLIB_INITIALIZATION_FAILED(failure[0]);
  return handle;
}

// The stronger one of two flags of zlib; Z_BLOCK is weaker than its number says.
const strength = [0, 2, 3, 4, 5, 1];
const strongerFlush = (a, b) => (strength[a] > strength[b] ? a : b);

module.exports = {
  DEFLATE,
  DEFLATERAW,
  kMaxLength,
  openHandle,
  readCommon,
  readFormat,
  strongerFlush,
};
