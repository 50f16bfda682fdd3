// Loaded source of each format to a ModuleWrap.
// https://nodejs.org/docs/latest-v26.x/api/esm.html#interoperability-with-commonjs
'use strict';

const {
  ArrayPrototypeForEach,
  ArrayPrototypePush,
  JSONParse,
  ObjectHasOwn,
  ObjectKeys,
  SafeMap,
  SafeSet,
  StringPrototypeStartsWith,
} = primordials;

const { BuiltinModule } = require('internal/bootstrap/realm');
const {
  codes: {
    ERR_UNKNOWN_BUILTIN_MODULE,
    ERR_UNKNOWN_MODULE_FORMAT,
  },
} = require('internal/errors');
const { stripBOM } = require('internal/modules/helpers');

const lazyUrl = () => require('internal/url');

function translate(loader, format, url, source, isMain, parentURL) {
  switch (format) {
    case 'module':
      return ops.op_module_wrap_compile(url, stripBOM(text(source)), undefined, 0, 0);
    case 'module-typescript': {
      const { stripTypeScriptModuleTypes } = require('internal/modules/typescript');
      return ops.op_module_wrap_compile(url, stripTypeScriptModuleTypes(stripBOM(text(source)), url), undefined, 0, 0);
    }
    case 'commonjs':
    case 'commonjs-typescript':
      return commonjs(url, source, isMain, format);
    case 'json':
      return json(url, source);
    case 'builtin':
      return builtin(url);
    case 'wasm':
      return wasm(loader, url, source);
    default:
      throw new ERR_UNKNOWN_MODULE_FORMAT(format, url);
  }
}

function text(source) {
  return typeof source === 'string' ? source : require('internal/modules/customization_hooks').toText(source);
}

// The ESM face of each builtin, and the names whose values it shows.
const faces = new SafeMap();

function builtin(url) {
  const id = BuiltinModule.normalizeRequirableId(url);
  if (id === undefined) throw new ERR_UNKNOWN_BUILTIN_MODULE(url);
  const kept = faces.get(id);
  if (kept !== undefined) return kept.wrap;
  const exports = BuiltinModule.load(id);
  const names = exportNames(exports);
  const face = { __proto__: null, id, names, exports, wrap: undefined };
  face.wrap = ops.op_module_wrap_synthetic(`node:${id}`, ['default', ...names], () => fill(face));
  faces.set(id, face);
  return face.wrap;
}

function exportNames(exports) {
  if (exports === null || (typeof exports !== 'object' && typeof exports !== 'function')) return [];
  const names = [];
  ArrayPrototypeForEach(ObjectKeys(exports), (name) => {
    if (name !== 'default') ArrayPrototypePush(names, name);
  });
  return names;
}

function fill({ wrap, names, exports }) {
  wrap.setExport('default', exports);
  for (let i = 0; i < names.length; i++) {
    let value;
    try {
      value = exports[names[i]];
    } catch {
      // A getter that throws: the export is undefined, as in Node.
    }
    wrap.setExport(names[i], value);
  }
}

function syncBuiltinESMExports() {
  for (const { 1: face } of faces) if (face.wrap.getStatus() >= 2) fill(face);
}

function json(url, source) {
  const { Module } = require('internal/modules/cjs/loader');
  let filename;
  let value;
  if (StringPrototypeStartsWith(url, 'file:') && !url.includes('?') && !url.includes('#')) {
    filename = lazyUrl().fileURLToPath(url);
    const cached = Module._cache[filename];
    if (cached?.loaded) value = { __proto__: null, exports: cached.exports };
  }
  if (value === undefined) {
    try {
      value = { __proto__: null, exports: JSONParse(stripBOM(text(source))) };
    } catch (error) {
      error.message = `${filename ?? url}: ${error.message}`;
      throw error;
    }
    if (filename !== undefined && Module._cache[filename] === undefined) {
      const module = new Module(filename, null);
      module.filename = filename;
      module.exports = value.exports;
      module.loaded = true;
      Module._cache[filename] = module;
    }
  }
  const wrap = ops.op_module_wrap_synthetic(url, ['default'], () => wrap.setExport('default', value.exports));
  return wrap;
}

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

function commonjs(url, source, isMain, format) {
  const { Module, wrapModuleLoad } = require('internal/modules/cjs/loader');
  if (StringPrototypeStartsWith(url, 'node:')) return builtin(url);
  const isFile = StringPrototypeStartsWith(url, 'file:');
  const filename = isFile ? lazyUrl().fileURLToPath(url) : url;
  let content = stripBOM(text(source));
  if (format === 'commonjs-typescript') {
    content = require('internal/modules/typescript').stripTypeScriptModuleTypes(content, filename);
  }
  const cached = Module._cache[filename];
  const names = commonJSNames(filename, content);
  if (cached?.loaded) ArrayPrototypeForEach(exportNames(cached.exports), (name) => names.add(name));
  names.delete('default');
  names.add('module.exports');
  const list = ['default', ...names];
  const wrap = ops.op_module_wrap_synthetic(url, list, () => {
    let exports;
    const loaded = Module._cache[filename];
    if (loaded !== undefined) {
      exports = loaded.exports;
    } else if (isFile && !url.includes('?')) {
      exports = wrapModuleLoad(filename, undefined, isMain);
    } else {
      const module = new Module(filename, null);
      module.filename = filename;
      module.paths = Module._nodeModulePaths(module.path);
      module._compile(content, filename, 'commonjs');
      module.loaded = true;
      exports = module.exports;
    }
    for (const name of names) {
      if (name === 'module.exports') continue;
      if (exports !== null && (typeof exports === 'object' || typeof exports === 'function') &&
          ObjectHasOwn(exports, name)) {
        let value;
        try {
          value = exports[name];
        } catch {
          // A getter that throws: the export is undefined, as in Node.
        }
        wrap.setExport(name, value);
      }
    }
    // An ES module that was compiled to CommonJS keeps its own default.
    wrap.setExport('default', exports);
    wrap.setExport('module.exports', exports);
  });
  return wrap;
}

function wasm(loader, url, source) {
  const compiled = new WebAssembly.Module(source);
  const requests = new SafeSet();
  const names = [];
  for (const { module } of WebAssembly.Module.imports(compiled)) requests.add(module);
  for (const { name } of WebAssembly.Module.exports(compiled)) ArrayPrototypePush(names, name);
  const wrap = ops.op_module_wrap_synthetic(url, names, () => {
    const imports = { __proto__: null };
    for (const request of requests) {
      const job = loader.jobFor(request, url, { __proto__: null });
      loader.evaluateSync(job, url);
      imports[request] = job.wrap.getNamespace();
    }
    const { exports } = new WebAssembly.Instance(compiled, imports);
    for (let i = 0; i < names.length; i++) wrap.setExport(names[i], exports[names[i]]);
  });
  return wrap;
}

module.exports = { syncBuiltinESMExports, translate };
