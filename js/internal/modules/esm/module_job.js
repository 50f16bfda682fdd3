// One module on its way from source to namespace: linking, instantiation, evaluation.
// https://tc39.es/ecma262/#sec-cyclic-module-records
'use strict';

const {
  ArrayPrototypePush, ArrayPrototypeSome, PromisePrototypeThen, SafeSet, StringPrototypeStartsWith,
} = primordials;

// The statuses of ModuleWrap.
const kUninstantiated = 0;
const kInstantiated = 2;
const kEvaluating = 3;
const kEvaluated = 4;
const kErrored = 5;

class ModuleJob {
  // Declared, so that a setter on Object.prototype does not see it.
  url;

  constructor(loader, url, importAttributes, format, wrap, isMain, sourceObject) {
    this.loader = loader;
    this.url = url;
    this.importAttributes = importAttributes;
    this.format = format;
    this.module = wrap;
    this.isMain = isMain;
    // What `import source` gives, of formats that have such a thing.
    this.sourceObject = sourceObject;
    this.isBuiltin = StringPrototypeStartsWith(url, 'node:');
    this.isLinked = false;
    this.linked = [];
    this.specifiers = [];
    // The keys of what it asks for, where that was found out beforehand.
    this.requestKeys = undefined;
  }

  // Finds and links all that the module asks for; a dependency that is new does the same before it is linked.
  link() {
    this.isLinked = true;
    this.syncLink();
  }

  syncLink() {
    const { module, loader, url } = this;
    const { text } = module;
    module.text = undefined;
    const flat = module.getModuleRequests();
    for (let i = 0; i < flat.length; i += 3) {
      const specifier = flat[i];
      const options = { __proto__: null, isMain: false, forRequire: this.isForRequire, sourceOnly: flat[i + 2] };
      const job = this.requestKeys === undefined ?
        loader.getOrCreateModuleJob(specifier, url, flat[i + 1], options) :
        loader.linkedJob(this.requestKeys[i / 3], options.sourceOnly);
      if (flat[i + 2]) {
        module.linkSource(i / 3, sourceOf(job, specifier, url));
        continue;
      }
      if (job.isBuiltin) require('internal/modules/esm/builtin_faces').show(job.url, specifier, text);
      module.link(i / 3, job.module);
      ArrayPrototypePush(this.linked, job);
      ArrayPrototypePush(this.specifiers, specifier);
    }
  }

  get isForRequire() {
    return false;
  }

  instantiate() {
    try {
      this.module.instantiate();
    } catch (error) {
      require('internal/modules/esm/link_errors').decorate(error, this);
      throw error;
    }
  }

  async #asyncInstantiate() {
    if (this.module.getStatus() === kUninstantiated) this.instantiate();
  }

  async run(isEntryPoint = false) {
    await this.#asyncInstantiate();
    const { module } = this;
    try {
      const { callMain } = require('internal/modules/cjs/compile').hooks;
      // A debugger wants to stop at the first statement.
      if (callMain !== undefined && isEntryPoint) await callMain(module.evaluate, module, []);
      else if (module.getStatus() !== kEvaluating) await module.evaluate();
    } catch (error) {
      require('internal/modules/esm/link_errors').explainCommonJSName(error, this.url, module);
      throw error;
    }
    return { __proto__: null, module };
  }

  // The namespace, for whoever may look at all of it.
  getNamespace() {
    this.#showAll();
    return this.module.getNamespace();
  }

  #showAll() {
    if (this.isBuiltin) require('internal/modules/esm/builtin_faces').show(this.url);
  }

  // `import.defer()`: the namespace evaluates the module when it is first looked at.
  async runDeferred() {
    await this.#asyncInstantiate();
    await this.module.evaluateDeferred();
    this.#showAll();
    return this.module.getDeferredNamespace();
  }

  throwIfAsyncGraph(parent) {
    const { module } = this;
    if (!module.isGraphAsync()) return;
    const { codes: { ERR_REQUIRE_ASYNC_MODULE } } = require('internal/errors');
    const { getOptionValue } = require('internal/options');
    const { urlToFilename } = require('internal/modules/helpers');
    const filename = urlToFilename(this.url);
    const locations = getOptionValue('--experimental-print-required-tla') ? this.awaitLocations() : undefined;
    throw new ERR_REQUIRE_ASYNC_MODULE(filename, parent, locations);
  }

  // Where top-level awaits stand in the graph: found by compiling each text where `await` cannot be at the top level.
  awaitLocations() {
    const { topLevelAwaits } = require('internal/modules/esm/await_locations');
    const found = [];
    const seen = new SafeSet();
    const visit = (job) => {
      if (seen.has(job)) return;
      seen.add(job);
      for (let i = 0; i < job.linked.length; i++) visit(job.linked[i]);
      ArrayPrototypePush(found, ...topLevelAwaits(job.url, job.format));
    };
    visit(this);
    return found;
  }

  // For require(esm): everything is done when this returns the namespace.
  runSync(parent) {
    const { module } = this;
    if (module.getStatus() === kUninstantiated) this.instantiate();
    let status = module.getStatus();
    if (status === kInstantiated) {
      this.throwIfAsyncGraph(parent);
      const promise = module.evaluate();
      status = module.getStatus();
      // The error is thrown here; nobody else waits for the promise.
      if (status === kErrored) PromisePrototypeThen(promise, undefined, () => {});
    }
    if (status === kErrored) this.#throwKept();
    this.throwIfAsyncGraph(parent);
    return module.getNamespace();
  }

  #throwKept() {
    const error = this.module.getError();
    require('internal/modules/esm/link_errors').explainCommonJSName(error, this.url, this.module);
    require('internal/modules/cjs/compile').keepPlace(error);
    throw error;
  }

  get status() {
    return this.module.getStatus();
  }

  // Whether anything below this job (or itself) is being evaluated just now.
  isEvaluating() {
    const seen = new SafeSet();
    const visit = (job) => {
      if (seen.has(job)) return false;
      seen.add(job);
      return job.status === kEvaluating || ArrayPrototypeSome(job.linked, visit);
    };
    return visit(this);
  }
}

// A job that a require made: only its name in stacks is another one.
class ModuleJobSync extends ModuleJob {
  get isForRequire() {
    return true;
  }
}

function sourceOf(job, specifier, parentURL) {
  if (job.sourceObject !== undefined) return job.sourceObject;
  const { codes: { ERR_SOURCE_PHASE_NOT_DEFINED } } = require('internal/errors');
  throw new ERR_SOURCE_PHASE_NOT_DEFINED(job.url, parentURL);
}

module.exports = { kErrored, kEvaluated, kEvaluating, kInstantiated, kUninstantiated, ModuleJob, ModuleJobSync, sourceOf };
