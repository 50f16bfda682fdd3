// `node.console`: timers and counters of consoles.
'use strict';

const timing = require('internal/console/time');
const { groupOf, phases, replace, trace } = require('internal/trace_events/emit');

const group = groupOf('node.console');

function tellTimer(phase, label) {
  trace(phase, group, `time::${label}`, 0);
}

function install() {
  replace(timing, 'start', (start) => (times, label) => {
    const isNew = !times.has(`${label}`);
    start(times, label);
    if (isNew) tellTimer(phases.asyncBegin, label);
  });
  replace(timing, 'log', (log) => (console, method, label, data) => {
    log(console, method, label, data);
    if (console._times.has(`${label}`)) tellTimer(phases.asyncStep, label);
  });
  replace(timing, 'end', (end) => (console, label) => {
    const isKnown = console._times.has(`${label}`);
    end(console, label);
    if (isKnown) tellTimer(phases.asyncEnd, label);
  });
}

function change(on) {
  timing.onCount = on ? (label, count) => trace(phases.counter, group, `count::${label}`, 0, count) : undefined;
}

module.exports = { change, install };
