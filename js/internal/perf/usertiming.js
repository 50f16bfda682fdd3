// Marks and measures. https://nodejs.org/api/perf_hooks.html#performancemarkname-options
'use strict';

const {
  codes: {
    ERR_ILLEGAL_CONSTRUCTOR,
    ERR_INVALID_ARG_VALUE,
    ERR_MISSING_ARGS,
    ERR_PERFORMANCE_INVALID_TIMESTAMP,
    ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS,
  },
} = require('internal/errors');
const {
  validateNumber,
  validateObject,
  validateString,
  validateThisInternalField,
} = require('internal/validators');
const { kEnumerableProperty, lazyDOMException } = require('internal/util');
const { PerformanceEntry, kSkipThrow } = require('internal/perf/performance_entry');
const { bufferUserTiming, enqueue } = require('internal/perf/observe');
const { now } = require('internal/perf/utils');
const nodeTiming = require('internal/perf/nodetiming');

const kDetail = Symbol('kDetail');

// The time of the latest mark of each name.
const markTimings = new Map();
// Milestones of the process count as marks, and no mark may take their names.
const milestoneNames = new Set(['nodeStart', 'v8Start', 'environment', 'loopStart', 'loopExit', 'bootstrapComplete']);

function cloneDetail(detail) {
  if (detail === undefined || detail === null) return null;
  return require('internal/structured_clone').structuredClone(detail);
}

// The time that a mark's name or a number stands for.
function getMark(name) {
  if (name === undefined) return undefined;
  if (typeof name === 'number') {
    if (name < 0) throw new ERR_PERFORMANCE_INVALID_TIMESTAMP(name);
    return name;
  }
  name = `${name}`;
  if (milestoneNames.has(name)) return nodeTiming[name];
  const time = markTimings.get(name);
  if (time === undefined) throw lazyDOMException(`The "${name}" performance mark has not been set`, 'SyntaxError');
  return time;
}

class PerformanceMark extends PerformanceEntry {
  constructor(name, options = undefined) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('name');
    name = `${name}`;
    if (milestoneNames.has(name)) throw new ERR_INVALID_ARG_VALUE('name', name);
    if (options != null) validateObject(options, 'options');
    const startTime = options?.startTime ?? now();
    validateNumber(startTime, 'startTime');
    if (startTime < 0) throw new ERR_PERFORMANCE_INVALID_TIMESTAMP(startTime);
    markTimings.set(name, startTime);
    const detail = cloneDetail(options?.detail);
    super(kSkipThrow, name, 'mark', startTime, 0);
    this[kDetail] = detail;
  }

  get detail() {
    validateThisInternalField(this, kDetail, 'PerformanceMark');
    return this[kDetail];
  }

  toJSON() {
    return { ...super.toJSON(), detail: this[kDetail] };
  }
}

class PerformanceMeasure extends PerformanceEntry {
  constructor(skipThrowSymbol = undefined, name = undefined, type = undefined, start = undefined,
              duration = undefined) {
    if (skipThrowSymbol !== kSkipThrow) throw new ERR_ILLEGAL_CONSTRUCTOR();
    super(skipThrowSymbol, name, type, start, duration);
  }

  get detail() {
    validateThisInternalField(this, kDetail, 'PerformanceMeasure');
    return this[kDetail];
  }

  toJSON() {
    return { ...super.toJSON(), detail: this[kDetail] };
  }
}

for (const Class of [PerformanceMark, PerformanceMeasure]) {
  Object.defineProperties(Class.prototype, {
    detail: kEnumerableProperty,
    [Symbol.toStringTag]: { __proto__: null, configurable: true, value: Class.name },
  });
}

function publish(entry) {
  enqueue(entry);
  bufferUserTiming(entry);
  return entry;
}

function mark(name, options) {
  return publish(new PerformanceMark(name, options));
}

// Two of start, end and duration make the third; a lone one is measured from the origin or until now.
function calculateSpan(startOrOptions, endMark) {
  startOrOptions ??= 0;
  let start;
  let end;
  let duration;
  const isObject = typeof startOrOptions === 'object';
  if (isObject) ({ start, end, duration } = startOrOptions);
  const hasOptions = isObject && (start !== undefined || end !== undefined);
  if (hasOptions) {
    if (endMark !== undefined) throw new ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS('endMark must not be specified');
    if (start !== undefined && end !== undefined && duration !== undefined) {
      throw new ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS(
        'Must not have options.start, options.end, and options.duration specified');
    }
  }

  let endTime;
  if (endMark !== undefined) endTime = getMark(endMark);
  else if (hasOptions && end !== undefined) endTime = getMark(end);
  else if (hasOptions && start !== undefined && duration !== undefined) endTime = getMark(start) + getMark(duration);
  else endTime = now();

  let startTime = 0;
  if (typeof startOrOptions === 'string') startTime = getMark(startOrOptions);
  else if (hasOptions && start !== undefined) startTime = getMark(start);
  else if (hasOptions && duration !== undefined) startTime = endTime - getMark(duration);

  return { start: startTime, duration: endTime - startTime };
}

function measure(name, startOrMeasureOptions, endMark) {
  validateString(name, 'name');
  const { start, duration } = calculateSpan(startOrMeasureOptions, endMark);
  const detail = cloneDetail(startOrMeasureOptions?.detail);
  const entry = new PerformanceMeasure(kSkipThrow, name, 'measure', start, duration);
  entry[kDetail] = detail;
  return publish(entry);
}

function clearMarkTimings(name) {
  if (name === undefined) {
    markTimings.clear();
    return;
  }
  name = `${name}`;
  if (milestoneNames.has(name)) throw new ERR_INVALID_ARG_VALUE('name', name);
  markTimings.delete(name);
}

module.exports = { PerformanceMark, PerformanceMeasure, clearMarkTimings, mark, measure };
