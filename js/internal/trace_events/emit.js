// Writes trace events down: what the emitters in this folder call. https://nodejs.org/api/tracing.html
'use strict';

// The phases of Chrome's format that events of JavaScript have.
const phases = {
  begin: 0x42, end: 0x45, complete: 0x58, instant: 0x49, counter: 0x43, metadata: 0x4d, asyncBegin: 0x62, asyncStep: 0x6e,
  asyncEnd: 0x65,
};

// The group of a category: `node.fs.sync` is in `node`, in `node.fs` and itself.
function groupOf(category) {
  const parts = category.split('.');
  return parts.map((part, index) => parts.slice(0, index + 1).join('.')).join(',');
}

// An event with arguments as they are, or with none.
function emit(phase, group, name, id = -1, args = undefined, ago = 0) {
  ops.op_trace_events_emit(phase, group, name, id, args === undefined ? '' : JSON.stringify(args), ago);
}

// An event with data of JavaScript, as the `trace` of Node's binding writes it.
function trace(phase, group, name, id, data) {
  emit(phase, group, name, id === undefined ? -1 : id, data === undefined ? undefined : { data });
}

function isTraceCategoryEnabled(group) {
  const enabled = ops.op_trace_events_get().split(',');
  return group.split(',').some((category) => category !== '' && enabled.includes(category));
}

// Calls `run` on `self`, as something that lasts as long.
function during(group, name, run, self, args) {
  const handle = ops.op_trace_events_emit(phases.complete, group, name, -1, '', 0);
  try {
    return Reflect.apply(run, self, args);
  } finally {
    if (handle !== 0) ops.op_trace_events_emit(0, '', '', handle, '', 0);
  }
}

// Puts `wrap(original)` in the place of the method `key`.
function replace(object, key, wrap) {
  const original = object[key];
  const replacement = wrap(original);
  Object.defineProperty(replacement, 'name', { __proto__: null, configurable: true, value: original.name });
  Object.defineProperty(replacement, 'length', { __proto__: null, configurable: true, value: original.length });
  object[key] = replacement;
}

// Listens to diagnostics channels, or no longer. `listeners` are pairs of a channel's name and a function.
function follow(listeners, on) {
  const { subscribe, unsubscribe } = require('diagnostics_channel');
  for (const { 0: name, 1: listener } of listeners) {
    unsubscribe(name, listener);
    if (on) subscribe(name, listener);
  }
}

// Two ends of something have one id, which nothing else has that runs at the same time, on this thread or another.
let lastId = 0;
let firstId;
function nextId() {
  firstId ??= (ops.op_worker_thread_id() + 1) * 0x100000000;
  return firstId + ++lastId;
}

module.exports = { during, emit, follow, groupOf, isTraceCategoryEnabled, nextId, phases, replace, trace };
