// The format of a module by its URL.
// https://nodejs.org/docs/latest-v26.x/api/esm.html#determining-module-system
'use strict';

const {
  ObjectSetPrototypeOf,
  RegExpPrototypeExec,
  StringPrototypeCharCodeAt,
  StringPrototypeSlice,
} = primordials;

const { getOptionValue } = require('internal/options');
const { codes: { ERR_UNKNOWN_FILE_EXTENSION } } = require('internal/errors');

const extensions = {
  '__proto__': null,
  '.cjs': 'commonjs',
  '.js': 'module',
  '.json': 'json',
  '.mjs': 'module',
  '.node': 'addon',
  '.wasm': 'wasm',
};

const mimes = ObjectSetPrototypeOf({
  'application/json': 'json',
  'application/wasm': 'wasm',
}, null);

function mimeToFormat(mime) {
  if (RegExpPrototypeExec(/^\s*(text|application)\/javascript\s*(;\s*charset=utf-?8\s*)?$/i, mime) !== null) {
    return 'module';
  }
  const { 0: essence } = RegExpPrototypeExec(/^[^;\s]*/, mime);
  if (essence === 'text/plain' && getOptionValue('--experimental-import-text')) return 'text';
  return mimes[essence] ?? null;
}

function mimeOf(parsed) {
  const { 1: mime } = RegExpPrototypeExec(/^([^/]+\/[^;,]+)(?:[^,]*?)(;base64)?,/, parsed.pathname) ?? [null, null];
  return mime;
}

function dataFormat(parsed) {
  const mime = mimeOf(parsed);
  return mime === null ? null : mimeToFormat(mime);
}

function extname(pathname) {
  for (let i = pathname.length - 1; i > 0; i--) {
    const code = StringPrototypeCharCodeAt(pathname, i);
    if (code === 47) return '';
    if (code === 46) {
      return StringPrototypeCharCodeAt(pathname, i - 1) === 47 ? '' : StringPrototypeSlice(pathname, i);
    }
  }
  return '';
}

// A file without a package `type`: its syntax decides, when it is loaded.
function byPackage(url) {
  const { getPackageScopeConfig } = require('internal/modules/package_json_reader');
  return getPackageScopeConfig(url).type;
}

function detect(source, url) {
  if (!getOptionValue('--experimental-detect-module')) return 'commonjs';
  if (source === undefined || source === null) return null;
  const { fileURLToPath } = require('internal/url');
  const compile = require('internal/modules/cjs/compile');
  const filename = fileURLToPath(url);
  const text = typeof source === 'string' ? source : require('internal/modules/customization_hooks').toText(source);
  const result = compile.compileForLoader;
  try {
    return result(text, filename, undefined).canParseAsESM ? 'module' : 'commonjs';
  } catch {
    return 'commonjs';
  }
}

function fileFormat(url, context = { __proto__: null }, ignoreErrors = false) {
  const { source } = context;
  const extension = extname(url.pathname);
  if (extension === '.js') {
    const type = byPackage(url);
    return type === 'none' ? detect(source, url) : type;
  }
  if (getOptionValue('--strip-types')) {
    if (extension === '.mts') return 'module-typescript';
    if (extension === '.cts') return 'commonjs-typescript';
    if (extension === '.ts') {
      const type = byPackage(url);
      if (type !== 'none') return `${type}-typescript`;
      if (source === undefined || source === null) return null;
      const { stripTypeScriptModuleTypes } = require('internal/modules/typescript');
      const { fileURLToPath } = require('internal/url');
      const text = typeof source === 'string' ? source : require('internal/modules/customization_hooks').toText(source);
      return `${detect(stripTypeScriptModuleTypes(text, fileURLToPath(url)), url)}-typescript`;
    }
  }
  if (extension === '') {
    const type = byPackage(url);
    if (type === 'commonjs') return type;
    const { fileURLToPath } = require('internal/url');
    if (ops.op_module_is_wasm(fileURLToPath(url))) return 'wasm';
    return type === 'module' ? 'module' : detect(source, url);
  }
  const format = extensions[extension];
  if (format) return format;
  if (ignoreErrors) return undefined;
  const { fileURLToPath } = require('internal/url');
  throw new ERR_UNKNOWN_FILE_EXTENSION(extension, fileURLToPath(url));
}

function defaultGetFormat(url, context, ignoreErrors) {
  const { protocol } = url;
  // `with { type: 'text' }` takes any text.
  if (context?.importAttributes?.type === 'text' && protocol !== 'node:' && getOptionValue('--experimental-import-text')) {
    return 'text';
  }
  if (protocol === 'file:') return fileFormat(url, context, ignoreErrors);
  if (protocol === 'data:') return dataFormat(url);
  if (protocol === 'node:') return 'builtin';
  return undefined;
}

module.exports = {
  defaultGetFormat,
  defaultGetFormatWithoutErrors: (url, context) => defaultGetFormat(url, context, true),
  extensionFormatMap: extensions,
  mimeOf,
  mimeToFormat,
};
