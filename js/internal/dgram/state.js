// The life of a datagram socket: unbound, binding, bound; what waits until it is bound.
'use strict';

const EventEmitter = require('events');
const {
  codes: {
    ERR_SOCKET_BAD_BUFFER_SIZE,
    ERR_SOCKET_BUFFER_SIZE,
    ERR_SOCKET_DGRAM_NOT_RUNNING,
  },
  ErrnoException,
  uvErrmapGet,
} = require('internal/errors');
const { symbols: { owner_symbol } } = require('internal/async_hooks');
const { FastBuffer } = require('internal/buffer');
const { kStateSymbol } = require('internal/dgram');
const { uv: { UV_EINVAL } } = require('internal/net');

const BIND_STATE_UNBOUND = 0;
const BIND_STATE_BINDING = 1;
const BIND_STATE_BOUND = 2;

const CONNECT_STATE_DISCONNECTED = 0;
const CONNECT_STATE_CONNECTING = 1;
const CONNECT_STATE_CONNECTED = 2;

const RECV_BUFFER = true;
const SEND_BUFFER = false;

function healthCheck(socket) {
  if (!socket[kStateSymbol].handle) throw new ERR_SOCKET_DGRAM_NOT_RUNNING();
}

// Sets the size of a kernel buffer, or reads it for 0.
function bufferSize(socket, size, receive) {
  if (size >>> 0 !== size) throw new ERR_SOCKET_BAD_BUFFER_SIZE();
  const { handle } = socket[kStateSymbol];
  const result = size > 0x7fffffff ? UV_EINVAL : handle.bufferSize(size, receive);
  if (result >= 0) return result;
  const [code, message] = uvErrmapGet(result);
  throw new ERR_SOCKET_BUFFER_SIZE({
    errno: result,
    code,
    message,
    syscall: receive ? 'uv_recv_buffer_size' : 'uv_send_buffer_size',
  });
}

// `onmessage` of the handle.
function onMessage(nread, handle, arrayBuffer, rinfo) {
  const self = handle[owner_symbol];
  if (nread < 0) {
    self.emit('error', new ErrnoException(nread, 'recvmsg'));
    return;
  }
  if (self[kStateSymbol]?.receiveBlockList?.check(rinfo.address, rinfo.family.toLowerCase())) return;
  const buf = new FastBuffer(arrayBuffer);
  rinfo.size = buf.length;
  self.emit('message', buf, rinfo);
}

function startReceiving(socket) {
  const state = socket[kStateSymbol];
  state.handle.onmessage = onMessage;
  state.handle.recvStart();
  state.receiving = true;
  state.bindState = BIND_STATE_BOUND;
  if (state.recvBufferSize) bufferSize(socket, state.recvBufferSize, RECV_BUFFER);
  if (state.sendBufferSize) bufferSize(socket, state.sendBufferSize, SEND_BUFFER);
}

function startListening(socket) {
  startReceiving(socket);
  socket.emit('listening');
}

function stopReceiving(socket) {
  const state = socket[kStateSymbol];
  if (!state.receiving) return;
  state.handle.recvStop();
  state.receiving = false;
}

function replaceHandle(self, newHandle) {
  const state = self[kStateSymbol];
  const oldHandle = state.handle;
  newHandle.lookup = oldHandle.lookup;
  newHandle.bind = oldHandle.bind;
  newHandle.send = oldHandle.send;
  newHandle[owner_symbol] = self;
  state.handle.close();
  state.handle = newHandle;
}

function onListenSuccess() {
  this.removeListener(EventEmitter.errorMonitor, onListenError);
  const { queue } = this[kStateSymbol];
  this[kStateSymbol].queue = undefined;
  for (const entry of queue) entry();
}

function onListenError() {
  this.removeListener('listening', onListenSuccess);
  this[kStateSymbol].queue = undefined;
}

// Runs `entry` when the socket is bound.
function enqueue(self, entry) {
  const state = self[kStateSymbol];
  if (state.queue === undefined) {
    state.queue = [];
    self.once(EventEmitter.errorMonitor, onListenError);
    self.once('listening', onListenSuccess);
  }
  state.queue.push(entry);
}

module.exports = {
  BIND_STATE_BINDING,
  BIND_STATE_BOUND,
  BIND_STATE_UNBOUND,
  CONNECT_STATE_CONNECTED,
  CONNECT_STATE_CONNECTING,
  CONNECT_STATE_DISCONNECTED,
  RECV_BUFFER,
  SEND_BUFFER,
  bufferSize,
  enqueue,
  healthCheck,
  replaceHandle,
  startListening,
  startReceiving,
  stopReceiving,
};
