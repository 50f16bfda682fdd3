// Turns the realm into Node's: the process object, the callbacks that native code needs, the globals.
// It is evaluated while the snapshot is made, so nothing here may look at the machine; pre_execution.js does that.
'use strict';

const core = require('internal/core');
const realm = require('internal/realm');

const process = require('process');
const has = (id) => ops.op_builtins_exists(id);

require('internal/errors');
require('internal/validators');

realm.process = process;

function reportException(error) {
  try {
    require('internal/process/fatal').triggerUncaughtException(error, false);
  } catch (second) {
    // The reporter itself failed: say both and end, rather than go on in silence.
    core.print(`${error?.stack ?? error}\n${second?.stack ?? second}\n`, true);
    ops.op_process_really_exit(7);
  }
}

realm.boot = function boot(json) {
  ops.op_core_set_callbacks(reportException, core.runNextTicks);
  core.setReportExceptionCallback(reportException);
  delete globalThis.Deno;
  delete globalThis.__bootstrap;
  require('bootstrap/pre_execution').run(JSON.parse(json));
};

realm.emitBeforeExit = function emitBeforeExit() {
  process.emit('beforeExit', process.exitCode ?? 0);
  return false;
};

realm.emitExit = function emitExit() {
  process.emit('exit', process.exitCode ?? 0);
  return process.exitCode ?? 0;
};
