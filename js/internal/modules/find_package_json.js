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
    const url = specifier[0] === '/' ? pathToFileURL(specifier) : new URL(specifier, parent);
    return packageJson.getNearestParentPackageJSON(fileURLToPath(url))?.pjsonPath;
  }
  const { parsePackageName } = require('internal/modules/esm/resolve');
  const { name } = parsePackageName(specifier, parent);
  const { Module } = require('internal/modules/cjs/loader');
  const path = require('path');
  for (const folder of Module._nodeModulePaths(path.dirname(fileURLToPath(parent)))) {
    const at = path.join(folder, name, 'package.json');
    if (packageJson.read(at)) return at;
  }
  return undefined;
}

module.exports = { findPackageJSON };
