// moveMessagePortToContext(): a port whose class, methods and messages are of another context of `node:vm`.
// https://nodejs.org/api/worker_threads.html#worker_threadsmovemessageporttocontextport-contextifiedsandbox
//
// An ordinary port, which no program sees, stands behind an object of that context.
'use strict';

const { codes: { ERR_CLOSED_MESSAGE_PORT } } = require('internal/errors');
const { kMovedPort } = require('internal/worker/message_port');
const { movedPorts } = require('internal/worker/io');
const { markTransferMode } = require('internal/worker/js_transferable');

// The numbers of the failures in ops/messaging/error.rs.
const kNoPort = 3;
const kBadContext = 4;

// Runs in the other context, so that all it makes is of there. `natives` are functions of this one, which it does not
// let out.
function inContext(natives, portOf) {
  const { TypeError: ContextTypeError } = globalThis;
  const codes = { __proto__: null, DataCloneError: 25, InvalidStateError: 11 };

  class DOMException extends Error {
    #name;

    constructor(message, name) {
      super(message);
      this.#name = name;
    }

    get name() {
      return this.#name;
    }

    get code() {
      return codes[this.#name] ?? 0;
    }
  }

  // What was thrown outside, as an error of this context.
  function guarded(native, port, args) {
    try {
      return native(port, args);
    } catch (error) {
      const { name, code, message } = error;
      if (typeof code === 'number') throw new DOMException(`${message}`, `${name}`);
      const own = name === 'TypeError' ? new ContextTypeError(`${message}`) : new Error(`${message}`);
      if (typeof code === 'string') own.code = code;
      throw own;
    }
  }

  class MessagePort {
    constructor() {
      throw new ContextTypeError('Illegal constructor');
    }
  }
  const { prototype } = MessagePort;
  const method = (native) => ({
    value(...args) {
      const port = portOf(this);
      if (port === undefined) throw new ContextTypeError('Illegal invocation');
      return guarded(native, port, args);
    },
  }.value);
  for (const name in natives) {
    const value = method(natives[name]);
    Object.defineProperty(value, 'name', { value: name, configurable: true });
    Object.defineProperty(prototype, name, { value, writable: true, enumerable: true, configurable: true });
  }

  class MessageEvent {
    constructor(data, target, type, ports) {
      this.data = data;
      this.target = target;
      this.type = type;
      this.ports = ports;
    }
  }

  return {
    create: () => Object.create(prototype),
    deliver(wrapper, data, ports, type) {
      const handler = wrapper[`on${type}`];
      if (typeof handler === 'function') handler.call(wrapper, new MessageEvent(data, wrapper, type, [...ports]));
    },
    // A function of this context that calls one of the other.
    wrap: (callback) => (port) => callback(port),
  };
}

const natives = {
  __proto__: null,
  postMessage: (port, args) => port.postMessage(...args),
  start: (port) => port.start(),
  close: (port) => port.close(),
  ref: (port) => port.ref(),
  unref: (port) => port.unref(),
  hasRef: (port) => port.hasRef(),
};

// What inContext() answered, by the object of the context.
const contexts = new WeakMap();

function realmOf(context) {
  let realm = contexts.get(context);
  if (realm === undefined) {
    const run = require('vm').runInContext(`(${inContext})`, context, {
      filename: 'node:internal/per_context/messageport',
    });
    realm = run(natives, (wrapper) => movedPorts.get(wrapper));
    realm.factory = realm.wrap((port) => wrap(port, realm));
    contexts.set(context, realm);
  }
  return realm;
}

function wrap(port, realm) {
  const wrapper = realm.create();
  movedPorts.set(wrapper, port);
  markTransferMode(wrapper, false, false);
  port[kMovedPort] = (data, ports, type) => realm.deliver(wrapper, data, ports, type);
  ops.op_messaging_move(port, realm.factory);
  return wrapper;
}

function move(port, context) {
  const native = movedPorts.get(port) ?? port;
  if (!ops.op_messaging_is_port(native)) ops.op_messaging_fail(kNoPort, 0);
  if (!ops.op_messaging_is_open(native)) throw new ERR_CLOSED_MESSAGE_PORT();
  if (context === null || typeof context !== 'object' || !require('vm').isContext(context)) {
    ops.op_messaging_fail(kBadContext, 0);
  }
  const realm = realmOf(context);
  return wrap(ops.op_messaging_structured_clone(native, [native]), realm);
}

module.exports = { move };
