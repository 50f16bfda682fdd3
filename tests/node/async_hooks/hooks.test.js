'use strict';
// createHook: the order of events for ticks, timers, immediates, promises, requests and own resources.
const assert = require('assert');
const fs = require('fs');
const ah = require('async_hooks');

const events = [];
const types = new Map();
const hook = ah.createHook({
  init(id, type, trigger, resource) {
    types.set(id, type);
    events.push(['init', type, typeof resource]);
  },
  before(id) { events.push(['before', types.get(id)]); },
  after(id) { events.push(['after', types.get(id)]); },
  destroy(id) { events.push(['destroy', types.get(id)]); },
  promiseResolve(id) { events.push(['resolve', types.get(id)]); },
});
const of = (type) => events.filter((e) => e[1] === type).map((e) => e[0]);

assert.strictEqual(ah.executionAsyncId(), 1);
assert.strictEqual(ah.triggerAsyncId(), 0);
hook.enable();

process.nextTick(() => {});
setTimeout(() => assert.strictEqual(ah.executionAsyncResource().constructor.name, 'Timeout'), 1);
setImmediate(() => {});
Promise.resolve().then(() => {});
fs.stat(__filename, () => assert.notStrictEqual(ah.executionAsyncId(), 0));

const resource = new ah.AsyncResource('OWN', { requireManualDestroy: true });
const outer = ah.executionAsyncId();
resource.runInAsyncScope(() => {
  assert.strictEqual(ah.executionAsyncId(), resource.asyncId());
  assert.strictEqual(ah.triggerAsyncId(), outer);
  assert.strictEqual(ah.executionAsyncResource(), resource);
});
assert.strictEqual(ah.executionAsyncId(), outer);
resource.emitDestroy();

setTimeout(() => {
  hook.disable();
  const cycle = ['init', 'before', 'after', 'destroy'];
  assert.deepStrictEqual(of('OWN'), cycle);
  assert.deepStrictEqual(of('TickObject').slice(0, 1), ['init']);
  assert.deepStrictEqual(of('Immediate'), cycle);
  assert.deepStrictEqual(of('FSREQCALLBACK'), cycle);
  assert.deepStrictEqual(of('PROMISE').slice(0, 5), ['init', 'resolve', 'init', 'before', 'resolve']);
  const count = events.length;
  setImmediate(() => assert.strictEqual(events.length, count));
}, 50);

assert.throws(() => ah.createHook({ init: 1 }), { code: 'ERR_ASYNC_CALLBACK' });
assert.throws(() => new ah.AsyncResource(), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => new ah.AsyncResource(''), { code: 'ERR_ASYNC_TYPE' });
assert.throws(() => new ah.AsyncResource('X', { triggerAsyncId: -2 }), { code: 'ERR_INVALID_ASYNC_ID' });
assert.strictEqual(ah.asyncWrapProviders.TIMERWRAP, undefined);
assert.strictEqual(ah.asyncWrapProviders.PROMISE > 0, true);
