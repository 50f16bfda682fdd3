// node:async_hooks. https://nodejs.org/api/async_hooks.html
'use strict';

const {
  codes: { ERR_ASYNC_CALLBACK, ERR_ASYNC_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_ASYNC_ID },
} = require('internal/errors');
const { validateBoolean, validateFunction, validateString } = require('internal/validators');
const hooks = require('internal/async_hooks');
const core = require('internal/core');

const { symbols, constants, kNoPromiseHook } = hooks;
const { async_id_symbol, trigger_async_id_symbol } = symbols;
const kDestroyed = Symbol('destroyed');
const kContextFrame = Symbol('context_frame');

// The callbacks of a hook, in the order in which they are checked, with the place of their counter.
const callbackKinds = [
  ['init', symbols.init_symbol, constants.kInit],
  ['before', symbols.before_symbol, constants.kBefore],
  ['after', symbols.after_symbol, constants.kAfter],
  ['destroy', symbols.destroy_symbol, constants.kDestroy],
  ['promiseResolve', symbols.promise_resolve_symbol, constants.kPromiseResolve],
];

class AsyncHook {
  constructor({ init, before, after, destroy, promiseResolve, trackPromises }) {
    const given = { init, before, after, destroy, promiseResolve };
    for (const [name] of callbackKinds) {
      if (given[name] !== undefined && typeof given[name] !== 'function') throw new ERR_ASYNC_CALLBACK(`hook.${name}`);
    }
    if (trackPromises !== undefined) validateBoolean(trackPromises, 'trackPromises');
    for (const [name, symbol] of callbackKinds) this[symbol] = given[name];
    this[kNoPromiseHook] = trackPromises === false;
    if (this[kNoPromiseHook] && promiseResolve) {
      throw new ERR_INVALID_ARG_VALUE('trackPromises', trackPromises, 'must not be false when promiseResolve is enabled');
    }
  }

  enable() {
    const [list, counts] = hooks.getHookArrays();
    if (list.includes(this)) return this;
    const hadAny = counts[constants.kTotals] > 0;
    this.#count(counts, 1);
    list.push(this);
    if (!hadAny && counts[constants.kTotals] > 0) hooks.enableHooks();
    if (!this[kNoPromiseHook]) hooks.updatePromiseHookMode();
    return this;
  }

  disable() {
    const [list, counts] = hooks.getHookArrays();
    const index = list.indexOf(this);
    if (index === -1) return this;
    const hadAny = counts[constants.kTotals] > 0;
    this.#count(counts, -1);
    list.splice(index, 1);
    if (hadAny && counts[constants.kTotals] === 0) hooks.disableHooks();
    return this;
  }

  #count(counts, by) {
    let total = 0;
    for (const [, symbol, place] of callbackKinds) {
      if (this[symbol]) counts[place] += by;
      total += counts[place];
    }
    counts[constants.kTotals] = total;
  }
}

function createHook(fns) {
  return new AsyncHook(fns);
}

class AsyncResource {
  constructor(type, opts = undefined) {
    validateString(type, 'type');

    let triggerAsyncId = opts;
    let requireManualDestroy = false;
    if (typeof opts !== 'number') {
      triggerAsyncId = opts?.triggerAsyncId === undefined ? hooks.getDefaultTriggerAsyncId() : opts.triggerAsyncId;
      requireManualDestroy = !!opts?.requireManualDestroy;
    }
    if (!Number.isSafeInteger(triggerAsyncId) || triggerAsyncId < -1) {
      throw new ERR_INVALID_ASYNC_ID('triggerAsyncId', triggerAsyncId);
    }

    this[kContextFrame] = core.getAsyncContext();
    const asyncId = hooks.newAsyncId();
    this[async_id_symbol] = asyncId;
    this[trigger_async_id_symbol] = triggerAsyncId;

    if (hooks.initHooksExist()) {
      if (type.length === 0) throw new ERR_ASYNC_TYPE(type);
      hooks.emitInit(asyncId, type, triggerAsyncId, this);
    }
    if (!requireManualDestroy && hooks.destroyHooksExist()) {
      // Shared with the collector's callback, which must not hold the resource.
      const state = { destroyed: false };
      this[kDestroyed] = state;
      hooks.registerDestroyHook(this, asyncId, state);
    }
  }

  runInAsyncScope(fn, thisArg, ...args) {
    const asyncId = this[async_id_symbol];
    hooks.emitBefore(asyncId, this[trigger_async_id_symbol], this);
    const prior = core.getAsyncContext();
    core.setAsyncContext(this[kContextFrame]);
    try {
      return Reflect.apply(fn, thisArg, args);
    } finally {
      core.setAsyncContext(prior);
      // Empty when an uncaught exception inside has cleared it.
      if (hooks.hasAsyncIdStack()) hooks.emitAfter(asyncId);
    }
  }

  emitDestroy() {
    if (this[kDestroyed] !== undefined) this[kDestroyed].destroyed = true;
    hooks.emitDestroy(this[async_id_symbol]);
    return this;
  }

  asyncId() {
    return this[async_id_symbol];
  }

  triggerAsyncId() {
    return this[trigger_async_id_symbol];
  }

  bind(fn, thisArg) {
    validateFunction(fn, 'fn');
    const resource = this;
    const bound = thisArg === undefined ?
      function bound(...args) {
        return resource.runInAsyncScope(fn, this, ...args);
      } :
      this.runInAsyncScope.bind(this, fn, thisArg);
    Object.defineProperty(bound, 'length', {
      __proto__: null,
      configurable: true,
      enumerable: false,
      value: fn.length,
      writable: false,
    });
    return bound;
  }

  static bind(fn, type, thisArg) {
    type ||= fn.name;
    return new AsyncResource(type || 'bound-anonymous-fn').bind(fn, thisArg);
  }
}

module.exports = {
  get AsyncLocalStorage() {
    return require('internal/async_local_storage/async_context_frame');
  },
  createHook,
  executionAsyncId: hooks.executionAsyncId,
  triggerAsyncId: hooks.triggerAsyncId,
  executionAsyncResource: hooks.executionAsyncResource,
  asyncWrapProviders: Object.freeze({ __proto__: null, ...hooks.asyncWrap.Providers }),
  AsyncResource,
};
