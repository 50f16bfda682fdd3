// The program's side of module.register: asks the thread of the hooks and waits for its answer.
// https://nodejs.org/docs/latest-v26.x/api/module.html#asynchronous-customization-hooks
'use strict';

const process = require('process');

const { Atomics, Int32Array, SharedArrayBuffer } = globalThis;

class HooksThread {
  #port;
  #lock = new Int32Array(new SharedArrayBuffer(4));
  #nextId = 0;
  #handle;

  constructor() {
    const { MessageChannel } = require('internal/worker/io');
    const { values } = require('internal/worker/exec_argv').threadOptions(undefined, undefined);
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.postMessage({ lock: this.#lock, env: { ...process.env } });
    this.#handle = new ops.Worker();
    this.#handle.threadName = 'HooksWorker';
    this.#handle.unref();
    this.#handle.start(JSON.stringify({
      main: 'hooks_thread',
      argv: process.argv,
      execArgv: process.execArgv,
      execPath: process.execPath,
      values,
    }), port2, 0, 0, 0, 0);
    this.#handle.unref();
  }

  #ask(method, args, transferList) {
    const { receiveMessageOnPort } = require('internal/worker/io');
    const id = ++this.#nextId;
    this.#port.postMessage({ id, method, args }, transferList);
    for (;;) {
      const seen = Atomics.load(this.#lock, 0);
      const received = receiveMessageOnPort(this.#port);
      if (received === undefined) {
        Atomics.wait(this.#lock, 0, seen);
        continue;
      }
      const { message } = received;
      if (message.exit !== undefined) process.exit(message.exit);
      const error = message.fatal ?? message.error;
      if (error !== undefined) throw require('internal/error_serdes').deserializeError(error);
      if (message.id === id) return message.result;
    }
  }

  resolve(specifier, { parentURL, importAttributes }) {
    return this.#ask('resolve', [specifier, parentURL, { ...importAttributes }]);
  }

  load(url, { format, importAttributes }) {
    return this.#ask('load', [url, format, { ...importAttributes }]);
  }

  register(specifier, parentURL, data, transferList) {
    return this.#ask('register', [specifier, parentURL, data], transferList);
  }
}

// The thread of this program, made when the first hooks are registered.
function getHooksThread() {
  const loader = require('internal/modules/esm/loader').getLoader();
  loader.thread ??= new HooksThread();
  return loader.thread;
}

// `--experimental-loader`: registered before the program starts.
function registerLoaders(specifiers) {
  const { pathToFileURL } = require('internal/url');
  const base = pathToFileURL(`${ops.op_process_cwd()}/`).href;
  process.emitWarning(
    '`--experimental-loader` may be removed in the future; instead use `register()`:\n' +
    `--import 'data:text/javascript,import { register } from "node:module"; ` +
    'import { pathToFileURL } from "node:url"; ' +
    `${specifiers.map((it) => `register(${JSON.stringify(it).replaceAll("'", '%27')}, pathToFileURL("./"))`).join('; ')};'`,
    'ExperimentalWarning');
  const thread = getHooksThread();
  for (const specifier of specifiers) thread.register(specifier, base, undefined);
}

module.exports = { getHooksThread, registerLoaders };
