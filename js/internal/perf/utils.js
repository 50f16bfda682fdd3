// Clocks of node:perf_hooks. https://nodejs.org/api/perf_hooks.html
'use strict';

// Places in the array that op_perf_milestones fills.
const kV8Start = 0;
const kEnvironment = 1;
const kBootstrapComplete = 2;
const kLoopStart = 3;
const kLoopExit = 4;
const kNodeStart = 5;

const milestones = new Float64Array(6);

function now() {
  return ops.op_perf_now();
}

function getMilestoneTimestamp(index) {
  ops.op_perf_milestones(milestones);
  return milestones[index];
}

function getTimeOriginTimestamp() {
  return ops.op_perf_time_origin();
}

// The options of a nested inspect() call.
function inner(options) {
  return { ...options, depth: options.depth == null ? null : options.depth - 1 };
}

module.exports = {
  getMilestoneTimestamp,
  getTimeOriginTimestamp,
  inner,
  kBootstrapComplete,
  kEnvironment,
  kLoopExit,
  kLoopStart,
  kNodeStart,
  kV8Start,
  now,
};
