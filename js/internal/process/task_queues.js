// process.nextTick(), queueMicrotask() and the drain that runs after every callback from the event loop.
// https://nodejs.org/api/process.html#processnexttickcallback-args
'use strict';

const { FunctionPrototypeCall, Uint8Array } = primordials;

const core = require('internal/core');
const FixedQueue = require('internal/fixed_queue');
const hooks = require('internal/async_hooks');
const { validateFunction } = require('internal/validators');
const rejections = require('internal/process/promises');
const process = require('process');

const { async_id_symbol, trigger_async_id_symbol, async_context_frame_symbol } = hooks.symbols;

const queue = new FixedQueue();
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
    let tick;
    while ((tick = queue.shift()) !== null) {
      const prior = core.getAsyncContext();
      core.setAsyncContext(tick[async_context_frame_symbol]);
      const asyncId = tick[async_id_symbol];
      hooks.emitBefore(asyncId, tick[trigger_async_id_symbol], tick);
      try {
        const { args, callback } = tick;
        if (args === undefined) {
          callback();
        } else {
          switch (args.length) {
            case 1: callback(args[0]); break;
            case 2: callback(args[0], args[1]); break;
            case 3: callback(args[0], args[1], args[2]); break;
            case 4: callback(args[0], args[1], args[2], args[3]); break;
            default: callback(...args);
          }
        }
      } finally {
        hooks.emitDestroy(asyncId);
      }
      hooks.emitAfter(asyncId);
      core.setAsyncContext(prior);
    }
    ops.op_run_microtasks();
  } while (!queue.isEmpty() || rejections.processPromiseRejections());
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
  validateFunction(callback, 'callback');
  if (process._exiting) return;

  let args;
  switch (arguments.length) {
    case 1: break;
    case 2: args = [arguments[1]]; break;
    case 3: args = [arguments[1], arguments[2]]; break;
    case 4: args = [arguments[1], arguments[2], arguments[3]]; break;
    default:
      args = new Array(arguments.length - 1);
      for (let i = 1; i < arguments.length; i++) args[i - 1] = arguments[i];
  }

  const asyncId = hooks.newAsyncId();
  const triggerAsyncId = hooks.getDefaultTriggerAsyncId();
  const tick = {
    [async_id_symbol]: asyncId,
    [trigger_async_id_symbol]: triggerAsyncId,
    [async_context_frame_symbol]: core.getAsyncContext(),
    callback,
    args,
  };
  if (hooks.initHooksExist()) hooks.emitInit(asyncId, 'TickObject', triggerAsyncId, tick);
  tickInfo[kScheduled] = 1;
  queue.push(tick);
}

// For internals that bring their own ids and context: {callback, args, snapshot, asyncId, triggerAsyncId}.
function queueNextTick({ callback, args, snapshot, asyncId, triggerAsyncId }) {
  tickInfo[kScheduled] = 1;
  queue.push({
    [async_id_symbol]: asyncId ?? 0,
    [trigger_async_id_symbol]: triggerAsyncId ?? 0,
    [async_context_frame_symbol]: snapshot,
    callback,
    args,
  });
}

// What it throws comes to the listener that setup.js registers.
function enqueueMicrotask(callback) {
  ops.op_process_enqueue_microtask(callback);
}

function queueMicrotask(callback) {
  validateFunction(callback, 'callback');
  if (core.getAsyncContext() === undefined && !hooks.enabledHooksExist()) {
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
