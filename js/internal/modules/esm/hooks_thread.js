// The program's side of module.register: what it asks the thread of the hooks. An import waits for the answer as a
// promise does, everything else stops until the answer is there.
// https://nodejs.org/docs/latest-v26.x/api/module.html#asynchronous-customization-hooks
'use strict';

const { Promise, PromiseWithResolvers, SafeMap } = primordials;

const process = require('process');

const { Atomics, Int32Array, SharedArrayBuffer } = globalThis;

class HooksThread {
  #port;
  #lock = new Int32Array(new SharedArrayBuffer(4));
  #nextId = 0;
  #handle;
  // id -> {resolve, reject} of what was asked for without stopping.
  #waiting = new SafeMap();
  // The answer that the program has stopped for.
  #wantedId = 0;
  #wanted;

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

  #receive(message) {
    if (message.exit !== undefined) process.exit(message.exit);
    const { deserializeError } = require('internal/error_serdes');
    if (message.fatal !== undefined) throw deserializeError(message.fatal);
    if (message.neverSettled !== undefined) {
      for (let i = 0; i < message.neverSettled.length; i++) this.#abandon(message.neverSettled[i]);
      return;
    }
    if (message.id === this.#wantedId) {
      this.#wanted = message;
      return;
    }
    const waiting = this.#waiting.get(message.id);
    if (waiting === undefined) return;
    this.#settled(message.id);
    if (message.error === undefined) waiting.resolve(message.result);
    else waiting.reject(deserializeError(message.error));
  }

  // A promise that waits for such an answer stays as it is, and holds up nothing.
  #abandon(id) {
    if (id === this.#wantedId) {
      const { codes: { ERR_ASYNC_LOADER_REQUEST_NEVER_SETTLED } } = require('internal/errors');
      this.#wanted = { failure: new ERR_ASYNC_LOADER_REQUEST_NEVER_SETTLED() };
    } else {
      this.#settled(id);
    }
  }

  #settled(id) {
    this.#waiting.delete(id);
    if (this.#waiting.size === 0) this.#port.unref();
  }

  // Stops until the thread has answered.
  #ask(method, args, transferList) {
    const { receiveMessageOnPort } = require('internal/worker/io');
    const id = ++this.#nextId;
    this.#wantedId = id;
    this.#wanted = undefined;
    this.#port.postMessage({ id, method, args }, transferList);
    while (this.#wanted === undefined) {
      const seen = Atomics.load(this.#lock, 0);
      const received = receiveMessageOnPort(this.#port);
      if (received === undefined) Atomics.wait(this.#lock, 0, seen);
      else this.#receive(received.message);
    }
    const { result, error, failure } = this.#wanted;
    this.#wanted = undefined;
    if (failure !== undefined) throw failure;
    if (error !== undefined) throw require('internal/error_serdes').deserializeError(error);
    return result;
  }

  #askLater(method, args) {
    const id = ++this.#nextId;
    const { promise, resolve, reject } = PromiseWithResolvers(Promise);
    if (this.#waiting.size === 0) this.#listen();
    this.#waiting.set(id, { __proto__: null, resolve, reject });
    this.#port.postMessage({ id, method, args });
    return promise;
  }

  #isListening = false;
  #listen() {
    if (!this.#isListening) {
      this.#isListening = true;
      this.#port.on('message', (message) => this.#receive(message));
    }
    this.#port.ref();
  }

  resolve(specifier, { parentURL, importAttributes }) {
    return this.#ask('resolve', [specifier, parentURL, { ...importAttributes }]);
  }

  load(url, { format, importAttributes }) {
    return this.#ask('load', [url, format, { ...importAttributes }]);
  }

  resolveLater(specifier, parentURL, importAttributes) {
    return this.#askLater('resolve', [specifier, parentURL, { ...importAttributes }]);
  }

  loadLater(url, format, importAttributes) {
    return this.#askLater('load', [url, format, { ...importAttributes }]);
  }

  register(specifier, parentURL, data, transferList) {
    return this.#ask('register', [specifier, parentURL, data], transferList);
  }
}

// The thread of this program, made when the first hooks are registered.
function getHooksThread() {
  const loader = require('internal/modules/esm/loader').getLoader();
  if (loader.thread === undefined) {
    loader.thread = new HooksThread();
    loader.later = loader.thread;
  }
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
