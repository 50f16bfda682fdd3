// Async ids, the stack of executing resources, and the delivery of hook events.
// https://nodejs.org/api/async_hooks.html
'use strict';

const core = require('internal/core');

const kInit = 0;
const kBefore = 1;
const kAfter = 2;
const kDestroy = 3;
const kPromiseResolve = 4;
const kTotals = 5;

const symbols = {
  async_id_symbol: Symbol('async_id_symbol'),
  trigger_async_id_symbol: Symbol('trigger_async_id_symbol'),
  init_symbol: Symbol('init'),
  before_symbol: Symbol('before'),
  after_symbol: Symbol('after'),
  destroy_symbol: Symbol('destroy'),
  promise_resolve_symbol: Symbol('promiseResolve'),
  owner_symbol: Symbol('owner_symbol'),
  async_context_frame_symbol: Symbol('kAsyncContextFrame'),
};
const { async_id_symbol, trigger_async_id_symbol } = symbols;
const kNoPromiseHook = Symbol('kNoPromiseHook');

// The ids of what runs now. The main script is resource 1; in the event loop, outside of any callback, both are 0.
let currentId = 1;
let currentTrigger = 0;
let lastId = 1;
let defaultTrigger = -1;

// How many resources are running, one inside of the other: the innermost, the ids of what was running before it began,
// and these three for each of the others.
let depth = 0;
let innermost;
let outerId = 0;
let outerTrigger = 0;
const saved = [];
const topLevelResource = {};
// In place of the resource of a tick, which is made when somebody asks for it.
const kTick = Symbol('kTick');

// How many of the enabled hooks have each callback. A change made while hooks are being called goes to the pending copy.
let counts = [0, 0, 0, 0, 0, 0];
let hooks = [];
let calling = 0;
let pendingCounts = null;
let pendingHooks = null;

function getHookArrays() {
  if (calling === 0) return [hooks, counts];
  if (pendingHooks === null) {
    pendingHooks = hooks.slice();
    pendingCounts = counts.slice();
  }
  return [pendingHooks, pendingCounts];
}

function callsDone() {
  if (--calling > 0 || pendingHooks === null) return;
  hooks = pendingHooks;
  counts = pendingCounts;
  pendingHooks = pendingCounts = null;
}

// An exception in a hook cannot be given to anybody: hooks run in the middle of everything.
function fatalError(e) {
  const process = require('process');
  if (typeof e?.stack === 'string') {
    process._rawDebug(e.stack);
  } else {
    const holder = { message: e };
    Error.captureStackTrace(holder, fatalError);
    process._rawDebug(holder.stack);
  }
  const { getOptionValue } = require('internal/options');
  if (getOptionValue('--abort-on-uncaught-exception')) process.abort();
  process.exit(1);
}

function callInit(asyncId, type, triggerAsyncId, resource, isPromiseHook) {
  calling++;
  try {
    for (let i = 0; i < hooks.length; i++) {
      const hook = hooks[i];
      const callback = hook[symbols.init_symbol];
      if (typeof callback !== 'function' || (isPromiseHook && hook[kNoPromiseHook])) continue;
      callback.call(hook, asyncId, type, triggerAsyncId, resource);
    }
  } catch (e) {
    fatalError(e);
  } finally {
    callsDone();
  }
}

function callHooks(symbol, asyncId, isPromiseHook) {
  calling++;
  try {
    for (let i = 0; i < hooks.length; i++) {
      const hook = hooks[i];
      const callback = hook[symbol];
      if (typeof callback !== 'function' || (isPromiseHook && hook[kNoPromiseHook])) continue;
      callback.call(hook, asyncId);
    }
  } catch (e) {
    fatalError(e);
  } finally {
    callsDone();
  }
}

const executionAsyncId = () => currentId;
const triggerAsyncId = () => currentTrigger;
const newAsyncId = () => ++lastId;

function executionAsyncResource() {
  if (depth === 0) return topLevelResource;
  if (innermost !== kTick) return innermost;
  return innermost = { [async_id_symbol]: currentId, [trigger_async_id_symbol]: currentTrigger };
}

function getOrSetAsyncId(object) {
  return Object.hasOwn(object, async_id_symbol) ? object[async_id_symbol] : (object[async_id_symbol] = ++lastId);
}

function getDefaultTriggerAsyncId() {
  return defaultTrigger < 0 ? currentId : defaultTrigger;
}

function clearDefaultTriggerAsyncId() {
  defaultTrigger = -1;
}

// What `block` creates gets this trigger id. undefined means: whatever it was.
function defaultTriggerAsyncIdScope(triggerId, block, ...args) {
  if (triggerId === undefined) return block(...args);
  const before = defaultTrigger;
  defaultTrigger = triggerId;
  try {
    return block(...args);
  } finally {
    defaultTrigger = before;
  }
}

function pushAsyncContext(asyncId, triggerId, resource) {
  if (depth++ > 0) saved.push(outerId, outerTrigger, innermost);
  outerId = currentId;
  outerTrigger = currentTrigger;
  innermost = resource;
  currentId = asyncId;
  currentTrigger = triggerId;
}

// For a row of ticks, between which nothing else runs: each takes the place of the one before.
function replaceAsyncContext(asyncId, triggerId, resource) {
  // An exception was handled inside of the one before, which emptied the stack.
  if (depth === 0) pushAsyncContext(asyncId, triggerId, resource);
  currentId = asyncId;
  currentTrigger = triggerId;
  innermost = resource;
}

function emitTickBefore(asyncId) {
  if (counts[kBefore] > 0 && asyncId > 0) callHooks(symbols.before_symbol, asyncId, false);
}

function emitTickAfter(asyncId) {
  if (counts[kAfter] > 0 && asyncId > 0) callHooks(symbols.after_symbol, asyncId, false);
  if (depth !== 0 && currentId !== asyncId) corrupted(asyncId);
}

// Whether something else is still executing below.
function popAsyncContext(asyncId) {
  if (depth === 0) return false;
  if (currentId !== asyncId) corrupted(asyncId);
  currentId = outerId;
  currentTrigger = outerTrigger;
  innermost = undefined;
  if (--depth === 0) return false;
  innermost = saved.pop();
  outerTrigger = saved.pop();
  outerId = saved.pop();
  return true;
}

function corrupted(expected) {
  const process = require('process');
  process._rawDebug(`Error: async hook stack has become corrupted (actual: ${currentId}, expected: ${expected})`);
  const holder = {};
  Error.captureStackTrace(holder, popAsyncContext);
  process._rawDebug(holder.stack.slice(holder.stack.indexOf('\n') + 1));
  process.reallyExit(1);
}

const hasAsyncIdStack = () => depth > 0;

// Back to the state between two callbacks: after an exception that was handled, and once after the main script.
function clearAsyncIdStack() {
  depth = saved.length = 0;
  innermost = undefined;
  currentId = currentTrigger = 0;
}

const enabledHooksExist = () => hooks.length > 0;
const initHooksExist = () => counts[kInit] > 0;
const afterHooksExist = () => counts[kAfter] > 0;
const destroyHooksExist = () => counts[kDestroy] > 0;

function emitInit(asyncId, type, triggerId, resource, isPromiseHook = false) {
  if (counts[kInit] === 0) return;
  callInit(asyncId, type, triggerId === null ? getDefaultTriggerAsyncId() : triggerId, resource, isPromiseHook);
}

function emitBefore(asyncId, triggerId, resource, isPromiseHook = false) {
  pushAsyncContext(asyncId, triggerId, resource);
  if (counts[kBefore] > 0 && asyncId > 0) callHooks(symbols.before_symbol, asyncId, isPromiseHook);
}

function emitAfter(asyncId) {
  if (counts[kAfter] > 0 && asyncId > 0) callHooks(symbols.after_symbol, asyncId, false);
  popAsyncContext(asyncId);
}

// Destroy events are delivered in a batch, on a clean stack: they come from the middle of other callbacks and from
// the garbage collector.
let destroyed = [];

function deliverDestroyed() {
  const batch = destroyed;
  destroyed = [];
  for (let i = 0; i < batch.length; i++) callHooks(symbols.destroy_symbol, batch[i], false);
}

function emitDestroy(asyncId) {
  if (counts[kDestroy] === 0 || !(asyncId > 0)) return;
  if (destroyed.push(asyncId) === 1) {
    core.queueNextTick({ callback: deliverDestroyed, args: undefined, snapshot: undefined, asyncId: 0, triggerAsyncId: 0 });
  }
}

// `state.destroyed` tells that the owner has emitted the event itself.
let collected;
function registerDestroyHook(resource, asyncId, state) {
  collected ??= new FinalizationRegistry((held) => {
    if (held.state === undefined || !held.state.destroyed) emitDestroy(held.asyncId);
  });
  collected.register(resource, { __proto__: null, asyncId, state });
}

// Promises get ids from V8's promise hooks, which cost so much that they are off until a hook wants them.
function trackPromise(promise, parent) {
  if (promise[async_id_symbol]) return;
  const triggerId = parent ? getOrSetAsyncId(parent) : getDefaultTriggerAsyncId();
  promise[async_id_symbol] = ++lastId;
  promise[trigger_async_id_symbol] = triggerId;
}

function promiseInit(promise, parent) {
  trackPromise(promise, parent);
  emitInit(promise[async_id_symbol], 'PROMISE', promise[trigger_async_id_symbol], promise, true);
}

function promiseInitAndDestroy(promise, parent) {
  promiseInit(promise, parent);
  registerDestroyHook(promise, promise[async_id_symbol], undefined);
}

function promiseOnlyDestroy(promise, parent) {
  trackPromise(promise, parent);
  registerDestroyHook(promise, promise[async_id_symbol], undefined);
}

function promiseBefore(promise) {
  trackPromise(promise);
  emitBefore(promise[async_id_symbol], promise[trigger_async_id_symbol], promise, true);
}

function promiseAfter(promise) {
  trackPromise(promise);
  const asyncId = promise[async_id_symbol];
  if (counts[kAfter] > 0) callHooks(symbols.after_symbol, asyncId, true);
  // The hook may have been switched on between before and after.
  if (asyncId === currentId) popAsyncContext(asyncId);
}

function promiseSettled(promise) {
  trackPromise(promise);
  callHooks(symbols.promise_resolve_symbol, promise[async_id_symbol], true);
}

let wantPromiseHook = false;
let stopPromiseHook = null;

function updatePromiseHookMode() {
  wantPromiseHook = true;
  let init;
  if (initHooksExist()) init = destroyHooksExist() ? promiseInitAndDestroy : promiseInit;
  else if (destroyHooksExist()) init = promiseOnlyDestroy;
  if (stopPromiseHook !== null) stopPromiseHook();
  stopPromiseHook = require('internal/promise_hooks').createHook({
    init,
    before: promiseBefore,
    after: promiseAfter,
    settled: counts[kPromiseResolve] > 0 ? promiseSettled : undefined,
  });
}

// A request of native code while hooks are enabled: what it calls in the end.
function wrapRequest(callback, type) {
  const asyncId = ++lastId;
  const triggerId = getDefaultTriggerAsyncId();
  const resource = { __proto__: requestPrototypes[type] ??= requestPrototype(type) };
  resource[async_id_symbol] = asyncId;
  resource[trigger_async_id_symbol] = triggerId;
  emitInit(asyncId, type, triggerId, resource);
  return (...args) => {
    emitBefore(asyncId, triggerId, resource);
    try {
      callback(...args);
    } finally {
      emitDestroy(asyncId);
    }
    emitAfter(asyncId);
  };
}

// Resources look like Node's: an object of a class with the request's name.
const requestPrototypes = { __proto__: null };
const requestClassNames = {
  __proto__: null,
  FSREQCALLBACK: 'FSReqCallback',
  GETADDRINFOREQWRAP: 'GetAddrInfoReqWrap',
  GETNAMEINFOREQWRAP: 'GetNameInfoReqWrap',
};
function requestPrototype(type) {
  const Class = { [requestClassNames[type] ?? type]: class {} }[requestClassNames[type] ?? type];
  return Class.prototype;
}

function enableHooks() {
  ops.op_core_set_request_wrap(wrapRequest);
}

// The promise hook goes a microtask later, so that the promise which is running sees its after event.
function disableHooks() {
  wantPromiseHook = false;
  ops.op_core_set_request_wrap(undefined);
  Promise.prototype.then.call(Promise.resolve(), () => {
    if (wantPromiseHook || stopPromiseHook === null) return;
    stopPromiseHook();
    stopPromiseHook = null;
  });
}

module.exports = {
  executionAsyncId,
  triggerAsyncId,
  getHookArrays,
  symbols,
  constants: { kInit, kBefore, kAfter, kDestroy, kTotals, kPromiseResolve },
  enableHooks,
  disableHooks,
  updatePromiseHookMode,
  clearDefaultTriggerAsyncId,
  clearAsyncIdStack,
  hasAsyncIdStack,
  executionAsyncResource,
  newAsyncId,
  getOrSetAsyncId,
  getDefaultTriggerAsyncId,
  defaultTriggerAsyncIdScope,
  enabledHooksExist,
  initHooksExist,
  afterHooksExist,
  destroyHooksExist,
  emitInit,
  emitBefore,
  emitAfter,
  emitDestroy,
  pushAsyncContext,
  replaceAsyncContext,
  emitTickBefore,
  emitTickAfter,
  popAsyncContext,
  registerDestroyHook,
  get asyncWrap() { return { Providers: require('internal/async_wrap_providers').Providers }; },
  requestClassNames,
  kNoPromiseHook,
  kTick,
};
