// module.enableCompileCache and its kin: compiled code kept on disk (ops/module/compile_cache.rs).
// https://nodejs.org/docs/latest-v26.x/api/module.html#module-compile-cache
'use strict';

const { ErrorCaptureStackTrace } = primordials;

const compileCacheStatus = { __proto__: null, FAILED: 0, ENABLED: 1, ALREADY_ENABLED: 2, DISABLED: 3 };

const kEnable = 0;
const kDirectory = 1;
const kFlush = 2;

// The folder may be given alone or, with `portable`, as an option.
function readOptions(options) {
  let directory = options;
  let portable;
  if (typeof options === 'object' && options !== null) ({ directory, portable } = options);
  if (directory !== undefined && typeof directory !== 'string') throw invalid('cacheDir should be a string');
  return { __proto__: null, directory, portable };
}

// Node words these in its own way.
function invalid(message) {
  const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');
  const error = new ERR_INVALID_ARG_TYPE('cacheDir', 'string', undefined);
  error.message = message;
  // The stack begins with the message.
  ErrorCaptureStackTrace(error, invalid);
  return error;
}

function enableCompileCache(options) {
  let { directory, portable } = readOptions(options);
  const { env } = require('process');
  portable ??= env.NODE_COMPILE_CACHE_PORTABLE === '1';
  directory ||= env.NODE_COMPILE_CACHE || require('path').join(require('os').tmpdir(), 'node-compile-cache');
  const { 0: status, 1: text } = ops.op_module_compile_cache(kEnable, directory, portable);
  const result = { __proto__: null, status };
  if (status === compileCacheStatus.ENABLED || status === compileCacheStatus.ALREADY_ENABLED) result.directory = text;
  else result.message = text;
  return result;
}

// Writes what was compiled until now, for processes that start before this one ends.
function flushCompileCache(keepDeserializedCache = false) {
  if (typeof keepDeserializedCache !== 'boolean') throw invalid('keepDeserializedCache should be a boolean');
  ops.op_module_compile_cache(kFlush, '', false);
}

function getCompileCacheDir() {
  return ops.op_module_compile_cache(kDirectory, '', false);
}

module.exports = {
  constants: { __proto__: null, compileCacheStatus },
  enableCompileCache,
  flushCompileCache,
  getCompileCacheDir,
};
