// PerformanceObserver and the buffers of the timeline. https://nodejs.org/api/perf_hooks.html#class-performanceobserver
'use strict';

const {
  codes: { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_MISSING_ARGS },
} = require('internal/errors');
const { validateFunction, validateObject, validateThisInternalField } = require('internal/validators');
const {
  customInspectSymbol: kInspect,
  kEmptyObject,
  kEnumerableProperty,
  lazyDOMException,
} = require('internal/util');
const { createPerformanceNodeEntry, isPerformanceEntry } = require('internal/perf/performance_entry');
const { inner, now } = require('internal/perf/utils');

const kBuffer = Symbol('kBuffer');
const kDispatch = Symbol('kDispatch');
const kMaybeBuffer = Symbol('kMaybeBuffer');
const kSkipThrow = Symbol('kSkipThrow');

const kSingle = 0;
const kMultiple = 1;

const supportedEntryTypes = Object.freeze([
  'dns', 'function', 'gc', 'http', 'http2', 'mark', 'measure', 'net', 'quic', 'resource',
]);

// Types whose entries the runtime makes only while somebody observes them.
const observerCounts = { __proto__: null, dns: 0, gc: 0, http: 0, http2: 0, net: 0, quic: 0 };

const kBufferWarnSize = 1e6;
const clearFunctions = { __proto__: null, mark: 'performance.clearMarks', measure: 'performance.clearMeasures' };
const buffers = { __proto__: null, mark: [], measure: [], resource: [] };
const warnedTypes = new Set();

let resourceLimit = 250;
let resourceOverflow = [];
let resourceFullPending = false;
let dispatchBufferFull;

const observers = new Set();
const pendingObservers = new Set();
let dispatchScheduled = false;

// The callbacks run together, in an immediate of their own.
function scheduleDispatch(observer) {
  pendingObservers.add(observer);
  if (dispatchScheduled) return;
  dispatchScheduled = true;
  require('timers').setImmediate(() => {
    dispatchScheduled = false;
    const batch = [...pendingObservers];
    pendingObservers.clear();
    for (const one of batch) one[kDispatch]();
  });
}

function onGarbageCollection(kind, flags, startTime, duration) {
  enqueue(createPerformanceNodeEntry('gc', 'gc', startTime, duration, { kind, flags }));
}

function countObserver(type, by) {
  if (observerCounts[type] === undefined) return;
  const before = observerCounts[type];
  observerCounts[type] += by;
  if (type !== 'gc') return;
  if (before === 0 && by > 0) ops.op_perf_observe_gc(onGarbageCollection);
  else if (observerCounts.gc === 0) ops.op_perf_observe_gc(undefined);
}

function hasObserver(type) {
  return observerCounts[type] > 0;
}

const byStartTime = (first, second) => first.startTime - second.startTime;

class PerformanceObserverEntryList {
  constructor(skipThrowSymbol = undefined, entries = []) {
    if (skipThrowSymbol !== kSkipThrow) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this[kBuffer] = entries.sort(byStartTime);
  }

  getEntries() {
    validateThisInternalField(this, kBuffer, 'PerformanceObserverEntryList');
    return this[kBuffer].slice();
  }

  getEntriesByType(type) {
    validateThisInternalField(this, kBuffer, 'PerformanceObserverEntryList');
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('type');
    type = `${type}`;
    return this[kBuffer].filter((entry) => entry.entryType === type);
  }

  getEntriesByName(name, type = undefined) {
    validateThisInternalField(this, kBuffer, 'PerformanceObserverEntryList');
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('name');
    name = `${name}`;
    const anyType = type === undefined || type === null;
    return this[kBuffer].filter((entry) => entry.name === name && (anyType || entry.entryType === type));
  }

  [kInspect](depth, options) {
    if (depth < 0) return this;
    const { inspect } = require('internal/util/inspect');
    return `PerformanceObserverEntryList ${inspect(this[kBuffer], inner(options))}`;
  }
}

Object.defineProperties(PerformanceObserverEntryList.prototype, {
  getEntries: kEnumerableProperty,
  getEntriesByType: kEnumerableProperty,
  getEntriesByName: kEnumerableProperty,
  [Symbol.toStringTag]: { __proto__: null, configurable: true, value: 'PerformanceObserverEntryList' },
});

class PerformanceObserver {
  #buffer = [];
  #entryTypes = new Set();
  #mode;
  #callback;

  constructor(callback) {
    validateFunction(callback, 'callback');
    this.#callback = callback;
  }

  observe(options = kEmptyObject) {
    validateObject(options, 'options');
    const { entryTypes, type, buffered } = { ...options };
    if (entryTypes === undefined && type === undefined) {
      throw new ERR_MISSING_ARGS('options.entryTypes', 'options.type');
    }
    if (entryTypes != null && type != null) {
      throw new ERR_INVALID_ARG_VALUE('options.entryTypes', entryTypes,
                                      'options.entryTypes can not set with options.type together');
    }
    this.#setMode(entryTypes, type);

    if (this.#mode === kMultiple) {
      if (!Array.isArray(entryTypes)) throw new ERR_INVALID_ARG_TYPE('options.entryTypes', 'string[]', entryTypes);
      this.#forgetTypes();
      for (const each of entryTypes) {
        if (supportedEntryTypes.includes(each)) this.#addType(each);
      }
    } else {
      if (!supportedEntryTypes.includes(type)) return;
      this.#addType(type);
      if (buffered) {
        this.#buffer.push(...filterBufferMapByNameAndType(undefined, type));
        scheduleDispatch(this);
      }
    }

    if (this.#entryTypes.size > 0) observers.add(this);
    else this.disconnect();
  }

  // An observer is for one type at a time or for a list of types; it cannot change over.
  #setMode(entryTypes, type) {
    if (this.#mode === undefined) {
      if (entryTypes !== undefined) this.#mode = kMultiple;
      if (type !== undefined) this.#mode = kSingle;
    } else if (this.#mode === kSingle && entryTypes !== undefined) {
      throw lazyDOMException('PerformanceObserver can not change to multiple observations',
                             'InvalidModificationError');
    } else if (this.#mode === kMultiple && type !== undefined) {
      throw lazyDOMException('PerformanceObserver can not change to single observation',
                             'InvalidModificationError');
    }
  }

  #addType(type) {
    this.#entryTypes.add(type);
    countObserver(type, 1);
  }

  #forgetTypes() {
    for (const type of this.#entryTypes) countObserver(type, -1);
    this.#entryTypes.clear();
  }

  disconnect() {
    this.#forgetTypes();
    observers.delete(this);
    pendingObservers.delete(this);
    this.#buffer = [];
    this.#mode = undefined;
  }

  takeRecords() {
    const list = this.#buffer;
    this.#buffer = [];
    return list;
  }

  static get supportedEntryTypes() {
    return supportedEntryTypes;
  }

  [kMaybeBuffer](entry) {
    if (!this.#entryTypes.has(entry.entryType)) return;
    this.#buffer.push(entry);
    scheduleDispatch(this);
  }

  [kDispatch]() {
    this.#callback(new PerformanceObserverEntryList(kSkipThrow, this.takeRecords()), this);
  }

  [kInspect](depth, options) {
    if (depth < 0) return this;
    const { inspect } = require('internal/util/inspect');
    return `PerformanceObserver ${inspect({
      connected: observers.has(this),
      pending: pendingObservers.has(this),
      entryTypes: Array.from(this.#entryTypes),
      buffer: this.#buffer,
    }, inner(options))}`;
  }
}

Object.defineProperties(PerformanceObserver.prototype, {
  observe: kEnumerableProperty,
  disconnect: kEnumerableProperty,
  takeRecords: kEnumerableProperty,
  [Symbol.toStringTag]: { __proto__: null, configurable: true, value: 'PerformanceObserver' },
});

// Gives an entry to whoever observes its type.
function enqueue(entry) {
  if (!isPerformanceEntry(entry)) throw new ERR_INVALID_ARG_TYPE('entry', 'PerformanceEntry', entry);
  for (const observer of observers) observer[kMaybeBuffer](entry);
}

// Marks and measures stay on the timeline until they are cleared.
function bufferUserTiming(entry) {
  const { entryType } = entry;
  if (entryType !== 'mark' && entryType !== 'measure') return;
  const count = buffers[entryType].push(entry);
  if (count <= kBufferWarnSize || warnedTypes.has(entryType)) return;
  warnedTypes.add(entryType);
  const { genericNodeError } = require('internal/errors');
  const warning = genericNodeError(
    `Possible perf_hooks memory leak detected. ${count} ${entryType} entries added to the global performance entry ` +
    `buffer. Use ${clearFunctions[entryType]} to clear the buffer.`,
    { name: 'MaxPerformanceEntryBufferExceededWarning', entryType, count });
  require('process').emitWarning(warning);
}

// https://w3c.github.io/resource-timing/#dfn-add-a-performanceresourcetiming-entry
function bufferResourceTiming(entry) {
  if (buffers.resource.length < resourceLimit && !resourceFullPending) {
    buffers.resource.push(entry);
    return;
  }
  if (!resourceFullPending) {
    resourceFullPending = true;
    require('timers').setImmediate(drainResourceOverflow);
  }
  resourceOverflow.push(entry);
}

// The listeners may make room. What finds none although they were asked is dropped.
function drainResourceOverflow() {
  while (resourceOverflow.length > 0) {
    const before = resourceOverflow.length;
    dispatchBufferFull('resourcetimingbufferfull');
    const room = Math.max(Math.min(resourceLimit - buffers.resource.length, resourceOverflow.length), 0);
    buffers.resource.push(...resourceOverflow.slice(0, room));
    if (before <= resourceOverflow.length - room) resourceOverflow = [];
    else resourceOverflow = resourceOverflow.slice(room);
  }
  resourceFullPending = false;
}

function setResourceTimingBufferSize(maxSize) {
  resourceLimit = maxSize;
}

function setDispatchBufferFull(fn) {
  dispatchBufferFull = fn;
}

function clearEntriesFromBuffer(type, name) {
  if (buffers[type] === undefined) return;
  buffers[type] = name === undefined ? [] : buffers[type].filter((entry) => entry.name !== name);
}

function filterBufferMapByNameAndType(name, type) {
  let list;
  if (type === undefined) list = [...buffers.mark, ...buffers.measure, ...buffers.resource];
  else list = buffers[type]?.slice() ?? [];
  if (name !== undefined) list = list.filter((entry) => entry.name === name);
  return list.sort(byStartTime);
}

// A span that a module times: startPerf() when it begins, stopPerf() when it is over.
function startPerf(target, key, context = kEmptyObject) {
  target[key] = { ...context, startTime: now() };
}

function stopPerf(target, key, context = kEmptyObject) {
  const started = target[key];
  if (!started) return;
  const { detail, name, startTime, type } = started;
  enqueue(createPerformanceNodeEntry(name, type, startTime, now() - startTime, { ...detail, ...context.detail }));
}

module.exports = {
  PerformanceObserver,
  PerformanceObserverEntryList,
  bufferResourceTiming,
  bufferUserTiming,
  clearEntriesFromBuffer,
  enqueue,
  filterBufferMapByNameAndType,
  hasObserver,
  setDispatchBufferFull,
  setResourceTimingBufferSize,
  startPerf,
  stopPerf,
};
