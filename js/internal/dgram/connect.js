// socket.connect(), socket.connectSync() and socket.disconnect()
// https://nodejs.org/docs/latest-v26.x/api/dgram.html#socketconnectport-address-callback
'use strict';

const {
  codes: {
    ERR_INVALID_ARG_VALUE,
    ERR_IP_BLOCKED,
    ERR_SOCKET_ALREADY_BOUND,
    ERR_SOCKET_DGRAM_IS_CONNECTED,
    ERR_SOCKET_DGRAM_NOT_CONNECTED,
  },
  ErrnoException,
  ExceptionWithHostPort,
} = require('internal/errors');
const { defaultTriggerAsyncIdScope, symbols: { async_id_symbol } } = require('internal/async_hooks');
const { validatePort, validateString } = require('internal/validators');
const { isIP } = require('internal/net');
const { kStateSymbol } = require('internal/dgram');
const {
  BIND_STATE_BOUND,
  BIND_STATE_UNBOUND,
  CONNECT_STATE_CONNECTED,
  CONNECT_STATE_CONNECTING,
  CONNECT_STATE_DISCONNECTED,
  enqueue,
  healthCheck,
} = require('internal/dgram/state');
const process = require('process');

function connectIp(state, ip, address, port) {
  if (state.sendBlockList?.check(ip, `ipv${isIP(ip)}`)) return new ERR_IP_BLOCKED(ip);
  const err = state.handle.connect(ip, port);
  return err ? new ExceptionWithHostPort(err, 'connect', address, port) : undefined;
}

function doConnect(ex, self, ip, address, port, callback) {
  const state = self[kStateSymbol];
  if (!state.handle) return;
  ex ||= connectIp(state, ip, address, port);
  if (ex) {
    state.connectState = CONNECT_STATE_DISCONNECTED;
    process.nextTick(() => {
      if (callback) {
        self.removeListener('connect', callback);
        callback(ex);
      } else {
        self.emit('error', ex);
      }
    });
    return;
  }
  state.connectState = CONNECT_STATE_CONNECTED;
  process.nextTick(() => self.emit('connect'));
}

function lookupAndConnect(self, port, address, callback) {
  if (callback) self.once('connect', callback);
  self[kStateSymbol].handle.lookup(address, (ex, ip) => {
    defaultTriggerAsyncIdScope(self[async_id_symbol], doConnect, ex, self, ip, address, port, callback);
  });
}

function connect(port, address, callback) {
  port = validatePort(port, 'Port', false);
  if (typeof address === 'function') {
    callback = address;
    address = '';
  } else if (address === undefined) {
    address = '';
  }
  validateString(address, 'address');

  const state = this[kStateSymbol];
  if (state.connectState !== CONNECT_STATE_DISCONNECTED) throw new ERR_SOCKET_DGRAM_IS_CONNECTED();
  state.connectState = CONNECT_STATE_CONNECTING;
  if (state.bindState === BIND_STATE_UNBOUND) this.bind({ port: 0, exclusive: true }, null);
  if (state.bindState !== BIND_STATE_BOUND) {
    enqueue(this, () => lookupAndConnect(this, port, address, callback));
    return;
  }
  lookupAndConnect(this, port, address, callback);
}

function emitConnectNT(socket) {
  if (socket[kStateSymbol].handle) socket.emit('connect');
}

function connectSync(port, address) {
  healthCheck(this);
  port = validatePort(port, 'Port', false);
  const state = this[kStateSymbol];
  if (state.connectState !== CONNECT_STATE_DISCONNECTED) throw new ERR_SOCKET_DGRAM_IS_CONNECTED();

  if (address === undefined || address === null || address === '') {
    address = this.type === 'udp4' ? '127.0.0.1' : '::1';
  } else {
    validateString(address, 'address');
    if (isIP(address) === 0) {
      throw new ERR_INVALID_ARG_VALUE(
        'address', address,
        'must be a numeric IP address; connectSync does not perform DNS resolution');
    }
  }

  if (state.bindState === BIND_STATE_UNBOUND) this.bindSync();
  else if (state.bindState !== BIND_STATE_BOUND) throw new ERR_SOCKET_ALREADY_BOUND();

  const ex = connectIp(state, address, address, port);
  if (ex) throw ex;
  state.connectState = CONNECT_STATE_CONNECTED;
  process.nextTick(emitConnectNT, this);
}

function disconnect() {
  const state = this[kStateSymbol];
  if (state.connectState !== CONNECT_STATE_CONNECTED) throw new ERR_SOCKET_DGRAM_NOT_CONNECTED();
  const err = state.handle.disconnect();
  if (err) throw new ErrnoException(err, 'connect');
  state.connectState = CONNECT_STATE_DISCONNECTED;
}

module.exports = { connect, connectSync, disconnect };
