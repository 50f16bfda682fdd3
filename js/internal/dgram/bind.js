// socket.bind() and socket.bindSync()
// https://nodejs.org/docs/latest-v26.x/api/dgram.html#socketbindport-address-callback
'use strict';

const EventEmitter = require('events');
const {
  codes: {
    ERR_INVALID_ARG_VALUE,
    ERR_INVALID_FD_TYPE,
    ERR_SOCKET_ALREADY_BOUND,
  },
  ErrnoException,
  ExceptionWithHostPort,
} = require('internal/errors');
const {
  isInt32,
  validateObject,
  validatePort,
  validateString,
} = require('internal/validators');
const { kEmptyObject } = require('internal/util');
const { isIP } = require('internal/net');
const { guessHandleType } = require('internal/net/handles');
const { constants, kStateSymbol } = require('internal/dgram');
const {
  BIND_STATE_BINDING,
  BIND_STATE_UNBOUND,
  healthCheck,
  replaceHandle,
  startListening,
  startReceiving,
} = require('internal/dgram/state');
const process = require('process');

const anyAddress = (socket) => (socket.type === 'udp4' ? '0.0.0.0' : '::');

function flagsOf(state) {
  return (state.reuseAddr ? constants.UV_UDP_REUSEADDR : 0) |
    (state.ipv6Only ? constants.UV_UDP_IPV6ONLY : 0) |
    (state.reusePort ? constants.UV_UDP_REUSEPORT : 0);
}

// Calls `cb` when the socket listens; forgets it when binding fails.
function onceListening(socket, cb) {
  function removeListeners() {
    socket.removeListener(EventEmitter.errorMonitor, removeListeners);
    socket.removeListener('listening', onListening);
  }
  function onListening() {
    removeListeners();
    cb.call(socket);
  }
  socket.on(EventEmitter.errorMonitor, removeListeners);
  socket.on('listening', onListening);
}

function failed(socket, ex) {
  socket[kStateSymbol].bindState = BIND_STATE_UNBOUND;
  socket.emit('error', ex);
}

// Gets the handle from the primary of the cluster.
function bindInCluster(socket, cluster, query, makeError) {
  cluster._getServer(socket, query, (err, handle) => {
    if (err) {
      failed(socket, makeError(err));
      return;
    }
    // It may have been closed meanwhile.
    if (!socket[kStateSymbol].handle) {
      handle.close();
      return;
    }
    replaceHandle(socket, handle);
    startListening(socket);
  });
}

function bindFd(socket, fd, exclusive) {
  const cluster = exclusive ? undefined : require('internal/net/listen').clusterOfWorker();
  if (cluster !== undefined) {
    const query = { address: null, port: null, addressType: socket.type, fd, flags: null };
    bindInCluster(socket, cluster, query, (err) => new ErrnoException(err, 'open'));
    return;
  }
  const type = guessHandleType(fd);
  if (type !== 'UDP') throw new ERR_INVALID_FD_TYPE(type);
  const err = socket[kStateSymbol].handle.open(fd);
  if (err) throw new ErrnoException(err, 'open');
  startListening(socket);
}

function bind(port_, address_ /* , callback */) {
  let port = port_;
  healthCheck(this);
  const state = this[kStateSymbol];
  if (state.bindState !== BIND_STATE_UNBOUND) throw new ERR_SOCKET_ALREADY_BOUND();
  state.bindState = BIND_STATE_BINDING;

  const cb = arguments.length && arguments[arguments.length - 1];
  if (typeof cb === 'function') onceListening(this, cb);

  const isObject = port !== null && typeof port === 'object';
  if (isObject && typeof port.recvStart === 'function') {
    replaceHandle(this, port);
    startListening(this);
    return this;
  }
  if (isObject && isInt32(port.fd) && port.fd > 0) {
    bindFd(this, port.fd, !!port.exclusive);
    return this;
  }

  let address;
  let exclusive = false;
  if (isObject) {
    address = port.address || '';
    exclusive = !!port.exclusive;
    port = port.port;
  } else {
    address = typeof address_ === 'function' ? '' : address_;
  }
  address ||= anyAddress(this);

  state.handle.lookup(address, (err, ip) => {
    // It may have been closed meanwhile.
    if (!state.handle) return;
    if (err) {
      failed(this, err);
      return;
    }
    if (state.reusePort) exclusive = true;
    const flags = flagsOf(state);
    const error = (number) => new ExceptionWithHostPort(number, 'bind', ip, port);
    const cluster = exclusive ? undefined : require('internal/net/listen').clusterOfWorker();
    if (cluster !== undefined) {
      bindInCluster(this, cluster, { address: ip, port, addressType: this.type, fd: -1, flags }, error);
      return;
    }
    const result = state.handle.bind(ip, port & 0xffff, flags);
    if (result) failed(this, error(result));
    else startListening(this);
  });
  return this;
}

function emitListeningNT(socket) {
  if (socket[kStateSymbol].handle) socket.emit('listening');
}

function bindSync(options = kEmptyObject) {
  healthCheck(this);
  validateObject(options, 'options');
  const state = this[kStateSymbol];
  if (state.bindState !== BIND_STATE_UNBOUND) throw new ERR_SOCKET_ALREADY_BOUND();

  const port = validatePort(options.port ?? 0, 'options.port');
  let { address } = options;
  if (!address) {
    address = anyAddress(this);
  } else {
    validateString(address, 'options.address');
    if (isIP(address) === 0) {
      throw new ERR_INVALID_ARG_VALUE(
        'options.address', address,
        'must be a numeric IP address; bindSync does not perform DNS resolution');
    }
  }

  state.bindState = BIND_STATE_BINDING;
  const err = state.handle.bind(address, port, flagsOf(state));
  if (err) {
    state.bindState = BIND_STATE_UNBOUND;
    throw new ExceptionWithHostPort(err, 'bind', address, port);
  }
  startReceiving(this);
  process.nextTick(emitListeningNT, this);
  return this.address();
}

module.exports = { bind, bindSync };
