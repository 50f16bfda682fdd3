// Runs in every process after the snapshot: fills in what depends on the machine and the command line.
'use strict';

const process = require('process');

function run(options) {
  require('internal/options').setOptions(options.values ?? {});
  const setup = require('internal/process/setup');
  setup.start(options);
  const isWorker = options.main === 'worker_thread' || options.main === 'hooks_thread';
  if (!isWorker) setup.startSignals();
  require('internal/modules/esm/host').install();
  require('internal/modules/cjs/loader').initializeCJS();
  if (!isWorker && process.env.NODE_CHANNEL_FD) require('internal/child_process/ipc').setupChildProcessIpcChannel();
  if (!isWorker && process.env.NODE_UNIQUE_ID !== undefined) require('internal/cluster/setup').initializeClusterIPC();
  // Timers of the program count from here, not from the start of the process.
  ops.op_timers_update_now();
  if (options.main === 'run_main_module') process.argv[1] = require('path').resolve(process.argv[1]);
  if (!isWorker) preload();
  return require(`main/${options.main}`).run;
}

// `-r` modules run before the program.
function preload() {
  const requests = require('internal/options').getOptionValue('--require');
  if (requests.length > 0) require('internal/modules/cjs/loader').Module._preloadModules(requests);
}

module.exports = { run };
