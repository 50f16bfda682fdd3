// MessagePort and MessageChannel. https://nodejs.org/api/worker_threads.html#class-messageport
'use strict';

const { ERR_CONSTRUCT_CALL_INVALID, ERR_CONSTRUCT_CALL_REQUIRED } = require('internal/errors').codes;
const {
  Event,
  NodeEventTarget,
  defineEventHandler,
  initNodeEventTarget,
  kCreateEvent,
  kHybridDispatch,
  kNewListener,
  kRemoveListener,
} = require('internal/event_target');
const { customInspectSymbol, setOwnProperty } = require('internal/util');
const { readTransferArgument } = require('internal/worker/transfer_list');

const kCurrentlyReceivingPorts = Symbol.for('nodejs.internal.kCurrentlyReceivingPorts');
// The native port of a BroadcastChannel; undefined once the channel is closed.
const kBroadcastHandle = Symbol('kHandle');
// Of a port that stands for one in another context: what a message is given to.
const kMovedPort = Symbol('kMovedPort');
const kNoMessage = 0;
const kSentToItself = 2;

class MessagePortCloseEvent extends Event {
  constructor() {
    super('close');
  }
}

// Ports are made by native code, with the prototype of this function.
function MessagePort() {
  throw new ERR_CONSTRUCT_CALL_INVALID();
}

const proto = MessagePort.prototype;
Object.setPrototypeOf(MessagePort, NodeEventTarget);
Object.setPrototypeOf(proto, NodeEventTarget.prototype);

function method(name, value) {
  Object.defineProperty(proto, name, { __proto__: null, value, enumerable: true, configurable: true, writable: true });
}

method('postMessage', function postMessage(...args) {
  if (args.length === 0) ops.op_messaging_fail(kNoMessage, 0);
  const list = args.length > 1 ? readTransferArgument(args[1]) : undefined;
  // What is no object is refused like an object that is no port.
  const result = ops.op_messaging_post(Object(this), args[0], list);
  if (result === 0) return true;
  if (result === kSentToItself) {
    require('process').emitWarning(
      'The target port was posted to itself, and the communication channel was lost');
    ops.op_messaging_close(this);
  }
  return undefined;
});

method('start', function start() {
  ops.op_messaging_start(this);
});

method('ref', function ref() {
  ops.op_messaging_ref(this, true);
});

method('unref', function unref() {
  ops.op_messaging_ref(this, false);
});

method('hasRef', function hasRef() {
  return ops.op_messaging_ref_state(this) === 1;
});

defineEventHandler(proto, 'message');
defineEventHandler(proto, 'messageerror');

method('close', function close(cb) {
  if (typeof cb === 'function') this.once('close', cb);
  ops.op_messaging_close(this);
});

const originalCreateEvent = NodeEventTarget.prototype[kCreateEvent];
Object.defineProperty(proto, kCreateEvent, {
  __proto__: null,
  value: {
    [kCreateEvent](data, type) {
      if (type !== 'message' && type !== 'messageerror') return originalCreateEvent.call(this, data, type);
      const { MessageEvent } = require('web/message_event');
      const ports = this[kCurrentlyReceivingPorts] ?? [];
      this[kCurrentlyReceivingPorts] = undefined;
      return new MessageEvent(type, { data, ports });
    },
  }[kCreateEvent],
});

Object.defineProperty(proto, customInspectSymbol, {
  __proto__: null,
  enumerable: false,
  writable: false,
  value: function inspect() {
    if (!ops.op_messaging_is_port(this)) return this;
    const state = ops.op_messaging_ref_state(this);
    const shown = state === -1 ? { active: false } : { active: true, refed: state === 1 };
    return Object.assign({ __proto__: proto }, shown, this);
  },
});

// What a new port gets besides its native part.
function initPort(port) {
  const hooks = require('internal/async_hooks');
  if (hooks.initHooksExist()) {
    hooks.emitInit(hooks.newAsyncId(), 'MESSAGEPORT', hooks.getDefaultTriggerAsyncId(), port);
  }
  initNodeEventTarget(port);
  setupPortReferencing(port, port, 'message');
  setOwnProperty(port, kCurrentlyReceivingPorts, undefined);
}

// While `eventEmitter` has listeners of `eventName`, the port delivers and keeps the process alive.
function setupPortReferencing(port, eventEmitter, eventName) {
  function added(size) {
    if (size === 0) {
      port.ref();
      port.start();
    }
  }

  function removed(size) {
    if (size !== 0) return;
    port.unref();
    // What arrives now waits for the next listener.
    ops.op_messaging_stop(port);
  }

  eventEmitter.on('newListener', (name) => {
    if (name === eventName) added(eventEmitter.listenerCount(name));
  });
  eventEmitter.on('removeListener', (name) => {
    if (name === eventName) removed(eventEmitter.listenerCount(name));
  });

  const { [kNewListener]: newListener, [kRemoveListener]: removeListener } = eventEmitter;
  if (newListener === undefined) return;
  setOwnProperty(eventEmitter, kNewListener, (() => function(size, type, ...args) {
    if (type === eventName) added(size - 1);
    return newListener.call(this, size, type, ...args);
  })());
  setOwnProperty(eventEmitter, kRemoveListener, (() => function(size, type, ...args) {
    if (type === eventName) removed(size);
    return removeListener.call(this, size, type, ...args);
  })());
}

// Native code calls it with the port as `this`, once for each message.
function emitMessage(data, ports, type) {
  if (this[kMovedPort] !== undefined) {
    this[kMovedPort](data, ports, type);
    return;
  }
  this[kCurrentlyReceivingPorts] = ports;
  this[kHybridDispatch](data, type, undefined);
  this[kCurrentlyReceivingPorts] = undefined;
}

function emitClose() {
  this.dispatchEvent(new MessagePortCloseEvent());
}

function MessageChannel() {
  if (new.target === undefined) throw new ERR_CONSTRUCT_CALL_REQUIRED('MessageChannel');
  require('internal/worker/hooks');
  const ports = ops.op_messaging_channel();
  this.port1 = ports[0];
  this.port2 = ports[1];
}

module.exports = {
  MessageChannel,
  MessagePort,
  emitClose,
  emitMessage,
  initPort,
  kBroadcastHandle,
  kMovedPort,
  setupPortReferencing,
};
