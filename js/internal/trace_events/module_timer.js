// `node.module_timer`: how long `require` takes.
'use strict';

const { subscribe, unsubscribe } = require('diagnostics_channel');
const { groupOf, phases, trace } = require('internal/trace_events/emit');

const group = groupOf('node.module_timer');

const tell = (phase) => ({ id }) => trace(phase, group, `require('${id}')`, 0);
const listeners = [
  ['tracing:module.require:start', tell(phases.asyncBegin)],
  ['tracing:module.require:end', tell(phases.asyncEnd)],
];

function install() {}

function change(on) {
  for (const { 0: name, 1: listener } of listeners) {
    unsubscribe(name, listener);
    if (on) subscribe(name, listener);
  }
}

module.exports = { change, install };
