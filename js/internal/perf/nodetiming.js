// performance.nodeTiming. https://nodejs.org/api/perf_hooks.html#performancenodetiming
'use strict';

const { customInspectSymbol: kInspect } = require('internal/util');
const { PerformanceEntry } = require('internal/perf/performance_entry');
const utils = require('internal/perf/utils');

const metrics = new Float64Array(3);

function property(get) {
  return { __proto__: null, enumerable: true, configurable: true, get };
}

function constant(value) {
  return { __proto__: null, enumerable: true, configurable: true, value };
}

function milestone(index) {
  return property(() => utils.getMilestoneTimestamp(index));
}

class PerformanceNodeTiming {
  constructor() {
    Object.defineProperties(this, {
      name: constant('node'),
      entryType: constant('node'),
      startTime: constant(0),
      duration: property(utils.now),
      nodeStart: milestone(utils.kNodeStart),
      v8Start: milestone(utils.kV8Start),
      environment: milestone(utils.kEnvironment),
      loopStart: milestone(utils.kLoopStart),
      loopExit: milestone(utils.kLoopExit),
      bootstrapComplete: milestone(utils.kBootstrapComplete),
      idleTime: property(() => ops.op_perf_loop_idle()),
      uvMetricsInfo: property(() => {
        ops.op_perf_loop_metrics(metrics);
        return { loopCount: metrics[0], events: metrics[1], eventsWaiting: metrics[2] };
      }),
    });
  }

  [kInspect](depth, options) {
    if (depth < 0) return this;
    const { inspect } = require('internal/util/inspect');
    return `PerformanceNodeTiming ${inspect(this.toJSON(), utils.inner(options))}`;
  }

  toJSON() {
    return {
      name: 'node',
      entryType: 'node',
      startTime: this.startTime,
      duration: this.duration,
      nodeStart: this.nodeStart,
      v8Start: this.v8Start,
      bootstrapComplete: this.bootstrapComplete,
      environment: this.environment,
      loopStart: this.loopStart,
      loopExit: this.loopExit,
      idleTime: this.idleTime,
    };
  }
}

Object.setPrototypeOf(PerformanceNodeTiming.prototype, PerformanceEntry.prototype);

module.exports = new PerformanceNodeTiming();
