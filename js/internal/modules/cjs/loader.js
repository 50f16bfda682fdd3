// The CommonJS loader: the class Module.
// https://nodejs.org/docs/latest-v26.x/api/modules.html
'use strict';

const {
  ArrayPrototypeIncludes,
  ArrayPrototypeIndexOf,
  ArrayPrototypePush,
  ArrayPrototypeSplice,
  ObjectDefineProperty,
  Proxy,
  ReflectApply,
  ReflectSet,
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
const helpers = require('internal/modules/helpers');
const compile = require('internal/modules/cjs/compile');
const customization = require('internal/modules/customization_hooks');
const { cycleMessage, endCycle, getExportsForCircularRequire } = require('internal/modules/cjs/cycles');
const { onRequire } = require('internal/modules/cjs/tracing');
const {
  exportsAtLoad,
  kFormat,
  kIsCachedByESMLoader,
  kIsExecuting,
  kIsMainSymbol,
  kModuleCircularVisited,
  kModuleParent,
  kModuleSource,
  kRequiredModule,
  kURL,
} = require('internal/modules/cjs/symbols');

const { makeRequireFunction, setHasStartedUserCJSExecution, setRequireMain, stripBOM } = helpers;

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
  ObjectDefineProperty(this, kModuleParent, {
    __proto__: null, value: parent, configurable: true, enumerable: false, writable: true,
  });
  updateChildren(parent, this, false);
  this.filename = null;
  this.loaded = false;
  this.children = [];
}

let statReplacement;
ObjectDefineProperty(Module, '_stat', {
  __proto__: null,
  get() {
    return lookup.stat;
  },
  set(value) {
    statReplacement = value;
    lookup.setStat(statReplacement);
  },
  configurable: true,
});
Module._cache = { __proto__: null };
Module._pathCache = { __proto__: null };
Module._extensions = { __proto__: null };
Module.globalPaths = [];

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

ObjectDefineProperty(Module.prototype, 'constructor', {
  __proto__: null,
  get() {
    return Module;
  },
  configurable: false,
  enumerable: false,
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

ObjectDefineProperty(Module, '_readPackage', {
  __proto__: null,
  value: function _readPackage(requestPath) {
    return packageJson.read(path.resolve(requestPath, 'package.json')) ?? false;
  },
  configurable: true,
  enumerable: false,
  writable: true,
});
Module._findPath = function(request, paths, isMain) {
  return lookup.findPath(Module, request, paths, isMain, arguments[3]);
};
Module._nodeModulePaths = function(from) {
  return lookup.nodeModulePaths(from);
};
Module._resolveLookupPaths = function(request, parent) {
  return lookup.resolveLookupPaths(request, parent);
};

const relativeResolveCache = { __proto__: null };
let depth = 0;

function loadBuiltin(id, request) {
  if (id === undefined) {
    const { codes: { ERR_UNKNOWN_BUILTIN_MODULE } } = require('internal/errors');
    throw new ERR_UNKNOWN_BUILTIN_MODULE(request);
  }
  return BuiltinModule.load(id);
}

function loadBuiltinWithHooks(url, format) {
  if (customization.hasLoadHooks()) {
    const result = customization.loadForCommonJS(url, format || 'builtin', url);
    // Hooks may call a builtin whatever they like: only a source of their own takes its place.
    if (result.format && result.format !== 'builtin') return { __proto__: null, override: result };
  }
  return { __proto__: null, exports: loadBuiltin(BuiltinModule.normalizeRequirableId(url), url) };
}

// What `require` does without hooks: { url, filename, format }.
function resolveForCJSWithHooks(specifier, parent, isMain, options) {
  if (!customization.hasResolveHooks()) {
    const filename = defaultResolveImplForCJSLoading(specifier, parent, isMain, options);
    return { __proto__: null, url: undefined, filename, format: undefined };
  }
  return customization.resolveForCommonJS(specifier, parent, (request, conditions) =>
    defaultResolveImplForCJSLoading(request, parent, isMain, conditions ? { ...options, conditions } : options));
}

function defaultResolveImplForCJSLoading(specifier, parent, isMain, options) {
  if (StringPrototypeStartsWith(specifier, 'node:')) {
    loadable(specifier);
    return specifier;
  }
  return wrapResolveFilename(specifier, parent, isMain, options);
}

function loadable(specifier) {
  if (BuiltinModule.normalizeRequirableId(specifier) !== undefined) return;
  const { codes: { ERR_UNKNOWN_BUILTIN_MODULE } } = require('internal/errors');
  throw new ERR_UNKNOWN_BUILTIN_MODULE(specifier);
}

function wrapResolveFilename(request, parent, isMain, options) {
  return Module._resolveFilename(request, parent, isMain, options);
}

Module._load = function(request, parent, isMain) {
  let relKey;
  let override;
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

  const { url, filename, format } = resolveForCJSWithHooks(request, parent, isMain);
  if (StringPrototypeStartsWith(filename, 'node:') && Module._cache[filename] === undefined) {
    const builtin = loadBuiltinWithHooks(filename, format);
    if (builtin.override === undefined) return builtin.exports;
    ({ override } = builtin);
  }
  const cached = Module._cache[filename];
  if (cached !== undefined) {
    updateChildren(parent, cached, true);
    if (cached.loaded) return cached.exports;
    // The ESM loader puts modules here before they run, so that they are made only once.
    if (cached[kIsCachedByESMLoader] !== true || cached[kModuleCircularVisited]) {
      return getExportsForCircularRequire(cached);
    }
    cached[kModuleCircularVisited] = true;
  }
  if (BuiltinModule.canBeRequiredWithoutScheme(filename)) {
    const builtin = loadBuiltinWithHooks(`node:${filename}`, format);
    if (builtin.override === undefined) return builtin.exports;
    ({ override } = builtin);
  }

  const module = cached ?? new Module(filename, parent);
  if (isMain) {
    const process = require('process');
    process.mainModule = module;
    setRequireMain(module);
    module.id = '.';
    module[kIsMainSymbol] = true;
  } else {
    module[kIsMainSymbol] = false;
  }
  module[kIsCachedByESMLoader] = false;
  module[kURL] = url;
  module[kFormat] = override?.format ?? format;
  if (override !== undefined) module[kModuleSource] = override.source;
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
    } else {
      endCycle(module);
    }
  }
  return module.exports;
};

// The name that stands in stacks between a program and the loader.
function wrapModuleLoad(request, parent, isMain) {
  const channel = onRequire();
  if (channel === undefined) return Module._load(request, parent, isMain);
  return channel.traceSync(Module._load, { __proto__: null, parentFilename: parent?.filename, id: request },
                           Module, request, parent, isMain);
}

Module._resolveFilename = function(request, parent, isMain, options) {
  const filename = lookup.resolveFilename(Module, request, parent, isMain, options);
  if (filename) return filename;
  const err = lookup.notFound(request, parent);
  throw err;
};

Module.prototype.load = function(filename) {
  require('internal/assert')(!this.loaded);
  compile.hooks.loading?.(filename);
  this.filename ??= filename;
  this.paths ??= Module._nodeModulePaths(path.dirname(filename));
  const extension = findLongestRegisteredExtension(filename);
  Module._extensions[extension](this, filename);
  this.loaded = true;
  exportsAtLoad.map?.set(this, this.exports);
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

// The function of a module, or word that its text is an ES module.
function wrapSafe(filename, content, format, isMain) {
  if (patched) return compile.compileWrapped(filename, wrap(content));
  let error;
  try {
    return { __proto__: null, function: ops.op_module_compile_cjs(filename, content, compile.kDefaultHost) };
  } catch (err) {
    error = err;
  }
  if (compile.isModuleAfterAll(error, content, filename, format, isMain)) return { __proto__: null, canParseAsESM: true };
  throw error;
}

Module.prototype._compile = function(content, filename, format) {
  if (format === 'commonjs-typescript' || format === 'module-typescript' || format === 'typescript') {
    content = require('internal/modules/typescript').stripTypeScriptModuleTypes(content, filename);
    format = format === 'typescript' ? undefined : StringPrototypeSlice(format, 0, -11);
  }
  let compiledWrapper;
  if (format !== 'module') {
    const result = wrapSafe(filename, content, format, this[kIsMainSymbol]);
    if (result.canParseAsESM) format = 'module';
    else compiledWrapper = result.function;
  }
  if (format === 'module') {
    this[kFormat] = 'module';
    loadESMFromCJS(this, filename, content);
    return undefined;
  }
  compile.hooks.cacheSourceMap?.(filename, content, this, compiledWrapper);
  const dirname = path.dirname(filename);
  const require_ = makeRequireFunction(this);
  const { exports } = this;
  setHasStartedUserCJSExecution();
  this[kIsExecuting] = true;
  const args = [exports, require_, this, filename, dirname];
  // A debugger wants to stop at the first statement.
  const { callMain } = compile.hooks;
  const value = callMain !== undefined && this[kIsMainSymbol] ? callMain(compiledWrapper, exports, args) :
    ReflectApply(compiledWrapper, exports, args);
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
    // The entry is an ES module: `require.main` does not exist.
    ObjectDefineProperty(require('process'), 'mainModule', {
      __proto__: null, value: undefined, configurable: true, enumerable: true, writable: true,
    });
    setRequireMain(undefined);
    require('internal/modules/run_main').runEntryPointWithESMLoader((cascadedLoader) =>
      cascadedLoader.importEntry(url, source, true));
    return;
  }
  const parent = mod[kModuleParent];
  if (getOptionValue('--trace-require-module')) compile.warnAboutRequireModule(parent, filename);
  const namespace = loader.importSyncForRequire(mod, filename, source, url, parent);
  // Importers that were compiled from ES modules need the mark __esModule to find `default`.
  if ('module.exports' in namespace) {
    mod.exports = namespace['module.exports'];
  } else if (!('default' in namespace) || '__esModule' in namespace) {
    mod.exports = namespace;
  } else {
    mod.exports = loader.addESModuleMark(mod[kRequiredModule]);
  }
}

// The text of a module, read only once whichever loader was first.
function loadSource(mod, filename, formatFromNode) {
  if (mod[kFormat] === undefined) mod[kFormat] = formatFromNode;
  if (mod[kModuleSource] === undefined && customization.hasLoadHooks()) {
    mod[kURL] ??= customization.toUrl(filename);
    const { source, format } = customization.loadForCommonJS(mod[kURL], mod[kFormat], filename);
    if (format !== undefined && format !== null) mod[kFormat] = format;
    return { __proto__: null, source, format: mod[kFormat] };
  }
  let source = mod[kModuleSource];
  if (source === undefined) source = ops.op_module_read_source(filename);
  else mod[kModuleSource] = undefined;
  return { __proto__: null, source, format: mod[kFormat] };
}

function formatOf(filename, typescript) {
  const type = packageJson.getNearestParentPackageJSONType(filename);
  if (!typescript) return type === 'none' ? undefined : type;
  return type === 'none' ? 'typescript' : `${type}-typescript`;
}

// The handlers have no names: stacks show `Object..js`.
Module._extensions['.js'] = nameless(function(module, filename) {
  const { source, format } = loadSource(module, filename, StringPrototypeEndsWith(filename, '.js') ?
    formatOf(filename, false) : StringPrototypeEndsWith(filename, '.cjs') ? 'commonjs' : undefined);
  if (format === 'module' && !getOptionValue('--experimental-require-module')) {
    const err = requireEsm(module, filename, source);
    throw err;
  }
  if (format === 'json') module.exports = compile.parseJSON(filename, stripBOM(source));
  else module._compile(stripBOM(source), filename, format);
});

function nameless(handler) {
  return handler;
}

function requireEsm(module, filename, source) {
  const { codes: { ERR_REQUIRE_ESM } } = require('internal/errors');
  const pkg = packageJson.getNearestParentPackageJSON(filename);
  const parentPath = module[kModuleParent]?.filename;
  const usesEsm = compile.hasModuleSyntax(source, filename);
  const err = new ERR_REQUIRE_ESM(filename, usesEsm, parentPath, pkg?.pjsonPath);
  if (parentPath) compile.pointAtRequire(err, parentPath, module[kModuleParent]);
  return err;
}

function typescript(format) {
  return function(module, filename) {
    const loaded = loadSource(module, filename, format ?? formatOf(filename, true));
    if (loaded.format === 'module-typescript' && !getOptionValue('--experimental-require-module')) {
      const err = requireEsm(module, filename, loaded.source);
      throw err;
    }
    module._compile(stripBOM(loaded.source), filename, loaded.format);
  };
}

Module._extensions['.json'] = nameless(function(module, filename) {
  const { source } = loadSource(module, filename, 'json');
  module.exports = compile.parseJSON(filename, stripBOM(source));
});

Module._extensions['.node'] = nameless(function(module, filename) {
  require('internal/process/dlopen').dlopen([module, filename]);
});

// The extensions that are looked for stay Node's three; these only say how such a file is loaded.
function registerModuleExtensions() {
  const hidden = (name, value) => ObjectDefineProperty(Module._extensions, name, {
    __proto__: null, value, configurable: true, enumerable: false, writable: true,
  });
  hidden('.mjs', nameless(function(module, filename) {
    const { source, format } = loadSource(module, filename, 'module');
    if (format === 'module' && !getOptionValue('--experimental-require-module')) {
      const err = requireEsm(module, filename, source);
      throw err;
    }
    module._compile(stripBOM(source), filename, format);
  }));
  if (!getOptionValue('--strip-types')) return;
  hidden('.ts', nameless(typescript()));
  hidden('.cts', nameless(typescript('commonjs-typescript')));
  hidden('.mts', nameless(typescript('module-typescript')));
}

// `module.createRequire(filename)`.
Module.createRequire = function createRequire(filenameOrURL) {
  const { isURL, fileURLToPath, URL } = require('internal/url');
  const { codes: { ERR_INVALID_ARG_VALUE } } = require('internal/errors');
  const message = 'must be a file URL object, file URL string, or absolute path string';
  let filename = filenameOrURL;
  let url;
  if (isURL(filenameOrURL) || (typeof filenameOrURL === 'string' && !path.isAbsolute(filenameOrURL))) {
    try {
      url = typeof filenameOrURL === 'string' ? new URL(filenameOrURL) : filenameOrURL;
      filename = fileURLToPath(url);
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
  if (url?.search || url?.hash) module[kURL] = url.href;
  module.paths = Module._nodeModulePaths(module.path);
  return makeRequireFunction(module);
};

Module._initPaths = function() {
  Module.globalPaths = lookup.initPaths();
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
  require('internal/modules/esm/builtin_faces').syncBuiltinESMExports();
};

Module.Module = Module;

Module.registerHooks = customization.registerHooks;

// Runs once per process, after the options are known.
function initializeCJS() {
  Module._initPaths();
  registerModuleExtensions();
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
  cycleMessage,
  initializeCJS,
  resolveForCJSWithHooks,
  wrapModuleLoad,
  wrapSafe,
};

Module.runMain = require('internal/modules/run_main').executeUserEntryPoint;
