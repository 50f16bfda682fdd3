// performance.eventLoopUtilization(). https://nodejs.org/api/perf_hooks.html#performanceeventlooputilizationutilization1-utilization2
'use strict';

const { getMilestoneTimestamp, kLoopStart, now } = require('internal/perf/utils');

// With two results the difference between them; with one the difference to now; otherwise since the loop began.
// `current` is the time on the clock of `loopStart`.
function internalEventLoopUtilization(loopStart, loopIdleTime, util1, util2, current = now()) {
  if (loopStart <= 0) return { idle: 0, active: 0, utilization: 0 };
  let idle;
  let active;
  if (util2) {
    idle = util1.idle - util2.idle;
    active = util1.active - util2.active;
  } else {
    idle = loopIdleTime;
    active = current - loopStart - loopIdleTime;
    if (util1) {
      idle -= util1.idle;
      active -= util1.active;
    }
  }
  return { idle, active, utilization: active / (idle + active) };
}

function eventLoopUtilization(util1, util2) {
  return internalEventLoopUtilization(getMilestoneTimestamp(kLoopStart), ops.op_perf_loop_idle(), util1, util2);
}

module.exports = { eventLoopUtilization, internalEventLoopUtilization };
