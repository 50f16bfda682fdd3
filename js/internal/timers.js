// The timer lists and the immediate queue. https://nodejs.org/api/timers.html
// All timers of one duration are in one list, oldest first, so that insertion costs nothing; a heap holds the lists by
// their next expiry; one native timer is armed for the first of them.
'use strict';

const { codes } = require('internal/errors');
const { validateFunction, validateNumber } = require('internal/validators');
const hooks = require('internal/async_hooks');
const core = require('internal/core');
// Named once: `core` has no fast properties, and these run for each timer.
const { getAsyncContext, setAsyncContext } = core;
const L = require('internal/linkedlist');
const PriorityQueue = require('internal/priority_queue');

const {
  async_id_symbol,
  trigger_async_id_symbol,
  async_context_frame_symbol: async_context_frame,
} = hooks.symbols;

const kInspect = Symbol.for('nodejs.util.inspect.custom');
const kRefed = Symbol('refed');
const kHasPrimitive = Symbol('kHasPrimitive');
// For a module to keep a Timeout on one of its objects.
const kTimeout = Symbol('timeout');

const TIMEOUT_MAX = 2 ** 31 - 1;

// Places in the array that Rust reads.
const kCount = 0;
const kRefCount = 1;
const kHasOutstanding = 2;
let immediateInfo;

const timerListMap = { __proto__: null };
const timerListQueue = new PriorityQueue(
  (a, b) => a.expiry - b.expiry || a.id - b.id,
  (list, position) => { list.priorityQueuePosition = position; });
// Timers that were turned into a number or a string, which clearTimeout() then accepts.
const knownTimersById = { __proto__: null };

let nextListId = Number.MIN_SAFE_INTEGER;
let nextExpiry = Infinity;
let refedTimers = 0;
// The list that clearing has emptied last stays until another one does: timers of one duration are often set and
// cleared in turn.
let idleList = null;
let runningList = null;
let warnedNegative = false;
let warnedNaN = false;

function incRefCount() {
  if (refedTimers++ === 0) ops.op_timers_toggle_ref(true);
}

function decRefCount() {
  if (--refedTimers === 0) ops.op_timers_toggle_ref(false);
}

function initAsyncResource(resource, type) {
  const asyncId = resource[async_id_symbol] = hooks.newAsyncId();
  const triggerAsyncId = resource[trigger_async_id_symbol] = hooks.getDefaultTriggerAsyncId();
  resource[async_context_frame] = getAsyncContext();
  if (hooks.initHooksExist()) hooks.emitInit(asyncId, type, triggerAsyncId, resource);
}

// A kept timer must not keep what its callback and its stores hold.
function cleanTimer(timer) {
  timer[async_context_frame] = undefined;
  timer._onTimeout = undefined;
  timer._timerArgs = undefined;
}

function cleanImmediate(immediate) {
  immediate[async_context_frame] = undefined;
  immediate._onImmediate = undefined;
  immediate._argv = undefined;
}

// After an exception the handler of uncaughtException still runs in the context of the timer.
function dropContextLater(resource) {
  const { enqueueMicrotask } = require('internal/process/task_queues');
  enqueueMicrotask(() => {
    if (!resource._idleNext && !resource._idlePrev) resource[async_context_frame] = undefined;
  });
}

function inspectShallow(_, options, inspect = require('internal/util/inspect').inspect) {
  return inspect(this, { ...options, depth: 0, customInspect: false });
}

// A duration that cannot be used becomes 1, with a warning where it is likely to be a mistake.
function badDuration(after) {
  const { emitWarning } = require('process');
  const set = '\nTimeout duration was set to 1.';
  if (after > TIMEOUT_MAX) {
    emitWarning(`${after} does not fit into a 32-bit signed integer.${set}`, 'TimeoutOverflowWarning');
  } else if (after < 0 && !warnedNegative) {
    warnedNegative = true;
    emitWarning(`${after} is a negative number.${set}`, 'TimeoutNegativeWarning');
  } else if (Number.isNaN(after) && !warnedNaN) {
    warnedNaN = true;
    emitWarning(`${after} is not a number.${set}`, 'TimeoutNaNWarning');
  }
  return 1;
}

class Timeout {
  constructor(callback, after, args, isRepeat, isRefed) {
    if (after === undefined) after = 1;
    else after *= 1;
    if (!(after >= 1 && after <= TIMEOUT_MAX)) after = badDuration(after);

    this._idleTimeout = after;
    this._idlePrev = this;
    this._idleNext = this;
    this._idleStart = null;
    this._onTimeout = callback;
    this._timerArgs = args;
    this._repeat = isRepeat ? after : null;
    this._destroyed = false;

    if (isRefed) incRefCount();
    this[kRefed] = isRefed;
    this[kHasPrimitive] = false;
    // What initAsyncResource() does, for objects of one shape.
    const asyncId = this[async_id_symbol] = hooks.newAsyncId();
    const triggerAsyncId = this[trigger_async_id_symbol] = hooks.getDefaultTriggerAsyncId();
    this[async_context_frame] = getAsyncContext();
    if (hooks.initHooksExist()) hooks.emitInit(asyncId, 'Timeout', triggerAsyncId, this);
  }

  [kInspect](_, options) {
    return inspectShallow.call(this, _, options);
  }

  refresh() {
    insertGuarded(this, this[kRefed]);
    return this;
  }

  unref() {
    if (this[kRefed]) {
      this[kRefed] = false;
      if (!this._destroyed) decRefCount();
    }
    return this;
  }

  ref() {
    if (!this[kRefed]) {
      this[kRefed] = true;
      if (!this._destroyed) incRefCount();
    }
    return this;
  }

  hasRef() {
    return this[kRefed];
  }
}

class TimersList {
  constructor(expiry, msecs) {
    this._idleNext = this;
    this._idlePrev = this;
    this.expiry = expiry;
    // Of two lists that expire together the one that was scheduled first goes first.
    this.id = nextListId++;
    this.msecs = msecs;
    this.priorityQueuePosition = null;
  }

  [kInspect](_, options) {
    return inspectShallow.call(this, _, options);
  }
}

function insert(item, msecs, start = ops.op_timers_update_now()) {
  msecs = Math.trunc(msecs);
  item._idleStart = start;

  let list = timerListMap[msecs];
  if (list === undefined) {
    const expiry = start + msecs;
    timerListMap[msecs] = list = new TimersList(expiry, msecs);
    timerListQueue.insert(list);
    if (nextExpiry > expiry) {
      ops.op_timers_schedule(msecs);
      nextExpiry = expiry;
    }
  } else if (list === idleList) {
    // As if it were new.
    idleList = null;
    list.expiry = start + msecs;
    list.id = nextListId++;
    timerListQueue.percolateDown(list.priorityQueuePosition);
  }
  L.append(list, item);
}

function dropList(list) {
  timerListQueue.removeAt(list.priorityQueuePosition);
  delete timerListMap[list.msecs];
}

// (Re)starts a timer, also one that has fired or was cleared, also an object that only looks like a timer.
function insertGuarded(item, refed) {
  const msecs = item._idleTimeout;
  if (msecs < 0 || msecs === undefined) return;
  insert(item, msecs);

  const wasDestroyed = item._destroyed;
  if (wasDestroyed || !item[async_id_symbol]) {
    item._destroyed = false;
    initAsyncResource(item, 'Timeout');
  }
  if (wasDestroyed) {
    if (refed) incRefCount();
  } else if (refed === !item[kRefed]) {
    if (refed) incRefCount();
    else decRefCount();
  }
  item[kRefed] = refed;
}

function active(item) {
  insertGuarded(item, true);
}

function unrefActive(item) {
  insertGuarded(item, false);
}

// Takes a timer out of its list for good.
function unenroll(item) {
  if (item._destroyed) {
    cleanTimer(item);
    return;
  }
  const wasEnrolled = item._idleNext !== null || item._idlePrev !== null;
  item._destroyed = true;
  if (item[kHasPrimitive]) delete knownTimersById[item[async_id_symbol]];
  hooks.emitDestroy(item[async_id_symbol]);
  L.remove(item);

  // That of an unref'd timer goes when it is due.
  if (item[kRefed]) {
    const list = timerListMap[Math.trunc(item._idleTimeout)];
    if (list !== undefined && list !== idleList && L.isEmpty(list)) {
      if (list === runningList) {
        dropList(list);
      } else {
        if (idleList !== null) dropList(idleList);
        idleList = list;
      }
    }
    decRefCount();
  }
  // In its own callback the timer is cleaned when that has returned.
  if (wasEnrolled) cleanTimer(item);
  item._idleTimeout = -1;
}

function setUnrefTimeout(callback, after) {
  validateFunction(callback, 'callback');
  const timer = new Timeout(callback, after, undefined, false, false);
  insert(timer, timer._idleTimeout);
  return timer;
}

// For one-shot timers of connections: a timer that has fired and that nobody else knows is used again.
function reuseOrCreateUnrefTimeout(timer, callback, after, arg) {
  if (timer !== undefined && timer !== null && timer._destroyed && timer._repeat === null && !timer[kHasPrimitive]) {
    timer._idleTimeout = after;
    timer._onTimeout = callback;
    if (timer._timerArgs === undefined) timer._timerArgs = [arg];
    else timer._timerArgs[0] = arg;
    unrefActive(timer);
    return timer;
  }
  timer = new Timeout(callback, after, [arg], false, false);
  insert(timer, timer._idleTimeout);
  return timer;
}

function getTimerDuration(msecs, name) {
  validateNumber(msecs, name);
  if (msecs < 0 || !Number.isFinite(msecs)) {
    throw new codes.ERR_OUT_OF_RANGE(name, 'a non-negative finite number', msecs);
  }
  if (msecs > TIMEOUT_MAX) {
    require('process').emitWarning(`${msecs} does not fit into a 32-bit signed integer.` +
                                   `\nTimer duration was truncated to ${TIMEOUT_MAX}.`, 'TimeoutOverflowWarning');
    return TIMEOUT_MAX;
  }
  return msecs;
}

// Called by the event loop when the native timer is due, and again after an exception. Returns the next expiry:
// 0 for none, negative if no timer keeps the loop alive.
function processTimers(now) {
  setAsyncContext(undefined);
  nextExpiry = Infinity;
  let first = true;
  for (let list = timerListQueue.peek(); list !== undefined; list = timerListQueue.peek()) {
    if (list.expiry > now) {
      nextExpiry = list.expiry;
      return refedTimers > 0 ? nextExpiry : -nextExpiry;
    }
    if (first) first = false;
    else core.runNextTicks();
    runList(list, now);
  }
  return 0;
}

function runList(list, now) {
  const { msecs } = list;
  const { runNextTicks } = core;
  runningList = list;
  let first = true;
  for (let timer = L.peek(list); timer !== null; timer = L.peek(list)) {
    const elapsed = now - timer._idleStart;
    if (elapsed < msecs) {
      // Not yet due, and neither is any behind it. The clock may stand, so the list waits for a millisecond at least.
      list.expiry = Math.max(timer._idleStart + msecs, now + 1);
      list.id = nextListId++;
      timerListQueue.percolateDown(1);
      return;
    }
    if (first) first = false;
    else runNextTicks();
    // The ticks may have cleared or refreshed it.
    if (L.peek(list) !== timer) continue;
    L.remove(timer);

    if (!timer._onTimeout) {
      retire(timer);
      continue;
    }
    runTimer(timer);
  }
  // A callback may have emptied the list by clearing and then made a new list of the same duration.
  if (list === timerListMap[msecs]) {
    if (list === idleList) idleList = null;
    delete timerListMap[msecs];
    timerListQueue.shift();
  }
  runningList = null;
}

function retire(timer) {
  if (timer._destroyed) return;
  timer._destroyed = true;
  const asyncId = timer[async_id_symbol];
  if (timer[kHasPrimitive]) delete knownTimersById[asyncId];
  if (timer[kRefed]) refedTimers--;
  hooks.emitDestroy(asyncId);
}

function runTimer(timer) {
  const prior = getAsyncContext();
  setAsyncContext(timer[async_context_frame]);
  const asyncId = timer[async_id_symbol];
  hooks.emitBefore(asyncId, timer[trigger_async_id_symbol], timer);

  // An interval counts from the beginning of its callback.
  const start = timer._repeat ? ops.op_timers_update_now() : undefined;
  let threw = true;
  try {
    const args = timer._timerArgs;
    if (args === undefined) timer._onTimeout();
    else Reflect.apply(timer._onTimeout, timer, args);
    threw = false;
  } finally {
    if (timer._repeat && timer._idleTimeout !== -1) {
      timer._idleTimeout = timer._repeat;
      insert(timer, timer._idleTimeout, start);
    } else if (!timer._idleNext && !timer._idlePrev) {
      // Neither repeated nor refreshed.
      if (threw) dropContextLater(timer);
      else timer[async_context_frame] = undefined;
      if (timer._destroyed) {
        timer._onTimeout = undefined;
        timer._timerArgs = undefined;
      } else {
        retire(timer);
      }
    }
  }
  hooks.emitAfter(asyncId);
  setAsyncContext(prior);
}

class ImmediateList {
  constructor() {
    this.head = null;
    this.tail = null;
  }

  append(item) {
    if (this.tail === null) {
      this.head = item;
    } else {
      this.tail._idleNext = item;
      item._idlePrev = this.tail;
    }
    this.tail = item;
  }

  remove(item) {
    if (item._idleNext) item._idleNext._idlePrev = item._idlePrev;
    if (item._idlePrev) item._idlePrev._idleNext = item._idleNext;
    if (item === this.head) this.head = item._idleNext;
    if (item === this.tail) this.tail = item._idlePrev;
    item._idleNext = null;
    item._idlePrev = null;
  }
}

const immediateQueue = new ImmediateList();
// The rest of the queue of this turn when a callback threw.
const outstandingQueue = new ImmediateList();

class Immediate {
  constructor(callback, args) {
    this._idleNext = null;
    this._idlePrev = null;
    this._onImmediate = callback;
    this._argv = args;
    this._destroyed = false;
    this[kRefed] = true;
    const asyncId = this[async_id_symbol] = hooks.newAsyncId();
    const triggerAsyncId = this[trigger_async_id_symbol] = hooks.getDefaultTriggerAsyncId();
    this[async_context_frame] = getAsyncContext();
    if (hooks.initHooksExist()) hooks.emitInit(asyncId, 'Immediate', triggerAsyncId, this);

    // Shared with Rust, so it cannot be part of a snapshot.
    immediateInfo ??= ops.op_timers_immediate_info();
    if (immediateInfo[kRefCount]++ === 0) ops.op_timers_immediate_ref(true);
    immediateInfo[kCount]++;
    immediateQueue.append(this);
  }

  ref() {
    if (this[kRefed] === false) {
      this[kRefed] = true;
      if (immediateInfo[kRefCount]++ === 0) ops.op_timers_immediate_ref(true);
    }
    return this;
  }

  unref() {
    if (this[kRefed] === true) {
      this[kRefed] = false;
      if (--immediateInfo[kRefCount] === 0) ops.op_timers_immediate_ref(false);
    }
    return this;
  }

  hasRef() {
    return !!this[kRefed];
  }
}

function cancelImmediate(immediate) {
  immediateInfo[kCount]--;
  immediate._destroyed = true;
  if (immediate[kRefed] && --immediateInfo[kRefCount] === 0) ops.op_timers_immediate_ref(false);
  immediate[kRefed] = null;
  hooks.emitDestroy(immediate[async_id_symbol]);
  cleanImmediate(immediate);
  immediateQueue.remove(immediate);
}

// Called by the event loop in its check phase, and again while there are outstanding ones after an exception.
function processImmediate() {
  immediateInfo ??= ops.op_timers_immediate_info();
  setAsyncContext(undefined);
  const queue = outstandingQueue.head !== null ? outstandingQueue : immediateQueue;
  let immediate = queue.head;
  if (queue === immediateQueue) {
    // What these callbacks schedule runs in the next turn.
    queue.head = queue.tail = null;
    immediateInfo[kHasOutstanding] = 1;
  }

  const { runNextTicks } = core;
  let previous;
  let running = null;
  let first = true;
  let done = false;
  try {
    while (immediate !== null) {
      if (first) first = false;
      else runNextTicks();

      // Cleared by a tick: it was taken out of the chain that its predecessor is still part of.
      if (immediate._destroyed) {
        immediate = previous._idleNext;
        continue;
      }
      immediate._destroyed = true;
      immediateInfo[kCount]--;
      if (immediate[kRefed]) immediateInfo[kRefCount]--;
      immediate[kRefed] = null;
      previous = running = immediate;

      const prior = getAsyncContext();
      setAsyncContext(immediate[async_context_frame]);
      const asyncId = immediate[async_id_symbol];
      hooks.emitBefore(asyncId, immediate[trigger_async_id_symbol], immediate);
      const argv = immediate._argv;
      if (!argv) immediate._onImmediate();
      else immediate._onImmediate(...argv);
      cleanImmediate(immediate);
      hooks.emitDestroy(asyncId);
      running = null;
      immediate = immediate._idleNext;
      hooks.emitAfter(asyncId);
      setAsyncContext(prior);
    }
    done = true;
  } finally {
    // A callback or a tick has thrown: the rest waits until that has been reported.
    if (!done) {
      if (running !== null) immediate = dropImmediate(running);
      else if (immediate._destroyed) immediate = previous._idleNext;
      outstandingQueue.head = immediate;
    }
  }

  if (queue === outstandingQueue) outstandingQueue.head = null;
  immediateInfo[kHasOutstanding] = 0;
  if (immediateInfo[kRefCount] === 0) ops.op_timers_immediate_ref(false);
}

// After its callback threw. Returns the next one.
function dropImmediate(immediate) {
  immediate._onImmediate = undefined;
  immediate._argv = undefined;
  dropContextLater(immediate);
  hooks.emitDestroy(immediate[async_id_symbol]);
  return immediate._idleNext;
}

// Timers and immediates that keep the loop alive, for process.getActiveResourcesInfo().
function activeResourceNames() {
  const names = [];
  for (let i = 0; i < refedTimers; i++) names.push('Timeout');
  const immediates = immediateInfo === undefined ? 0 : immediateInfo[kRefCount];
  for (let i = 0; i < immediates; i++) names.push('Immediate');
  return names;
}

module.exports = {
  TIMEOUT_MAX,
  kTimeout,
  async_id_symbol,
  trigger_async_id_symbol,
  async_context_frame,
  Timeout,
  Immediate,
  activeResourceNames,
  cancelImmediate,
  cleanImmediate,
  cleanTimer,
  kRefed,
  kHasPrimitive,
  initAsyncResource,
  setUnrefTimeout,
  reuseOrCreateUnrefTimeout,
  getTimerDuration,
  immediateQueue,
  processImmediate,
  processTimers,
  immediateInfoFields: { kCount, kRefCount, kHasOutstanding },
  active,
  unrefActive,
  unenroll,
  insert,
  timerListMap,
  timerListQueue,
  decRefCount,
  incRefCount,
  knownTimersById,
};
