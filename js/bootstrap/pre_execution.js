// Runs in every process after the snapshot: fills in what depends on the machine and the command line.
'use strict';

const process = require('process');

function run(options) {
  require('internal/options').setOptions(options.values ?? {});
  const setup = require('internal/process/setup');
  setup.start(options);
  adjustGlobals();
  applyOptions();
  const isWorker = options.main === 'worker_thread' || options.main === 'hooks_thread';
  if (options.permission) require('internal/process/permission').initialize(isWorker);
  if (isWorker) applyEnvironment();
  else setup.startSignals();
  if (options.inspect) require('internal/inspector/command_line').start();
  if (options.trace) require('internal/trace_events/start').start(isWorker, options.trace);
  if (options.record) require('internal/process/recording').start(isWorker);
  require('internal/modules/esm/host').install();
  ops.op_set_wasm_streaming_callback((source, stream) => require('internal/wasm_web_api').wasmStreaming(source, stream));
  require('internal/modules/cjs/loader').initializeCJS();
  if (!isWorker && process.env.NODE_CHANNEL_FD) require('internal/child_process/ipc').setupChildProcessIpcChannel();
  if (!isWorker && process.env.NODE_UNIQUE_ID !== undefined) require('internal/cluster/setup').initializeClusterIPC();
  // Timers of the program count from here, not from the start of the process.
  ops.op_timers_update_now();
  if (options.main === 'run_main_module' && !require('internal/options').getOptionValue('--entry-url')) {
    process.argv[1] = require('path').resolve(process.argv[1]);
  }
  if (!isWorker) preload();
  return require(`main/${options.main}`).run;
}

// The environment of a thread is its own; that of the process has been looked at with the command line.
function applyEnvironment() {
  const { env } = process;
  const { setOptions } = require('internal/options');
  if (env.NODE_PENDING_DEPRECATION === '1') setOptions({ '--pending-deprecation': true });
  if (env.NODE_PRESERVE_SYMLINKS === '1') setOptions({ '--preserve-symlinks': true });
  if (env.NODE_PRESERVE_SYMLINKS_MAIN === '1') setOptions({ '--preserve-symlinks-main': true });
}

// Globals that the command line does without, and one that it has to ask for.
function adjustGlobals() {
  const { getOptionValue } = require('internal/options');
  if (getOptionValue('--experimental-websocket') === false) {
    delete globalThis.WebSocket;
    delete globalThis.CloseEvent;
  }
  if (getOptionValue('--experimental-global-navigator') === false) {
    delete globalThis.Navigator;
    delete globalThis.navigator;
  }
  if (getOptionValue('--experimental-eventsource')) {
    require('bootstrap/lazy_values').defineLazy(globalThis, ['web/event_source', ['EventSource']]);
  }
}

const cryptoOptions = ['--secure-heap', '--openssl-config', '--openssl-shared-config', '--openssl-legacy-provider',
                       '--enable-fips', '--force-fips'];

// What the command line changes for the program.
function applyOptions() {
  const { getOptionValue, wasGiven } = require('internal/options');
  const mode = getOptionValue('--disable-proto');
  if (mode) require('internal/process/disable_proto').disableProto(Object.prototype, mode);
  if (getOptionValue('--enable-source-maps')) require('internal/source_map/source_map_cache').enableFromCommandLine();
  for (let i = 0; i < cryptoOptions.length; i++) {
    if (!wasGiven(cryptoOptions[i])) continue;
    require('internal/crypto/settings').applyOptions();
    break;
  }
}

// `-r` modules run before the program.
function preload() {
  const requests = require('internal/options').getOptionValue('--require');
  if (requests.length > 0) require('internal/modules/cjs/loader').Module._preloadModules(requests);
}

module.exports = { run };
