// A client's way to the domains of the inspector: V8's own, and those of the runtime, which are answered here.
// https://chromedevtools.github.io/devtools-protocol/v8/
'use strict';

const process = require('process');

// Domain -> the module that makes its agent for a connection: { command(params) -> result }.
const domains = {
  __proto__: null,
  NodeRuntime: 'internal/inspector/node_runtime',
  Network: 'internal/inspector/network',
  DOMStorage: 'internal/inspector/dom_storage',
};

const connections = new Set();

class Connection {
  #send;
  #native = new ops.V8Session();
  #agents = { __proto__: null };

  constructor(send) {
    this.#send = send;
    this.#native.listen(send);
    connections.add(this);
  }

  // The answer comes before this returns, unless the command waits for something.
  dispatch(message) {
    const domain = message.method.slice(0, Math.max(message.method.indexOf('.'), 0));
    const id = domains[domain];
    if (id === undefined) {
      this.#native.post(JSON.stringify(message));
      return;
    }
    const agent = this.#agents[domain] ??= require(id).create((method, params) => this.notify(method, params));
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
    for (const agent of Object.values(this.#agents)) agent.disable?.();
    this.#native.close();
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
  return new Connection(send);
}

function broadcast(domain, method, params) {
  for (const connection of connections) connection.broadcast(domain, method, params);
}

process.on('exit', () => {
  for (const connection of connections) connection.broadcast('NodeRuntime', 'NodeRuntime.waitingForDisconnect');
});

module.exports = { broadcast, connect, wrapConsole };
