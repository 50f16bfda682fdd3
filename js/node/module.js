// node:module: the class Module and what hangs on it.
// https://nodejs.org/docs/latest-v26.x/api/module.html
'use strict';

const { Module } = require('internal/modules/cjs/loader');

module.exports = Module;

Module.registerHooks = require('internal/modules/customization_hooks').registerHooks;

Module.stripTypeScriptTypes = require('internal/modules/typescript').stripTypeScriptTypes;

Module.findPackageJSON = function findPackageJSON(specifier, base = 'data:') {
  return require('internal/modules/find_package_json').findPackageJSON(specifier, base);
};
