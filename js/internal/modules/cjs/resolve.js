// From a request to a file: the part of the CommonJS loader that looks at folders.
// https://nodejs.org/docs/latest-v26.x/api/modules.html#all-together
'use strict';

const {
  ArrayIsArray,
  ArrayPrototypeIncludes,
  ArrayPrototypeJoin,
  ArrayPrototypePush,
  ArrayPrototypeSlice,
  ArrayPrototypeUnshift,
  ArrayPrototypeUnshiftApply,
  Error,
  ObjectKeys,
  RegExpPrototypeExec,
  SafeMap,
  StringPrototypeCharCodeAt,
  StringPrototypeSlice,
  StringPrototypeSplit,
  StringPrototypeStartsWith,
} = primordials;

const path = require('path');
const { BuiltinModule } = require('internal/bootstrap/realm');
const packageJson = require('internal/modules/package_json_reader');
const { getOptionValue } = require('internal/options');
const { getCjsConditions } = require('internal/modules/conditions');
const { isAbsoluteOrRelative, isRelative } = require('internal/modules/cjs/specifier');

let modulePaths = [];

// One `require` call may ask for the same file more than once; between calls the answer may change.
let statCache = null;

let statFile = (filename) => ops.op_module_stat(filename);

// A program put its own function in `Module._stat`.
function setStat(fn) {
  statFile = fn;
}

function stat(filename) {
  const kept = statCache?.get(filename);
  if (kept !== undefined) return kept;
  const result = statFile(filename);
  // Only what exists is kept: a file may be written between two looks.
  if (statCache !== null && result >= 0) statCache.set(filename, result);
  return result;
}

function beginRequire() {
  statCache = new SafeMap();
}

function endRequire() {
  statCache = null;
}

function tryFile(requestPath, isMain) {
  if (stat(requestPath) !== 0) return false;
  const preserve = getOptionValue(isMain ? '--preserve-symlinks-main' : '--preserve-symlinks');
  return preserve ? path.resolve(requestPath) : ops.op_module_realpath(requestPath);
}

function tryExtensions(basePath, exts, isMain) {
  for (let i = 0; i < exts.length; i++) {
    const filename = tryFile(basePath + exts[i], isMain);
    if (filename) return filename;
  }
  return false;
}

function tryPackage(requestPath, exts, isMain, originalPath) {
  const jsonPath = path.resolve(requestPath, 'package.json');
  const pkg = packageJson.read(jsonPath);
  if (!pkg?.main) return tryExtensions(path.resolve(requestPath, 'index'), exts, isMain);
  const filename = path.resolve(requestPath, pkg.main);
  let actual = tryFile(filename, isMain) || tryExtensions(filename, exts, isMain) ||
    tryExtensions(path.resolve(filename, 'index'), exts, isMain);
  if (actual === false) {
    actual = tryExtensions(path.resolve(requestPath, 'index'), exts, isMain);
    if (!actual) {
      const err = moduleNotFound(`Cannot find module '${filename}'. ` +
        'Please verify that the package.json has a valid "main" entry');
      err.path = jsonPath;
      err.requestPath = originalPath;
      throw err;
    }
    require('process').emitWarning(
      `Invalid 'main' field in '${jsonPath}' of '${pkg.main}'. Please either fix that or report it to the module ` +
      'author', 'DeprecationWarning', 'DEP0128');
  }
  return actual;
}

// `name/sub` of a package in a node_modules folder that has `exports`.
function resolveExports(nmPath, request, conditions) {
  const { 1: name, 2: expansion = '' } = RegExpPrototypeExec(/^((?:@[^/\\%]+\/)?[^./\\%][^/\\%]*)(\/.*)?$/, request) ?? [];
  if (!name) return undefined;
  const jsonPath = path.resolve(nmPath, name, 'package.json');
  const pkg = packageJson.read(jsonPath);
  if (pkg?.exports === undefined || pkg.exports === null) return undefined;
  const { pathToFileURL } = require('internal/url');
  const { packageExportsResolve } = require('internal/modules/package_exports');
  const resolved = packageExportsResolve(pathToFileURL(jsonPath), `.${expansion}`, pkg, null,
                                         conditions ?? getCjsConditions());
  return finalizeEsm(resolved, null, nmPath);
}

function finalizeEsm(resolved, parentPath, packagePath) {
  const { fileURLToPath } = require('internal/url');
  const { codes: { ERR_INVALID_MODULE_SPECIFIER } } = require('internal/errors');
  if (resolved.protocol === 'node:') return resolved.href;
  if (RegExpPrototypeExec(/%2F|%5C/i, resolved.pathname) !== null) {
    throw new ERR_INVALID_MODULE_SPECIFIER(resolved.pathname, 'must not include encoded "/" or "\\" characters',
                                           parentPath);
  }
  const filename = fileURLToPath(resolved);
  const actual = tryFile(filename, false);
  if (actual) return actual;
  const error = moduleNotFound(`Cannot find module '${filename}'`);
  if (packagePath) error.path = path.resolve(packagePath, 'package.json');
  throw error;
}

const trailingSlash = /(?:^|\/)\.?\.$/;

function findPath(Module, request, paths, isMain, conditions = getCjsConditions()) {
  const absolute = path.isAbsolute(request);
  if (absolute) paths = [''];
  else if (!paths || paths.length === 0) return false;

  const cacheKey = `${request}\x00${ArrayPrototypeJoin(paths, '\x00')}`;
  const entry = Module._pathCache[cacheKey];
  if (entry) return entry;

  let exts;
  const slashed = request.length > 0 && (StringPrototypeCharCodeAt(request, request.length - 1) === 47 ||
    RegExpPrototypeExec(trailingSlash, request) !== null);
  let insidePath = true;
  if (isRelative(request)) {
    const normalized = path.normalize(request);
    if (StringPrototypeStartsWith(normalized, '..')) insidePath = false;
  }

  for (let i = 0; i < paths.length; i++) {
    const curPath = paths[i];
    if (typeof curPath !== 'string') {
      const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');
      throw new ERR_INVALID_ARG_TYPE('paths', ['array of strings'], paths);
    }
    if (insidePath && curPath && stat(curPath) < 1) continue;
    if (!absolute) {
      const exported = resolveExports(curPath, request, conditions);
      if (exported) return exported;
    }
    const basePath = path.resolve(curPath, request);
    let filename;
    const kind = stat(basePath);
    if (!slashed) {
      if (kind === 0) {
        const preserve = getOptionValue(isMain ? '--preserve-symlinks-main' : '--preserve-symlinks');
        filename = preserve ? path.resolve(basePath) : ops.op_module_realpath(basePath);
      }
      if (!filename) {
        exts ??= ObjectKeys(Module._extensions);
        filename = tryExtensions(basePath, exts, isMain);
      }
    }
    if (!filename && kind === 1) {
      exts ??= ObjectKeys(Module._extensions);
      filename = tryPackage(basePath, exts, isMain, request);
    }
    if (filename) {
      Module._pathCache[cacheKey] = filename;
      return filename;
    }
  }
  return false;
}

// Every node_modules from `from` upwards, nearest first.
function nodeModulePaths(from) {
  from = path.resolve(from);
  if (from === '/') return ['/node_modules'];
  const paths = [];
  let last = from.length;
  for (let i = from.length - 1; i >= 0; i--) {
    if (StringPrototypeCharCodeAt(from, i) !== 47) continue;
    if (StringPrototypeSlice(from, i + 1, last) !== 'node_modules') {
      ArrayPrototypePush(paths, `${StringPrototypeSlice(from, 0, last)}/node_modules`);
    }
    last = i;
  }
  if (StringPrototypeSlice(from, 1, last) !== 'node_modules' || last === 0) {
    ArrayPrototypePush(paths, '/node_modules');
  }
  return paths;
}

function resolveLookupPaths(request, parent) {
  if (BuiltinModule.normalizeRequirableId(request)) return null;
  if (!isRelative(request)) {
    let paths;
    if (parent?.paths?.length) {
      paths = ArrayPrototypeSlice(modulePaths);
      ArrayPrototypeUnshiftApply(paths, parent.paths);
    } else {
      paths = modulePaths;
    }
    return paths.length > 0 ? paths : null;
  }
  // In the REPL a relative request is looked up from the working directory.
  if (!parent || !parent.id || !parent.filename) return ['.'];
  return [path.dirname(parent.filename)];
}

// NODE_PATH and the old folders below HOME.
function initPaths() {
  const { env, execPath } = require('process');
  const prefix = path.resolve(execPath, '..', '..');
  const paths = [path.resolve(prefix, 'lib', 'node')];
  if (env.HOME) {
    ArrayPrototypeUnshift(paths, path.resolve(env.HOME, '.node_libraries'));
    ArrayPrototypeUnshift(paths, path.resolve(env.HOME, '.node_modules'));
  }
  if (env.NODE_PATH) {
    const own = StringPrototypeSplit(env.NODE_PATH, path.delimiter);
    const filtered = [];
    for (let i = 0; i < own.length; i++) if (own[i]) ArrayPrototypePush(filtered, own[i]);
    ArrayPrototypeUnshiftApply(paths, filtered);
  }
  modulePaths = paths;
  return ArrayPrototypeSlice(paths);
}

// `require('own-name/sub')` inside a package with `exports`.
function trySelf(parentPath, request, conditions) {
  if (!parentPath) return false;
  const pkg = packageJson.getNearestParentPackageJSON(parentPath);
  if (pkg?.exports === undefined || pkg.exports === null || pkg.name === undefined) return false;
  let expansion;
  if (request === pkg.name) expansion = '.';
  else if (StringPrototypeStartsWith(request, `${pkg.name}/`)) expansion = `.${StringPrototypeSlice(request, pkg.name.length)}`;
  else return false;
  const { pathToFileURL } = require('internal/url');
  const { packageExportsResolve } = require('internal/modules/package_exports');
  const url = pathToFileURL(pkg.pjsonPath);
  const resolved = packageExportsResolve(url, expansion, pkg, pathToFileURL(parentPath), conditions);
  return finalizeEsm(resolved, parentPath, path.dirname(pkg.pjsonPath));
}

function resolveFilename(Module, request, parent, isMain, options) {
  if (BuiltinModule.normalizeRequirableId(request)) return request;
  const conditions = options?.conditions ?? getCjsConditions();
  let paths;
  if (typeof options === 'object' && options !== null) {
    if (ArrayIsArray(options.paths)) {
      if (isRelative(request)) {
        paths = options.paths;
      } else {
        const fake = new Module('', null);
        paths = [];
        for (let i = 0; i < options.paths.length; i++) {
          fake.paths = Module._nodeModulePaths(options.paths[i]);
          const lookup = Module._resolveLookupPaths(request, fake);
          for (let j = 0; j < lookup.length; j++) {
            if (!ArrayPrototypeIncludes(paths, lookup[j])) ArrayPrototypePush(paths, lookup[j]);
          }
        }
      }
    } else if (options.paths === undefined) {
      paths = Module._resolveLookupPaths(request, parent);
    } else {
      const { codes: { ERR_INVALID_ARG_VALUE } } = require('internal/errors');
      throw new ERR_INVALID_ARG_VALUE('options.paths', options.paths);
    }
  } else {
    paths = Module._resolveLookupPaths(request, parent);
  }

  if (request[0] === '#' && (parent?.filename || parent?.id === '<repl>')) {
    const parentPath = parent?.filename ?? `${ops.op_process_cwd()}/`;
    const pkg = packageJson.getNearestParentPackageJSON(parentPath);
    if (pkg?.imports) {
      const { pathToFileURL } = require('internal/url');
      const { packageImportsResolve } = require('internal/modules/package_exports');
      const resolved = withCode(() => packageImportsResolve(request, pathToFileURL(parentPath), conditions),
                                () => notFound(request, parent));
      return finalizeEsm(resolved, parentPath, pkg.pjsonPath);
    }
  }

  const parentPath = trySelfParentPath(parent);
  const self = trySelf(parentPath, request, conditions);
  if (self) {
    Module._pathCache[`${request}\x00${paths === null ? '' : paths.length === 1 ? paths[0] :
      ArrayPrototypeJoin(paths, '\x00')}`] = self;
    return self;
  }
  return Module._findPath(request, paths, isMain, conditions);
}

function withCode(call, other) {
  try {
    return call();
  } catch (error) {
    if (error.code === 'ERR_MODULE_NOT_FOUND') throw other();
    throw error;
  }
}

function trySelfParentPath(parent) {
  if (!parent) return false;
  if (parent.filename) return parent.filename;
  if (parent.id === '<repl>' || parent.id === 'internal/preload') {
    try {
      return `${ops.op_process_cwd()}/`;
    } catch {
      // The folder is gone: nothing is around the file.
    }
  }
  return false;
}

// The one error of CommonJS that does not carry an ERR_ code: https://nodejs.org/docs/latest-v26.x/api/errors.html#module_not_found
function moduleNotFound(message) {
  const err = new Error(message);
  err.code = 'MODULE_NOT_FOUND';
  return err;
}

function notFound(request, parent) {
  const { getRequireStack } = require('internal/modules/helpers');
  const requireStack = getRequireStack(parent);
  require('internal/modules/cjs/compile').hooks.missing?.(request, parent);
  let message = `Cannot find module '${request}'`;
  if (requireStack.length > 0) message += `\nRequire stack:\n- ${ArrayPrototypeJoin(requireStack, '\n- ')}`;
  // Made here: each frame of the loader pushes one of the program out of the stack.
  const err = new Error(message);
  err.code = 'MODULE_NOT_FOUND';
  err.requireStack = requireStack;
  return err;
}

module.exports = {
  beginRequire,
  endRequire,
  findPath,
  initPaths,
  isAbsoluteOrRelative,
  nodeModulePaths,
  notFound,
  resolveFilename,
  resolveLookupPaths,
  setStat,
  stat,
};
