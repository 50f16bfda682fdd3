// Begins to trace before the program runs, when the command line asks for it; in a worker, when its process traces.
'use strict';

const process = require('process');
const { emit, phases } = require('internal/trace_events/emit');
const state = require('internal/trace_events/state');

const environment = 'node,node.environment';
const bootstrap = 'node,node.bootstrap';

// The milestones that are past.
function tellMilestones() {
  const times = new Float64Array(6);
  ops.op_perf_milestones(times);
  const { 0: v8Start, 1: environmentMade, 2: bootstrapComplete, 5: nodeStart } = times;
  const now = ops.op_perf_now();
  const tell = (name, time) => {
    if (time >= 0) emit(phases.instant, bootstrap, name, -1, undefined, (now - time) * 1000);
  };
  emit(phases.asyncBegin, environment, 'Environment', ops.op_worker_thread_id() + 1, {
    args: { args: process.argv, exec_args: process.execArgv },
  }, Math.max(0, (now - environmentMade) * 1000));
  tell('environment', environmentMade);
  tell('nodeStart', nodeStart);
  tell('v8Start', v8Start);
  tell('bootstrapComplete', bootstrapComplete);
}

// `name` is that of a worker.
function start(isWorker, name) {
  if (ops.op_trace_events_get() === '') return;
  if (isWorker) {
    require('internal/trace_events/metadata').describeWorker(name);
    state.follow();
  } else {
    state.enable(ops.op_trace_events_get().split(','));
  }
  tellMilestones();
}

module.exports = { start };
