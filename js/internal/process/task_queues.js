// process.nextTick(), queueMicrotask() and the drain that runs after every callback from the event loop.
// https://nodejs.org/api/process.html#processnexttickcallback-args
'use strict';

const { FunctionPrototypeCall, Uint8Array } = primordials;

const core = require('internal/core');
const hooks = require('internal/async_hooks');
const { validateFunction } = require('internal/validators');
const rejections = require('internal/process/promises');
const process = require('process');

// Named once: `core` has no fast properties, and these run for each tick.
const { getAsyncContext, setAsyncContext } = core;

const { kTick } = hooks;
const { async_id_symbol, trigger_async_id_symbol, async_context_frame_symbol } = hooks.symbols;

// Ticks lie in blocks, six slots each, so that a tick costs no object: callback, how many arguments, the argument or an
// array of them, context, async id (or the resource, while hooks want one) and trigger id. The first block is small, as
// most programs have few at a time.
const kSlots = 6;
const kBlockLength = 2048 * kSlots;

class Block {
  constructor(length) {
    this.list = new Array(length);
    this.first = 0;
    this.end = 0;
    this.next = null;
  }
}

let head = new Block(64 * kSlots);
let tail = head;
// One emptied block is kept for the next time the queue grows.
let spare = null;

function push(callback, count, args, context, id, triggerId) {
  if (tail.end === tail.list.length) {
    const block = spare ?? new Block(kBlockLength);
    spare = null;
    tail = tail.next = block;
  }
  const { list, end } = tail;
  list[end] = callback;
  list[end + 1] = count;
  list[end + 2] = args;
  list[end + 3] = context;
  list[end + 4] = id;
  list[end + 5] = triggerId;
  tail.end = end + kSlots;
}

// Whether a tick waits; `head` is then its block.
function hasTick() {
  if (head.first !== head.end) return true;
  head.first = head.end = 0;
  if (head.next === null) return false;
  if (head.list.length === kBlockLength) spare = head;
  const { next } = head;
  head.next = null;
  head = next;
  return true;
}

// Shared with native code, which leaves JS alone while both are 0: [tick scheduled, rejection to report]. The first
// stays 1 when a tick throws: the ticks behind it run in the next drain.
const kScheduled = 0;
let tickInfo = new Uint8Array(2);

// Once per process, after the snapshot.
function shareTickInfo() {
  const shared = ops.op_core_tick_info();
  shared[kScheduled] = tickInfo[kScheduled];
  tickInfo = shared;
  rejections.shareTickInfo(shared);
}

function processTicksAndRejections() {
  do {
    const prior = getAsyncContext();
    // Of the tick before; -1 for the first.
    let lastId = -1;
    while (hasTick()) {
      const { list, first } = head;
      const callback = list[first];
      const count = list[first + 1];
      const args = list[first + 2];
      const context = list[first + 3];
      const id = list[first + 4];
      const triggerId = list[first + 5];
      // What has run is not kept.
      list[first] = list[first + 2] = list[first + 3] = list[first + 4] = undefined;
      head.first = first + kSlots;
      // One tick after the other stays in the same slots.
      if (head.first === head.end && head.next === null) head.first = head.end = 0;

      setAsyncContext(context);
      let asyncId = id;
      let resource = kTick;
      if (typeof id === 'object') {
        asyncId = id[async_id_symbol];
        resource = id;
      }
      if (lastId === -1) hooks.pushAsyncContext(asyncId, triggerId, resource);
      else hooks.replaceAsyncContext(asyncId, triggerId, resource);
      lastId = asyncId;
      hooks.emitTickBefore(asyncId);
      try {
        switch (count) {
          case 0: callback(); break;
          case 1: callback(args); break;
          case 2: callback(args[0], args[1]); break;
          case 3: callback(args[0], args[1], args[2]); break;
          case 4: callback(args[0], args[1], args[2], args[3]); break;
          default: callback(...args);
        }
      } finally {
        hooks.emitDestroy(asyncId);
      }
      hooks.emitTickAfter(asyncId);
    }
    if (lastId !== -1) hooks.popAsyncContext(lastId);
    setAsyncContext(prior);
    ops.op_run_microtasks();
  } while (hasTick() || rejections.processPromiseRejections());
  tickInfo[kScheduled] = 0;
}

// Ticks go before microtasks, and both before whatever the loop does next.
function runNextTicks() {
  if (tickInfo[kScheduled] === 0 && !rejections.hasRejectionToWarn()) {
    ops.op_run_microtasks();
    if (tickInfo[kScheduled] === 0 && !rejections.hasRejectionToWarn()) return;
  }
  FunctionPrototypeCall(processTicksAndRejections, process);
}

function nextTick(callback) {
  if (typeof callback !== 'function') validateFunction(callback, 'callback');
  if (process._exiting) return;

  const count = arguments.length - 1;
  let args;
  if (count === 1) {
    args = arguments[1];
  } else if (count > 1) {
    args = new Array(count);
    for (let i = 0; i < count; i++) args[i] = arguments[i + 1];
  }

  const asyncId = hooks.newAsyncId();
  const triggerAsyncId = hooks.getDefaultTriggerAsyncId();
  let id = asyncId;
  const context = getAsyncContext();
  if (hooks.initHooksExist()) {
    id = {
      [async_id_symbol]: asyncId,
      [trigger_async_id_symbol]: triggerAsyncId,
      [async_context_frame_symbol]: context,
      callback,
      args: count === 1 ? [args] : args,
    };
    hooks.emitInit(asyncId, 'TickObject', triggerAsyncId, id);
  }
  tickInfo[kScheduled] = 1;
  push(callback, count, args, context, id, triggerAsyncId);
}

// For internals that bring their own ids and context: {callback, args, snapshot, asyncId, triggerAsyncId}.
function queueNextTick({ callback, args, snapshot, asyncId, triggerAsyncId }) {
  tickInfo[kScheduled] = 1;
  // An array of one is given as that one.
  const count = args?.length ?? 0;
  push(callback, count, count === 1 ? args[0] : args, snapshot, asyncId ?? 0, triggerAsyncId ?? 0);
}

// What it throws comes to the listener that setup.js registers.
function enqueueMicrotask(callback) {
  ops.op_process_enqueue_microtask(callback);
}

function queueMicrotask(callback) {
  if (typeof callback !== 'function') validateFunction(callback, 'callback');
  if (getAsyncContext() === undefined && !hooks.enabledHooksExist()) {
    enqueueMicrotask(callback);
    return;
  }
  const { AsyncResource } = require('async_hooks');
  const resource = new AsyncResource('Microtask', { requireManualDestroy: true });
  resource.callback = callback;
  enqueueMicrotask(() => {
    resource.runInAsyncScope(() => {
      try {
        resource.callback();
      } finally {
        resource.emitDestroy();
      }
    });
  });
}

// deno_core has a queue of its own with other rules for exceptions and rejections; this one takes its place.
core.queueNextTick = queueNextTick;
core.runNextTicks = runNextTicks;
core.hasTickScheduled = () => tickInfo[kScheduled] === 1;

module.exports = {
  enqueueMicrotask, nextTick, processTicksAndRejections, queueMicrotask, runNextTicks, shareTickInfo,
};
