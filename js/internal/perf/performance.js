// The performance object. https://nodejs.org/api/perf_hooks.html#perf_hooksperformance
'use strict';

const { codes: { ERR_ILLEGAL_CONSTRUCTOR, ERR_MISSING_ARGS } } = require('internal/errors');
const { validateThisInternalField } = require('internal/validators');
const { customInspectSymbol: kInspect, kEmptyObject, kEnumerableProperty } = require('internal/util');
const { Event, EventTarget, defineEventHandler, initEventTarget, kTrustEvent } = require('internal/event_target');
const { getTimeOriginTimestamp, inner, now } = require('internal/perf/utils');
const { markResourceTiming } = require('internal/perf/resource_timing');
const { clearMarkTimings, mark, measure } = require('internal/perf/usertiming');
const {
  clearEntriesFromBuffer,
  filterBufferMapByNameAndType,
  setDispatchBufferFull,
  setResourceTimingBufferSize,
} = require('internal/perf/observe');
const { eventLoopUtilization } = require('internal/perf/event_loop_utilization');
const nodeTiming = require('internal/perf/nodetiming');
const timerify = require('internal/perf/timerify');

const kPerformanceBrand = Symbol('performance');

function assertPerformance(value) {
  validateThisInternalField(value, kPerformanceBrand, 'Performance');
}

const optionalString = (value) => (value === undefined ? undefined : `${value}`);

class Performance extends EventTarget {
  constructor() {
    throw new ERR_ILLEGAL_CONSTRUCTOR();
  }

  [kInspect](depth, options) {
    if (depth < 0) return this;
    const { inspect } = require('internal/util/inspect');
    return `Performance ${inspect({ nodeTiming: this.nodeTiming, timeOrigin: this.timeOrigin }, inner(options))}`;
  }

  clearMarks(name = undefined) {
    assertPerformance(this);
    name = optionalString(name);
    clearMarkTimings(name);
    clearEntriesFromBuffer('mark', name);
  }

  clearMeasures(name = undefined) {
    assertPerformance(this);
    clearEntriesFromBuffer('measure', optionalString(name));
  }

  clearResourceTimings(name = undefined) {
    assertPerformance(this);
    clearEntriesFromBuffer('resource', optionalString(name));
  }

  getEntries() {
    assertPerformance(this);
    return filterBufferMapByNameAndType();
  }

  getEntriesByName(name, type = undefined) {
    assertPerformance(this);
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('name');
    return filterBufferMapByNameAndType(`${name}`, optionalString(type));
  }

  getEntriesByType(type) {
    assertPerformance(this);
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('type');
    return filterBufferMapByNameAndType(undefined, `${type}`);
  }

  mark(name, options = kEmptyObject) {
    assertPerformance(this);
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('name');
    return mark(name, options);
  }

  measure(name, startOrMeasureOptions = kEmptyObject, endMark = undefined) {
    assertPerformance(this);
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('name');
    return measure(name, startOrMeasureOptions, endMark);
  }

  now() {
    assertPerformance(this);
    return now();
  }

  setResourceTimingBufferSize(maxSize) {
    assertPerformance(this);
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('maxSize');
    const { converters } = require('internal/webidl');
    setResourceTimingBufferSize(converters['unsigned long'](maxSize, { __proto__: null, context: 'maxSize' }));
  }

  get timeOrigin() {
    assertPerformance(this);
    return getTimeOriginTimestamp();
  }

  toJSON() {
    assertPerformance(this);
    return {
      nodeTiming: this.nodeTiming,
      timeOrigin: this.timeOrigin,
      eventLoopUtilization: this.eventLoopUtilization(),
    };
  }
}

// What is not of the specification is not enumerable.
function extra(value) {
  return { __proto__: null, configurable: true, enumerable: false, writable: true, value };
}

Object.defineProperties(Performance.prototype, {
  clearMarks: kEnumerableProperty,
  clearMeasures: kEnumerableProperty,
  clearResourceTimings: kEnumerableProperty,
  getEntries: kEnumerableProperty,
  getEntriesByName: kEnumerableProperty,
  getEntriesByType: kEnumerableProperty,
  mark: kEnumerableProperty,
  measure: kEnumerableProperty,
  now: kEnumerableProperty,
  timeOrigin: kEnumerableProperty,
  toJSON: kEnumerableProperty,
  setResourceTimingBufferSize: kEnumerableProperty,
  [Symbol.toStringTag]: { __proto__: null, configurable: true, value: 'Performance' },
  eventLoopUtilization: extra(eventLoopUtilization),
  nodeTiming: extra(nodeTiming),
  markResourceTiming: extra(markResourceTiming),
  timerify: extra(timerify),
});
defineEventHandler(Performance.prototype, 'resourcetimingbufferfull');

// The class cannot be constructed, so the one object is made around it.
const performance = Reflect.construct(function() {
  initEventTarget(this);
  this[kPerformanceBrand] = true;
}, [], Performance);

setDispatchBufferFull((type) => {
  performance.dispatchEvent(new Event(type, { [kTrustEvent]: true }));
});

module.exports = { Performance, performance };
