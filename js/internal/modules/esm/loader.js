// The loader of ES modules: the module map, import(), require(esm), import.meta.
// https://nodejs.org/docs/latest-v26.x/api/esm.html
'use strict';

const {
  PromiseReject,
  SafeMap,
  StringPrototypeStartsWith,
} = primordials;

const { isURL, pathToFileURL, URL } = require('internal/url');
const { defaultResolve, getDefaultConditions } = require('internal/modules/esm/resolve');
const { defaultLoad, warnTypeless } = require('internal/modules/esm/load');
const { compileSourceTextModule, translate } = require('internal/modules/esm/translators');
const hooks = require('internal/modules/customization_hooks');
const { hooks: compileHooks } = require('internal/modules/cjs/compile');
const {
  kEvaluated, kEvaluating, ModuleJob, ModuleJobSync, sourceOf,
} = require('internal/modules/esm/module_job');
const { kIsExecuting, kRequiredModule } = require('internal/modules/cjs/symbols');
const { onImport } = require('internal/modules/cjs/tracing');

const noAttributes = { __proto__: null };
const plainRequest = { __proto__: null, isMain: false, forRequire: false, sourceOnly: false };

function isCommonJS({ format }) {
  return format === 'commonjs' || format === 'commonjs-typescript';
}

// Stacks show only the place of such a function, as in Node.
const nameless = (fn) => fn;

class ModuleLoader {
  constructor() {
    // url + '\0' + type -> job
    this.map = new SafeMap();
    // wrap id -> job, for import.meta
    this.byId = new SafeMap();
    this.resolveCache = new SafeMap();
    // Resolve and load of module.register's thread, when there is one: they come after the synchronous hooks.
    this.thread = undefined;
    // {resolveLater, loadLater}: where hooks answer with promises, which is there and on that thread itself.
    this.later = undefined;
  }

  async resolveLater(specifier, parentURL, importAttributes) {
    if (hooks.hasResolveHooks()) return this.resolveSync(specifier, parentURL, importAttributes);
    return this.later.resolveLater(specifier, parentURL, importAttributes);
  }

  async loadLater(url, format, importAttributes) {
    if (hooks.hasLoadHooks()) return this.load(url, format, importAttributes);
    return this.later.loadLater(url, format, importAttributes);
  }

  // The job of a key of the map that is known to be there.
  linkedJob(key, sourceOnly) {
    const job = this.map.get(key);
    if (!sourceOnly && !job.isLinked) this.#link(key, job);
    return job;
  }

  // {url, format, importAttributes}
  resolveSync(specifier, parentURL, importAttributes = noAttributes) {
    if (!hooks.hasResolveHooks() && this.thread === undefined) {
      return this.#cachedDefaultResolve(specifier, parentURL, importAttributes);
    }
    const conditions = [...getDefaultConditions()];
    const context = { __proto__: null, conditions, importAttributes, parentURL };
    const own = (value, given) => (this.thread === undefined ? resolveByDefault(value, given) :
      this.thread.resolve(value, given));
    return hooks.hasResolveHooks() ? hooks.resolveThroughHooks(specifier, context, own) : own(specifier, context);
  }

  #cachedDefaultResolve(specifier, parentURL, importAttributes) {
    const key = `${specifier}\x00${parentURL}\x00${importAttributes.type ?? ''}`;
    const kept = this.resolveCache.get(key);
    if (kept !== undefined) return kept;
    const context = { __proto__: null, conditions: getDefaultConditions(), importAttributes, parentURL };
    const result = defaultResolve(specifier, context);
    this.resolveCache.set(key, result);
    return result;
  }

  load(url, format, importAttributes) {
    compileHooks.loading?.(url);
    const context = { __proto__: null, format, importAttributes };
    if (!hooks.hasLoadHooks() && this.thread === undefined) return defaultLoad(url, context);
    context.conditions = [...getDefaultConditions()];
    const own = (value, given) => (this.thread === undefined ? defaultLoad(value, given) :
      this.thread.load(value, given));
    return hooks.hasLoadHooks() ? hooks.loadThroughHooks(url, context, own) : own(url, context);
  }

  // The job of a request, made and linked when it is new.
  getOrCreateModuleJob(specifier, parentURL, importAttributes, options = plainRequest) {
    const resolved = this.resolveSync(specifier, parentURL, importAttributes);
    const attributes = resolved.importAttributes ?? importAttributes;
    const { url } = resolved;
    const mock = compileHooks.mock?.(url);
    const key = mock?.key() ?? `${url}\x00${attributes?.type ?? ''}`;
    const kept = this.map.get(key);
    const job = kept ?? (mock === undefined ?
      this.loadAndTranslate(key, url, resolved.format, attributes, options) : this.#mocked(key, mock, attributes));
    if (options.forRequire) this.#refuseCycle(job, specifier, parentURL);
    if (!options.sourceOnly && !job.isLinked) this.#link(key, job);
    return job;
  }

  // A module that is running cannot be a part of what a require has to end now.
  #refuseCycle(job, specifier, parentURL) {
    let kind;
    if (isCommonJS(job)) {
      const { Module } = require('internal/modules/cjs/loader');
      const { urlToFilename } = require('internal/modules/helpers');
      if (Module._cache[urlToFilename(job.url)]?.[kIsExecuting]) kind = 'CommonJS Module';
    } else if (job.status === kEvaluating) {
      kind = 'Module';
    }
    if (kind === undefined) return;
    const { codes: { ERR_REQUIRE_CYCLE_MODULE } } = require('internal/errors');
    throw new ERR_REQUIRE_CYCLE_MODULE(`Cannot import ${kind} ${specifier} in a cycle. (from ${parentURL})`);
  }

  loadAndTranslate(key, url, format, attributes, options) {
    return this.addLoaded(key, url, this.load(url, format, attributes), attributes, options);
  }

  #mocked(key, mock, attributes) {
    const { assertImportAttributesCompatible } = require('internal/modules/esm/assert');
    assertImportAttributesCompatible(mock.url, mock.format, attributes);
    return this.#add(key, new ModuleJob(this, mock.url, attributes, mock.format, mock.makeModule(), false));
  }

  addLoaded(key, url, loaded, attributes, { isMain, forRequire } = plainRequest) {
    const parts = translate(loaded.format, url, loaded.source, isMain);
    const { module, sourceObject } = parts;
    const Job = forRequire ? ModuleJobSync : ModuleJob;
    return this.#add(key, new Job(this, url, attributes, loaded.format, module, isMain, sourceObject));
  }

  #add(key, job) {
    this.map.set(key, job);
    this.byId.set(job.module.id, job);
    return job;
  }

  #link(key, job) {
    try {
      job.link();
    } catch (error) {
      // A module that cannot be linked is not kept: a later import tries again.
      this.map.delete(key);
      throw error;
    }
  }

  // A module whose text is at hand.
  jobOfSource(url, source, isMain, Job = ModuleJob) {
    const key = `${url}\x00`;
    compileHooks.loading?.(url);
    const module = compileSourceTextModule(url, source);
    const job = this.#add(key, new Job(this, url, noAttributes, 'module', module, isMain));
    if (this.later === undefined) this.#link(key, job);
    return job;
  }

  // `import()`: a promise of the namespace.
  import(specifier, parentURL, importAttributes, isEntryPoint = false, phase = 0) {
    const sourceOnly = phase === 1;
    const start = nameless(async () => {
      const options = { __proto__: null, isMain: isEntryPoint, forRequire: false, sourceOnly };
      const job = this.later === undefined ?
        this.getOrCreateModuleJob(specifier, parentURL, importAttributes, options) :
        await this.prepareJob(specifier, parentURL, importAttributes, options);
      if (isEntryPoint) this.main = job;
      if (sourceOnly) return sourceOf(job, specifier, parentURL);
      if (phase === 2) return await job.runDeferred();
      await job.run(isEntryPoint);
      return job.getNamespace();
    });
    const channel = onImport();
    if (channel === undefined) return start();
    return channel.tracePromise(start, { __proto__: null, parentURL, url: specifier });
  }

  // Where hooks answer with promises.
  async prepareJob(specifier, parentURL, importAttributes, options = plainRequest) {
    const { prepare } = require('internal/modules/esm/async_graph');
    const job = await prepare(this, specifier, parentURL, importAttributes, options);
    if (!options.sourceOnly && !job.isLinked) this.#link(`${job.url}\x00${job.importAttributes?.type ?? ''}`, job);
    return job;
  }

  // The program: a URL, or a text that stands for the module `url`; `isFile` when it is the text of a file.
  importEntry(url, source, isFile) {
    if (source === undefined) return this.import(url, undefined, noAttributes, true);
    const run = nameless(async () => {
      if (isFile) warnTypeless(new URL(url));
      const job = this.jobOfSource(url, source, true);
      this.main = job;
      if (this.later !== undefined) {
        await require('internal/modules/esm/async_graph').prepareRequests(this, job);
        this.#link(`${url}\x00`, job);
      }
      const { module } = await job.run(true);
      return module.getNamespace();
    });
    return this.executeModuleJob(run);
  }

  async executeModuleJob(run) {
    return await run();
  }

  // require(esm): everything must be done when this returns.
  importSyncForRequire(mod, filename, source, url, parent) {
    let job = this.map.get(`${url}\x00`);
    if (job === undefined) {
      job = new ModuleJobSync(this, url, noAttributes, 'module', compileSourceTextModule(url, source), false);
      mod[kRequiredModule] = job.module;
      this.#add(`${url}\x00`, job);
      this.#link(`${url}\x00`, job);
    } else {
      mod[kRequiredModule] = job.module;
      if (job.status === kEvaluating) {
        const { codes: { ERR_REQUIRE_CYCLE_MODULE } } = require('internal/errors');
        const { cycleMessage } = require('internal/modules/cjs/loader');
        throw new ERR_REQUIRE_CYCLE_MODULE(cycleMessage(filename, parent?.filename));
      }
      if (job.status === kEvaluated && !job.module.isGraphAsync()) return job.module.getNamespace();
    }
    return job.runSync(parent);
  }

  // The namespace again, with a mark for importers that were compiled from ES modules.
  addESModuleMark(target) {
    const text = "export * from 'original'; export { default } from 'original'; export const __esModule = true;";
    const wrap = ops.op_module_wrap_compile('node:internal/require_module_default_facade', text, undefined, 0, 0);
    const flat = wrap.getModuleRequests();
    for (let i = 0; i < flat.length; i += 3) wrap.link(i / 3, target);
    wrap.instantiate();
    wrap.evaluate();
    return wrap.getNamespace();
  }

  importMetaResolve(specifier, parentURL) {
    try {
      return this.resolveSync(`${specifier}`, parentURL, noAttributes).url;
    } catch (error) {
      // The URL is the answer even where no file is.
      if (error?.code === 'ERR_UNSUPPORTED_DIR_IMPORT' || error?.code === 'ERR_MODULE_NOT_FOUND') {
        if (typeof error.url === 'string') return error.url;
      }
      throw error;
    }
  }

  // Called by V8 the first time a module looks at import.meta.
  initializeImportMeta(id, meta) {
    const job = this.byId.get(id);
    if (job === undefined) return;
    const { url } = job;
    if (StringPrototypeStartsWith(url, 'file:')) {
      const { fileURLToPath } = require('internal/url');
      const filename = fileURLToPath(url);
      meta.dirname = require('path').dirname(filename);
      meta.filename = filename;
    }
    meta.main = job.isMain;
    const loader = this;
    const { getOptionValue } = require('internal/options');
    // The hooks' thread cannot wait for its own hooks.
    const isHooksThread = this.later !== undefined && this.thread === undefined;
    if (isHooksThread) {
      // It has no import.meta.resolve.
    } else if (getOptionValue('--experimental-import-meta-resolve')) {
      meta.resolve = function resolve(specifier, parentURL = url) {
        checkParent(parentURL);
        return loader.importMetaResolve(specifier, parentURL);
      };
    } else {
      meta.resolve = function resolve(specifier) {
        return loader.importMetaResolve(specifier, url);
      };
    }
    meta.url = url;
  }
}

function checkParent(parentURL) {
  if (typeof parentURL === 'string' || isURL(parentURL)) return;
  const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');
  throw new ERR_INVALID_ARG_TYPE('parentURL', ['string', 'URL'], parentURL);
}

function resolveByDefault(specifier, context) {
  const conditions = hooks.toConditions(context.conditions) ?? getDefaultConditions();
  return defaultResolve(specifier, { __proto__: null, ...context, conditions });
}

let loader;
function getLoader() {
  return loader ??= new ModuleLoader();
}

// `referrer` is a path (CommonJS), a URL (ES modules) or a name like [eval].
function baseOf(referrer) {
  if (typeof referrer !== 'string') return undefined;
  if (StringPrototypeStartsWith(referrer, '/')) return pathToFileURL(referrer).href;
  return URL.canParse(referrer) ? referrer : pathToFileURL(`${ops.op_process_cwd()}/`).href;
}

// `phase`: 0 evaluation, 1 source, 2 defer.
function importModuleDynamically(referrer, specifier, attributes, phase) {
  try {
    return getLoader().import(specifier, baseOf(referrer), attributes, false, phase);
  } catch (error) {
    return PromiseReject(error);
  }
}

module.exports = { baseOf, getLoader, importModuleDynamically, resolveByDefault };
