// What the functions of fs check and translate before they call an op: paths, descriptors, flags, encodings, ranges.
// https://nodejs.org/api/fs.html
'use strict';

const { Buffer } = require('buffer');
const {
  AbortError,
  codes: {
    ERR_INCOMPATIBLE_OPTION_PAIR,
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
    ERR_OUT_OF_RANGE,
    ERR_STRING_TOO_LONG,
  },
  hideStackFrames,
} = require('internal/errors');
const { kEmptyObject } = require('internal/util');
const { isDate, isUint8Array } = require('internal/util/types');
const {
  parseFileMode,
  validateAbortSignal,
  validateBoolean,
  validateFunction,
  validateInt32,
  validateInteger,
  validateObject,
  validateUint32,
} = require('internal/validators');
const constants = require('internal/fs/constants');

const { O_APPEND, O_CREAT, O_EXCL, O_RDONLY, O_RDWR, O_SYNC, O_TRUNC, O_WRONLY } = constants;

const kMaxUserId = 2 ** 32 - 1;

// The letters of the flag may be followed by them in either order: 'wx' and 'xw', 'as' and 'sa'.
const flagsByName = new Map([
  ['r', O_RDONLY], ['rs', O_RDONLY | O_SYNC], ['r+', O_RDWR], ['rs+', O_RDWR | O_SYNC],
  ['w', O_TRUNC | O_CREAT | O_WRONLY], ['wx', O_TRUNC | O_CREAT | O_WRONLY | O_EXCL],
  ['w+', O_TRUNC | O_CREAT | O_RDWR], ['wx+', O_TRUNC | O_CREAT | O_RDWR | O_EXCL],
  ['a', O_APPEND | O_CREAT | O_WRONLY], ['ax', O_APPEND | O_CREAT | O_WRONLY | O_EXCL],
  ['as', O_APPEND | O_CREAT | O_WRONLY | O_SYNC],
  ['a+', O_APPEND | O_CREAT | O_RDWR], ['ax+', O_APPEND | O_CREAT | O_RDWR | O_EXCL],
  ['as+', O_APPEND | O_CREAT | O_RDWR | O_SYNC],
]);
for (const [name, flags] of [...flagsByName]) {
  if (name[1] === 's' || name[1] === 'x') flagsByName.set(name[1] + name[0] + name.slice(2), flags);
}

function stringToFlags(flags, name = 'flags') {
  if (typeof flags === 'number') {
    validateInt32(flags, name);
    return flags + 0;
  }
  if (flags === 'r' || flags == null) return O_RDONLY;
  const found = flagsByName.get(flags);
  if (found === undefined) throw new ERR_INVALID_ARG_VALUE('flags', flags);
  return found;
}

function stringToSymlinkType(type) {
  switch (type) {
    case undefined:
    case null:
    case 'file':
      return 0;
    case 'dir':
      return constants.UV_FS_SYMLINK_DIR;
    case 'junction':
      return constants.UV_FS_SYMLINK_JUNCTION;
  }
}

function assertEncoding(encoding) {
  if (encoding && !Buffer.isEncoding(encoding)) {
    throw new ERR_INVALID_ARG_VALUE('encoding', encoding, 'is invalid encoding');
  }
}

// Options that may be left out, be an encoding, or be an object.
function getOptions(options, defaultOptions = kEmptyObject) {
  if (options == null || typeof options === 'function') return defaultOptions;
  if (typeof options === 'string') options = { ...defaultOptions, encoding: options };
  else if (typeof options !== 'object') {
    throw new ERR_INVALID_ARG_TYPE('options', ['string', 'Object'], options);
  }
  if (options.encoding !== 'buffer') assertEncoding(options.encoding);
  if (options.signal !== undefined) validateAbortSignal(options.signal, 'options.signal');
  return options;
}

// Inherited properties count as well.
function copyObject(source) {
  const target = {};
  for (const key in source) target[key] = source[key];
  return target;
}

const validatePath = hideStackFrames((path, propName = 'path') => {
  if (typeof path === 'string') {
    if (!path.includes('\u0000')) return;
  } else if (isUint8Array(path)) {
    if (!Uint8Array.prototype.includes.call(path, 0)) return;
  } else {
    throw new ERR_INVALID_ARG_TYPE(propName, ['string', 'Buffer', 'URL'], path);
  }
  throw new ERR_INVALID_ARG_VALUE(propName, path, 'must be a string, Uint8Array, or URL without null bytes');
});

// The path of a file URL; anything else as it is. The classes of URLs are loaded for objects only.
function toPath(value) {
  if (typeof value !== 'object' || value === null || isUint8Array(value)) return value;
  return require('internal/url').toPathIfFileURL(value);
}

function getValidatedPath(fileURLOrPath, propName = 'path') {
  // The common case needs no more than this.
  if (typeof fileURLOrPath === 'string' && !fileURLOrPath.includes('\u0000')) return fileURLOrPath;
  try {
    const path = toPath(fileURLOrPath);
    validatePath(path, propName);
    return path;
  } catch (error) {
    if (Error.stackTraceLimit) Error.captureStackTrace(error, getValidatedPath);
    throw error;
  }
}

const getValidatedFd = hideStackFrames((fd, propName = 'fd') => {
  if (Object.is(fd, -0)) return 0;
  validateInt32.withoutStackTrace(fd, propName, 0);
  return fd;
});

// Whether the first argument of readFile and writeFile is a descriptor.
function isFd(value) {
  return typeof value === 'number' && value >>> 0 === value && value <= 0x7fffffff;
}

const validateOffsetLengthRead = hideStackFrames((offset, length, bufferLength) => {
  if (offset < 0) throw new ERR_OUT_OF_RANGE('offset', '>= 0', offset);
  if (length < 0) throw new ERR_OUT_OF_RANGE('length', '>= 0', length);
  if (offset + length > bufferLength) {
    throw new ERR_OUT_OF_RANGE('length', `<= ${bufferLength - offset}`, length);
  }
});

const validateOffsetLengthWrite = hideStackFrames((offset, length, byteLength) => {
  if (offset > byteLength) throw new ERR_OUT_OF_RANGE('offset', `<= ${byteLength}`, offset);
  if (length > byteLength - offset) throw new ERR_OUT_OF_RANGE('length', `<= ${byteLength - offset}`, length);
  if (length < 0) throw new ERR_OUT_OF_RANGE('length', '>= 0', length);
  validateInt32.withoutStackTrace(length, 'length', 0);
});

const validatePosition = hideStackFrames((position, name, length) => {
  if (typeof position === 'number') {
    validateInteger.withoutStackTrace(position, name, -1);
  } else if (typeof position === 'bigint') {
    const maxPosition = 2n ** 63n - 1n - BigInt(length);
    if (!(position >= -1n && position <= maxPosition)) {
      throw new ERR_OUT_OF_RANGE(name, `>= -1 && <= ${maxPosition}`, position);
    }
  } else {
    throw new ERR_INVALID_ARG_TYPE(name, ['integer', 'bigint'], position);
  }
});

const validateStringAfterArrayBufferView = hideStackFrames((buffer, name) => {
  if (typeof buffer !== 'string') {
    throw new ERR_INVALID_ARG_TYPE(name, ['string', 'Buffer', 'TypedArray', 'DataView'], buffer);
  }
});

const validateBufferArray = hideStackFrames((buffers, propName = 'buffers') => {
  if (!Array.isArray(buffers) || !buffers.every(ArrayBuffer.isView)) {
    throw new ERR_INVALID_ARG_TYPE(propName, 'ArrayBufferView[]', buffers);
  }
  return buffers;
});

function toUnixTimestamp(time, name = 'time') {
  if (typeof time === 'string' && +time == time) return +time;
  if (Number.isFinite(time)) return time < 0 ? Date.now() / 1000 : time;
  if (isDate(time)) return Date.prototype.getTime.call(time) / 1000;
  throw new ERR_INVALID_ARG_TYPE(name, ['Date', 'Time in seconds'], time);
}

let nonPortableTemplateWarn = true;

function warnOnNonPortableTemplate(template) {
  if (!nonPortableTemplateWarn) return;
  const last = typeof template === 'string' ? template.charCodeAt(template.length - 1) : template.at(-1);
  if (last !== 0x58) return;
  require('process').emitWarning('mkdtemp() templates ending with X are not portable. ' +
    'For details see: https://nodejs.org/api/fs.html');
  nonPortableTemplateWarn = false;
}

// A callback that is called without `this`, whoever calls it.
function makeCallback(cb) {
  validateFunction(cb, 'cb');
  return (...args) => Reflect.apply(cb, this, args);
}

// True when the signal has aborted already; the callback then learns it in the next tick.
function checkAborted(signal, callback) {
  if (!signal?.aborted) return false;
  require('process').nextTick(callback, new AbortError(undefined, { cause: signal.reason }));
  return true;
}

// The callback with the news that the signal aborted while the request was under way.
function heedSignal(signal, callback) {
  if (signal == null) return callback;
  return (error, value) => {
    if (signal.aborted && !error) callback(new AbortError(undefined, { cause: signal.reason }));
    else callback(error, value);
  };
}

// Whether an op shall decode: any other encoding is made from the bytes here.
function isUtf8(encoding) {
  return encoding === 'utf8' || encoding === 'utf-8';
}

// The same for names, whose encoding is UTF-8 when none is given.
function namesAreText(encoding) {
  return !encoding || isUtf8(encoding);
}

// A name that an op gave: a string, or bytes for every encoding but UTF-8.
function decodeName(name, encoding) {
  if (typeof name === 'string') return name;
  const buffer = Buffer.from(name.buffer, name.byteOffset, name.byteLength);
  return encoding === 'buffer' ? buffer : buffer.toString(encoding);
}

// A callback for an op that gives a name.
function nameCallback(encoding, callback) {
  if (namesAreText(encoding)) return callback;
  return (error, name) => {
    if (error) callback(error);
    else callback(null, decodeName(name, encoding));
  };
}

// The content of a file as an op gives it: an ArrayBuffer, a string, or what says that it is too much.
function fileContent(content, encoding) {
  if (typeof content === 'string') return content;
  if (content === null) throw new ERR_STRING_TOO_LONG();
  if (typeof content === 'number') {
    const { codes: { ERR_FS_FILE_TOO_LARGE } } = require('internal/errors');
    throw new ERR_FS_FILE_TOO_LARGE(content);
  }
  const { FastBuffer } = require('internal/buffer');
  const buffer = new FastBuffer(content);
  return encoding && encoding !== 'buffer' ? buffer.toString(encoding) : buffer;
}

const defaultRmOptions = {
  recursive: false,
  force: false,
  retryDelay: 100,
  maxRetries: 0,
};

const validateRmdirOptions = hideStackFrames((options, defaults = { __proto__: null }) => {
  if (options === undefined) return defaults;
  validateObject.withoutStackTrace(options, 'options');
  return { ...defaults, ...options };
});

const completeRmOptions = hideStackFrames((options) => {
  options = validateRmdirOptions.withoutStackTrace(options, defaultRmOptions);
  validateBoolean.withoutStackTrace(options.force, 'options.force');
  validateBoolean.withoutStackTrace(options.recursive, 'options.recursive');
  validateInt32.withoutStackTrace(options.retryDelay, 'options.retryDelay', 0);
  validateUint32.withoutStackTrace(options.maxRetries, 'options.maxRetries');
  return options;
});

function isDirectoryError(path) {
  const { codes: { ERR_FS_EISDIR } } = require('internal/errors');
  return new ERR_FS_EISDIR({ code: 'EISDIR', message: 'is a directory', path, syscall: 'rm', errno: 21 });
}

function validateRmOptions(path, options, expectDir, cb) {
  options = completeRmOptions(options);
  require('fs').lstat(path, (err, stats) => {
    if (err) return options.force && err.code === 'ENOENT' ? cb(null, options) : cb(err, options);
    const isDirectory = stats.isDirectory();
    if (expectDir && !isDirectory) return cb(false);
    if (isDirectory && !options.recursive) return cb(isDirectoryError(path));
    return cb(null, options);
  });
}

function validateRmOptionsSync(path, options, expectDir) {
  options = completeRmOptions(options);
  if (!options.force || expectDir || !options.recursive) {
    const isDirectory = require('fs').lstatSync(path, { throwIfNoEntry: !options.force })?.isDirectory();
    if (expectDir && !isDirectory) return false;
    if (isDirectory && !options.recursive) throw isDirectoryError(path);
  }
  return options;
}

const defaultCpOptions = {
  dereference: false,
  errorOnExist: false,
  filter: undefined,
  force: true,
  preserveTimestamps: false,
  recursive: false,
  verbatimSymlinks: false,
};

const validateCopyMode = hideStackFrames((mode) => {
  if (mode == null) return 0;
  validateInteger.withoutStackTrace(mode, 'mode', 0, 7);
  return mode;
});

const validateCpOptions = hideStackFrames((options) => {
  if (options === undefined) return { ...defaultCpOptions };
  validateObject.withoutStackTrace(options, 'options');
  options = { ...defaultCpOptions, ...options };
  for (const name of ['dereference', 'errorOnExist', 'force', 'preserveTimestamps', 'recursive', 'verbatimSymlinks']) {
    validateBoolean.withoutStackTrace(options[name], `options.${name}`);
  }
  options.mode = validateCopyMode.withoutStackTrace(options.mode);
  if (options.dereference === true && options.verbatimSymlinks === true) {
    throw new ERR_INCOMPATIBLE_OPTION_PAIR('dereference', 'verbatimSymlinks');
  }
  if (options.filter !== undefined) validateFunction.withoutStackTrace(options.filter, 'options.filter');
  return options;
});

module.exports = {
  assertEncoding,
  get BigIntStats() { return require('internal/fs/stat').BigIntStats; },
  checkAborted,
  constants: { kMaxUserId, kIoMaxLength: 2 ** 31 - 1, kReadFileBufferLength: 512 * 1024, kWriteFileMaxChunkSize: 512 * 1024 },
  copyObject,
  decodeName,
  get Dirent() { return require('internal/fs/dirent').Dirent; },
  get DirentFromStats() { return require('internal/fs/dirent').DirentFromStats; },
  fileContent,
  get getDirent() { return require('internal/fs/dirent').getDirent; },
  get getDirents() { return require('internal/fs/dirent').getDirents; },
  getOptions,
  get getStatFsFromBinding() { return require('internal/fs/stat').getStatFsFromBinding; },
  get getStatsFromBinding() { return require('internal/fs/stat').getStatsFromBinding; },
  getValidatedFd,
  getValidatedPath,
  heedSignal,
  isFd,
  isUtf8,
  makeCallback,
  nameCallback,
  namesAreText,
  parseFileMode,
  realpathCacheKey: Symbol('realpathCacheKey'),
  get Stats() { return require('internal/fs/stat').deprecatedStats; },
  stringToFlags,
  stringToSymlinkType,
  toPath,
  toUnixTimestamp,
  validateBufferArray,
  validateCopyMode,
  validateCpOptions,
  validateOffsetLengthRead,
  validateOffsetLengthWrite,
  validatePath,
  validatePosition,
  validateRmOptions,
  validateRmOptionsSync,
  validateRmdirOptions,
  validateStringAfterArrayBufferView,
  warnOnNonPortableTemplate,
};
