// `node.async_hooks`: the life and the callbacks of resources.
'use strict';

const { createHook, executionAsyncId } = require('async_hooks');
const { groupOf, phases, trace } = require('internal/trace_events/emit');
const { Providers } = require('internal/async_wrap_providers');

const group = groupOf('node.async_hooks');
const types = new Map();

// Node tells of native resources from C++, in another phase than of those of JavaScript.
const isNative = (type) => type in Providers && type !== 'PROMISE';

function tellCallback(asyncId, syncPhase, asyncPhase) {
  const type = types.get(asyncId);
  if (type === undefined) return;
  trace(isNative(type) ? asyncPhase : syncPhase, group, `${type}_CALLBACK`, asyncId);
}

const callbacks = {
  init(asyncId, type, triggerAsyncId) {
    types.set(asyncId, type);
    const current = executionAsyncId();
    const data = isNative(type) ?
      { executionAsyncId: current, triggerAsyncId } :
      { triggerAsyncId, executionAsyncId: current };
    trace(phases.asyncBegin, group, type, asyncId, data);
  },
  before(asyncId) {
    tellCallback(asyncId, phases.begin, phases.asyncBegin);
  },
  after(asyncId) {
    tellCallback(asyncId, phases.end, phases.asyncEnd);
  },
  destroy(asyncId) {
    const type = types.get(asyncId);
    if (type === undefined) return;
    trace(phases.asyncEnd, group, type, asyncId);
    types.delete(asyncId);
  },
};

let hook;

function install() {
  hook = createHook(callbacks);
}

function change(on) {
  if (on) {
    hook.enable();
  } else {
    hook.disable();
    types.clear();
  }
}

module.exports = { change, install };
