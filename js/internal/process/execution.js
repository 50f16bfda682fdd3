// What happens to an uncaught exception. https://nodejs.org/api/process.html#event-uncaughtexception
'use strict';

const { ArrayPrototypePush } = primordials;

const { codes } = require('internal/errors');
const { validateFunction } = require('internal/validators');
const hooks = require('internal/async_hooks');
const process = require('process');

// `captureFn` is the program's (or that of node:domain). The auxiliary ones belong to internals such as the REPL and
// handle an exception by returning true.
const exceptionHandlerState = {
  captureFn: null,
  auxiliaryCallbacks: [],
};

function setUncaughtExceptionCaptureCallback(fn) {
  if (fn === null) {
    exceptionHandlerState.captureFn = null;
    return;
  }
  if (typeof fn !== 'function') throw new codes.ERR_INVALID_ARG_TYPE('fn', ['Function', 'null'], fn);
  if (exceptionHandlerState.captureFn !== null) throw new codes.ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET();
  exceptionHandlerState.captureFn = fn;
}

function addUncaughtExceptionCaptureCallback(fn) {
  validateFunction(fn, 'fn');
  ArrayPrototypePush(exceptionHandlerState.auxiliaryCallbacks, fn);
}

function hasUncaughtExceptionCaptureCallback() {
  return exceptionHandlerState.captureFn !== null;
}

function noop() {}

function offer(er, type) {
  const { captureFn, auxiliaryCallbacks } = exceptionHandlerState;
  if (captureFn !== null) {
    captureFn(er);
    return true;
  }
  // The newest one is asked first.
  for (let i = auxiliaryCallbacks.length - 1; i >= 0; i--) {
    if (auxiliaryCallbacks[i](er) === true) return true;
  }
  return process.emit('uncaughtException', er, type);
}

// Whether somebody took the exception. If not, the 'exit' event is over when this returns, and the process must end.
function onGlobalUncaughtException(er, fromPromise) {
  // A constructor that threw may have left it behind.
  hooks.clearDefaultTriggerAsyncId();

  const type = fromPromise ? 'unhandledRejection' : 'uncaughtException';
  process.emit('uncaughtExceptionMonitor', er, type);
  if (!offer(er, type)) {
    try {
      if (!process._exiting) {
        process._exiting = true;
        process.exitCode = 1;
        process.emit('exit', 1);
      }
    } catch {
      // The first exception is the one to report.
    }
    return false;
  }

  // Ticks that the exception has interrupted must run although nothing else may be pending.
  require('timers').setImmediate(noop);

  if (hooks.afterHooksExist()) {
    while (hooks.hasAsyncIdStack()) {
      const asyncId = hooks.executionAsyncId();
      if (asyncId === 0) hooks.popAsyncContext(0);
      else hooks.emitAfter(asyncId);
    }
  }
  hooks.clearAsyncIdStack();
  return true;
}

// What calls a script of the command line: it stands in stacks under this module's name, without one of its own.
function entryOf(run, name, source) {
  return ((fn) => fn)(() => run(name, source));
}

module.exports = {
  entryOf,
  addUncaughtExceptionCaptureCallback,
  exceptionHandlerState,
  hasUncaughtExceptionCaptureCallback,
  onGlobalUncaughtException,
  setUncaughtExceptionCaptureCallback,
};
