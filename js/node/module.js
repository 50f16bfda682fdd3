// node:module: the class Module and what hangs on it.
// https://nodejs.org/docs/latest-v26.x/api/module.html
'use strict';

const { Module } = require('internal/modules/cjs/loader');
const compileCache = require('internal/modules/compile_cache');
const sourceMaps = require('internal/modules/source_map_api');

module.exports = Module;

Module.register = require('internal/modules/esm/register').register;
Module.constants = compileCache.constants;
Module.enableCompileCache = compileCache.enableCompileCache;
Module.findPackageJSON = function findPackageJSON(specifier, base = 'data:') {
  return require('internal/modules/find_package_json').findPackageJSON(specifier, base);
};
Module.flushCompileCache = compileCache.flushCompileCache;
Module.getCompileCacheDir = compileCache.getCompileCacheDir;
Module.stripTypeScriptTypes = require('internal/modules/typescript').stripTypeScriptTypes;
Module.findSourceMap = sourceMaps.findSourceMap;
Module.SourceMap = sourceMaps.SourceMap;
Module.getSourceMapsSupport = sourceMaps.getSourceMapsSupport;
Module.setSourceMapsSupport = sourceMaps.setSourceMapsSupport;
