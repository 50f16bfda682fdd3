// package.json files: read once, kept, and found from a file inside a package.
// https://nodejs.org/docs/latest-v26.x/api/packages.html
'use strict';

const {
  ArrayIsArray,
  JSONParse,
  ObjectHasOwn,
  SafeMap,
  StringPrototypeEndsWith,
  StringPrototypeLastIndexOf,
  StringPrototypeSlice,
} = primordials;

const cache = new SafeMap();

// What a package.json says, or undefined where there is none. `type` is 'none', 'module' or 'commonjs'.
function read(jsonPath, { base, specifier, isESM } = { __proto__: null }) {
  const kept = cache.get(jsonPath);
  if (kept !== undefined) return kept ?? undefined;
  const text = ops.op_module_read_package(jsonPath);
  if (text === null) {
    cache.set(jsonPath, null);
    return undefined;
  }
  let parsed;
  try {
    parsed = JSONParse(text);
  } catch (error) {
    const { codes: { ERR_INVALID_PACKAGE_CONFIG } } = require('internal/errors');
    if (!isESM || !base) throw new ERR_INVALID_PACKAGE_CONFIG(jsonPath, undefined, error.message);
    const { fileURLToPath } = require('internal/url');
    const from = specifier ? `"${specifier}" from ${fileURLToPath(base)}` : fileURLToPath(base);
    throw new ERR_INVALID_PACKAGE_CONFIG(jsonPath, from, error.message);
  }
  if (parsed === null || typeof parsed !== 'object' || ArrayIsArray(parsed)) parsed = { __proto__: null };
  const own = (key) => (ObjectHasOwn(parsed, key) ? parsed[key] : undefined);
  const type = own('type');
  const imports = own('imports');
  const result = {
    __proto__: null,
    pjsonPath: jsonPath,
    exists: true,
    data: parsed,
    name: typeof own('name') === 'string' ? parsed.name : undefined,
    main: typeof own('main') === 'string' ? parsed.main : undefined,
    exports: own('exports'),
    imports: typeof imports === 'object' && imports !== null ? imports : undefined,
    type: type === 'module' || type === 'commonjs' ? type : 'none',
  };
  cache.set(jsonPath, result);
  return result;
}

function parentOf(folder) {
  const at = StringPrototypeLastIndexOf(folder, '/');
  return at <= 0 ? '' : StringPrototypeSlice(folder, 0, at);
}

const scopes = new SafeMap();

// The package.json that governs the file `checkPath`: the nearest one upwards, not looking past a node_modules.
function getNearestParentPackageJSON(checkPath) {
  return nearest(parentOf(checkPath));
}

function nearest(folder) {
  const kept = scopes.get(folder);
  if (kept !== undefined) return kept ?? undefined;
  let found;
  if (!StringPrototypeEndsWith(folder, '/node_modules')) {
    found = read(`${folder}/package.json`);
    if (found === undefined && folder !== '') found = nearest(parentOf(folder));
  }
  scopes.set(folder, found ?? null);
  return found;
}

function getNearestParentPackageJSONType(checkPath) {
  return getNearestParentPackageJSON(checkPath)?.type ?? 'none';
}

// The same for a file URL; `type` is 'none' where nothing governs.
function getPackageScopeConfig(resolved) {
  const { fileURLToPath } = require('internal/url');
  return getNearestParentPackageJSON(fileURLToPath(resolved)) ??
    { __proto__: null, exists: false, type: 'none', pjsonPath: '/package.json' };
}

function getPackageType(url) {
  return getPackageScopeConfig(url).type;
}

module.exports = {
  getNearestParentPackageJSON,
  getNearestParentPackageJSONType,
  getPackageScopeConfig,
  getPackageType,
  read,
};
