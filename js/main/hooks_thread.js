// The thread of module.register: the program's threads send it what they want to resolve and load, and wait.
// https://nodejs.org/docs/latest-v26.x/api/module.html#asynchronous-customization-hooks
'use strict';

const process = require('process');

// The exit code of a top-level await, or here a hook, that never settles.
const kUnsettled = 13;

let port;
let lock;
let working = 0;

const nameless = (fn) => fn;

function send(message) {
  try {
    port.postMessage(message);
  } catch (error) {
    // What a hook returned cannot be cloned.
    port.postMessage({ id: message.id, error: serialize(error) });
  }
  Atomics.add(lock, 0, 1);
  Atomics.notify(lock, 0);
}

function serialize(error) {
  const { serializeError } = require('internal/error_serdes');
  return serializeError(error, (value) => {
    try {
      ops.op_messaging_structured_clone(value, undefined);
      return true;
    } catch {
      return false;
    }
  });
}

async function handle({ id, method, args }) {
  const hooks = require('internal/modules/esm/async_hooks');
  working++;
  // A hook that waits for nothing must not be kept alive by the port.
  port.unref();
  let answer;
  try {
    answer = { id, result: await hooks[method](...args) };
    if (method === 'register') answer.result = undefined;
  } catch (error) {
    answer = { id, error: serialize(error) };
  }
  if (--working === 0) port.ref();
  send(answer);
}

module.exports = {
  run: nameless(() => {
    const { receiveMessageOnPort } = require('internal/worker/io');
    require('internal/worker/hooks');
    port = ops.op_worker_take_port();
    const { message } = receiveMessageOnPort(port);
    ({ lock } = message);
    const pairs = [];
    for (const { 0: key, 1: value } of Object.entries(message.env)) pairs.push(key, `${value}`);
    ops.op_process_env_use_copy(pairs);
    const { reallyExit } = process;
    process.reallyExit = function(code) {
      send({ exit: code });
      reallyExit(code);
    };
    require('internal/process/fatal').setFatalHandler((error, code) => {
      send({ fatal: serialize(error) });
      reallyExit(code);
    });
    process.on('beforeExit', () => {
      if (working > 0) process.reallyExit(kUnsettled);
    });
    port.on('message', handle);
    port.start();
  }),
};
