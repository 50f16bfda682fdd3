// What both loaders share.
'use strict';

const {
  ArrayPrototypeForEach,
  ArrayPrototypePush,
  ObjectDefineProperty,
  ReflectApply,
  ReflectDeleteProperty,
  SafeSet,
  StringPrototypeCharCodeAt,
  StringPrototypeSlice,
  StringPrototypeStartsWith,
} = primordials;

const { BuiltinModule } = require('internal/bootstrap/realm');
const { validateString } = require('internal/validators');

function stripBOM(content) {
  return StringPrototypeCharCodeAt(content, 0) === 0xFEFF ? StringPrototypeSlice(content, 1) : content;
}

function toRealPath(requestPath) {
  return ops.op_module_realpath(requestPath);
}

function urlToFilename(url) {
  return url && StringPrototypeStartsWith(url, 'file://') ? require('internal/url').fileURLToPath(url) : url;
}

// `process.getBuiltinModule`.
function getBuiltinModule(id) {
  validateString(id, 'id');
  const normal = BuiltinModule.normalizeRequirableId(id);
  return normal === undefined ? undefined : BuiltinModule.load(normal);
}

// The files that led to a module, nearest first.
function getRequireStack(parent) {
  const stack = [];
  const seen = new SafeSet();
  const { kModuleParent } = require('internal/modules/cjs/symbols');
  for (let at = parent; at && !seen.has(at); at = at[kModuleParent]) {
    seen.add(at);
    ArrayPrototypePush(stack, at.filename || at.id);
  }
  return stack;
}

// The function `require` of a module.
function makeRequireFunction(mod) {
  const { Module } = require('internal/modules/cjs/loader');
  // The builtin's own `require` stays reachable above; this is the program's.
  const made = (() => function require(path) {
    return ReflectApply(mod.require, mod, arguments);
  })();
  setRequireProperties(made, mod, Module);
  return made;
}

// `require.main`: what the program started with, whatever process.mainModule is set to later.
let requireMain;
function setRequireMain(module) {
  requireMain = module;
}

function setRequireProperties(fn, mod, Module) {
  function resolve(request, options) {
    validateString(request, 'request');
    const { resolveForCJSWithHooks } = require('internal/modules/cjs/loader');
    if (StringPrototypeStartsWith(request, 'node:') && !BuiltinModule.isBuiltin(request)) {
      throw require('internal/modules/cjs/resolve').notFound(request, mod);
    }
    return resolveForCJSWithHooks(request, mod, false, options).filename;
  }
  function paths(request) {
    validateString(request, 'request');
    return Module._resolveLookupPaths(request, mod);
  }
  fn.resolve = resolve;
  resolve.paths = paths;
  ObjectDefineProperty(fn, 'main', {
    __proto__: null, value: requireMain, configurable: true, enumerable: true, writable: true,
  });
  fn.extensions = Module._extensions;
  fn.cache = Module._cache;
}

// Globals of the REPL and of --eval: every public module, loaded when it is named.
function addBuiltinLibsToObject(object, objectName) {
  const names = BuiltinModule.getCanBeRequiredByUsersWithoutSchemeList();
  ArrayPrototypeForEach(names, (name) => {
    if (StringPrototypeStartsWith(name, '_') || name.includes('/') || name in object) return;
    const set = (value) => {
      delete object[name];
      object[name] = value;
    };
    ObjectDefineProperty(object, name, {
      __proto__: null,
      get: () => {
        const lib = BuiltinModule.load(name);
        // A program may have made it permanent.
        if (ReflectDeleteProperty(object, name)) {
          ObjectDefineProperty(object, name,
                               { __proto__: null, get: () => lib, set, configurable: true, enumerable: false });
        }
        return lib;
      },
      set,
      configurable: true,
      enumerable: false,
    });
  });
}

let sourceText;
// Source maps and getCallSites ask whether any program code has run.
function markUserCode() {
  sourceText = true;
}

module.exports = {
  addBuiltinLibsToObject,
  getBuiltinModule,
  getRequireStack,
  hasStartedUserCJSExecution: () => sourceText === true,
  makeRequireFunction,
  setHasStartedUserCJSExecution: markUserCode,
  setRequireMain,
  stripBOM,
  toRealPath,
  urlToFilename,
};
