// https://nodejs.org/docs/latest-v26.x/api/vm.html
'use strict';

const {
  codes: { ERR_INVALID_ARG_TYPE },
} = require('internal/errors');
const {
  kValidateObjectAllowNullable,
  validateArray,
  validateBoolean,
  validateBuffer,
  validateInt32,
  validateObject,
  validateOneOf,
  validateString,
  validateStringArray,
  validateUint32,
} = require('internal/validators');
const { getOptionValue } = require('internal/options');
const { emitExperimentalWarning, kEmptyObject } = require('internal/util');
const { kMainHost } = require('internal/modules/cjs/compile');
const {
  createContext,
  getContextOptions,
  isContext,
  kDontContextify,
  validateContext,
} = require('internal/vm/contexts');
const {
  decorateErrorStack,
  getHostDefinedOptionId,
  internalCompileFunction,
  registerImportModuleDynamically,
  runScript,
  storeCacheResult,
  toBuffer,
} = require('internal/vm');

const { ContextifyScript } = ops;
const kParsingContext = Symbol('script parsing context');

const nativeCreateCachedData = ContextifyScript.prototype.createCachedData;
Object.defineProperty(ContextifyScript.prototype, 'createCachedData', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  writable: true,
  value: function createCachedData() {
    return toBuffer(Reflect.apply(nativeCreateCachedData, this, []));
  },
});

class Script extends ContextifyScript {
  // Where the text begins, when that is not the start of a file.
  #origin;

  constructor(code, options = kEmptyObject) {
    code = `${code}`;
    if (typeof options === 'string') options = { filename: options };
    else validateObject(options, 'options');
    const {
      filename = 'evalmachine.<anonymous>',
      lineOffset = 0,
      columnOffset = 0,
      cachedData,
      produceCachedData = false,
      importModuleDynamically,
      [kParsingContext]: parsingContext,
    } = options;
    validateString(filename, 'options.filename');
    validateInt32(lineOffset, 'options.lineOffset');
    validateInt32(columnOffset, 'options.columnOffset');
    if (cachedData !== undefined) validateBuffer(cachedData, 'options.cachedData');
    validateBoolean(produceCachedData, 'options.produceCachedData');

    const host = getHostDefinedOptionId(importModuleDynamically, filename);
    const out = [];
    const origin = columnOffset === 0 ? undefined : { filename, lineOffset, columnOffset };
    try {
      super(code, filename, lineOffset, columnOffset, cachedData, produceCachedData, parsingContext, host, out);
    } catch (error) {
      decorateErrorStack(error, origin);
      throw error; /* node-do-not-add-exception-line */
    }
    this.#origin = origin;
    const { 0: rejected, 1: sourceURL, 2: sourceMapURL, 3: cache } = out;
    storeCacheResult(this, rejected, cache, produceCachedData);
    this.sourceURL = sourceURL;
    this.sourceMapURL = sourceMapURL;
    registerImportModuleDynamically(host, this, importModuleDynamically);
  }

  runInThisContext(options) {
    const { timeout, displayErrors, breakOnSigint } = runOptions(options);
    return runScript(this, null, timeout, displayErrors, breakOnSigint, this.#origin);
  }

  runInContext(contextifiedObject, options) {
    validateContext(contextifiedObject);
    const { timeout, displayErrors, breakOnSigint } = runOptions(options);
    return runScript(this, contextifiedObject, timeout, displayErrors, breakOnSigint, this.#origin);
  }

  runInNewContext(contextObject, options) {
    const context = createContext(contextObject, getContextOptions(options));
    return this.runInContext(context, options);
  }
}

function runOptions(options = kEmptyObject) {
  validateObject(options, 'options');
  let { timeout } = options;
  if (timeout === undefined) timeout = -1;
  else validateUint32(timeout, 'options.timeout', true);
  const { displayErrors = true, breakOnSigint = false } = options;
  validateBoolean(displayErrors, 'options.displayErrors');
  validateBoolean(breakOnSigint, 'options.breakOnSigint');
  return { timeout, displayErrors, breakOnSigint };
}

function createScript(code, options) {
  return new Script(code, options);
}

function runInContext(code, contextifiedObject, options) {
  validateContext(contextifiedObject);
  if (typeof options === 'string') options = { filename: options };
  options = { ...options, [kParsingContext]: contextifiedObject };
  return createScript(code, options).runInContext(contextifiedObject, options);
}

function runInNewContext(code, contextObject, options) {
  if (typeof options === 'string') options = { filename: options };
  contextObject = createContext(contextObject, getContextOptions(options));
  options = { ...options, [kParsingContext]: contextObject };
  return createScript(code, options).runInNewContext(contextObject, options);
}

function runInThisContext(code, options) {
  if (typeof options === 'string') options = { filename: options };
  return createScript(code, options).runInThisContext(options);
}

function compileFunction(code, params, options = kEmptyObject) {
  validateString(code, 'code');
  validateObject(options, 'options');
  if (params !== undefined) validateStringArray(params, 'params');
  const {
    filename = '',
    columnOffset = 0,
    lineOffset = 0,
    cachedData,
    produceCachedData = false,
    parsingContext,
    contextExtensions = [],
    importModuleDynamically,
  } = options;
  validateString(filename, 'options.filename');
  validateInt32(columnOffset, 'options.columnOffset');
  validateInt32(lineOffset, 'options.lineOffset');
  if (cachedData !== undefined) validateBuffer(cachedData, 'options.cachedData');
  validateBoolean(produceCachedData, 'options.produceCachedData');
  if (parsingContext !== undefined &&
      (typeof parsingContext !== 'object' || parsingContext === null || !isContext(parsingContext))) {
    throw new ERR_INVALID_ARG_TYPE('options.parsingContext', 'Context', parsingContext);
  }
  validateArray(contextExtensions, 'options.contextExtensions');
  contextExtensions.forEach((extension, i) => {
    validateObject(extension, `options.contextExtensions[${i}]`, kValidateObjectAllowNullable);
  });
  const host = getHostDefinedOptionId(importModuleDynamically, filename);
  return internalCompileFunction(
    code, filename, lineOffset, columnOffset, cachedData, produceCachedData, parsingContext, contextExtensions, params,
    host, importModuleDynamically).function;
}

function measureMemory(options = kEmptyObject) {
  emitExperimentalWarning('vm.measureMemory');
  validateObject(options, 'options');
  const { mode = 'summary', execution = 'default' } = options;
  validateOneOf(mode, 'options.mode', ['summary', 'detailed']);
  validateOneOf(execution, 'options.execution', ['default', 'eager']);
  return require('internal/vm/measure_memory').measure(mode, execution);
}

const constants = Object.freeze({
  __proto__: null,
  USE_MAIN_CONTEXT_DEFAULT_LOADER: kMainHost,
  DONT_CONTEXTIFY: kDontContextify,
});

module.exports = {
  Script,
  createContext,
  createScript,
  runInContext,
  runInNewContext,
  runInThisContext,
  isContext,
  compileFunction,
  measureMemory,
  constants,
};

// The classes of modules are there with --experimental-vm-modules only.
if (getOptionValue('--experimental-vm-modules')) {
  const { Module, SourceTextModule, SyntheticModule } = require('internal/vm/module');
  Object.assign(module.exports, { Module, SourceTextModule, SyntheticModule });
}
