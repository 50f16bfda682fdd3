// The source and the format of a module by its URL.
// https://nodejs.org/docs/latest-v26.x/api/esm.html
'use strict';

const { RegExpPrototypeExec, SafeMap, decodeURIComponent } = primordials;

const {
  codes: {
    ERR_INVALID_URL,
    ERR_UNKNOWN_MODULE_FORMAT,
    ERR_UNSUPPORTED_ESM_URL_SCHEME,
  },
} = require('internal/errors');
const { URL, fileURLToPath } = require('internal/url');
const { getOptionValue } = require('internal/options');
const { assertImportAttributesCompatible } = require('internal/modules/esm/assert');
const { defaultGetFormat, mimeOf } = require('internal/modules/esm/get_format');

function getSource(url) {
  const { protocol, href } = url;
  if (protocol === 'file:') return ops.op_module_read_source(fileURLToPath(url));
  if (protocol === 'data:') {
    const match = RegExpPrototypeExec(/^[^/]+\/[^,;]+(?:[^,]*?)(;base64)?,([\s\S]*)$/, url.pathname + url.search);
    if (!match) throw new ERR_INVALID_URL(href);
    const { 1: base64, 2: body } = match;
    const { Buffer } = require('buffer');
    return Buffer.from(decodeURIComponent(body), base64 ? 'base64' : 'utf8').toString();
  }
  throw new ERR_UNSUPPORTED_ESM_URL_SCHEME(url, ['file', 'data']);
}

function checkScheme(url) {
  const { protocol } = url;
  if (protocol === 'file:' || protocol === 'data:' || protocol === 'node:') return;
  const schemes = protocol === 'https:' || protocol === 'http:' ? ['file', 'data'] : ['file', 'data', 'node'];
  throw new ERR_UNSUPPORTED_ESM_URL_SCHEME(url, schemes);
}

// {format, source}; `attributes` are those of the import.
function defaultLoad(url, context) {
  const attributes = context.importAttributes ?? { __proto__: null };
  const parsed = new URL(url);
  checkScheme(parsed);
  if (parsed.protocol === 'node:') return { __proto__: null, format: 'builtin', source: null };
  let { format, source } = context;
  const given = source;
  if (format === null || format === undefined) {
    format = defaultGetFormat(parsed, { __proto__: null, source, importAttributes: attributes }, false);
    if (format === null || format === undefined) {
      if (parsed.protocol === 'file:') source ??= getSource(parsed);
      format = defaultGetFormat(parsed, { __proto__: null, source }, false) ?? null;
      if (format === 'module' || format === 'module-typescript') warnTypeless(parsed);
    }
  }
  assertImportAttributesCompatible(url, format, attributes);
  if (format === null || format === undefined) {
    throw new ERR_UNKNOWN_MODULE_FORMAT(parsed.protocol === 'data:' ? mimeOf(parsed) : format, url);
  }
  if (format === 'addon') throw new ERR_UNKNOWN_MODULE_FORMAT(format, url);
  if (format === 'wasm' && given === undefined && parsed.protocol === 'file:') {
    source = ops.op_module_read_bytes(fileURLToPath(parsed));
  }
  // CommonJS reads its own files; what was read to tell the format is kept for it.
  if ((format === 'commonjs' || format === 'commonjs-typescript') && context.source === undefined &&
      parsed.protocol === 'file:') {
    if (typeof source === 'string') readSources.set(url, source);
    return { __proto__: null, format, source: null };
  }
  return { __proto__: null, format, source: source ?? getSource(parsed) };
}

const readSources = new SafeMap();

function takeSource(url) {
  const source = readSources.get(url);
  readSources.delete(url);
  return source;
}

const warned = { __proto__: null };

// A .js file that turned out to be a module although no package.json says so.
function warnTypeless(url) {
  if (url.protocol !== 'file:') return;
  const filename = fileURLToPath(url);
  const { getNearestParentPackageJSON } = require('internal/modules/package_json_reader');
  const { extname } = require('path');
  if (extname(filename) !== '.js' && extname(filename) !== '.ts' && extname(filename) !== '') return;
  const pkg = getNearestParentPackageJSON(filename);
  if (pkg === undefined || pkg.type !== 'none' || warned[pkg.pjsonPath]) return;
  if (!getOptionValue('--warnings')) return;
  warned[pkg.pjsonPath] = true;
  require('process').emitWarning(
    `Module type of ${url.href} is not specified and it doesn't parse as CommonJS.\n` +
    'Reparsing as ES module because module syntax was detected. This incurs a performance overhead.\n' +
    `To eliminate this warning, add "type": "module" to ${pkg.pjsonPath}.`,
    { type: undefined, code: 'MODULE_TYPELESS_PACKAGE_JSON' });
}

module.exports = { defaultLoad, getSource, takeSource, warnTypeless };
