// Unhandled rejections. https://nodejs.org/api/process.html#event-unhandledrejection
'use strict';

const {
  Error,
  ObjectPrototypeHasOwnProperty,
  SafeMap,
  SafeWeakMap,
} = primordials;

const core = require('internal/core');
const hooks = require('internal/async_hooks');
const { isErrorStackTraceLimitWritable } = require('internal/errors');
const process = require('process');

const { async_id_symbol, trigger_async_id_symbol } = hooks.symbols;

// V8's events.
const kRejectWithNoHandler = 0;
const kHandlerAddedAfterReject = 1;

const kOrigin = 'This error originated either by throwing inside of an async function without a catch block, ' +
  'or by rejecting a promise which was not handled with .catch(). ';

class UnhandledPromiseRejection extends Error {
  code = 'ERR_UNHANDLED_REJECTION';
  name = 'UnhandledPromiseRejection';

  constructor(reason) {
    super(`${kOrigin}The promise rejected with the reason "${ops.op_process_to_detail_string(reason)}".`);
  }
}

class UnhandledPromiseRejectionWarning extends Error {
  name = 'UnhandledPromiseRejectionWarning';

  constructor(uid) {
    const message = `Unhandled promise rejection. ${kOrigin}To terminate the node process on unhandled promise ` +
      'rejection, use the CLI flag `--unhandled-rejections=strict` (see ' +
      `https://nodejs.org/api/cli.html#cli_unhandled_rejections_mode). (rejection id: ${uid})`;
    // The stack would show only these internals.
    const writable = isErrorStackTraceLimitWritable();
    const limit = Error.stackTraceLimit;
    if (writable) Error.stackTraceLimit = 0;
    super(message);
    if (writable) Error.stackTraceLimit = limit;
  }
}

class PromiseRejectionHandledWarning extends Error {
  name = 'PromiseRejectionHandledWarning';

  constructor(uid) {
    super(`Promise rejection was handled asynchronously (rejection id: ${uid})`);
    this.id = uid;
  }
}

// Rejected since the last drain, in order; a handler that comes before the next drain takes it out.
let pending = new SafeMap();
// Those that the program was told about, in case a handler comes later.
const reported = new SafeWeakMap();
let handledLate = [];
let lastId = 0;
let mode;

function hasRejectionToWarn() {
  return pending.size > 0 || handledLate.length > 0;
}

let tickInfo;
function shareTickInfo(shared) {
  tickInfo = shared;
}

function onPromiseReject(type, promise, reason) {
  tickInfo[1] = 1;
  if (type === kRejectWithNoHandler) {
    pending.set(promise, {
      reason,
      uid: ++lastId,
      domain: process.domain,
      contextFrame: core.getAsyncContext(),
    });
  } else if (type === kHandlerAddedAfterReject) {
    if (pending.delete(promise)) return;
    const info = reported.get(promise);
    if (info === undefined) return;
    reported.delete(promise);
    handledLate[handledLate.length] = { promise, warning: new PromiseRejectionHandledWarning(info.uid) };
  }
}

function isErrorLike(reason) {
  return typeof reason === 'object' && reason !== null && ObjectPrototypeHasOwnProperty(reason, 'stack');
}

function emitUnhandledRejection(promise, info) {
  return info.domain ?
    info.domain.emit('error', info.reason) :
    process.emit('unhandledRejection', info.reason, promise);
}

function warn({ reason, uid }) {
  const warning = new UnhandledPromiseRejectionWarning(uid);
  const { name } = warning;
  try {
    if (isErrorLike(reason)) {
      warning.stack = reason.stack;
      process.emitWarning(reason.stack, name);
    } else {
      process.emitWarning(ops.op_process_to_detail_string(reason), name);
    }
  } catch {
    try {
      process.emitWarning(ops.op_process_to_detail_string(reason), name);
    } catch {
      // A reason that cannot be turned into text is left out.
    }
  }
  process.emitWarning(warning);
}

function throwIt({ reason }) {
  const { triggerUncaughtException } = require('internal/process/fatal');
  triggerUncaughtException(isErrorLike(reason) ? reason : new UnhandledPromiseRejection(reason), true);
}

// Each mode returns whether the promise is still on the stack of async ids: an uncaught exception clears that.
const modes = {
  __proto__: null,
  throw(promise, info) {
    if (emitUnhandledRejection(promise, info)) return true;
    throwIt(info);
    return false;
  },
  strict(promise, info, asyncId) {
    throwIt(info);
    if (asyncId !== undefined) hooks.pushAsyncContext(asyncId, promise[trigger_async_id_symbol], promise);
    if (!emitUnhandledRejection(promise, info)) warn(info);
    return true;
  },
  warn(promise, info) {
    emitUnhandledRejection(promise, info);
    warn(info);
    return true;
  },
  none(promise, info) {
    emitUnhandledRejection(promise, info);
    return true;
  },
  'warn-with-error-code'(promise, info) {
    if (!emitUnhandledRejection(promise, info)) {
      warn(info);
      process.exitCode = 1;
    }
    return true;
  },
};

// Called when ticks and microtasks are drained. Whether it may have scheduled new ones.
function processPromiseRejections() {
  tickInfo[1] = 0;
  if (!hasRejectionToWarn()) return false;

  const late = handledLate;
  handledLate = [];
  for (let i = 0; i < late.length; i++) {
    if (!process.emit('rejectionHandled', late[i].promise)) process.emitWarning(late[i].warning);
  }

  mode ??= modes[require('internal/options').getOptionValue('--unhandled-rejections')] ?? modes.throw;
  const batch = pending;
  pending = new SafeMap();
  for (const { 0: promise, 1: info } of batch.entries()) {
    reported.set(promise, info);
    const asyncId = promise[async_id_symbol];
    if (asyncId !== undefined) hooks.pushAsyncContext(asyncId, promise[trigger_async_id_symbol], promise);
    const prior = core.getAsyncContext();
    core.setAsyncContext(info.contextFrame);
    let stacked = true;
    try {
      stacked = mode(promise, info, asyncId);
    } finally {
      core.setAsyncContext(prior);
      if (stacked && asyncId !== undefined) hooks.popAsyncContext(asyncId);
    }
  }
  return true;
}

// Takes the place of deno_core's tracker, in every isolate at its start.
function listenForRejections() {
  ops.op_process_set_promise_reject_callback(onPromiseReject);
}

module.exports = { hasRejectionToWarn, listenForRejections, onPromiseReject, processPromiseRejections, shareTickInfo };
