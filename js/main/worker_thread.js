// A worker: takes what its parent sent, then runs its program.
// https://nodejs.org/docs/latest-v26.x/api/worker_threads.html
'use strict';

const process = require('process');

// The code of an exception that a handler of exceptions threw.
const kHandlerThrew = 7;
// The program took away what would have reported it, so the parent is not told.
const kNoFatalHandler = 6;

let port;
// Errors of the program's first run bring the place of their throw with them.
let mainIsRunning = false;

function run() {
  const { receiveMessageOnPort } = require('internal/worker/io');
  const messageTypes = require('internal/worker/messages');
  require('internal/worker/hooks');
  port = ops.op_worker_take_port();
  const { message } = receiveMessageOnPort(port);
  patchProcess(message);
  require('internal/process/fatal').setFatalHandler((error, code) => {
    if (code === kNoFatalHandler) ops.op_process_raw_debug(`${error?.stack ?? String(error)}\n`);
    else reportError(error);
    // Whatever the process would have said with its code, a thread ends with 1 or what the program chose.
    process.reallyExit(code === kHandlerThrew ? 1 : code);
  });

  const current = require('internal/worker/current');
  const { publicPort } = message;
  current.workerData = message.workerData;
  current.parentPort = publicPort;
  current.threadName = message.threadName;
  current.resourceLimits = message.resourceLimits;
  current.environmentData = message.environmentData;
  current.cwdCounter = message.cwdCounter;
  current.trackUnmanagedFds = message.trackUnmanagedFds;
  publicPort.unref?.();
  setupStdio(message);
  const { getOptionValue } = require('internal/options');
  const { reallyExit: endThread } = process;
  process.reallyExit = function reallyExit(...args) {
    const { 0: code } = args;
    flushStdio();
    endThread(code);
  };
  require('internal/realm').beforeEnd = flushStdio;
  ops.op_worker_listen_for_threads((sent) => require('internal/worker/messaging').receive(sent), false);
  port.on('message', onMessage);
  port.start();
  port.unref();
  const preloads = getOptionValue('--require');
  if (preloads.length > 0) require('internal/modules/cjs/loader').Module._preloadModules(preloads);
  port.postMessage({ type: messageTypes.UP_AND_RUNNING });
  announce(message);

  mainIsRunning = true;
  process.nextTick(() => { mainIsRunning = false; });
  if (message.doEval === 'classic') {
    require('internal/process/eval').evalScript('[worker eval]', message.filename, false);
  } else if (message.doEval === 'url') {
    require('internal/modules/run_main').runEntryPointWithESMLoader((loader) => loader.importEntry(message.filename));
  } else {
    require('internal/modules/cjs/loader').Module.runMain(message.filename);
  }
}

// Clients of the inspector may want to see the thread before its program runs.
function announce({ doEval, filename, threadName }) {
  const { getOptionValue } = require('internal/options');
  const id = ops.op_worker_thread_id();
  const name = `[worker ${id}]${threadName && threadName !== 'WorkerThread' ? ` ${threadName}` : ''}`;
  let url = filename;
  if (doEval === 'classic') url = '[worker eval]';
  else if (doEval === undefined) url = require('internal/url').pathToFileURL(filename).href;
  const waits = ops.op_v8_inspector('thread', name, id, url);
  if (waits != null || getOptionValue('--inspect-brk')) {
    require('internal/inspector/command_line').waitInThread(doEval === undefined);
  }
}

let stdio;

function onMessage(message) {
  const messageTypes = require('internal/worker/messages');
  if (message.type === messageTypes.STDIO_PAYLOAD) {
    for (const { chunk, encoding } of message.chunks) stdio.stdin.push(chunk, encoding);
  } else if (message.type === messageTypes.STDIO_WANTS_MORE_DATA) {
    stdio?.[message.stream]?.[require('internal/worker/stdio').kStdioWantsMoreDataCallback]?.();
  }
}

function setupStdio({ hasStdin }) {
  const make = () => {
    if (stdio === undefined) {
      const { ReadableWorkerStdio, WritableWorkerStdio } = require('internal/worker/stdio');
      stdio = {
        stdin: new ReadableWorkerStdio(port, 'stdin'),
        stdout: new WritableWorkerStdio(port, 'stdout'),
        stderr: new WritableWorkerStdio(port, 'stderr'),
      };
      if (!hasStdin) stdio.stdin.push(null);
    }
    return stdio;
  };
  for (const name of ['stdin', 'stdout', 'stderr']) {
    Object.defineProperty(process, name, {
      __proto__: null, configurable: true, enumerable: true, get: () => make()[name],
    });
  }
  if (hasStdin) make();
}

// What a stream has kept back until its reader was ready goes out before the end.
function flushStdio() {
  if (stdio === undefined) return;
  const { kStdioWantsMoreDataCallback } = require('internal/worker/stdio');
  process._exiting = true;
  stdio.stdout[kStdioWantsMoreDataCallback]();
  stdio.stderr[kStdioWantsMoreDataCallback]();
}

// What belongs to the process is not a worker's to change.
function patchProcess({ cwdCounter, env, shareEnv }) {
  const { codes: { ERR_WORKER_UNSUPPORTED_OPERATION } } = require('internal/errors');
  if (!shareEnv) {
    const pairs = [];
    for (const { 0: key, 1: value } of Object.entries(env)) pairs.push(key, `${value}`);
    ops.op_process_env_use_copy(pairs);
  }
  const unavailable = (name) => {
    function unavailableInWorker() {
      throw new ERR_WORKER_UNSUPPORTED_OPERATION(`process.${name}()`);
    }
    unavailableInWorker.disabled = true;
    return unavailableInWorker;
  };
  for (const name of ['abort', 'chdir', 'initgroups', 'setgroups', 'setegid', 'seteuid', 'setgid', 'setuid']) {
    if (process[name] !== undefined) process[name] = unavailable(name);
  }
  for (const name of ['_startProfilerIdleNotifier', '_stopProfilerIdleNotifier', '_debugProcess', '_debugPause',
                      '_debugEnd']) {
    delete process[name];
  }
  delete process.channel;
  delete process.connected;
  if (process.env.NODE_CHANNEL_FD) {
    // The channel is the main thread's.
    for (const name of ['send', 'disconnect']) process[name] = unavailable(name);
    for (const name of ['channel', 'connected']) {
      Object.defineProperty(process, name, {
        __proto__: null,
        configurable: true,
        get() {
          throw new ERR_WORKER_UNSUPPORTED_OPERATION(`process.${name}`);
        },
      });
    }
  }
  patchCwd(cwdCounter);
  const { umask } = process;
  process.umask = function wrappedUmask(mask) {
    if (mask !== undefined) throw new ERR_WORKER_UNSUPPORTED_OPERATION('Setting process.umask()');
    return Reflect.apply(umask, process, []);
  };
}

// The directory is the process's, and the main thread counts its changes.
function patchCwd(cwdCounter) {
  const { load: AtomicsLoad } = Atomics;
  let cached = '';
  let seen = -1;
  process.cwd = function cwd() {
    const changes = AtomicsLoad(cwdCounter, 0);
    if (changes !== seen) {
      cached = ops.op_process_cwd();
      seen = changes;
    }
    return cached;
  };
}

function addArrow(error) {
  try {
    if (typeof error !== 'object' || error === null || !ops.op_is_native_error(error)) return;
    const arrow = require('internal/process/fatal').arrowOf(error);
    if (arrow && typeof error.stack === 'string') error.stack = `${arrow}${arrow.endsWith('\n') ? '\n' : '\n\n'}${error.stack}`;
  } catch {
    // A stack that cannot be written stays as it is.
  }
}

// An exception that nobody took: the parent gets it, and the thread ends with code 1.
function reportError(error) {
  const messageTypes = require('internal/worker/messages');
  const { serializeError } = require('internal/error_serdes');
  const canClone = (value) => {
    try {
      ops.op_messaging_structured_clone(value, undefined);
      return true;
    } catch {
      return false;
    }
  };
  if (mainIsRunning) addArrow(error);
  let form;
  try {
    form = serializeError(error, canClone);
  } catch {
    form = undefined;
  }
  if (form === undefined) port.postMessage({ type: messageTypes.COULD_NOT_SERIALIZE_ERROR });
  else port.postMessage({ type: messageTypes.ERROR_MESSAGE, error: form });
}

module.exports = { run };
