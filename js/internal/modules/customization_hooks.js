// module.registerHooks: synchronous hooks around resolve and load, of both loaders.
// https://nodejs.org/docs/latest-v26.x/api/module.html#synchronous-hooks-accepted-by-moduleregisterhooks
'use strict';

const {
  ArrayBufferIsView,
  ArrayIsArray,
  ArrayPrototypeIndexOf,
  ArrayPrototypePush,
  ArrayPrototypeSplice,
  ObjectAssign,
  SafeSet,
  StringPrototypeStartsWith,
} = primordials;

const { validateFunction } = require('internal/validators');
const { kURL } = require('internal/modules/cjs/symbols');

const resolveHooks = [];
const loadHooks = [];

class ModuleHooks {
  constructor(resolve, load) {
    this.resolve = resolve;
    this.load = load;
    if (resolve) ArrayPrototypePush(resolveHooks, this);
    if (load) ArrayPrototypePush(loadHooks, this);
  }

  deregister() {
    remove(resolveHooks, this);
    remove(loadHooks, this);
  }
}

function remove(list, hooks) {
  const at = ArrayPrototypeIndexOf(list, hooks);
  if (at !== -1) ArrayPrototypeSplice(list, at, 1);
}

function registerHooks(hooks) {
  const { resolve, load } = hooks;
  if (resolve) validateFunction(resolve, 'hooks.resolve');
  if (load) validateFunction(load, 'hooks.load');
  return new ModuleHooks(resolve, load);
}

// The last hook that was registered runs first; `next` of the first one is the runtime's own step.
function runChain(list, name, first, context, own, validate, merge) {
  const step = (index) => {
    if (index < 0) return own;
    const hook = list[index][name];
    return (value, given) => {
      let asked = false;
      const next = (nextValue = value, nextContext) => {
        asked = true;
        const merged = nextContext === undefined ? given : merge(given, nextContext);
        return step(index - 1)(nextValue, merged);
      };
      const result = hook(value, given, next);
      return validate(value, given, result, asked);
    };
  };
  return step(list.length - 1)(first, context);
}

const mergeContext = (given, more) => ObjectAssign({ __proto__: null }, given, more);

function validateResolve(specifier, context, result, asked) {
  const { codes } = require('internal/errors');
  checkAsked(result, asked, 'resolve');
  if (!result || typeof result !== 'object') throw new codes.ERR_INVALID_RETURN_VALUE('an object', 'resolve', result);
  const { url, format, importAttributes } = result;
  if (typeof url !== 'string') throw new codes.ERR_INVALID_RETURN_PROPERTY_VALUE('a URL string', 'resolve', 'url', url);
  if (format !== undefined && format !== null && typeof format !== 'string') {
    throw new codes.ERR_INVALID_RETURN_PROPERTY_VALUE('a string', 'resolve', 'format', format);
  }
  if (importAttributes !== undefined && (importAttributes === null || typeof importAttributes !== 'object')) {
    throw new codes.ERR_INVALID_RETURN_PROPERTY_VALUE('an object', 'resolve', 'importAttributes', importAttributes);
  }
  checkShortCircuit(result, 'resolve');
  return result;
}

function checkShortCircuit({ shortCircuit }, name) {
  if (shortCircuit === undefined || typeof shortCircuit === 'boolean') return;
  const { codes } = require('internal/errors');
  throw new codes.ERR_INVALID_RETURN_PROPERTY_VALUE('a boolean', name, 'shortCircuit', shortCircuit);
}

// A hook that asks nobody has to say that it means it.
function checkAsked(result, asked, name) {
  if (asked || result === null || result === undefined || result.shortCircuit) return;
  const { codes } = require('internal/errors');
  throw new codes.ERR_INVALID_RETURN_PROPERTY_VALUE('true', name, 'shortCircuit', result.shortCircuit);
}

function isSource(source) {
  return typeof source === 'string' || ArrayBufferIsView(source) || ops.op_is_any_array_buffer(source);
}

// `allowNothing`: a builtin and CommonJS need no source of the hook.
function validateLoad(url, context, result, asked, allowNothing) {
  const { codes } = require('internal/errors');
  checkAsked(result, asked, 'load');
  if (!result || typeof result !== 'object') throw new codes.ERR_INVALID_RETURN_VALUE('an object', 'load', result);
  const { source, format } = result;
  if (format !== undefined && format !== null && typeof format !== 'string') {
    throw new codes.ERR_INVALID_RETURN_PROPERTY_VALUE('a string', 'load', 'format', format);
  }
  checkShortCircuit(result, 'load');
  const nothing = (source === null || source === undefined) && (format === 'builtin' || allowNothing);
  if (!nothing && !isSource(source)) {
    throw new codes.ERR_INVALID_RETURN_PROPERTY_VALUE('a string, an ArrayBuffer, or a TypedArray', 'load', 'source',
                                                      source);
  }
  return result;
}

function resolveThroughHooks(specifier, context, own) {
  return runChain(resolveHooks, 'resolve', specifier, context, own, validateResolve, mergeContext);
}

function loadThroughHooks(url, context, own) {
  return runChain(loadHooks, 'load', url, context, own,
                  (at, given, result, asked) => validateLoad(at, given, result, asked, result?.format === 'commonjs'),
                  mergeContext);
}

function toText(source) {
  if (typeof source === 'string') return source;
  const { Buffer } = require('buffer');
  return (ArrayBufferIsView(source) ? Buffer.from(source.buffer, source.byteOffset, source.byteLength) :
    Buffer.from(source)).toString();
}

// What CommonJS calls a file name may be a builtin or a URL that a hook made up.
function toUrl(filename) {
  const { BuiltinModule } = require('internal/bootstrap/realm');
  if (StringPrototypeStartsWith(filename, 'node:')) return filename;
  if (BuiltinModule.normalizeRequirableId(filename)) return `node:${filename}`;
  if (filename[0] === '/' || filename === '') return require('internal/url').pathToFileURL(filename).href;
  const { URL, pathToFileURL } = require('internal/url');
  return URL.canParse(filename) ? filename : pathToFileURL(filename).href;
}

function toFilename(url) {
  const { BuiltinModule } = require('internal/bootstrap/realm');
  if (StringPrototypeStartsWith(url, 'node:')) {
    const bare = url.slice(5);
    return BuiltinModule.canBeRequiredWithoutScheme(bare) ? bare : url;
  }
  return StringPrototypeStartsWith(url, 'file:') ? require('internal/url').fileURLToPath(url) : url;
}

// The conditions that a hook passes on, or undefined for those that hold anyway.
function toConditions(conditions) {
  if (conditions === undefined) return undefined;
  if (!ArrayIsArray(conditions)) {
    const { codes: { ERR_INVALID_ARG_VALUE } } = require('internal/errors');
    throw new ERR_INVALID_ARG_VALUE('context.conditions', conditions, 'expected an array');
  }
  return new SafeSet(conditions);
}

// `own(request, conditions)` is CommonJS's way from a request to a file name.
function resolveForCommonJS(request, parent, own) {
  const { getCjsConditionsArray } = require('internal/modules/conditions');
  let defaultUrl;
  let defaultFilename;
  const conditions = getCjsConditionsArray();
  const context = {
    __proto__: null,
    conditions,
    importAttributes: undefined,
    parentURL: parent?.[kURL] ?? (parent?.filename || parent?.id ? toUrl(parent.filename || parent.id) : undefined),
  };
  const { url, format } = resolveThroughHooks(request, context, (specifier, given) => {
    const target = StringPrototypeStartsWith(specifier, 'file:') ? toFilename(specifier) : specifier;
    defaultFilename = own(target, given.conditions === conditions ? undefined : toConditions(given.conditions));
    defaultUrl = toUrl(defaultFilename);
    return { __proto__: null, url: defaultUrl };
  });
  const filename = url === defaultUrl ? defaultFilename : toFilename(url);
  return { __proto__: null, url, filename, format: format ?? undefined };
}

function loadForCommonJS(url, format, filename) {
  const { getCjsConditionsArray } = require('internal/modules/conditions');
  const context = { __proto__: null, format, conditions: getCjsConditionsArray(), importAttributes: undefined };
  const result = loadThroughHooks(url, context, (at, given) => {
    if (StringPrototypeStartsWith(at, 'node:')) return { __proto__: null, format: 'builtin', source: null };
    return {
      __proto__: null,
      format: given.format,
      source: ops.op_module_read_source(at === url ? filename : toFilename(at)),
    };
  });
  let { source } = result;
  if (source !== null && source !== undefined) source = toText(source);
  else if (result.format !== 'builtin') source = ops.op_module_read_source(filename);
  return { __proto__: null, source, format: result.format };
}

module.exports = {
  hasLoadHooks: () => loadHooks.length > 0,
  hasResolveHooks: () => resolveHooks.length > 0,
  isSource,
  loadForCommonJS,
  loadThroughHooks,
  registerHooks,
  resolveForCommonJS,
  resolveThroughHooks,
  toConditions,
  toFilename,
  toText,
  toUrl,
};
