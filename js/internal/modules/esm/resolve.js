// ESM_RESOLVE: a specifier and the URL of the module that asks, to the URL of a module.
// https://nodejs.org/docs/latest-v26.x/api/esm.html#resolution-algorithm-specification
'use strict';

const {
  RegExpPrototypeExec,
  StringPrototypeEndsWith,
  StringPrototypeIndexOf,
  StringPrototypeSlice,
  StringPrototypeStartsWith,
} = primordials;

const {
  codes: {
    ERR_INPUT_TYPE_NOT_ALLOWED,
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_MODULE_SPECIFIER,
    ERR_MODULE_NOT_FOUND,
    ERR_UNSUPPORTED_DIR_IMPORT,
    ERR_UNSUPPORTED_RESOLVE_REQUEST,
  },
} = require('internal/errors');
const { fileURLToPath, isURL, pathToFileURL, URL } = require('internal/url');
const { setOwnProperty } = require('internal/util');
const packageJson = require('internal/modules/package_json_reader');
const { packageExportsResolve, packageImportsResolve } = require('internal/modules/package_exports');

// The conditions of `exports` that hold for import.
let importConditions;
function getDefaultConditions() {
  if (importConditions === undefined) {
    const { initializeConditions } = require('internal/modules/conditions');
    importConditions = initializeConditions('import');
  }
  return importConditions;
}

const encodedSeparator = /%2F|%5C/i;

// A module in messages: files by their path.
function nameOf(base) {
  return base && StringPrototypeStartsWith(`${base}`, 'file:') ? fileURLToPath(base) : base;
}

function finalizeResolution(resolved, base, preserveSymlinks) {
  if (RegExpPrototypeExec(encodedSeparator, resolved.pathname) !== null) {
    const error = new ERR_INVALID_MODULE_SPECIFIER(
      resolved.pathname, 'must not include encoded "/" or "\\" characters', base && fileURLToPath(base));
    throw error;
  }
  let path;
  try {
    path = fileURLToPath(resolved);
  } catch (error) {
    error.input = `${resolved}`;
    error.module = `${base}`;
    throw error;
  }
  const kind = ops.op_module_stat(StringPrototypeEndsWith(path, '/') ? StringPrototypeSlice(path, 0, -1) : path);
  if (kind === 1) throw new ERR_UNSUPPORTED_DIR_IMPORT(path, nameOf(base), `${resolved}`);
  if (kind !== 0) {
    const from = nameOf(base);
    throw new ERR_MODULE_NOT_FOUND(path || resolved.pathname, from, `${resolved}`);
  }
  if (!preserveSymlinks) {
    const real = ops.op_module_realpath(path);
    const { search, hash } = resolved;
    resolved = pathToFileURL(real + (StringPrototypeEndsWith(path, '/') ? '/' : ''));
    resolved.search = search;
    resolved.hash = hash;
  }
  return resolved;
}

// The old way to a package's main: only CommonJS packages have it.
function legacyMainResolve(packageJSONUrl, config, base) {
  const folder = fileURLToPath(new URL('.', packageJSONUrl));
  const tries = config.main ?
    [config.main, `${config.main}.js`, `${config.main}.json`, `${config.main}.node`, `${config.main}/index.js`,
     `${config.main}/index.json`, `${config.main}/index.node`, 'index.js', 'index.json', 'index.node'] :
    ['index.js', 'index.json', 'index.node'];
  const { resolve } = require('path');
  for (let i = 0; i < tries.length; i++) {
    const file = resolve(folder, tries[i]);
    if (ops.op_module_stat(file) !== 0) continue;
    const url = pathToFileURL(file);
    if (i > 0 || !config.main) warnLegacyMain(url, folder, config.main, tries[i], base);
    return url;
  }
  throw new ERR_MODULE_NOT_FOUND(config.main ? resolve(folder, config.main) : folder, fileURLToPath(base));
}

// Only ES modules are found in this way by mistake.
function warnLegacyMain(url, folder, main, found, base) {
  const { defaultGetFormatWithoutErrors } = require('internal/modules/esm/get_format');
  if (defaultGetFormatWithoutErrors(url, { __proto__: null }) !== 'module') return;
  if (!main) {
    require('process').emitWarning(
      `No "main" or "exports" field defined in the package.json for ${folder} resolving the main entry point ` +
      `"${found}", imported from ${fileURLToPath(base)}.\nDefault "index" lookups for the main are deprecated for ES ` +
      'modules.', 'DeprecationWarning', 'DEP0151');
    return;
  }
  if (require('path').resolve(folder, main) === fileURLToPath(url)) return;
  require('process').emitWarning(
    `Package ${folder} has a "main" field set to "${main}", excluding the full filename and extension to the ` +
    `resolved file at "${found}", imported from ${fileURLToPath(base)}.\n Automatic extension resolution of the ` +
    '"main" field is deprecated for ES modules.', 'DeprecationWarning', 'DEP0151');
}

// A bare specifier in its two parts.
function parsePackageName(specifier, base) {
  let end = StringPrototypeIndexOf(specifier, '/');
  let valid = true;
  const scoped = specifier[0] === '@';
  if (scoped) {
    if (end === -1 || specifier.length === 0) valid = false;
    else end = StringPrototypeIndexOf(specifier, '/', end + 1);
  }
  const name = end === -1 ? specifier : StringPrototypeSlice(specifier, 0, end);
  if (RegExpPrototypeExec(/^\.|%|\\/, name) !== null) valid = false;
  if (!valid) throw new ERR_INVALID_MODULE_SPECIFIER(specifier, 'is not a valid package name', fileURLToPath(base));
  return { __proto__: null, name, subpath: `.${end === -1 ? '' : StringPrototypeSlice(specifier, end)}`, scoped };
}

// PACKAGE_RESOLVE.
function packageResolve(specifier, base, conditions) {
  const { BuiltinModule } = require('internal/bootstrap/realm');
  if (BuiltinModule.canBeRequiredWithoutScheme(specifier)) return new URL(`node:${specifier}`);
  const { name, subpath, scoped } = parsePackageName(specifier, base);
  const own = packageJson.getPackageScopeConfig(base);
  if (own.exists && own.name === name && own.exports !== undefined && own.exports !== null) {
    return packageExportsResolve(pathToFileURL(own.pjsonPath), subpath, own, base, conditions);
  }
  let jsonUrl = new URL(`./node_modules/${name}/package.json`, base);
  let jsonPath = fileURLToPath(jsonUrl);
  let last;
  do {
    const folder = StringPrototypeSlice(jsonPath, 0, jsonPath.length - 13);
    if (ops.op_module_stat(folder) === 1) {
      const config = packageJson.read(jsonPath, { __proto__: null, specifier, base, isESM: true });
      if (config?.exports !== undefined && config.exports !== null) {
        return packageExportsResolve(jsonUrl, subpath, config, base, conditions);
      }
      if (subpath === '.') {
        return legacyMainResolve(jsonUrl, config ?? { __proto__: null, type: 'none' }, base);
      }
      return new URL(subpath, jsonUrl);
    }
    last = jsonPath;
    jsonUrl = new URL(`${scoped ? '../../../../' : '../../../'}node_modules/${name}/package.json`, jsonUrl);
    jsonPath = fileURLToPath(jsonUrl);
  } while (jsonPath.length !== last.length);
  throw new ERR_MODULE_NOT_FOUND(name, fileURLToPath(base), null);
}

function isRelative(specifier) {
  if (specifier[0] !== '.') return false;
  if (specifier.length === 1 || specifier[1] === '/') return true;
  return specifier[1] === '.' && (specifier.length === 2 || specifier[2] === '/');
}

// MODULE_RESOLVE without looking at the file.
function moduleResolve(specifier, base, conditions, preserveSymlinks) {
  const protocol = typeof base === 'string' ? new URL(base).protocol : base.protocol;
  const isData = protocol === 'data:';
  let resolved;
  if (specifier[0] === '/' || isRelative(specifier)) {
    try {
      resolved = new URL(specifier, base);
    } catch (cause) {
      const error = new ERR_UNSUPPORTED_RESOLVE_REQUEST(specifier, base);
      setOwnProperty(error, 'cause', cause);
      throw error;
    }
  } else if (protocol === 'file:' && specifier[0] === '#') {
    resolved = packageImportsResolve(specifier, base, conditions);
  } else if (URL.canParse(specifier)) {
    resolved = new URL(specifier);
  } else {
    if (isData) {
      const { BuiltinModule } = require('internal/bootstrap/realm');
      if (BuiltinModule.canBeRequiredWithoutScheme(specifier)) return new URL(`node:${specifier}`);
      throw new ERR_UNSUPPORTED_RESOLVE_REQUEST(specifier, base);
    }
    resolved = packageResolve(specifier, base, conditions);
  }
  if (resolved.protocol !== 'file:') return resolved;
  return finalizeResolution(resolved, base, preserveSymlinks);
}

// What `import` asks: {url, format}.
function defaultResolve(specifier, context) {
  const { conditions = getDefaultConditions(), parentURL } = context;
  const { getOptionValue } = require('internal/options');
  if (parentURL !== undefined && typeof parentURL !== 'string' && !isURL(parentURL)) {
    throw new ERR_INVALID_ARG_TYPE('parentURL', ['string', 'URL'], parentURL);
  }
  let base = parentURL;
  let isMain = false;
  if (base === undefined) {
    isMain = true;
    if (getOptionValue('--input-type') && ops.op_worker_is_main_thread()) throw new ERR_INPUT_TYPE_NOT_ALLOWED();
    base = pathToFileURL(`${ops.op_process_cwd()}/`).href;
  }
  if (StringPrototypeStartsWith(specifier, 'node:')) return { __proto__: null, url: specifier, format: 'builtin' };
  const preserve = getOptionValue(isMain ? '--preserve-symlinks-main' : '--preserve-symlinks');
  let url;
  try {
    url = moduleResolve(specifier, base, conditions, preserve);
  } catch (error) {
    decorate(error, specifier, base);
    throw error;
  }
  const { defaultGetFormatWithoutErrors } = require('internal/modules/esm/get_format');
  return { __proto__: null, url: url.href, format: defaultGetFormatWithoutErrors(url, context) };
}

// CommonJS may find what ESM does not: say so.
function decorate(error, specifier, base) {
  if (error.code !== 'ERR_MODULE_NOT_FOUND' && error.code !== 'ERR_UNSUPPORTED_DIR_IMPORT') return;
  const found = resolveAsCommonJS(specifier, base);
  if (!found) return;
  const lines = error.stack.split('\n');
  lines[0] += `\nDid you mean to import ${JSON.stringify(found)}?`;
  error.stack = lines.join('\n');
  error.message += `\nDid you mean to import ${JSON.stringify(found)}?`;
}

// A path as an import specifier: what a URL would read in another way is encoded.
function encodeForImport(path) {
  const { pathname } = pathToFileURL(path[0] === '/' ? path : `/${path}`);
  if (path[0] === '/') return pathname;
  // Dots at the start would be taken out of a URL.
  const { 1: dots, 2: rest } = RegExpPrototypeExec(/^((?:\.{1,2}\/)*)(.*)$/, path);
  return `${dots}${StringPrototypeSlice(pathToFileURL(`/${rest}`).pathname, 1)}`;
}

function resolveAsCommonJS(specifier, base) {
  try {
    const path = require('path');
    const { Module } = require('internal/modules/cjs/loader');
    const parent = fileURLToPath(base);
    const temporary = new Module(parent, null);
    temporary.filename = parent;
    temporary.paths = Module._nodeModulePaths(path.dirname(parent));
    const request = StringPrototypeStartsWith(specifier, 'file:') ? fileURLToPath(specifier) : specifier;
    let found = Module._resolveFilename(request, temporary, false);
    const pathOfFound = found;
    if (isRelative(specifier)) {
      found = path.relative(path.dirname(parent), found);
      if (!StringPrototypeStartsWith(found, `..${path.sep}`)) found = `./${found}`;
    } else if (StringPrototypeIndexOf(found, '/node_modules/') !== -1 && specifier[0] !== '/') {
      found = StringPrototypeSlice(found, StringPrototypeIndexOf(found, `/${specifier.split('/')[0]}`) + 1);
    }
    // The same words again would be found as little as before.
    const encoded = encodeForImport(found);
    return encoded === specifier && !isRelative(specifier) ? encodeForImport(pathOfFound) : encoded;
  } catch {
    return false;
  }
}

module.exports = { decorate, defaultResolve, getDefaultConditions, moduleResolve, packageResolve, parsePackageName };
