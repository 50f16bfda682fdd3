// dgram: UDP, https://nodejs.org/docs/latest-v26.x/api/dgram.html
'use strict';

const EventEmitter = require('events');
const {
  codes: {
    ERR_INVALID_ARG_TYPE,
    ERR_MISSING_ARGS,
    ERR_SOCKET_DGRAM_NOT_CONNECTED,
  },
  ErrnoException,
} = require('internal/errors');
const {
  defaultTriggerAsyncIdScope,
  symbols: { async_id_symbol, owner_symbol },
} = require('internal/async_hooks');
const {
  validateAbortSignal,
  validateNumber,
  validateString,
  validateUint32,
} = require('internal/validators');
const { _createSocketHandle, kStateSymbol, newHandle } = require('internal/dgram');
const {
  BIND_STATE_UNBOUND,
  CONNECT_STATE_CONNECTED,
  CONNECT_STATE_DISCONNECTED,
  RECV_BUFFER,
  SEND_BUFFER,
  bufferSize,
  healthCheck,
  stopReceiving,
} = require('internal/dgram/state');
const { bind, bindSync } = require('internal/dgram/bind');
const { connect, connectSync, disconnect } = require('internal/dgram/connect');
const { send, sendto } = require('internal/dgram/send');
const process = require('process');

const udpSocketChannel = require('diagnostics_channel').channel('udp.socket');

function blockListOption(options, name) {
  const list = options[name];
  if (!list) return undefined;
  if (!require('internal/blocklist').BlockList.isBlockList(list)) {
    throw new ERR_INVALID_ARG_TYPE(`options.${name}`, 'net.BlockList', list);
  }
  return list;
}

function addAbortSignal(socket, signal) {
  validateAbortSignal(signal, 'options.signal');
  const onAborted = () => {
    if (socket[kStateSymbol].handle) socket.close();
  };
  if (signal.aborted) {
    onAborted();
    return;
  }
  const { addAbortListener } = require('internal/events/abort_listener');
  const disposable = addAbortListener(signal, onAborted);
  socket.once('close', disposable[Symbol.dispose]);
}

function Socket(type, listener) {
  EventEmitter.call(this);
  let options;
  if (type !== null && typeof type === 'object') {
    options = type;
    type = options.type;
    if (options.recvBufferSize) validateUint32(options.recvBufferSize, 'options.recvBufferSize');
    if (options.sendBufferSize) validateUint32(options.sendBufferSize, 'options.sendBufferSize');
  }
  const receiveBlockList = options && blockListOption(options, 'receiveBlockList');
  const sendBlockList = options && blockListOption(options, 'sendBlockList');

  const handle = newHandle(type, options?.lookup);
  handle[owner_symbol] = this;
  this[async_id_symbol] = handle.getAsyncId();
  this.type = type;
  if (typeof listener === 'function') this.on('message', listener);

  this[kStateSymbol] = {
    handle,
    receiving: false,
    bindState: BIND_STATE_UNBOUND,
    connectState: CONNECT_STATE_DISCONNECTED,
    queue: undefined,
    reuseAddr: options?.reuseAddr,
    reusePort: options?.reusePort,
    ipv6Only: options?.ipv6Only,
    recvBufferSize: options?.recvBufferSize,
    sendBufferSize: options?.sendBufferSize,
    receiveBlockList,
    sendBlockList,
  };

  if (options?.signal !== undefined) addAbortSignal(this, options.signal);
  if (udpSocketChannel.hasSubscribers) udpSocketChannel.publish({ socket: this });
}
Object.setPrototypeOf(Socket.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Socket, EventEmitter);

function createSocket(type, listener) {
  return new Socket(type, listener);
}

Socket.prototype.bind = bind;
Socket.prototype.bindSync = bindSync;
Socket.prototype.connect = connect;
Socket.prototype.connectSync = connectSync;
Socket.prototype.disconnect = disconnect;
Socket.prototype.sendto = sendto;
Socket.prototype.send = send;

function socketCloseNT(self) {
  self.emit('close');
}

Socket.prototype.close = function(callback) {
  const state = this[kStateSymbol];
  if (typeof callback === 'function') this.on('close', callback);
  // What waits for the socket to be bound goes first.
  if (state.queue !== undefined) {
    state.queue.push(this.close.bind(this));
    return this;
  }
  healthCheck(this);
  stopReceiving(this);
  state.handle.close();
  state.handle = null;
  defaultTriggerAsyncIdScope(this[async_id_symbol], process.nextTick, socketCloseNT, this);
  return this;
};

Socket.prototype[Symbol.asyncDispose] = async function() {
  if (!this[kStateSymbol].handle) return;
  await require('internal/util').promisify(this.close).call(this);
};

Socket.prototype.address = function() {
  healthCheck(this);
  const out = {};
  const err = this[kStateSymbol].handle.getsockname(out);
  if (err) throw new ErrnoException(err, 'getsockname');
  return out;
};

Socket.prototype.remoteAddress = function() {
  healthCheck(this);
  const state = this[kStateSymbol];
  if (state.connectState !== CONNECT_STATE_CONNECTED) throw new ERR_SOCKET_DGRAM_NOT_CONNECTED();
  const out = {};
  const err = state.handle.getpeername(out);
  if (err) throw new ErrnoException(err, 'getpeername');
  return out;
};

// Throws what a method of the handle returned, if it was an error.
function check(err, syscall) {
  if (err) throw new ErrnoException(err, syscall);
}

Socket.prototype.setBroadcast = function(arg) {
  check(this[kStateSymbol].handle.setBroadcast(!!arg), 'setBroadcast');
};

Socket.prototype.setTTL = function(ttl) {
  validateNumber(ttl, 'ttl');
  check(this[kStateSymbol].handle.setTTL(ttl), 'setTTL');
  return ttl;
};

Socket.prototype.setMulticastTTL = function(ttl) {
  validateNumber(ttl, 'ttl');
  check(this[kStateSymbol].handle.setMulticastTTL(ttl), 'setMulticastTTL');
  return ttl;
};

Socket.prototype.setMulticastLoopback = function(arg) {
  check(this[kStateSymbol].handle.setMulticastLoopback(!!arg), 'setMulticastLoopback');
  return arg;
};

Socket.prototype.setMulticastInterface = function(interfaceAddress) {
  healthCheck(this);
  validateString(interfaceAddress, 'interfaceAddress');
  check(this[kStateSymbol].handle.setMulticastInterface(interfaceAddress), 'setMulticastInterface');
};

// The interface may be left out.
const optionalString = (value) => (value === undefined || value === null ? undefined : `${value}`);

Socket.prototype.addMembership = function(multicastAddress, interfaceAddress) {
  healthCheck(this);
  if (!multicastAddress) throw new ERR_MISSING_ARGS('multicastAddress');
  const { handle } = this[kStateSymbol];
  check(handle.addMembership(`${multicastAddress}`, optionalString(interfaceAddress)), 'addMembership');
};

Socket.prototype.dropMembership = function(multicastAddress, interfaceAddress) {
  healthCheck(this);
  if (!multicastAddress) throw new ERR_MISSING_ARGS('multicastAddress');
  const { handle } = this[kStateSymbol];
  check(handle.dropMembership(`${multicastAddress}`, optionalString(interfaceAddress)), 'dropMembership');
};

Socket.prototype.addSourceSpecificMembership = function(sourceAddress, groupAddress, interfaceAddress) {
  healthCheck(this);
  validateString(sourceAddress, 'sourceAddress');
  validateString(groupAddress, 'groupAddress');
  const { handle } = this[kStateSymbol];
  check(handle.addSourceSpecificMembership(sourceAddress, groupAddress, optionalString(interfaceAddress)),
        'addSourceSpecificMembership');
};

Socket.prototype.dropSourceSpecificMembership = function(sourceAddress, groupAddress, interfaceAddress) {
  healthCheck(this);
  validateString(sourceAddress, 'sourceAddress');
  validateString(groupAddress, 'groupAddress');
  const { handle } = this[kStateSymbol];
  check(handle.dropSourceSpecificMembership(sourceAddress, groupAddress, optionalString(interfaceAddress)),
        'dropSourceSpecificMembership');
};

Socket.prototype.ref = function() {
  this[kStateSymbol].handle?.ref();
  return this;
};

Socket.prototype.unref = function() {
  this[kStateSymbol].handle?.unref();
  return this;
};

Socket.prototype.setRecvBufferSize = function(size) {
  bufferSize(this, size, RECV_BUFFER);
};

Socket.prototype.setSendBufferSize = function(size) {
  bufferSize(this, size, SEND_BUFFER);
};

Socket.prototype.getRecvBufferSize = function() {
  return bufferSize(this, 0, RECV_BUFFER);
};

Socket.prototype.getSendBufferSize = function() {
  return bufferSize(this, 0, SEND_BUFFER);
};

Socket.prototype.getSendQueueSize = function() {
  return this[kStateSymbol].handle.getSendQueueSize();
};

Socket.prototype.getSendQueueCount = function() {
  return this[kStateSymbol].handle.getSendQueueCount();
};

module.exports = { _createSocketHandle, createSocket, Socket };
Object.defineProperty(module.exports, '_createSocketHandle', { __proto__: null, enumerable: false });
