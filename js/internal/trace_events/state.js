// Which categories are asked for, and by whom; emitters are installed when the first of theirs is.
'use strict';

const { groupOf } = require('internal/trace_events/emit');

// Each may have `install()`, which is called once, and `change(on)`, when something of it is switched on or off. What tells
// its events by itself, natively or from where they happen, is not here.
const emitters = [
  [['node.async_hooks'], 'async_hooks'],
  [['node.fs.sync', 'node.fs.async', 'node.fs_dir.sync', 'node.fs_dir.async'], 'fs'],
  [['node.net.native'], 'net'],
  [['node.dns.native'], 'dns'],
  [['node.http'], 'http'],
  [['node.console'], 'console'],
  [['node.vm.script'], 'vm'],
  [['node.promises.rejections'], 'promises'],
  [['node.module_timer'], 'module_timer'],
].map(([categories, id]) => ({ groups: categories.map(groupOf), id, installed: false }));

// One list for each that asks: the command line, and each enabled Tracing object.
const lists = [];
// What sessions of the inspector ask for: it does not go to a file.
let forSession = [];
let pattern = '';

function filePattern() {
  return require('internal/options').getOptionValue('--trace-event-file-pattern') || 'node_trace.${rotation}.log';
}

function follow() {
  const enabled = new Set(ops.op_trace_events_get().split(','));
  for (const emitter of emitters) {
    const on = emitter.groups.some((group) => group.split(',').some((category) => enabled.has(category)));
    if (on === emitter.installed && !on) continue;
    const module = require(`internal/trace_events/${emitter.id}`);
    if (!emitter.installed) module.install?.();
    emitter.installed = true;
    module.change?.(on);
  }
}

function update() {
  const all = new Set([...lists.flat(), ...forSession]);
  ops.op_trace_events_set([...all].sort().join(','), pattern);
  follow();
}

function enable(list) {
  if (pattern === '') {
    pattern = filePattern();
    require('internal/trace_events/metadata').describeProcess();
  }
  lists.push(list);
  update();
}

function disable(list) {
  const index = lists.indexOf(list);
  if (index >= 0) lists.splice(index, 1);
  update();
}

function setForSession(categories) {
  forSession = categories;
  update();
}

// `undefined` when there are none.
function getEnabledCategories() {
  return ops.op_trace_events_get() || undefined;
}

module.exports = { disable, enable, follow, getEnabledCategories, setForSession };
