// Making, listing and removing folders, and rm. https://nodejs.org/api/fs.html#fsmkdirpath-options-callback
'use strict';

const process = require('process');
const { codes: { ERR_INVALID_ARG_VALUE } } = require('internal/errors');
const { parseFileMode, validateBoolean, validateFunction } = require('internal/validators');
const {
  decodeName,
  getOptions,
  getValidatedPath,
  nameCallback,
  namesAreText,
  validateRmOptions,
  validateRmOptionsSync,
  validateRmdirOptions,
  warnOnNonPortableTemplate,
} = require('internal/fs/utils');
const { getDirents } = require('internal/fs/dirent');

// [mode, recursive] of mkdir's second argument.
function mkdirOptions(options) {
  if (typeof options === 'number' || typeof options === 'string') return [parseFileMode(options, 'mode'), false];
  if (!options) return [0o777, false];
  const { recursive = false, mode } = options;
  validateBoolean(recursive, 'options.recursive');
  return [mode === undefined ? 0o777 : parseFileMode(mode, 'options.mode'), recursive];
}

function mkdir(path, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  const { 0: mode, 1: recursive } = mkdirOptions(options);
  validateFunction(callback, 'cb');
  path = getValidatedPath(path);
  ops.op_fs_mkdir(path, mode, recursive, callback);
}

function mkdirSync(path, options) {
  const { 0: mode, 1: recursive } = mkdirOptions(options);
  return ops.op_fs_mkdir_sync(getValidatedPath(path), mode, recursive);
}

function mkdtemp(prefix, options, callback) {
  callback = typeof options === 'function' ? options : callback;
  validateFunction(callback, 'cb');
  const { encoding } = getOptions(options);
  prefix = getValidatedPath(prefix, 'prefix');
  warnOnNonPortableTemplate(prefix);
  ops.op_fs_mkdtemp(prefix, namesAreText(encoding), nameCallback(encoding, callback));
}

function mkdtempSync(prefix, options) {
  const { encoding } = getOptions(options);
  prefix = getValidatedPath(prefix, 'prefix');
  warnOnNonPortableTemplate(prefix);
  return decodeName(ops.op_fs_mkdtemp_sync(prefix, namesAreText(encoding)), encoding);
}

function mkdtempDisposableSync(prefix, options) {
  const path = mkdtempSync(prefix, options);
  // The program may change its folder before it removes this one.
  const fullPath = require('path').resolve(require('process').cwd(), path);
  const remove = () => {
    ops.op_fs_rm_sync(fullPath, true, 0, 100);
  };
  return {
    path,
    remove,
    [Symbol.dispose]() {
      remove();
    },
  };
}

// What an op has listed, as the program wants it.
function finishListing(path, options, result, callback) {
  const { encoding, withFileTypes } = options;
  if (!namesAreText(encoding)) {
    const decode = (name) => decodeName(name, encoding);
    result = withFileTypes ? [result[0].map(decode), result[1]] : result.map(decode);
  }
  if (withFileTypes) return getDirents(path, result, callback);
  return callback === undefined ? result : callback(null, result);
}

function readdirOptions(options) {
  options = getOptions(options);
  if (options.recursive != null) validateBoolean(options.recursive, 'options.recursive');
  return options;
}

function readdir(path, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  validateFunction(callback, 'cb');
  options = readdirOptions(options);
  path = getValidatedPath(path);
  if (options.recursive) {
    require('internal/fs/readdir_recursive').readdirRecursive(path, options, callback);
    return;
  }
  ops.op_fs_readdir(path, namesAreText(options.encoding), Boolean(options.withFileTypes), (error, result) => {
    if (error) callback(error);
    else finishListing(path, options, result, callback);
  });
}

function readdirSync(path, options) {
  options = readdirOptions(options);
  path = getValidatedPath(path);
  if (options.recursive) return require('internal/fs/readdir_recursive').readdirRecursiveSync(path, options);
  const result = ops.op_fs_readdir_sync(path, namesAreText(options.encoding), Boolean(options.withFileTypes));
  return finishListing(path, options, result);
}

function checkRmdirOptions(options) {
  if (options?.recursive !== undefined) {
    throw new ERR_INVALID_ARG_VALUE('options.recursive', options.recursive, 'is no longer supported');
  }
  validateRmdirOptions(options);
}

function rmdir(path, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  if (options?.recursive !== undefined) checkRmdirOptions(options);
  validateFunction(callback, 'cb');
  path = getValidatedPath(path);
  checkRmdirOptions(options);
  ops.op_fs_rmdir(path, callback);
}

function rmdirSync(path, options) {
  path = getValidatedPath(path);
  checkRmdirOptions(options);
  ops.op_fs_rmdir_sync(path);
}

function rm(path, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  path = getValidatedPath(path);
  validateRmOptions(path, options, false, (error, options) => {
    if (error) return callback(error);
    ops.op_fs_rm(path, options.recursive, options.maxRetries, options.retryDelay, callback);
  });
}

function rmSync(path, options) {
  path = getValidatedPath(path);
  if (process.permission !== undefined) require('internal/process/permission').assertPath('fs.write', path);
  const { maxRetries, recursive, retryDelay } = validateRmOptionsSync(path, options, false);
  ops.op_fs_rm_sync(path, recursive, maxRetries, retryDelay);
}

module.exports = {
  checkRmdirOptions,
  finishListing,
  mkdir,
  mkdirOptions,
  mkdirSync,
  mkdtemp,
  mkdtempDisposableSync,
  mkdtempSync,
  readdir,
  readdirSync,
  rm,
  rmSync,
  rmdir,
  rmdirSync,
};
