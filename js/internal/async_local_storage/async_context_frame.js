// AsyncLocalStorage. https://nodejs.org/api/async_context.html#class-asynclocalstorage
'use strict';

const { validateObject } = require('internal/validators');
const AsyncContextFrame = require('internal/async_context_frame');
const core = require('internal/core');

class AsyncLocalStorage {
  #defaultValue = undefined;
  #name = undefined;

  constructor(options = undefined) {
    if (options === undefined) return;
    validateObject(options, 'options');
    this.#defaultValue = options.defaultValue;
    if (options.name !== undefined) this.#name = `${options.name}`;
  }

  get name() {
    return this.#name || '';
  }

  static bind(fn) {
    return require('async_hooks').AsyncResource.bind(fn);
  }

  static snapshot() {
    return AsyncLocalStorage.bind((cb, ...args) => cb(...args));
  }

  disable() {
    AsyncContextFrame.disable(this);
  }

  enterWith(data) {
    core.setAsyncContext(new AsyncContextFrame(this, data));
  }

  run(data, fn, ...args) {
    const prior = this.getStore();
    if (Object.is(prior, data)) return Reflect.apply(fn, null, args);
    const outer = core.getAsyncContext();
    const frame = new AsyncContextFrame(this, data);
    const { size } = frame;
    core.setAsyncContext(frame);
    try {
      return Reflect.apply(fn, null, args);
    } finally {
      // Another storage may have been entered or disabled inside, which stays. Then only our own value is put back.
      if (core.getAsyncContext() === frame && frame.size === size) core.setAsyncContext(outer);
      else this.enterWith(prior);
    }
  }

  exit(fn, ...args) {
    return this.run(undefined, fn, ...args);
  }

  getStore() {
    const frame = core.getAsyncContext();
    if (frame === undefined || frame === null) return this.#defaultValue;
    const store = frame.get(this);
    return store !== undefined || frame.has(this) ? store : this.#defaultValue;
  }

  withScope(store) {
    const RunScope = require('internal/async_local_storage/run_scope');
    return new RunScope(this, store);
  }
}

module.exports = AsyncLocalStorage;
