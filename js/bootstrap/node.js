// Turns the realm into Node's: the process object, the callbacks that native code needs, the globals.
// It is evaluated while the snapshot is made, so nothing here may look at the machine; pre_execution.js does that.
'use strict';

const realm = require('internal/realm');
const process = require('process');

require('internal/errors/stack').defineErrorPrepareStackTrace();
require('internal/process/setup').install();
require('bootstrap/web').install(globalThis);

// What every process that runs a file needs, up to its first line.
for (const id of ['bootstrap/pre_execution', 'internal/options', 'internal/process/env', 'internal/modules/esm/host',
                  'internal/modules/cjs/loader', 'internal/modules/cjs/compile', 'internal/modules/conditions',
                  'internal/modules/cjs/tracing', 'internal/modules/customization_hooks', 'internal/modules/run_main',
                  'main/run_main_module']) {
  realm.require(id);
}

const { processTimers, processImmediate } = require('internal/timers');

function reportException(error) {
  try {
    require('internal/process/fatal').triggerUncaughtException(error, false);
  } catch (second) {
    // The reporter itself failed: say both and end, rather than go on in silence.
    ops.op_print(`${error?.stack ?? error}\n${second?.stack ?? second}\n`, true);
    ops.op_process_really_exit(7);
  }
}

// Called once by native code, with the command line as JSON; it calls the main script that this returns.
realm.boot = function boot(json) {
  const { processTicksAndRejections, shareTickInfo } = require('internal/process/task_queues');
  ops.op_core_set_callbacks(reportException, processTicksAndRejections, ops, process);
  shareTickInfo();
  ops.op_timers_set_callbacks(processTimers, processImmediate);
  ops.op_util_set_prepare_stack_trace(require('internal/errors').prepareStackTraceCallback);
  delete globalThis.Deno;
  delete globalThis.__bootstrap;
  return require('bootstrap/pre_execution').run(JSON.parse(json));
};

// The loop has nothing left. https://nodejs.org/api/process.html#event-beforeexit
realm.emitBeforeExit = function emitBeforeExit() {
  if (!process._exiting) process.emit('beforeExit', process.exitCode ?? 0);
};

// The end: returns the exit code. https://nodejs.org/api/process.html#event-exit
realm.emitExit = function emitExit() {
  if (!process._exiting) {
    process._exiting = true;
    require('internal/modules/run_main').reportUnsettledEntry();
    try {
      ops.op_core_call_remembering(process.emit, process, 'exit', process.exitCode ?? 0);
    } catch (err) {
      // Returns only when the program has taken the exception.
      reportException(err);
    }
  }
  realm.beforeEnd?.();
  return process.exitCode ?? 0;
};
