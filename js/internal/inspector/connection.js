// A client's way to the domains of the inspector: V8's own, and those of the runtime, which are answered here.
// https://chromedevtools.github.io/devtools-protocol/v8/
'use strict';

const process = require('process');

// Domain -> the module that makes its agent for a connection: { command(params) -> result }.
const domains = {
  __proto__: null,
  NodeRuntime: 'internal/inspector/node_runtime',
  Network: 'internal/inspector/network',
  NodeTracing: 'internal/inspector/node_tracing',
  NodeWorker: 'internal/inspector/node_worker',
  DOMStorage: 'internal/inspector/dom_storage',
  IO: 'internal/inspector/network_resources',
  Storage: 'internal/inspector/storage',
  Target: 'internal/inspector/target',
};

const connections = new Set();

class Connection {
  #send;
  #native;
  #agents = { __proto__: null };
  #followsCalls = false;

  // Without `native` V8's own domains are asked elsewhere.
  constructor(send, native) {
    this.#send = send;
    this.#native = native;
    native?.listen(send);
    connections.add(this);
  }

  // The agent of a domain, which begins with the first question for it.
  agent(domain) {
    return this.#agents[domain] ??= require(domains[domain]).create(
      (method, params) => this.notify(method, params), this.#send);
  }

  // The answer comes before this returns, unless the command waits for something.
  dispatch(message) {
    if (message.sessionId !== undefined) {
      Object.getPrototypeOf(this.agent('Target')).forward(message);
      return;
    }
    const domain = message.method.slice(0, Math.max(message.method.indexOf('.'), 0));
    const id = domains[domain];
    if (id === undefined) {
      if (this.#native === undefined) {
        this.#answer(message.id, { error: { code: -32601, message: `'${message.method}' wasn't found` } });
        return;
      }
      this.#native.post(JSON.stringify(message));
      const isDepth = message.method === 'Debugger.setAsyncCallStackDepth';
      if (isDepth || message.method === 'Debugger.disable') this.#followCalls(isDepth && message.params?.maxDepth > 0);
      return;
    }
    const agent = this.agent(domain);
    const command = message.method.slice(domain.length + 1);
    if (!Object.hasOwn(agent, command)) {
      this.#answer(message.id, { error: { code: -32601, message: `'${message.method}' wasn't found` } });
      return;
    }
    try {
      this.#answer(message.id, { result: agent[command](message.params ?? {}) ?? {} });
    } catch (error) {
      this.#answer(message.id, { error: { code: error.protocolCode ?? -32000, message: error.message } });
    }
  }

  // Stacks with an asynchronous part need to know what was scheduled where.
  #followCalls(wanted) {
    if (wanted === this.#followsCalls) return;
    this.#followsCalls = wanted;
    require('internal/inspector_async_hook').want(this, wanted);
  }

  #answer(id, body) {
    this.#send(JSON.stringify({ id, ...body }));
  }

  notify(method, params) {
    this.#send(JSON.stringify(params === undefined ? { method } : { method, params }));
  }

  // For those who have turned the domain on.
  broadcast(domain, method, params) {
    if (this.#agents[domain]?.isEnabled()) this.notify(method, params);
  }

  disconnect() {
    connections.delete(this);
    this.#followCalls(false);
    for (const agent of Object.values(this.#agents)) agent.disable?.();
    this.#native?.close();
  }
}

let wrapped = false;

// What the program writes to its console is also told to V8's, which tells its clients.
function wrapConsole() {
  if (wrapped) return;
  wrapped = true;
  const { callConsole, v8Console } = require('internal/core');
  const { console } = globalThis;
  if (v8Console === undefined || console === v8Console || console === null || typeof console !== 'object') return;
  for (const key of Object.keys(v8Console)) {
    const own = console[key];
    if (typeof own !== 'function' || own === v8Console[key]) continue;
    // It is native: the place that a client sees is that of the call.
    const both = callConsole.bind(console, v8Console[key], own);
    Object.defineProperty(both, 'name', { __proto__: null, value: key });
    console[key] = both;
  }
}

function connect(send) {
  wrapConsole();
  return new Connection(send, new ops.V8Session());
}

// For a client elsewhere: only the domains that are answered here.
function connectForeign(send) {
  return new Connection(send, undefined);
}

// The inspector of the main thread, which answers for all domains itself.
function connectToMainThread(send) {
  const native = new ops.V8Session(0);
  native.listen(send);
  return {
    dispatch: (message) => native.post(JSON.stringify(message)),
    disconnect: () => native.close(),
  };
}

function broadcast(domain, method, params) {
  for (const connection of connections) connection.broadcast(domain, method, params);
}

process.on('exit', () => {
  for (const connection of connections) connection.broadcast('NodeRuntime', 'NodeRuntime.waitingForDisconnect');
});

module.exports = { broadcast, connect, connectForeign, connectToMainThread, wrapConsole };
