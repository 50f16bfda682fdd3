// A worker: takes what its parent sent, then runs its program.
// https://nodejs.org/docs/latest-v26.x/api/worker_threads.html
'use strict';

const process = require('process');

let port;

function run() {
  const { receiveMessageOnPort } = require('internal/worker/io');
  const { messageTypes } = require('internal/worker/stdio');
  require('internal/worker/hooks');
  port = ops.op_worker_take_port();
  const { message } = receiveMessageOnPort(port);
  patchProcess(message);
  require('internal/process/fatal').setFatalHandler((error, code) => {
    reportError(error);
    process.reallyExit(code);
  });

  const worker = require('internal/worker');
  const workerThreads = require('worker_threads');
  const { publicPort, workerData } = message;
  workerThreads.workerData = workerData;
  workerThreads.parentPort = publicPort;
  workerThreads.threadName = message.threadName;
  workerThreads.resourceLimits = message.resourceLimits;
  worker.resourceLimits = message.resourceLimits;
  worker.assignEnvironmentData(message.environmentData);
  publicPort.unref?.();
  setupStdio(message);
  port.on('message', onMessage);
  port.start();
  port.unref();
  port.postMessage({ type: messageTypes.UP_AND_RUNNING });

  if (message.doEval === 'classic') {
    require('internal/process/eval').evalScript('[worker eval]', message.filename, false);
  } else if (message.doEval === 'module') {
    require('internal/process/eval').evalModule(message.filename, false);
  } else {
    require('internal/modules/cjs/loader').Module.runMain(message.filename);
  }
}

let stdio;

function onMessage(message) {
  const { messageTypes } = require('internal/worker/stdio');
  if (message.type === messageTypes.STDIO_PAYLOAD) {
    for (const { chunk, encoding } of message.chunks) stdio.stdin.push(chunk, encoding);
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

// What belongs to the process is not a worker's to change.
function patchProcess({ env, shareEnv }) {
  const { codes: { ERR_WORKER_UNSUPPORTED_OPERATION } } = require('internal/errors');
  if (!shareEnv) {
    const pairs = [];
    for (const { 0: key, 1: value } of Object.entries(env)) pairs.push(key, `${value}`);
    ops.op_process_env_use_copy(pairs);
  }
  const unavailable = (name) => {
    const fn = function() {
      throw new ERR_WORKER_UNSUPPORTED_OPERATION(`process.${name}()`);
    };
    fn.disabled = true;
    return fn;
  };
  for (const name of ['abort', 'chdir', 'send', 'disconnect', 'initgroups', 'setgroups', 'setegid', 'seteuid', 'setgid',
                      'setuid', '_startProfilerIdleNotifier', '_stopProfilerIdleNotifier', '_debugProcess',
                      '_debugEnd']) {
    if (name === 'send' || name === 'disconnect' || process[name] !== undefined) process[name] = unavailable(name);
  }
  const { umask } = process;
  process.umask = function(mask) {
    if (mask !== undefined) throw new ERR_WORKER_UNSUPPORTED_OPERATION('Setting process.umask()');
    return Reflect.apply(umask, process, []);
  };
  delete process.channel;
  delete process.connected;
}

// An exception that nobody took: the parent gets it, and the thread ends with code 1.
function reportError(error) {
  const { messageTypes } = require('internal/worker/stdio');
  const { serializeError } = require('internal/error_serdes');
  const canClone = (value) => {
    try {
      ops.op_messaging_structured_clone(value, undefined);
      return true;
    } catch {
      return false;
    }
  };
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
