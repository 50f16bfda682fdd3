// ECMAScript modules that a program links by itself. https://nodejs.org/docs/latest-v26.x/api/vm.html#class-vmmodule
'use strict';

const {
  codes: {
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
    ERR_MODULE_LINK_MISMATCH,
    ERR_SCRIPT_EXECUTION_INTERRUPTED,
    ERR_SCRIPT_EXECUTION_TIMEOUT,
    ERR_SOURCE_PHASE_NOT_DEFINED,
    ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING,
    ERR_VM_MODULE_ALREADY_LINKED,
    ERR_VM_MODULE_CACHED_DATA_REJECTED,
    ERR_VM_MODULE_CANNOT_CREATE_CACHED_DATA,
    ERR_VM_MODULE_DIFFERENT_CONTEXT,
    ERR_VM_MODULE_LINK_FAILURE,
    ERR_VM_MODULE_NOT_MODULE,
    ERR_VM_MODULE_STATUS,
  },
} = require('internal/errors');
const {
  validateArray,
  validateBoolean,
  validateBuffer,
  validateFunction,
  validateInt32,
  validateObject,
  validateString,
  validateThisInternalField,
  validateUint32,
} = require('internal/validators');
const { customInspectSymbol, emitExperimentalWarning, kEmptyObject } = require('internal/util');
const { hosts, metas } = require('internal/modules/esm/host');
const { isContext, toBuffer } = require('internal/vm');
const { isModuleNamespaceObject } = require('internal/util/types');

// Statuses of ModuleWrap, by number.
const statuses = ['unlinked', 'linking', 'linked', 'evaluating', 'evaluated', 'errored'];
const kInstantiated = 2;
const kEvaluated = 4;
const kErrored = 5;

const kWrap = Symbol('kWrap');
const kContext = Symbol('kContext');
const kIdentifier = Symbol('kIdentifier');
// The global object of the module's context.
const kAnchor = Symbol('kAnchor');
const kLink = Symbol('kLink');
// What a module is linked to: this keeps them.
const kLinked = Symbol('kLinked');
const kNoError = Symbol('kNoError');
const kPerContextModuleId = Symbol('kPerContextModuleId');
const kBase = Symbol('kBase');
const kInitialize = Symbol('kInitialize');

const defaultModuleName = 'vm:module';
let nextId = 0;

// `import.meta` is asked for by number; the functions are kept by the code, not by this table.
const forget = new FinalizationRegistry((id) => metas.delete(id));

function isModule(object) {
  return typeof object === 'object' && object !== null && Object.hasOwn(object, kWrap);
}

function identifierOf(identifier, context) {
  if (identifier !== undefined) {
    validateString(identifier, 'options.identifier');
    return identifier;
  }
  if (context === undefined) return `${defaultModuleName}(${nextId++})`;
  const number = context[kPerContextModuleId] ?? 0;
  Object.defineProperty(context, kPerContextModuleId, {
    __proto__: null, configurable: true, enumerable: false, value: number + 1, writable: true,
  });
  return `${defaultModuleName}(${number})`;
}

class Module {
  constructor(options) {
    emitExperimentalWarning('VM Modules');
    if (new.target === Module) {
      // eslint-disable-next-line no-restricted-syntax
      throw new TypeError('Module is not a constructor');
    }
    const { context, identifier, make } = options[kBase];
    if (context !== undefined) {
      validateObject(context, 'context');
      if (!isContext(context)) throw new ERR_INVALID_ARG_TYPE('options.context', 'vm.Context', context);
    }
    const name = identifierOf(identifier, context);
    const anchor = context === undefined ? undefined : ops.op_vm_context(context, true);
    this[kWrap] = make(this, name, anchor);
    this[kContext] = context;
    this[kIdentifier] = name;
    this[kAnchor] = anchor;
    this[kLinked] = undefined;
  }

  get identifier() {
    validateThisInternalField(this, kWrap, 'Module');
    return this[kIdentifier];
  }

  get context() {
    validateThisInternalField(this, kWrap, 'Module');
    return this[kContext];
  }

  get namespace() {
    validateThisInternalField(this, kWrap, 'Module');
    if (this[kWrap].getStatus() < kInstantiated) throw new ERR_VM_MODULE_STATUS('must not be unlinked or linking');
    return this[kWrap].getNamespace();
  }

  get status() {
    validateThisInternalField(this, kWrap, 'Module');
    return statuses[this[kWrap].getStatus()];
  }

  get error() {
    validateThisInternalField(this, kWrap, 'Module');
    if (this[kWrap].getStatus() !== kErrored) throw new ERR_VM_MODULE_STATUS('must be errored');
    return this[kWrap].getError();
  }

  async link(linker) {
    validateThisInternalField(this, kWrap, 'Module');
    validateFunction(linker, 'linker');
    if (this.status === 'linked') throw new ERR_VM_MODULE_ALREADY_LINKED();
    if (this.status !== 'unlinked') throw new ERR_VM_MODULE_STATUS('must be unlinked');
    await this[kLink](linker);
    instantiate(this);
  }

  evaluate(options = kEmptyObject) {
    try {
      validateThisInternalField(this, kWrap, 'Module');
      return evaluate(this, options);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  [customInspectSymbol](depth, options) {
    validateThisInternalField(this, kWrap, 'Module');
    if (typeof depth === 'number' && depth < 0) return this;
    const constructor = this.constructor ?? Module;
    const shown = { status: this.status, identifier: this.identifier, context: this.context };
    Object.setPrototypeOf(shown, Object.getPrototypeOf(this));
    Object.defineProperty(shown, Symbol.toStringTag, { __proto__: null, configurable: true, value: constructor.name });
    const { inspect } = require('internal/util/inspect');
    return inspect(shown, { ...options, customInspect: false });
  }
}

// Every module of the graph must know what it is linked to before V8 asks.
function instantiate(module) {
  const seen = new Set([module]);
  for (const one of seen) {
    if (one[kWrap].getStatus() >= kInstantiated || !(one instanceof SourceTextModule)) continue;
    const { 0: request } = one.moduleRequests;
    if (one[kLinked] === undefined && (request !== undefined || one === module)) {
      throw new ERR_VM_MODULE_LINK_FAILURE(request === undefined ?
        `module '${one.identifier}' is not linked` :
        `request for '${request.specifier}' can not be resolved on module '${one.identifier}' that is not linked`,
                                           undefined);
    }
    const linked = one[kLinked] ?? [];
    for (let i = 0; i < linked.length; i++) {
      if (one.moduleRequests[i].phase === 'source') {
        throw new ERR_SOURCE_PHASE_NOT_DEFINED(linked[i].identifier, one.identifier);
      }
      seen.add(linked[i]);
    }
  }
  module[kWrap].instantiate(module[kAnchor]);
}

function evaluate(module, options) {
  validateObject(options, 'options');
  let { timeout } = options;
  if (timeout === undefined) timeout = -1;
  else validateUint32(timeout, 'options.timeout', true);
  const { breakOnSigint = false } = options;
  validateBoolean(breakOnSigint, 'options.breakOnSigint');
  const wrap = module[kWrap];
  const status = wrap.getStatus();
  if (status !== kInstantiated && status !== kEvaluated && status !== kErrored) {
    throw new ERR_VM_MODULE_STATUS('must be one of linked, evaluated, or errored');
  }
  const seen = [0];
  const promise = wrap.evaluateIn(module[kAnchor], timeout, breakOnSigint, seen);
  if (seen[0] === 1) throw new ERR_SCRIPT_EXECUTION_TIMEOUT(timeout);
  if (seen[0] === 2) throw new ERR_SCRIPT_EXECUTION_INTERRUPTED();
  return promise;
}

// The answer of a program's importModuleDynamically is a module of this file or a namespace.
function importModuleDynamicallyWrap(importModuleDynamically) {
  return async function importModuleDynamicallyWrapper(specifier, referrer, attributes, phase) {
    const answer = await Reflect.apply(
      importModuleDynamically, undefined, [specifier, referrer, attributes, phase === 1 ? 'source' : 'evaluation']);
    if (isModuleNamespaceObject(answer)) return answer;
    if (!isModule(answer)) throw new ERR_VM_MODULE_NOT_MODULE();
    // The modules of a program have no source object.
    if (phase === 1) throw new ERR_SOURCE_PHASE_NOT_DEFINED(answer.identifier, referrer?.identifier ?? referrer?.filename);
    if (answer.status === 'errored') throw answer.error;
    return answer.namespace;
  };
}

// Not inside of `compile`, whose variables a function there would keep.
function makeFill(reference) {
  return (meta) => {
    const module = reference.deref();
    module?.[kInitialize]?.(meta, module);
  };
}

function compile(module, sourceText, name, anchor, options) {
  const { lineOffset = 0, columnOffset = 0, cachedData, importModuleDynamically, initializeImportMeta } = options;
  const host = Symbol(name);
  let wrap;
  try {
    wrap = ops.op_module_wrap_compile(name, sourceText, host, lineOffset, columnOffset, anchor, cachedData);
  } catch (error) {
    require('internal/modules/cjs/compile').keepPlace(error);
    throw error; /* node-do-not-add-exception-line */
  }
  if (wrap === null) throw new ERR_VM_MODULE_CACHED_DATA_REJECTED();
  // The code holds `host`, and by it the module, its wrap and both functions.
  const ask = importModuleDynamically === undefined ? missing : importModuleDynamicallyWrap(importModuleDynamically);
  hosts.set(host, (specifier, attributes, phase) => ask(specifier, module, attributes, phase));
  Object.defineProperty(module, kInitialize, { __proto__: null, enumerable: false, value: initializeImportMeta });
  metas.set(wrap.id, makeFill(new WeakRef(module)));
  forget.register(module, wrap.id);
  return wrap;
}

async function missing() {
  throw new ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING();
}

// `[specifier, attributes, source only, ...]` as the objects that programs see.
function requestsOf(wrap) {
  const flat = wrap.getModuleRequests();
  const requests = [];
  for (let i = 0; i < flat.length; i += 3) {
    requests.push(Object.freeze({
      __proto__: null,
      specifier: flat[i],
      attributes: Object.freeze(flat[i + 1]),
      phase: flat[i + 2] ? 'source' : 'evaluation',
    }));
  }
  return Object.freeze(requests);
}

class SourceTextModule extends Module {
  #error = kNoError;
  #statusOverride;
  #moduleRequests;
  #dependencySpecifiers;

  constructor(sourceText, options = kEmptyObject) {
    validateString(sourceText, 'sourceText');
    validateObject(options, 'options');
    const {
      lineOffset = 0,
      columnOffset = 0,
      initializeImportMeta,
      importModuleDynamically,
      context,
      identifier,
      cachedData,
    } = options;
    validateInt32(lineOffset, 'options.lineOffset');
    validateInt32(columnOffset, 'options.columnOffset');
    if (initializeImportMeta !== undefined) validateFunction(initializeImportMeta, 'options.initializeImportMeta');
    if (importModuleDynamically !== undefined) {
      validateFunction(importModuleDynamically, 'options.importModuleDynamically');
    }
    if (cachedData !== undefined) validateBuffer(cachedData, 'options.cachedData');
    const make = (self, name, anchor) => compile(self, sourceText, name, anchor, {
      lineOffset, columnOffset, cachedData, importModuleDynamically, initializeImportMeta,
    });
    super({ [kBase]: { context, identifier, make } });
    this.#moduleRequests = requestsOf(this[kWrap]);
  }

  async [kLink](linker) {
    this.#statusOverride = 'linking';
    const promises = this.#moduleRequests.map(async ({ specifier, attributes }) => {
      const module = await linker(specifier, this, { attributes, assert: attributes });
      this.#check(module);
      if (module.status === 'errored') {
        throw new ERR_VM_MODULE_LINK_FAILURE(`request for '${specifier}' resolved to an errored module`, module.error);
      }
      if (module.status === 'unlinked') await module[kLink](linker);
      return module;
    });
    try {
      this.#linkTo(await Promise.all(promises));
    } catch (error) {
      this.#error = error;
      throw error;
    } finally {
      this.#statusOverride = undefined;
    }
  }

  #check(module) {
    if (!isModule(module)) throw new ERR_VM_MODULE_NOT_MODULE();
    if (module.context !== this.context) throw new ERR_VM_MODULE_DIFFERENT_CONTEXT();
  }

  #linkTo(modules) {
    const wraps = modules.map((module) => module[kWrap]);
    const seen = new Map();
    for (let i = 0; i < wraps.length; i++) {
      const { specifier, attributes } = this.#moduleRequests[i];
      // One request, one module: V8 asks for it once, under whatever statement.
      const key = JSON.stringify([specifier, Object.entries(attributes).sort()]);
      if (seen.has(key) && seen.get(key) !== wraps[i]) {
        throw new ERR_MODULE_LINK_MISMATCH(
          `Module request '${specifier}' at index ${i} must be linked to the same module requested at index ` +
          `${wraps.indexOf(seen.get(key))}`);
      }
      seen.set(key, wraps[i]);
    }
    for (let i = 0; i < wraps.length; i++) this[kWrap].link(i, wraps[i]);
    this[kLinked] = modules;
  }

  linkRequests(modules) {
    validateThisInternalField(this, kWrap, 'SourceTextModule');
    if (this.status !== 'unlinked') throw new ERR_VM_MODULE_STATUS('must be unlinked');
    validateArray(modules, 'modules');
    if (modules.length !== this.#moduleRequests.length) {
      throw new ERR_MODULE_LINK_MISMATCH(`Expected ${this.#moduleRequests.length} modules, got ${modules.length}`);
    }
    modules.forEach((module) => this.#check(module));
    this.#linkTo([...modules]);
  }

  instantiate() {
    validateThisInternalField(this, kWrap, 'SourceTextModule');
    if (this.status !== 'unlinked') throw new ERR_VM_MODULE_STATUS('must be unlinked');
    instantiate(this);
  }

  get dependencySpecifiers() {
    this.#dependencySpecifiers ??= Object.freeze(this.#moduleRequests.map((request) => request.specifier));
    return this.#dependencySpecifiers;
  }

  get moduleRequests() {
    return this.#moduleRequests;
  }

  get status() {
    if (this.#error !== kNoError) return 'errored';
    if (this.#statusOverride) return this.#statusOverride;
    return super.status;
  }

  get error() {
    return this.#error === kNoError ? super.error : this.#error;
  }

  hasAsyncGraph() {
    validateThisInternalField(this, kWrap, 'SourceTextModule');
    if (this[kWrap].getStatus() < kInstantiated) throw new ERR_VM_MODULE_STATUS('must be instantiated');
    return this[kWrap].isGraphAsync();
  }

  hasTopLevelAwait() {
    validateThisInternalField(this, kWrap, 'SourceTextModule');
    return this[kWrap].hasTopLevelAwait();
  }

  createCachedData() {
    const { status } = this;
    if (status === 'evaluating' || status === 'evaluated' || status === 'errored') {
      throw new ERR_VM_MODULE_CANNOT_CREATE_CACHED_DATA();
    }
    return toBuffer(this[kWrap].createCachedData());
  }
}

class SyntheticModule extends Module {
  constructor(exportNames, evaluateCallback, options = kEmptyObject) {
    if (!Array.isArray(exportNames) || exportNames.some((name) => typeof name !== 'string')) {
      throw new ERR_INVALID_ARG_TYPE('exportNames', 'Array of unique strings', exportNames);
    }
    exportNames.forEach((name, i) => {
      if (exportNames.includes(name, i + 1)) {
        throw new ERR_INVALID_ARG_VALUE(`exportNames.${name}`, name, 'is duplicated');
      }
    });
    validateFunction(evaluateCallback, 'evaluateCallback');
    validateObject(options, 'options');
    const { context, identifier } = options;
    const make = (self, name) =>
      ops.op_module_wrap_synthetic(name, exportNames, () => Reflect.apply(evaluateCallback, self, []));
    super({ [kBase]: { context, identifier, make } });
    this[kWrap].instantiate(this[kAnchor]);
  }

  link() {
    validateThisInternalField(this, kWrap, 'SyntheticModule');
  }

  setExport(name, value) {
    validateThisInternalField(this, kWrap, 'SyntheticModule');
    validateString(name, 'name');
    if (this[kWrap].getStatus() < kInstantiated) throw new ERR_VM_MODULE_STATUS('must be linked');
    this[kWrap].setExport(name, value);
  }
}

module.exports = { importModuleDynamicallyWrap, isModule, Module, SourceTextModule, SyntheticModule };
