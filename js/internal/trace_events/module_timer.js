// `node.module_timer`: how long `require` takes.
'use strict';

const { follow, groupOf, phases, trace } = require('internal/trace_events/emit');

const group = groupOf('node.module_timer');

const tell = (phase) => ({ id }) => trace(phase, group, `require('${id}')`, 0);
const listeners = [
  ['tracing:module.require:start', tell(phases.asyncBegin)],
  ['tracing:module.require:end', tell(phases.asyncEnd)],
];

module.exports = { change: (on) => follow(listeners, on) };
