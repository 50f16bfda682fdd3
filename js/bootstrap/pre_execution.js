// Runs in every process after the snapshot: fills in what depends on the machine and the command line.
'use strict';

const process = require('process');

function run(options) {
  const core = require('internal/core');
  const has = (id) => ops.op_builtins_exists(id);
  process.argv = options.argv;
  process.execArgv = options.execArgv ?? [];
  process.execPath = options.execPath;
  require('internal/options').setOptions(options.values ?? {});
  globalThis.process = process;
  globalThis.global = globalThis;
  require('bootstrap/web').install(globalThis);
  if (!has('console')) globalThis.console = { log: (...a) => core.print(a.join(' ') + '\n', false) };
  const main = require('path').resolve(options.argv[1]);
  process.argv[1] = main;
  require('internal/modules/cjs/loader').Module._load(main, null, true);
  core.runNextTicks();
}

module.exports = { run };
