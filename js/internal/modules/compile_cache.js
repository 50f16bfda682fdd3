// module.enableCompileCache and its kin: compiled code is not kept on disk by this runtime, and they say so.
// https://nodejs.org/docs/latest-v26.x/api/module.html#module-compile-cache
'use strict';

const compileCacheStatus = { __proto__: null, FAILED: 0, ENABLED: 1, ALREADY_ENABLED: 2, DISABLED: 3 };

function enableCompileCache(options) {
  if (options !== undefined && typeof options !== 'string') {
    const { validateObject } = require('internal/validators');
    validateObject(options, 'options');
  }
  if (require('process').env.NODE_DISABLE_COMPILE_CACHE) {
    return { __proto__: null, status: compileCacheStatus.DISABLED, message: 'Disabled by NODE_DISABLE_COMPILE_CACHE' };
  }
  return {
    __proto__: null,
    status: compileCacheStatus.FAILED,
    message: 'This runtime has no compile cache on disk',
  };
}

function flushCompileCache(keepDeserializedCache = false) {
  const { validateBoolean } = require('internal/validators');
  validateBoolean(keepDeserializedCache, 'keepDeserializedCache');
}

function getCompileCacheDir() {
  return undefined;
}

module.exports = {
  constants: { __proto__: null, compileCacheStatus },
  enableCompileCache,
  flushCompileCache,
  getCompileCacheDir,
};
