// Loaded source of each format to a ModuleWrap.
// https://nodejs.org/docs/latest-v26.x/api/esm.html#interoperability-with-commonjs
'use strict';

const {
  ArrayPrototypePush,
  JSONParse,
  JSONStringify,
  ObjectKeys,
  SafeMap,
  SafeSet,
  StringPrototypeStartsWith,
} = primordials;

const {
  codes: {
    ERR_UNKNOWN_MODULE_FORMAT,
  },
} = require('internal/errors');
const { stripBOM } = require('internal/modules/helpers');
const { hooks: compileHooks } = require('internal/modules/cjs/compile');

const lazyUrl = () => require('internal/url');

// The ModuleWrap of a loaded source, and what `import source` gives.
function translate(format, url, source, isMain) {
  if (format === 'wasm') return wasm(url, source);
  return { __proto__: null, module: translateText(format, url, source, isMain), sourceObject: undefined };
}

function translateText(format, url, source, isMain) {
  switch (format) {
    case 'module':
      checkSource(source, url);
      return compileSourceTextModule(url, stripBOM(text(source)));
    case 'module-typescript': {
      checkSource(source, url);
      const { stripTypeScriptModuleTypes } = require('internal/modules/typescript');
      return compileSourceTextModule(url, stripTypeScriptModuleTypes(stripBOM(text(source)), url));
    }
    case 'commonjs':
    case 'commonjs-typescript':
      if (StringPrototypeStartsWith(url, 'node:')) return require('internal/modules/esm/builtin_faces').builtin(url);
      return require('internal/modules/esm/commonjs').commonjs(url, source, isMain, format);
    case 'json':
      checkSource(source, url);
      return json(url, source);
    case 'text': {
      checkSource(source, url);
      require('internal/util').emitExperimentalWarning('Text import');
      const value = stripBOM(text(source));
      const wrap = ops.op_module_wrap_synthetic(url, ['default'], () => wrap.setExport('default', value));
      return wrap;
    }
    case 'builtin':
      return require('internal/modules/esm/builtin_faces').builtin(url);
    default:
      throw new ERR_UNKNOWN_MODULE_FORMAT(format, url);
  }
}

function checkSource(source, url) {
  const { isSource } = require('internal/modules/customization_hooks');
  if (isSource(source)) return;
  const { codes: { ERR_INVALID_RETURN_PROPERTY_VALUE } } = require('internal/errors');
  throw new ERR_INVALID_RETURN_PROPERTY_VALUE('string, array buffer, or typed array', 'load', 'source', source);
}

// Its job takes the property `text` away.
function compileSourceTextModule(url, source) {
  try {
    const wrap = ops.op_module_wrap_compile(url, source, undefined, 0, 0);
    wrap.text = source;
    compileHooks.cacheSourceMap?.(url, source, wrap, wrap);
    return wrap;
  } catch (error) {
    require('internal/modules/cjs/compile').keepPlace(error);
    throw error;
  }
}

function text(source) {
  return typeof source === 'string' ? source : require('internal/modules/customization_hooks').toText(source);
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

// Instances by namespace: a module that imports another gets its exports as they are, not their values.
const wasmExports = new SafeMap();
const reservedNames = /^wasm(?:-js)?:/;

function wasm(url, source) {
  const bytes = typeof source === 'string' ? require('buffer').Buffer.from(source) : source;
  let compiled;
  try {
    compiled = new WebAssembly.Module(bytes, {
      builtins: ['js-string'],
      importedStringConstants: 'wasm:js/string-constants',
    });
  } catch (error) {
    error.message = `${url}: ${error.message}`;
    throw error;
  }
  const requests = new SafeSet();
  const names = [];
  const refuse = (what, name) => {
    throw new WebAssembly.LinkError(`Invalid Wasm ${what} name "${name}" in ${url}`);
  };
  for (const { module, name } of WebAssembly.Module.imports(compiled)) {
    if (reservedNames.exec(module) !== null) refuse('import', module);
    if (reservedNames.exec(name) !== null) refuse('import', name);
    requests.add(module);
  }
  for (const { name } of WebAssembly.Module.exports(compiled)) {
    if (reservedNames.exec(name) !== null) refuse('export', name);
    ArrayPrototypePush(names, name);
  }
  // A text module, so that what is imported is linked and evaluated in the order of the specification.
  let code = '';
  const imported = [...requests];
  for (let i = 0; i < imported.length; i++) code += `import * as $import_${i} from ${JSONStringify(imported[i])};\n`;
  code += 'const $exports = import.meta.instantiate({\n';
  for (let i = 0; i < imported.length; i++) code += `  ${JSONStringify(imported[i])}: $import_${i},\n`;
  code += '});\n';
  for (let i = 0; i < names.length; i++) {
    code += `const $export_${i} = $exports[${JSONStringify(names[i])}];\n` +
      `export { $export_${i} as ${JSONStringify(names[i])} };\n`;
  }
  const wrap = ops.op_module_wrap_compile(url, code, undefined, 0, 0);
  require('internal/modules/esm/host').metas.set(wrap.id, (meta) => {
    meta.instantiate = (imports) => {
      require('internal/util').emitExperimentalWarning('Importing WebAssembly module instances');
      for (const name of ObjectKeys(imports)) {
        const whole = wasmExports.get(imports[name]);
        if (whole !== undefined) imports[name] = whole;
      }
      const { exports } = new WebAssembly.Instance(compiled, imports);
      wasmExports.set(wrap.getNamespace(), exports);
      const values = { __proto__: null };
      for (let i = 0; i < names.length; i++) values[names[i]] = globalValue(exports[names[i]]);
      return values;
    };
  });
  return { __proto__: null, module: wrap, sourceObject: compiled };
}

function globalValue(value) {
  if (!(value instanceof WebAssembly.Global)) return value;
  try {
    return value.value;
  } catch {
    // A v128 has no value in JS.
    return undefined;
  }
}

module.exports = { compileSourceTextModule, text, translate };
