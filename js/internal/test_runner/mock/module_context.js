// Modules that are something else while a test runs, for both loaders (`--experimental-test-module-mocks`).
// https://nodejs.org/docs/latest-v26.x/api/test.html#mockmodulespecifier-options
'use strict';

const { codes: { ERR_INVALID_STATE } } = require('internal/errors');
const { emitExperimentalWarning } = require('internal/util');
const { validateBoolean, validateObject, validateOneOf, validateString } = require('internal/validators');
const { Module } = require('internal/modules/cjs/loader');
const { hooks } = require('internal/modules/cjs/compile');

// The mocks by the URL of what they stand for.
const mocks = new Map();

// How many modules have been made in place of others.
let count = 0;

// What a mock is to a module system: the exports of `require`, and the names beside `default` for `import`.
class Mock {
  #made;
  #id = ++count;

  constructor(url, format, cache, named, defaultExport) {
    this.url = url;
    this.format = format;
    this.cache = cache;
    this.named = named;
    this.defaultExport = defaultExport;
  }

  makeExports() {
    if (this.#made !== undefined) return this.#made.exports;
    const { defaultExport, named } = this;
    const names = Object.keys(named);
    const exports = defaultExport === undefined ? {} : defaultExport.value;
    if (names.length > 0 && (exports === null || (typeof exports !== 'object' && typeof exports !== 'function'))) {
      throw new ERR_INVALID_STATE(
        'Cannot create mock because named exports cannot be applied to the provided default export.');
    }
    for (const name of names) {
      Object.defineProperty(exports, name, { __proto__: null, ...Object.getOwnPropertyDescriptor(named, name) });
    }
    if (this.cache) this.#made = { exports };
    return exports;
  }

  // The name of the module among those of the ES loader: a new one for each import unless it is cached.
  key() {
    return `${this.url}\x00mock ${this.cache ? this.#id : ++count}`;
  }

  makeModule() {
    const { defaultExport, format, named, url } = this;
    const isModule = format === 'module' || format === 'module-typescript';
    const value = isModule ? defaultExport?.value : this.makeExports();
    const names = Object.keys(named).filter((name) => name !== 'default');
    const hasDefault = !isModule || defaultExport !== undefined;
    const wrap = ops.op_module_wrap_synthetic(url, hasDefault ? ['default', ...names] : names, () => {
      if (hasDefault) wrap.setExport('default', value);
      for (const name of names) wrap.setExport(name, named[name]);
    });
    return wrap;
  }
}

function find(url) {
  return mocks.get(url);
}

let originalLoad;

// Both loaders look for mocks from the first one on.
function install() {
  if (originalLoad !== undefined) return;
  const { pathToFileURL } = require('internal/url');
  const { BuiltinModule } = require('internal/bootstrap/realm');
  originalLoad = Module._load;
  hooks.mock = find;
  Module._load = function(request, parent, isMain) {
    if (mocks.size > 0) {
      const builtin = BuiltinModule.normalizeRequirableId(request);
      const url = builtin === undefined ?
        pathToFileURL(Module._resolveFilename(request, parent, isMain)).href : `node:${builtin}`;
      const mock = find(url);
      if (mock !== undefined) return mock.makeExports();
    }
    return Reflect.apply(originalLoad, this, [request, parent, isMain]);
  };
}

function deprecate(name, replacement) {
  require('process').emitWarning(
    `mock.module(): options.${name} is deprecated. Use options.${replacement} instead.`, 'DeprecationWarning');
}

// `{named, defaultExport}`: the latter is undefined where there is none, else it has a `value`.
function readExports(options) {
  const { defaultExport, exports, namedExports } = options;
  const named = {};
  let found;
  if (exports !== undefined) {
    validateObject(exports, 'options.exports');
    const descriptors = Object.getOwnPropertyDescriptors(exports);
    if (Object.hasOwn(descriptors, 'default')) found = { value: exports.default };
    delete descriptors.default;
    Object.defineProperties(named, descriptors);
  }
  if (namedExports !== undefined) {
    validateObject(namedExports, 'options.namedExports');
    deprecate('namedExports', 'exports');
    Object.defineProperties(named, Object.getOwnPropertyDescriptors(namedExports));
  }
  if ('defaultExport' in options) {
    deprecate('defaultExport', 'exports.default');
    found = { value: defaultExport };
  }
  return { named, defaultExport: found };
}

class MockModuleContext {
  #mock;

  constructor(mock) {
    this.#mock = mock;
    mocks.set(mock.url, mock);
  }

  restore() {
    if (mocks.get(this.#mock.url) === this.#mock) mocks.delete(this.#mock.url);
  }
}

// `specifier` is one of an `import` in the file that calls.
function mockModule(specifier, options) {
  emitExperimentalWarning('Module mocking');
  if (typeof specifier !== 'string') {
    const { isURL } = require('internal/url');
    if (isURL(specifier)) specifier = specifier.href;
    else validateString(specifier, 'specifier');
  }
  validateObject(options, 'options');
  const { cache = false } = options;
  validateBoolean(cache, 'options.cache');
  const { named, defaultExport } = readExports(options);
  const { pathToFileURL } = require('internal/url');
  const file = require('internal/test_runner/location').callerLocation()?.file;
  const { getLoader } = require('internal/modules/esm/loader');
  const parent = file === undefined ? `${pathToFileURL(`${require('process').cwd()}/`)}` : pathToFileURL(file).href;
  const { format, url } = getLoader().resolveSync(specifier, parent);
  if (mocks.has(url)) throw new ERR_INVALID_STATE(`Cannot mock '${specifier}'. The module is already mocked.`);
  if (format) validateOneOf(format, 'format', kFormats);
  install();
  return new MockModuleContext(new Mock(url, format, cache, named, defaultExport));
}

const kFormats = ['builtin', 'commonjs-typescript', 'commonjs', 'json', 'module-typescript', 'module'];

module.exports = { MockModuleContext, mockModule };
