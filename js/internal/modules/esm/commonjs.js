// CommonJS in the ES module loader: the names a text exports, and the module that is made of it.
// https://nodejs.org/docs/latest-v26.x/api/esm.html#commonjs-namespaces
'use strict';

const {
  ArrayPrototypeForEach,
  ArrayPrototypePush,
  ObjectHasOwn,
  SafeSet,
  SafeWeakMap,
  StringPrototypeStartsWith,
} = primordials;

const { BuiltinModule } = require('internal/bootstrap/realm');
const customization = require('internal/modules/customization_hooks');
const { stripBOM } = require('internal/modules/helpers');
const { takeSource } = require('internal/modules/esm/load');
const { exportNames } = require('internal/modules/esm/builtin_faces');
const { text } = require('internal/modules/esm/translators');
const {
  exportsAtLoad, kFormat, kIsCachedByESMLoader, kIsExecuting, kIsMainSymbol, kModuleExportNames, kModuleSource,
} = require('internal/modules/cjs/symbols');

exportsAtLoad.map ??= new SafeWeakMap();

// What a CommonJS file exports as far as its text tells, following `module.exports = require('x')`.
function commonJSNames(filename, source, seen = new SafeSet()) {
  const names = new SafeSet();
  const { 0: own, 1: reexports } = ops.op_module_cjs_exports(source);
  ArrayPrototypeForEach(own, (name) => names.add(name));
  if (seen.has(filename)) return names;
  seen.add(filename);
  const { Module } = require('internal/modules/cjs/loader');
  ArrayPrototypeForEach(reexports, (request) => {
    try {
      const path = require('path');
      const parent = new Module(filename, null);
      parent.filename = filename;
      parent.paths = Module._nodeModulePaths(path.dirname(filename));
      const resolved = Module._resolveFilename(request, parent, false);
      const id = BuiltinModule.normalizeRequirableId(resolved);
      if (id !== undefined) {
        ArrayPrototypeForEach(exportNames(BuiltinModule.load(id)), (name) => names.add(name));
        return;
      }
      const extension = path.extname(resolved);
      if (extension !== '.js' && extension !== '.cjs' && Module._extensions[extension]) return;
      for (const name of commonJSNames(resolved, ops.op_module_read_source(resolved), seen)) names.add(name);
    } catch {
      // What cannot be found shows when the file runs.
    }
  });
  return names;
}

// The Module of what is imported: in require.cache from here on, so that it is made only once.
function moduleOf(filename, content) {
  const { Module } = require('internal/modules/cjs/loader');
  const cached = Module._cache[filename];
  if (cached !== undefined) return cached;
  const module = new Module(filename);
  module.filename = filename;
  module.paths = Module._nodeModulePaths(module.path);
  module[kIsCachedByESMLoader] = true;
  module[kModuleSource] = content;
  Module._cache[filename] = module;
  return module;
}

function commonjs(url, source, isMain, format) {
  const { Module, wrapModuleLoad } = require('internal/modules/cjs/loader');
  const isFile = StringPrototypeStartsWith(url, 'file:');
  const filename = isFile ? require('internal/url').fileURLToPath(url) : url;
  const isPlain = source === null || source === undefined;
  const raw = stripBOM(isPlain ? takeSource(url) ?? ops.op_module_read_source(filename) : text(source));
  const isTypeScript = format === 'commonjs-typescript';
  const content = isTypeScript ?
    require('internal/modules/typescript').stripTypeScriptModuleTypes(raw, filename) : raw;
  const kept = Module._cache[filename];
  let names = kept?.[kModuleExportNames];
  if (names === undefined) {
    names = commonJSNames(filename, content);
    if (kept?.loaded) ArrayPrototypeForEach(exportNames(kept.exports), (name) => names.add(name));
  }
  // Hooks have had their say about this text; they are not asked again when it runs.
  const isCustomized = !isPlain || !isFile || customization.hasLoadHooks() || customization.hasResolveHooks();
  const module = moduleOf(filename, isTypeScript && !isCustomized ? undefined : raw);
  module[kModuleExportNames] = names;
  const list = [...names];
  if (!names.has('default')) ArrayPrototypePush(list, 'default');
  if (!names.has('module.exports')) ArrayPrototypePush(list, 'module.exports');
  const wrap = ops.op_module_wrap_synthetic(url, list, () => {
    if (!module.loaded) {
      if (isCustomized) loadCustomized(module, content, filename, url, isMain, !isPlain);
      else wrapModuleLoad(filename, undefined, isMain);
    }
    setExports(wrap, Module._cache[filename] ?? module, names);
  });
  return wrap;
}

function setExports(wrap, module, names) {
  const exports = exportsAtLoad.map.has(module) ? exportsAtLoad.map.get(module) : module.exports;
  exportsAtLoad.map.delete(module);
  for (const name of names) {
    if (name === 'default' || name === 'module.exports' || exports === null || exports === undefined ||
        !ObjectHasOwn(exports, name)) continue;
    let value;
    try {
      value = exports[name];
    } catch {
      // A getter that throws: the export is undefined, as in Node.
    }
    wrap.setExport(name, value);
  }
  wrap.setExport('default', exports);
  wrap.setExport('module.exports', exports);
}

// What Module._load does after it has found a file, with the text that is here already.
function loadCustomized(module, content, filename, url, isMain, hasOwnText) {
  // A require from elsewhere was first, and it is not done.
  if (module[kIsExecuting]) return;
  const { Module } = require('internal/modules/cjs/loader');
  if (isMain) {
    require('process').mainModule = module;
    require('internal/modules/helpers').setRequireMain(module);
    module.id = '.';
  }
  module[kIsMainSymbol] = isMain;
  module[kIsCachedByESMLoader] = false;
  module[kModuleSource] = undefined;
  module[kFormat] = 'commonjs';
  let threw = true;
  try {
    const { thread } = require('internal/modules/esm/loader').getLoader();
    if (thread !== undefined && hasOwnText) runWithOwnRequire(module, content, filename, url);
    else module._compile(content, filename, 'commonjs');
    module.loaded = true;
    exportsAtLoad.map.set(module, module.exports);
    threw = false;
  } finally {
    if (threw) delete Module._cache[filename];
  }
}

// A text that a hook of module.register gave: what it requires goes by those hooks too.
function runWithOwnRequire(module, content, filename, url) {
  const { Module, resolveForCJSWithHooks, wrapSafe } = require('internal/modules/cjs/loader');
  const { pathToFileURL } = require('internal/url');
  const { urlToFilename } = require('internal/modules/helpers');
  const loader = require('internal/modules/esm/loader').getLoader();
  const isBuiltin = (specifier) => StringPrototypeStartsWith(specifier, 'node:') ||
    BuiltinModule.canBeRequiredWithoutScheme(specifier);
  const require_ = function require(specifier) {
    const attributes = { __proto__: null };
    if (!isBuiltin(specifier)) {
      const path = Module._resolveFilename(specifier, module);
      if (path.endsWith('.node')) return module.require(path);
      if (path.endsWith('.json')) attributes.type = 'json';
      specifier = pathToFileURL(path).href;
    }
    return requireThroughLoader(loader, specifier, url, attributes, module);
  };
  require_.resolve = function resolve(specifier) {
    if (customization.hasResolveHooks()) return resolveForCJSWithHooks(specifier, module, false).filename;
    if (!isBuiltin(specifier)) specifier = pathToFileURL(Module._resolveFilename(specifier, module)).href;
    return urlToFilename(loader.resolveSync(specifier, url, { __proto__: null }).url);
  };
  require_.main = require('process').mainModule;
  const compiled = wrapSafe(filename, content, 'commonjs', false).function;
  const { exports } = module;
  module[kIsExecuting] = true;
  compiled.call(exports, exports, require_, module, filename, require('path').dirname(filename));
  module[kIsExecuting] = false;
}

function requireThroughLoader(loader, specifier, parentURL, attributes, parent) {
  const { Module } = require('internal/modules/cjs/loader');
  const { urlToFilename } = require('internal/modules/helpers');
  const options = { __proto__: null, isMain: false, forRequire: false, sourceOnly: false };
  const job = loader.getOrCreateModuleJob(specifier, parentURL, attributes, options);
  const filename = urlToFilename(job.url);
  if (job.format === 'module' || job.format === 'module-typescript') {
    const { getOptionValue } = require('internal/options');
    if (!getOptionValue('--experimental-require-module')) {
      const { codes: { ERR_REQUIRE_ESM } } = require('internal/errors');
      throw new ERR_REQUIRE_ESM(filename, true, parent.filename, undefined);
    }
    return job.runSync(parent);
  }
  const cached = Module._cache[filename];
  if (cached?.loaded || cached?.[kIsExecuting]) return cached.exports;
  const namespace = job.runSync(parent);
  return 'module.exports' in namespace ? namespace['module.exports'] : namespace.default;
}

module.exports = { commonjs };
