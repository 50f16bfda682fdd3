// The chains of hooks that module.register and --experimental-loader make; they run on the hooks' own thread.
// https://nodejs.org/docs/latest-v26.x/api/module.html#asynchronous-customization-hooks
'use strict';

const {
  ArrayPrototypePush,
  ObjectAssign,
  ObjectDefineProperty,
} = primordials;

const {
  codes: {
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
    ERR_INVALID_RETURN_PROPERTY_VALUE,
    ERR_INVALID_RETURN_VALUE,
    ERR_LOADER_CHAIN_INCOMPLETE,
    ERR_UNKNOWN_MODULE_FORMAT,
  },
} = require('internal/errors');
const { validateObject, validateString } = require('internal/validators');
const { URL } = require('internal/url');
const { defaultResolve, getDefaultConditions } = require('internal/modules/esm/resolve');
const { defaultLoad } = require('internal/modules/esm/load');
const { isSource, toConditions } = require('internal/modules/customization_hooks');

const resolveChain = [{
  __proto__: null,
  url: 'node:internal/modules/esm/resolve',
  hook: (specifier, context) =>
    defaultResolve(specifier, { __proto__: null, ...context, conditions: toConditions(context.conditions) }),
}];
const loadChain = [{
  __proto__: null,
  url: 'node:internal/modules/esm/load',
  hook: (url, context) => defaultLoad(url, context),
}];

let warned = false;
function warnAboutAssertions() {
  if (warned) return;
  warned = true;
  require('process').emitWarning('Use `importAttributes` instead of `importAssertions`', 'ExperimentalWarning');
}

// The old name of the attributes.
function withAssertions(context) {
  return ObjectDefineProperty(context, 'importAssertions', {
    __proto__: null,
    configurable: true,
    get() {
      warnAboutAssertions();
      return this.importAttributes;
    },
    set(value) {
      warnAboutAssertions();
      this.importAttributes = value;
    },
  });
}

// What one call of a chain knows of itself.
class Run {
  constructor(name, chain, context, checkInput) {
    this.name = name;
    this.nextName = name === 'resolve' ? 'nextResolve' : 'nextLoad';
    this.chain = chain;
    this.context = withAssertions(context);
    this.checkInput = checkInput;
    this.finished = false;
    this.shortCircuited = false;
    // Whose fault an error is: the hook that was called last.
    this.culprit = '';
  }

  next(index) {
    if (index < 0) {
      return () => {
        const { codes: { ERR_INTERNAL_ASSERTION } } = require('internal/errors');
        throw new ERR_INTERNAL_ASSERTION(`ESM custom loader '${this.name}' advanced beyond the end of the chain.`);
      };
    }
    const { hook, url } = this.chain[index];
    const call = async (value = undefined, context) => {
      this.culprit = `${url} '${this.name}'`;
      this.checkInput(`${this.culprit} hook's ${this.nextName}()`, value, context);
      if (index === 0) this.finished = true;
      // The same object comes back with what the hook changed in it.
      if (context && context !== this.context) {
        const { importAssertions, ...others } = context;
        ObjectAssign(this.context, others);
        if (importAssertions !== undefined) this.context.importAssertions = importAssertions;
      }
      const output = await hook(value, this.context, this.next(index - 1));
      checkOutput(`${url} '${this.name}' hook's ${this.nextName}()`, output);
      if (output?.shortCircuit === true) this.shortCircuited = true;
      return output;
    };
    return ObjectDefineProperty(call, 'name', { __proto__: null, value: this.nextName });
  }

  async start(value) {
    const output = await this.next(this.chain.length - 1)(value, this.context);
    checkOutput(this.culprit, output);
    if (output?.shortCircuit === true) this.shortCircuited = true;
    if (!this.finished && !this.shortCircuited) throw new ERR_LOADER_CHAIN_INCOMPLETE(this.culprit);
    return output;
  }
}

function checkOutput(culprit, output) {
  if (typeof output !== 'object' || output === null) {
    throw new ERR_INVALID_RETURN_VALUE('an object', culprit, output);
  }
  if (output.importAttributes === undefined && output.importAssertions !== undefined) {
    warnAboutAssertions();
    output.importAttributes = output.importAssertions;
  }
}

function checkResolveInput(culprit, specifier, context) {
  validateString(specifier, `${culprit} specifier`);
  if (context) validateObject(context, `${culprit} context`);
}

function checkLoadInput(culprit, url, context) {
  if (typeof url !== 'string') throw new ERR_INVALID_ARG_TYPE(`${culprit} url`, 'a URL string', url);
  if (!URL.canParse(url)) throw new ERR_INVALID_ARG_VALUE(`${culprit} url`, url, 'should be a URL string');
  if (context) validateObject(context, `${culprit} context`);
}

async function resolve(specifier, parentURL, importAttributes) {
  const run = new Run('resolve', resolveChain, {
    conditions: [...getDefaultConditions()], importAttributes: { ...importAttributes }, parentURL,
  }, checkResolveInput);
  const { format, importAttributes: resolvedAttributes, url } = await run.start(specifier) ?? {};
  const { culprit } = run;
  if (typeof url !== 'string' || !URL.canParse(url)) {
    throw new ERR_INVALID_RETURN_PROPERTY_VALUE('a URL string', culprit, 'url', url);
  }
  if (resolvedAttributes !== undefined && (resolvedAttributes === null || typeof resolvedAttributes !== 'object')) {
    throw new ERR_INVALID_RETURN_PROPERTY_VALUE('an object', culprit, 'importAttributes', resolvedAttributes);
  }
  if (format !== undefined && format !== null && typeof format !== 'string') {
    throw new ERR_INVALID_RETURN_PROPERTY_VALUE('a string', culprit, 'format', format);
  }
  return { url, format, importAttributes: resolvedAttributes && { ...resolvedAttributes } };
}

async function load(url, format, importAttributes) {
  const run = new Run('load', loadChain, {
    format, importAttributes: { ...importAttributes },
  }, checkLoadInput);
  const { format: loadedFormat, source } = await run.start(url) ?? {};
  const { culprit } = run;
  if (loadedFormat === undefined || loadedFormat === null) throw new ERR_UNKNOWN_MODULE_FORMAT(loadedFormat, url);
  if (typeof loadedFormat !== 'string') {
    throw new ERR_INVALID_RETURN_PROPERTY_VALUE('a string', culprit, 'format', loadedFormat);
  }
  if (source !== undefined && source !== null && !isSource(source)) {
    throw new ERR_INVALID_RETURN_PROPERTY_VALUE('a string, an ArrayBuffer, or a TypedArray', culprit, 'source', source);
  }
  return { format: loadedFormat, source };
}

let warnedOfPreload = false;

// Adds the hooks of a module that is loaded on this thread; returns what its `initialize` returns.
async function register(specifier, parentURL, data) {
  const { getLoader } = require('internal/modules/esm/loader');
  const job = await getLoader().prepareJob(specifier, parentURL, { __proto__: null });
  const { url } = job;
  await job.run();
  const namespace = job.module.getNamespace();
  const { globalPreload, initialize, load: loadHook, resolve: resolveHook } = namespace;
  if (globalPreload && !initialize && !warnedOfPreload) {
    warnedOfPreload = true;
    require('process').emitWarning('`globalPreload` has been removed; use `initialize` instead.', 'UnsupportedWarning');
  }
  if (resolveHook) ArrayPrototypePush(resolveChain, { __proto__: null, url, hook: resolveHook });
  if (loadHook) ArrayPrototypePush(loadChain, { __proto__: null, url, hook: loadHook });
  return initialize?.(data);
}

module.exports = { load, register, resolve };
