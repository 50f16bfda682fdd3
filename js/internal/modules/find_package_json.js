// `module.findPackageJSON(specifier, base)`.
// https://nodejs.org/docs/latest-v26.x/api/module.html#modulefindpackagejsonspecifier-base
'use strict';

const { StringPrototypeStartsWith } = primordials;

const { codes: { ERR_MISSING_ARGS } } = require('internal/errors');
const { fileURLToPath, isURL, pathToFileURL, URL } = require('internal/url');
const { validateString } = require('internal/validators');
const packageJson = require('internal/modules/package_json_reader');

function findPackageJSON(specifier, base) {
  if (specifier === undefined) throw new ERR_MISSING_ARGS('specifier');
  if (isURL(specifier)) specifier = `${specifier}`;
  else validateString(specifier, 'specifier');
  let parent = isURL(base) ? `${base}` : base;
  if (parent !== undefined) validateString(parent, 'base');
  if (parent && StringPrototypeStartsWith(parent, '/')) parent = pathToFileURL(parent).href;

  if (URL.canParse(specifier) || specifier[0] === '/' || specifier[0] === '.') {
    return packageJson.getNearestParentPackageJSON(fileURLToPath(resolve(specifier, parent)))?.pjsonPath;
  }
  const { parsePackageName } = require('internal/modules/esm/resolve');
  const { name } = parsePackageName(specifier, parent);
  const { Module } = require('internal/modules/cjs/loader');
  const path = require('path');
  for (const folder of Module._nodeModulePaths(path.dirname(fileURLToPath(parent)))) {
    const at = path.join(folder, name, 'package.json');
    if (packageJson.read(at)) return at;
  }
  const { codes: { ERR_MODULE_NOT_FOUND } } = require('internal/errors');
  throw new ERR_MODULE_NOT_FOUND(name, fileURLToPath(parent), null);
}

// The file must be there; a folder will do as well.
function resolve(specifier, parent) {
  const { getDefaultConditions, moduleResolve } = require('internal/modules/esm/resolve');
  try {
    return moduleResolve(specifier, parent, getDefaultConditions());
  } catch (error) {
    if (error.code === 'ERR_UNSUPPORTED_DIR_IMPORT') return new URL(specifier, parent);
    throw error;
  }
}

module.exports = { findPackageJSON };
