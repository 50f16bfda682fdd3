// Making contexts. https://nodejs.org/docs/latest-v26.x/api/vm.html#vmcreatecontextcontextobject-options
'use strict';

const {
  codes: { ERR_INVALID_ARG_TYPE },
} = require('internal/errors');
const {
  kValidateObjectAllowArray,
  validateBoolean,
  validateObject,
  validateOneOf,
  validateString,
} = require('internal/validators');
const { getHostDefinedOptionId, isContext: isContextified, registerImportModuleDynamically } = require('internal/vm');
const { getOptionValue } = require('internal/options');
const { follow } = require('internal/promise_hooks');
const { kEmptyObject } = require('internal/util');

const kDontContextify = Symbol('vm_context_no_contextify');

let nextNumber = 1;

// V8 keeps the hooks of promises by context.
function hookPromises(hooks) {
  ops.op_vm_context(undefined, hooks);
}

const hooks = follow(hookPromises);
if (hooks.some((hook) => hook !== undefined)) hookPromises(hooks);

// --disable-proto holds in every context.
function restrict(context) {
  const mode = getOptionValue('--disable-proto');
  if (!mode) return;
  const script = new ops.ContextifyScript(
    '({})', 'node:internal/vm/contexts', 0, 0, undefined, false, context, undefined, []);
  const plain = script.runInContext(context, -1, false, undefined);
  require('internal/process/disable_proto').disableProto(Object.getPrototypeOf(plain), mode);
}

function isContext(object) {
  validateObject(object, 'object', kValidateObjectAllowArray);
  return isContextified(object);
}

function validateContext(contextifiedObject) {
  if (!isContext(contextifiedObject)) {
    throw new ERR_INVALID_ARG_TYPE('contextifiedObject', 'vm.Context', contextifiedObject);
  }
}

function createContext(contextObject = {}, options = kEmptyObject) {
  const vanilla = contextObject === kDontContextify;
  if (!vanilla && isContext(contextObject)) return contextObject;

  validateObject(options, 'options');
  const {
    name = `VM Context ${nextNumber++}`,
    origin,
    codeGeneration,
    microtaskMode,
    importModuleDynamically,
  } = options;
  validateString(name, 'options.name');
  if (origin !== undefined) validateString(origin, 'options.origin');
  if (codeGeneration !== undefined) validateObject(codeGeneration, 'options.codeGeneration');
  const { strings = true, wasm = true } = codeGeneration ?? kEmptyObject;
  validateBoolean(strings, 'options.codeGeneration.strings');
  validateBoolean(wasm, 'options.codeGeneration.wasm');
  validateOneOf(microtaskMode, 'options.microtaskMode', ['afterEvaluate', undefined]);

  const host = getHostDefinedOptionId(importModuleDynamically, name);
  const made = ops.op_vm_context(
    vanilla ? undefined : contextObject,
    [strings, wasm, microtaskMode === 'afterEvaluate', host, name, origin ?? '']);
  restrict(made);
  registerImportModuleDynamically(host, made, importModuleDynamically);
  return made;
}

// The options of a context among those of runInNewContext.
function getContextOptions(options) {
  if (!options) return {};
  const { contextName, contextOrigin, contextCodeGeneration, microtaskMode } = options;
  if (contextName !== undefined) validateString(contextName, 'options.contextName');
  if (contextOrigin !== undefined) validateString(contextOrigin, 'options.contextOrigin');
  let codeGeneration;
  if (contextCodeGeneration !== undefined) {
    validateObject(contextCodeGeneration, 'options.contextCodeGeneration');
    const { strings, wasm } = contextCodeGeneration;
    if (strings !== undefined) validateBoolean(strings, 'options.contextCodeGeneration.strings');
    if (wasm !== undefined) validateBoolean(wasm, 'options.contextCodeGeneration.wasm');
    codeGeneration = { strings, wasm };
  }
  if (microtaskMode !== undefined) validateString(microtaskMode, 'options.microtaskMode');
  return { name: contextName, origin: contextOrigin, codeGeneration, microtaskMode };
}

module.exports = { createContext, getContextOptions, isContext, kDontContextify, validateContext };
