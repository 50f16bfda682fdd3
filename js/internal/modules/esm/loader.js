// The loader of ES modules: the module map, linking, evaluation, import().
// https://nodejs.org/docs/latest-v26.x/api/esm.html
'use strict';

const {
  ArrayPrototypePush,
  ObjectKeys,
  PromisePrototypeThen,
  PromiseReject,
  PromiseResolve,
  SafeMap,
  SafeSet,
  StringPrototypeStartsWith,
} = primordials;

const { pathToFileURL } = require('internal/url');
const { defaultResolve } = require('internal/modules/esm/resolve');
const { defaultLoad } = require('internal/modules/esm/load');
const { translate } = require('internal/modules/esm/translators');
const hooks = require('internal/modules/customization_hooks');

// The statuses of ModuleWrap.
const kUninstantiated = 0;
const kInstantiated = 2;
const kEvaluating = 3;
const kEvaluated = 4;
const kErrored = 5;

// One module: its wrap, what it requests, and how far it has come.
class ModuleJob {
  constructor(url, format, wrap, isMain) {
    this.url = url;
    this.format = format;
    this.wrap = wrap;
    this.isMain = isMain;
    this.requests = [];
    this.promise = undefined;
    // The request by which each dependency was asked for, for error messages.
    this.specifiers = [];
  }
}

class ModuleLoader {
  constructor() {
    // url + '\0' + type -> job
    this.map = new SafeMap();
    // wrap id -> job, for import.meta
    this.byId = new SafeMap();
    this.resolveCache = new SafeMap();
  }

  resolve(specifier, parentURL, attributes) {
    const key = `${specifier}\x00${parentURL}\x00${attributes?.type ?? ''}`;
    const kept = this.resolveCache.get(key);
    if (kept !== undefined) return kept;
    const { getDefaultConditions } = require('internal/modules/esm/resolve');
    const context = { __proto__: null, conditions: getDefaultConditions(), importAttributes: attributes, parentURL };
    let result;
    if (hooks.hasResolveHooks()) {
      context.conditions = [...context.conditions];
      result = hooks.resolveThroughHooks(specifier, context, (s, c) => defaultResolve(s, {
        __proto__: null, ...c, conditions: new SafeSet(c.conditions),
      }));
    } else {
      result = defaultResolve(specifier, context);
      this.resolveCache.set(key, result);
    }
    return result;
  }

  load(url, format, attributes) {
    const context = { __proto__: null, format, importAttributes: attributes };
    if (!hooks.hasLoadHooks()) return defaultLoad(url, context);
    const { getDefaultConditions } = require('internal/modules/esm/resolve');
    context.conditions = [...getDefaultConditions()];
    return hooks.checkLoaded(hooks.loadThroughHooks(url, context, defaultLoad));
  }

  // The job of a request, made with all it requests when it is new.
  jobFor(specifier, parentURL, attributes, isMain = false) {
    const { url, format } = this.resolve(specifier, parentURL, attributes);
    return this.jobForUrl(url, format, attributes, isMain, parentURL);
  }

  jobForUrl(url, format, attributes, isMain, parentURL, source) {
    const key = `${url}\x00${attributes?.type ?? ''}`;
    const kept = this.map.get(key);
    if (kept !== undefined) return kept;
    const loaded = source === undefined ? this.load(url, format, attributes) :
      { __proto__: null, format: 'module', source };
    const wrap = translate(this, loaded.format, url, loaded.source, isMain, parentURL);
    const job = new ModuleJob(url, loaded.format, wrap, isMain);
    this.map.set(key, job);
    this.byId.set(wrap.id, job);
    this.link(job, key);
    return job;
  }

  link(job, key) {
    const flat = job.wrap.getModuleRequests();
    try {
      for (let i = 0; i < flat.length; i += 2) {
        const dependency = this.jobFor(flat[i], job.url, flat[i + 1]);
        job.wrap.link(i / 2, dependency.wrap);
        ArrayPrototypePush(job.requests, dependency);
        ArrayPrototypePush(job.specifiers, flat[i]);
      }
    } catch (error) {
      // A module that cannot be linked is not kept: a later import tries again.
      this.map.delete(key);
      throw error;
    }
  }

  instantiate(job) {
    if (job.wrap.getStatus() !== kUninstantiated) return;
    try {
      job.wrap.instantiate();
    } catch (error) {
      require('internal/modules/esm/link_errors').decorate(error, job);
      throw error;
    }
  }

  // Evaluates once; the promise of the first evaluation is everybody's.
  run(job) {
    if (job.promise !== undefined) return job.promise;
    try {
      this.instantiate(job);
      job.promise = job.wrap.evaluate();
    } catch (error) {
      return PromiseReject(error);
    }
    if (job.wrap.getStatus() === kErrored) {
      require('internal/modules/esm/link_errors').explainCommonJSName(job.wrap.getError(), job.url);
    }
    return job.promise;
  }

  // `import()` and the entry point: a promise of the namespace.
  import(specifier, parentURL, attributes, isMain = false) {
    let job;
    try {
      job = this.jobFor(specifier, parentURL, attributes, isMain);
    } catch (error) {
      return PromiseReject(error);
    }
    return PromisePrototypeThen(this.run(job), () => job.wrap.getNamespace());
  }

  importForEntryPoint(url, source) {
    let job;
    try {
      if (source === undefined) job = this.jobFor(url, undefined, { __proto__: null }, true);
      else job = this.jobForUrl(url, 'module', { __proto__: null }, true, undefined, source);
    } catch (error) {
      return PromiseReject(error);
    }
    this.main = job;
    return PromisePrototypeThen(this.run(job), () => job.wrap.getNamespace());
  }

  // require(esm): everything must be done when this returns.
  importSyncForRequire(mod, filename, source, url, parent) {
    const key = `${url}\x00`;
    let job = this.map.get(key);
    if (job === undefined) job = this.jobForUrl(url, 'module', { __proto__: null }, false, undefined, source);
    return this.evaluateSync(job, filename, parent);
  }

  evaluateSync(job, filename, parent) {
    const { codes: { ERR_REQUIRE_ASYNC_MODULE, ERR_REQUIRE_CYCLE_MODULE } } = require('internal/errors');
    const { wrap } = job;
    let status = wrap.getStatus();
    if (status === kEvaluating) {
      const { fileURLToPath } = require('internal/url');
      const file = StringPrototypeStartsWith(job.url, 'file:') ? fileURLToPath(job.url) : job.url;
      let message = `Cannot require() ES Module ${file} in a cycle.`;
      if (parent?.filename) message += ` (from ${parent.filename})`;
      message += ' A cycle involving require(esm) is not allowed to maintain invariants mandated by the ECMAScript ' +
        'specification. Try making at least part of the dependency in the graph lazily loaded.';
      throw new ERR_REQUIRE_CYCLE_MODULE(message);
    }
    if (status === kUninstantiated) this.instantiate(job);
    if (wrap.isGraphAsync()) throw new ERR_REQUIRE_ASYNC_MODULE(filename, parent);
    status = wrap.getStatus();
    if (status === kInstantiated) {
      job.promise = wrap.evaluate();
      status = wrap.getStatus();
    }
    if (status === kErrored) {
      // The error is thrown here; nobody else waits for the promise.
      if (job.promise !== undefined) PromisePrototypeThen(job.promise, undefined, () => {});
      throw wrap.getError();
    }
    if (status !== kEvaluated) throw new ERR_REQUIRE_ASYNC_MODULE(filename, parent);
    return wrap.getNamespace();
  }

  // `exports.default` with a mark for importers that were compiled from ES modules.
  addESModuleMark(namespace) {
    const names = ObjectKeys(namespace);
    const text = "export * from 'original'; export { default } from 'original'; export const __esModule = true;";
    const wrap = ops.op_module_wrap_compile('node:internal/require_module_default_facade', text, undefined, 0, 0);
    const target = ops.op_module_wrap_synthetic('original', [...names], () => {
      for (let i = 0; i < names.length; i++) target.setExport(names[i], namespace[names[i]]);
    });
    const flat = wrap.getModuleRequests();
    for (let i = 0; i < flat.length; i += 2) wrap.link(i / 2, target);
    wrap.instantiate();
    wrap.evaluate();
    return wrap.getNamespace();
  }

  importMetaResolve(specifier, parentURL) {
    try {
      return this.resolve(`${specifier}`, parentURL, { __proto__: null }).url;
    } catch (error) {
      // The URL is the answer even where no file is.
      if (error.code === 'ERR_UNSUPPORTED_DIR_IMPORT' || error.code === 'ERR_MODULE_NOT_FOUND') {
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
    meta.resolve = function resolve(specifier, parentURL = url) {
      return loader.importMetaResolve(specifier, parentURL);
    };
    meta.url = url;
  }
}

let loader;
function getLoader() {
  return loader ??= new ModuleLoader();
}

// `referrer` is a path (CommonJS), a URL (ES modules) or a name like [eval].
function baseOf(referrer) {
  if (typeof referrer !== 'string') return undefined;
  if (StringPrototypeStartsWith(referrer, '/')) return pathToFileURL(referrer).href;
  const { URL } = require('internal/url');
  return URL.canParse(referrer) ? referrer : pathToFileURL(`${ops.op_process_cwd()}/`).href;
}

// A module may import one that is being evaluated just now, which must have ended its turn: so the work begins in a
// promise job.
function importModuleDynamically(referrer, specifier, attributes) {
  return PromisePrototypeThen(PromiseResolve(),
                              () => getLoader().import(specifier, baseOf(referrer), attributes));
}

module.exports = { baseOf, getLoader, importModuleDynamically };
