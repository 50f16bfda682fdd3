// The CommonJS loader: the class Module.
// https://nodejs.org/docs/latest-v26.x/api/modules.html
'use strict';

const {
  ArrayPrototypeIncludes,
  ArrayPrototypeIndexOf,
  ArrayPrototypePush,
  ArrayPrototypeSplice,
  Error,
  JSONParse,
  ObjectDefineProperty,
  ObjectGetPrototypeOf,
  ObjectPrototype,
  ObjectSetPrototypeOf,
  Proxy,
  ReflectApply,
  ReflectSet,
  String,
  StringPrototypeCharCodeAt,
  StringPrototypeEndsWith,
  StringPrototypeIndexOf,
  StringPrototypeSlice,
  StringPrototypeStartsWith,
} = primordials;

const path = require('path');
const { BuiltinModule } = require('internal/bootstrap/realm');
const { getOptionValue } = require('internal/options');
const { validateString } = require('internal/validators');
const packageJson = require('internal/modules/package_json_reader');
const lookup = require('internal/modules/cjs/resolve');
const { makeRequireFunction, stripBOM, setHasStartedUserCJSExecution } = require('internal/modules/helpers');
const symbols = require('internal/modules/cjs/symbols');

const { kModuleParent, kIsMainSymbol, kIsExecuting, kModuleSource, kFormat, kURL } = symbols;

function updateChildren(parent, child, scan) {
  const children = parent?.children;
  if (children && !(scan && ArrayPrototypeIncludes(children, child))) ArrayPrototypePush(children, child);
}

function Module(id = '', parent) {
  this.id = id;
  this.path = path.dirname(id);
  ObjectDefineProperty(this, 'exports', {
    __proto__: null, value: {}, configurable: true, enumerable: true, writable: true,
  });
  this[kModuleParent] = parent;
  updateChildren(parent, this, false);
  this.filename = null;
  this.loaded = false;
  this.children = [];
}

Module._cache = { __proto__: null };
Module._pathCache = { __proto__: null };
Module._extensions = { __proto__: null };
Module.globalPaths = [];
Module.Module = Module;

let patched = false;
let wrap = function(script) {
  return wrapper[0] + script + wrapper[1];
};
const wrapper = [
  '(function (exports, require, module, __filename, __dirname) { ',
  '\n});',
];
// A program that touches the wrapper gets its code compiled through it.
const wrapperProxy = new Proxy(wrapper, {
  __proto__: null,
  set(target, property, value, receiver) {
    patched = true;
    return ReflectSet(target, property, value, receiver);
  },
  defineProperty(target, property, descriptor) {
    patched = true;
    ObjectDefineProperty(target, property, descriptor);
    return true;
  },
});
ObjectDefineProperty(Module, 'wrap', {
  __proto__: null,
  get() {
    return wrap;
  },
  set(value) {
    patched = true;
    wrap = value;
  },
});
ObjectDefineProperty(Module, 'wrapper', {
  __proto__: null,
  get() {
    return wrapperProxy;
  },
  set(value) {
    patched = true;
    wrapper[0] = value[0];
    wrapper[1] = value[1];
  },
});

const isPreloadingState = { value: false };
ObjectDefineProperty(Module.prototype, 'isPreloading', {
  __proto__: null,
  get() {
    return isPreloadingState.value;
  },
});
ObjectDefineProperty(Module.prototype, 'parent', {
  __proto__: null,
  get() {
    return this[kModuleParent];
  },
  set(value) {
    this[kModuleParent] = value;
  },
});

Module.isBuiltin = BuiltinModule.isBuiltin;
Module._stat = lookup.stat;
Module._readPackage = (folder) => packageJson.read(path.resolve(folder, 'package.json')) ?? false;
Module._findPath = (request, paths, isMain, conditions) => lookup.findPath(Module, request, paths, isMain, conditions);
Module._nodeModulePaths = lookup.nodeModulePaths;
Module._resolveLookupPaths = lookup.resolveLookupPaths;
Module._resolveFilename = (request, parent, isMain, options) =>
  lookup.resolveFilename(Module, request, parent, isMain, options);
Module._initPaths = () => {
  Module.globalPaths = lookup.initPaths();
};

// Reading a property of half-made exports is the usual sign of a cycle.
const cycleProxyPrototype = new Proxy({}, {
  get(target, property) {
    if (property in target || property === '__esModule' || typeof property === 'symbol') return target[property];
    emitCircularWarning(property);
    return undefined;
  },
  getOwnPropertyDescriptor(target, property) {
    if (property in target || property === '__esModule') return undefined;
    emitCircularWarning(property);
    return undefined;
  },
});

function emitCircularWarning(property) {
  require('process').emitWarning(
    `Accessing non-existent property '${String(property)}' of module exports inside circular dependency`);
}

function getExportsForCircularRequire(module) {
  const { exports } = module;
  if (exports && !ops.op_is_proxy(exports) && ObjectGetPrototypeOf(exports) === ObjectPrototype &&
      !exports.__esModule) {
    ObjectSetPrototypeOf(exports, cycleProxyPrototype);
  }
  return module.exports;
}

const relativeResolveCache = { __proto__: null };
let depth = 0;

function loadBuiltin(id, request) {
  if (id === undefined) {
    const { codes: { ERR_UNKNOWN_BUILTIN_MODULE } } = require('internal/errors');
    throw new ERR_UNKNOWN_BUILTIN_MODULE(request);
  }
  return BuiltinModule.load(id);
}

Module._load = function(request, parent, isMain) {
  let relKey;
  if (parent) {
    relKey = `${parent.path}\x00${request}`;
    const filename = relativeResolveCache[relKey];
    if (filename !== undefined) {
      const cached = Module._cache[filename];
      if (cached !== undefined) {
        updateChildren(parent, cached, true);
        return cached.loaded ? cached.exports : getExportsForCircularRequire(cached);
      }
      delete relativeResolveCache[relKey];
    }
  }
  if (StringPrototypeStartsWith(request, 'node:')) {
    return loadBuiltin(BuiltinModule.normalizeRequirableId(request), request);
  }

  const filename = resolveWithHooks(request, parent, isMain);
  const cached = Module._cache[filename];
  if (cached !== undefined) {
    updateChildren(parent, cached, true);
    if (cached.loaded) return cached.exports;
    if (cached[symbols.kIsCachedByESMLoader] !== true || cached[kModuleSource] === undefined) {
      return getExportsForCircularRequire(cached);
    }
    cached[symbols.kIsCachedByESMLoader] = false;
  }
  if (BuiltinModule.canBeRequiredWithoutScheme(filename)) return BuiltinModule.load(filename);
  if (StringPrototypeStartsWith(filename, 'node:')) {
    return loadBuiltin(BuiltinModule.normalizeRequirableId(filename), filename);
  }

  const module = cached ?? new Module(filename, parent);
  if (isMain) {
    require('process').mainModule = module;
    module.id = '.';
    module[kIsMainSymbol] = true;
  } else {
    module[kIsMainSymbol] = false;
  }
  Module._cache[filename] = module;
  if (parent !== undefined && relKey !== undefined) relativeResolveCache[relKey] = filename;

  let threw = true;
  try {
    module.load(filename);
    threw = false;
  } finally {
    if (threw) {
      delete Module._cache[filename];
      if (parent !== undefined && relKey !== undefined) {
        delete relativeResolveCache[relKey];
        const index = ArrayPrototypeIndexOf(parent?.children ?? [], module);
        if (index !== -1) ArrayPrototypeSplice(parent.children, index, 1);
      }
    } else if (module.exports && !ops.op_is_proxy(module.exports) &&
               ObjectGetPrototypeOf(module.exports) === cycleProxyPrototype) {
      ObjectSetPrototypeOf(module.exports, ObjectPrototype);
    }
  }
  return module.exports;
};

function resolveWithHooks(request, parent, isMain) {
  const hooks = require('internal/modules/customization_hooks');
  if (hooks.hasResolveHooks()) return hooks.resolveForCommonJS(Module, request, parent, isMain);
  return Module._resolveFilename(request, parent, isMain);
}

// The name that stands in stacks between a program and the loader.
function wrapModuleLoad(request, parent, isMain) {
  const { onRequire } = require('internal/modules/cjs/tracing');
  const channel = onRequire();
  if (channel === undefined) return Module._load(request, parent, isMain);
  return channel.traceSync(Module._load, { __proto__: null, parentFilename: parent?.filename, id: request },
                           Module, request, parent, isMain);
}

Module.prototype.load = function(filename) {
  require('internal/assert')(!this.loaded);
  this.filename ??= filename;
  this.paths ??= Module._nodeModulePaths(path.dirname(filename));
  const extension = findLongestRegisteredExtension(filename);
  Module._extensions[extension](this, filename);
  this.loaded = true;
};

function findLongestRegisteredExtension(filename) {
  const name = path.basename(filename);
  let startIndex = 0;
  let index;
  while ((index = StringPrototypeIndexOf(name, '.', startIndex)) !== -1) {
    startIndex = index + 1;
    if (index === 0) continue;
    const extension = StringPrototypeSlice(name, index);
    if (Module._extensions[extension]) return extension;
  }
  return '.js';
}

Module.prototype.require = function(id) {
  validateString(id, 'id');
  if (id === '') {
    const { codes: { ERR_INVALID_ARG_VALUE } } = require('internal/errors');
    throw new ERR_INVALID_ARG_VALUE('id', id, 'must be a non-empty string');
  }
  if (depth === 0) lookup.beginRequire();
  depth++;
  try {
    return wrapModuleLoad(id, this, false);
  } finally {
    if (--depth === 0) lookup.endRequire();
  }
};

Module.prototype._compile = function(content, filename, format) {
  const compile = require('internal/modules/cjs/compile');
  if (format === 'commonjs-typescript' || format === 'module-typescript' || format === 'typescript') {
    content = require('internal/modules/typescript').stripTypeScriptModuleTypes(content, filename);
    format = format === 'typescript' ? undefined : StringPrototypeSlice(format, 0, -11);
  }
  let result;
  if (format !== 'module') {
    result = patched ?
      compile.compileWrapped(filename, wrap(content)) : compile.compileForLoader(content, filename, format);
    if (result.canParseAsESM) format = 'module';
  }
  if (format === 'module') {
    this[kFormat] = 'module';
    loadESMFromCJS(this, filename, content);
    return undefined;
  }
  const dirname = path.dirname(filename);
  const require_ = makeRequireFunction(this);
  const { exports } = this;
  setHasStartedUserCJSExecution();
  this[kIsExecuting] = true;
  const value = ReflectApply(result.function, exports, [exports, require_, this, filename, dirname]);
  this[kIsExecuting] = false;
  return value;
};

function loadESMFromCJS(mod, filename, source) {
  const { pathToFileURL } = require('internal/url');
  const { getLoader } = require('internal/modules/esm/loader');
  const loader = getLoader();
  const isMain = mod[kIsMainSymbol];
  const url = mod[kURL] ?? pathToFileURL(filename).href;
  if (isMain) {
    require('internal/modules/run_main').runEntryPointWithESMLoader((l) =>
      l.importForEntryPoint(url, source));
    // The entry is an ES module: `require.main` does not exist.
    ObjectDefineProperty(require('process'), 'mainModule', {
      __proto__: null, value: undefined, configurable: true, enumerable: true, writable: true,
    });
    return;
  }
  const parent = mod[kModuleParent];
  const namespace = loader.importSyncForRequire(mod, filename, source, url, parent);
  if (namespace === undefined) return;
  // A namespace without __esModule gets one, so that transpiled importers find `default`.
  if ('module.exports' in namespace) {
    mod.exports = namespace['module.exports'];
  } else if (!('default' in namespace) || '__esModule' in namespace) {
    mod.exports = namespace;
  } else {
    mod.exports = loader.addESModuleMark(namespace);
  }
}

function loadSource(mod, filename, formatFromNode) {
  const hooks = require('internal/modules/customization_hooks');
  if (hooks.hasLoadHooks()) return hooks.loadForCommonJS(mod, filename, formatFromNode);
  return { __proto__: null, source: ops.op_module_read_source(filename), format: formatFromNode };
}

function formatOf(filename, typescript) {
  const type = packageJson.getNearestParentPackageJSONType(filename);
  if (!typescript) return type === 'none' ? undefined : type;
  return type === 'none' ? 'typescript' : `${type}-typescript`;
}

Module._extensions['.js'] = function(module, filename) {
  const { source, format } = loadSource(module, filename, StringPrototypeEndsWith(filename, '.js') ?
    formatOf(filename, false) : StringPrototypeEndsWith(filename, '.cjs') ? 'commonjs' : undefined);
  if (format === 'module' && !getOptionValue('--experimental-require-module')) {
    throw requireEsm(module, filename);
  }
  module._compile(stripBOM(source), filename, format);
};

function requireEsm(module, filename) {
  const { codes: { ERR_REQUIRE_ESM } } = require('internal/errors');
  const pkg = packageJson.getNearestParentPackageJSON(filename);
  return new ERR_REQUIRE_ESM(filename, true, module[kModuleParent]?.filename, pkg?.pjsonPath);
}

function typescript(format) {
  return function(module, filename) {
    if (StringPrototypeIndexOf(filename, '/node_modules/') !== -1) {
      const { codes: { ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING } } = require('internal/errors');
      throw new ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING(filename);
    }
    const loaded = loadSource(module, filename, format ?? formatOf(filename, true));
    module._compile(stripBOM(loaded.source), filename, loaded.format);
  };
}

Module._extensions['.json'] = function(module, filename) {
  const { source } = loadSource(module, filename, 'json');
  try {
    module.exports = JSONParse(stripBOM(source));
  } catch (err) {
    err.message = `${filename}: ${err.message}`;
    throw err;
  }
};

Module._extensions['.node'] = function(module, filename) {
  const err = new Error(`${filename}: native addons cannot be loaded by this runtime`);
  err.code = 'ERR_DLOPEN_FAILED';
  throw err;
};

// The extensions that are looked for stay Node's three; these only say how such a file is loaded.
function registerModuleExtensions() {
  const hidden = (name, value) => ObjectDefineProperty(Module._extensions, name, {
    __proto__: null, value, configurable: true, enumerable: false, writable: true,
  });
  hidden('.mjs', (module, filename) => {
    if (!getOptionValue('--experimental-require-module')) throw requireEsm(module, filename);
    const { source } = loadSource(module, filename, 'module');
    module._compile(stripBOM(source), filename, 'module');
  });
  if (!getOptionValue('--strip-types')) return;
  hidden('.ts', typescript());
  hidden('.cts', typescript('commonjs-typescript'));
  hidden('.mts', typescript('module-typescript'));
}

// `module.createRequire(filename)`.
Module.createRequire = function createRequire(filenameOrURL) {
  const { isURL, fileURLToPath, URL } = require('internal/url');
  const { codes: { ERR_INVALID_ARG_VALUE } } = require('internal/errors');
  const message = 'must be a file URL object, file URL string, or absolute path string';
  let filename = filenameOrURL;
  if (isURL(filenameOrURL) || (typeof filenameOrURL === 'string' && !path.isAbsolute(filenameOrURL))) {
    try {
      filename = fileURLToPath(typeof filenameOrURL === 'string' ? new URL(filenameOrURL) : filenameOrURL);
    } catch {
      throw new ERR_INVALID_ARG_VALUE('filename', filenameOrURL, message);
    }
  } else if (typeof filenameOrURL !== 'string') {
    throw new ERR_INVALID_ARG_VALUE('filename', filenameOrURL, message);
  }
  const trailing = StringPrototypeCharCodeAt(filename, filename.length - 1) === 47;
  const proxyPath = trailing ? path.join(filename, 'noop.js') : filename;
  const module = new Module(proxyPath);
  module.filename = proxyPath;
  module.paths = Module._nodeModulePaths(module.path);
  return makeRequireFunction(module);
};

// `-r` modules.
Module._preloadModules = function(requests) {
  if (requests.length === 0) return;
  isPreloadingState.value = true;
  const parent = new Module('internal/preload', null);
  try {
    parent.paths = Module._nodeModulePaths(ops.op_process_cwd());
  } catch (error) {
    if (error.code !== 'ENOENT') {
      isPreloadingState.value = false;
      throw error;
    }
  }
  for (let i = 0; i < requests.length; i++) Module._load(requests[i], parent, false);
  isPreloadingState.value = false;
};

Module.syncBuiltinESMExports = function syncBuiltinESMExports() {
  require('internal/modules/esm/translators').syncBuiltinESMExports();
};

// Runs once per process, after the options are known.
function initializeCJS() {
  Module._initPaths();
  registerModuleExtensions();
  Module.runMain = require('internal/modules/run_main').executeUserEntryPoint;
}

ObjectDefineProperty(Module, 'builtinModules', {
  __proto__: null,
  get() {
    const list = BuiltinModule.getAllBuiltinModuleIds();
    ObjectDefineProperty(Module, 'builtinModules', {
      __proto__: null, value: list, configurable: true, enumerable: true, writable: true,
    });
    return list;
  },
  configurable: true,
  enumerable: true,
});

module.exports = {
  Module,
  initializeCJS,
  wrapModuleLoad,
  wrapSafe: (filename, content, format) => require('internal/modules/cjs/compile').compileForLoader(content, filename, format),
};
