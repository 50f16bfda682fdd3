// module.registerHooks: synchronous hooks around resolve and load.
// https://nodejs.org/docs/latest-v26.x/api/module.html#synchronous-hooks-accepted-by-moduleregisterhooks
'use strict';

const { ArrayPrototypeIndexOf, ArrayPrototypePush, ArrayPrototypeSplice, ObjectAssign } = primordials;

const { validateFunction } = require('internal/validators');

const resolveHooks = [];
const loadHooks = [];

function registerHooks(hooks) {
  const { resolve, load } = hooks;
  if (resolve) {
    validateFunction(resolve, 'hooks.resolve');
    ArrayPrototypePush(resolveHooks, resolve);
  }
  if (load) {
    validateFunction(load, 'hooks.load');
    ArrayPrototypePush(loadHooks, load);
  }
  return {
    __proto__: null,
    deregister() {
      for (const { 0: list, 1: hook } of [[resolveHooks, resolve], [loadHooks, load]]) {
        const at = ArrayPrototypeIndexOf(list, hook);
        if (at !== -1) ArrayPrototypeSplice(list, at, 1);
      }
    },
  };
}

// The last hook that was registered runs first; `next` of the first one is the runtime's own step.
function runChain(hooks, first, context, own) {
  const step = (index) => (value, given) => {
    const merged = given === undefined ? context : ObjectAssign({ __proto__: null }, context, given);
    if (index < 0) return own(value, merged);
    return hooks[index](value, merged, step(index - 1));
  };
  return step(hooks.length - 1)(first, context);
}

function resolveThroughHooks(specifier, context, own) {
  return runChain(resolveHooks, specifier, context, own);
}

function loadThroughHooks(url, context, own) {
  return runChain(loadHooks, url, context, own);
}

function checkLoaded(result) {
  const { codes: { ERR_INVALID_RETURN_PROPERTY_VALUE, ERR_INVALID_RETURN_VALUE } } = require('internal/errors');
  if (typeof result !== 'object' || result === null) throw new ERR_INVALID_RETURN_VALUE('object', 'load', result);
  const { source } = result;
  if (source !== null && source !== undefined && typeof source !== 'string' && !ArrayBuffer.isView(source) &&
      !(source instanceof ArrayBuffer)) {
    throw new ERR_INVALID_RETURN_PROPERTY_VALUE('a string, an ArrayBuffer, or a TypedArray', 'load', 'source', source);
  }
  return result;
}

function toText(source) {
  if (typeof source === 'string') return source;
  const { Buffer } = require('buffer');
  return (ArrayBuffer.isView(source) ? Buffer.from(source.buffer, source.byteOffset, source.byteLength) :
    Buffer.from(source)).toString();
}

function resolveForCommonJS(Module, request, parent, isMain) {
  const { fileURLToPath, pathToFileURL } = require('internal/url');
  const { BuiltinModule } = require('internal/bootstrap/realm');
  const { getCjsConditionsArray } = require('internal/modules/conditions');
  const toUrl = (filename) => (BuiltinModule.normalizeRequirableId(filename) ?
    (filename.startsWith('node:') ? filename : `node:${filename}`) : pathToFileURL(filename).href);
  const context = {
    __proto__: null,
    conditions: getCjsConditionsArray(),
    importAttributes: undefined,
    parentURL: parent?.filename ? pathToFileURL(parent.filename).href : undefined,
  };
  const own = (specifier) => {
    const filename = Module._resolveFilename(
      specifier.startsWith('file:') ? fileURLToPath(specifier) : specifier, parent, isMain);
    return { __proto__: null, url: toUrl(filename), format: undefined };
  };
  const { url } = resolveThroughHooks(request, context, own);
  if (url.startsWith('file:')) return fileURLToPath(url);
  return url;
}

function loadForCommonJS(module, filename, format) {
  const { pathToFileURL, fileURLToPath } = require('internal/url');
  const { getCjsConditionsArray } = require('internal/modules/conditions');
  const isPath = filename[0] === '/';
  const url = isPath ? pathToFileURL(filename).href : filename;
  const context = { __proto__: null, format, conditions: getCjsConditionsArray(), importAttributes: undefined };
  const own = (at, given) => ({
    __proto__: null,
    format: given.format ?? format,
    source: ops.op_module_read_source(at.startsWith('file:') ? fileURLToPath(at) : at),
  });
  const result = checkLoaded(loadThroughHooks(url, context, own));
  return { __proto__: null, source: toText(result.source ?? ops.op_module_read_source(filename)), format: result.format };
}

module.exports = {
  checkLoaded,
  hasLoadHooks: () => loadHooks.length > 0,
  hasResolveHooks: () => resolveHooks.length > 0,
  loadForCommonJS,
  loadThroughHooks,
  registerHooks,
  resolveForCommonJS,
  resolveThroughHooks,
  toText,
};
