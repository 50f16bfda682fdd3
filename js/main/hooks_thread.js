// The thread of module.register: the program's threads send it what they want to resolve and load, and wait.
// https://nodejs.org/docs/latest-v26.x/api/module.html#asynchronous-customization-hooks
'use strict';

const process = require('process');

let port;
let lock;
// What was asked for and is not answered.
const working = new Set();

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
  working.add(id);
  // A hook that waits for nothing must not be kept alive by the port.
  port.unref();
  let answer;
  try {
    answer = { id, result: await hooks[method](...args) };
    if (method === 'register') answer.result = undefined;
  } catch (error) {
    answer = { id, error: serialize(error) };
  }
  working.delete(id);
  if (working.size === 0) port.ref();
  send(answer);
}

module.exports = {
  run: nameless(() => {
    const { receiveMessageOnPort } = require('internal/worker/io');
    require('internal/worker/hooks');
    port = ops.op_worker_take_port();
    const { message } = receiveMessageOnPort(port);
    ({ lock } = message);
    require('internal/worker/current').isInternalThread = true;
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
    // Nothing is left that could settle these hooks; the thread goes on for others.
    process.on('beforeExit', () => {
      if (working.size > 0) send({ neverSettled: [...working] });
      working.clear();
      port.ref();
    });
    const { load, resolve } = require('internal/modules/esm/async_hooks');
    require('internal/modules/esm/loader').getLoader().later = {
      __proto__: null, resolveLater: resolve, loadLater: load,
    };
    const preloads = require('internal/options').getOptionValue('--require');
    if (preloads.length > 0) require('internal/modules/cjs/loader').Module._preloadModules(preloads);
    port.on('message', handle);
    port.start();
  }),
};
