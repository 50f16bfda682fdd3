// The native handle classes of sockets and what JS adds to them.
'use strict';

const {
  codes: { ERR_INVALID_FD_TYPE },
} = require('internal/errors');
const { newAsyncId, symbols: { async_id_symbol, owner_symbol } } = require('internal/async_hooks');
const { validateInt32 } = require('internal/validators');

const TCPConstants = { SOCKET: 0, SERVER: 1, UV_TCP_IPV6ONLY: 1, UV_TCP_REUSEPORT: 2 };
const PipeConstants = { SOCKET: 0, SERVER: 1, IPC: 2, UV_READABLE: 1, UV_WRITABLE: 2 };

const { TCP, Pipe } = ops;

class TCPConnectWrap {}
class PipeConnectWrap {}

// Each handle has an id for async hooks, made when it is first asked for.
function addAsyncId(prototype) {
  if (Object.hasOwn(prototype, 'getAsyncId')) return;
  Object.defineProperty(prototype, 'getAsyncId', {
    __proto__: null,
    configurable: true,
    writable: true,
    enumerable: false,
    value: function getAsyncId() {
      const known = this[async_id_symbol];
      if (known !== undefined) return known;
      const id = newAsyncId();
      Object.defineProperty(this, async_id_symbol, { __proto__: null, value: id });
      return id;
    },
  });
}
addAsyncId(Object.getPrototypeOf(TCP.prototype));

function getNewAsyncId(handle) {
  return !handle || typeof handle.getAsyncId !== 'function' ? newAsyncId() : handle.getAsyncId();
}

function guessHandleType(fd) {
  return ops.op_net_guess_handle_type(fd);
}

// The handle for a descriptor: a pipe or a TCP socket.
function createHandle(fd, isServer) {
  validateInt32(fd, 'fd', 0);
  const type = guessHandleType(fd);
  if (type === 'PIPE') return new Pipe(isServer ? PipeConstants.SERVER : PipeConstants.SOCKET);
  if (type === 'TCP') return new TCP(isServer ? TCPConstants.SERVER : TCPConstants.SOCKET);
  throw new ERR_INVALID_FD_TYPE(type);
}

// The open handles for process.getActiveResourcesInfo() and process._getActiveHandles(), which gives their owners.
require('internal/process/active_resources').addProvider({
  names: () => ops.op_net_active_handles().filter((entry, i) => i % 2 === 0),
  handles: () => ops.op_net_active_handles().filter((entry, i) => i % 2 === 1).map(
    (handle) => handle[owner_symbol] ?? handle),
});

module.exports = {
  DEFAULT_IPV4_ADDR: '0.0.0.0',
  DEFAULT_IPV6_ADDR: '::',
  Pipe,
  PipeConnectWrap,
  PipeConstants,
  TCP,
  TCPConnectWrap,
  TCPConstants,
  addAsyncId,
  createHandle,
  getNewAsyncId,
  guessHandleType,
};
