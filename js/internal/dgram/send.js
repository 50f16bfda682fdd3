// socket.send()
// https://nodejs.org/docs/latest-v26.x/api/dgram.html#socketsendmsg-offset-length-port-address-callback
'use strict';

const { Buffer } = require('buffer');
const { FastBuffer } = require('internal/buffer');
const {
  codes: {
    ERR_BUFFER_OUT_OF_BOUNDS,
    ERR_INVALID_ARG_TYPE,
    ERR_IP_BLOCKED,
    ERR_SOCKET_DGRAM_IS_CONNECTED,
  },
  ExceptionWithHostPort,
} = require('internal/errors');
const { defaultTriggerAsyncIdScope, symbols: { async_id_symbol } } = require('internal/async_hooks');
const { validateNumber, validatePort, validateString } = require('internal/validators');
const { isIP } = require('internal/net');
const { kStateSymbol } = require('internal/dgram');
const {
  BIND_STATE_BOUND,
  BIND_STATE_UNBOUND,
  CONNECT_STATE_CONNECTED,
  enqueue,
  healthCheck,
} = require('internal/dgram/state');
const process = require('process');

const dataTypes = ['Buffer', 'TypedArray', 'DataView', 'string'];

class SendWrap {}

function sliceBuffer(buffer, offset, length) {
  if (typeof buffer === 'string') {
    buffer = Buffer.from(buffer);
  } else if (!ArrayBuffer.isView(buffer)) {
    throw new ERR_INVALID_ARG_TYPE('buffer', dataTypes, buffer);
  }
  offset = offset >>> 0;
  length = length >>> 0;
  if (offset > buffer.byteLength) throw new ERR_BUFFER_OUT_OF_BOUNDS('offset');
  if (offset + length > buffer.byteLength) throw new ERR_BUFFER_OUT_OF_BOUNDS('length');
  return Buffer.from(buffer.buffer, buffer.byteOffset + offset, length);
}

// The list of buffers that `data` stands for.
function toList(data) {
  if (!Array.isArray(data)) {
    if (typeof data === 'string') return [Buffer.from(data)];
    if (!ArrayBuffer.isView(data)) throw new ERR_INVALID_ARG_TYPE('buffer', dataTypes, data);
    return [data];
  }
  return Array.from(data, (entry) => {
    if (typeof entry === 'string') return Buffer.from(entry);
    if (!ArrayBuffer.isView(entry)) throw new ERR_INVALID_ARG_TYPE('buffer list arguments', dataTypes, data);
    return Buffer.from(entry.buffer, entry.byteOffset, entry.byteLength);
  });
}

function afterSend(err, sent) {
  this.callback(err ? new ExceptionWithHostPort(err, 'send', this.address, this.port) : null, sent);
}

function doSend(ex, self, ip, list, address, port, callback) {
  const state = self[kStateSymbol];
  if (ex) {
    if (typeof callback === 'function') process.nextTick(callback, ex);
    else process.nextTick(() => self.emit('error', ex));
    return;
  }
  // It may have been closed meanwhile.
  if (!state.handle) return;
  if (ip && state.sendBlockList?.check(ip, `ipv${isIP(ip)}`)) {
    if (callback) process.nextTick(callback, new ERR_IP_BLOCKED(ip));
    return;
  }

  const req = new SendWrap();
  req.list = list;
  req.address = address;
  req.port = port;
  if (callback) {
    req.callback = callback;
    req.oncomplete = afterSend;
  }
  const result = port ?
    state.handle.send(req, list, list.length, port, ip, !!callback) :
    state.handle.send(req, list, list.length, !!callback);
  if (!callback) return;
  // Sent at once: the number of bytes + 1.
  if (result >= 1) process.nextTick(callback, null, result - 1);
  else if (result) process.nextTick(callback, new ExceptionWithHostPort(result, 'send', address, port));
}

// (buffer, offset, length, port, address, callback), without offset and length, and when the socket is connected
// without port and address.
function send(buffer, offset, length, port, address, callback) {
  const state = this[kStateSymbol];
  const connected = state.connectState === CONNECT_STATE_CONNECTED;
  if (!connected) {
    if (address || (port && typeof port !== 'function')) {
      buffer = sliceBuffer(buffer, offset, length);
    } else {
      callback = port;
      port = offset;
      address = length;
    }
  } else {
    if (typeof length === 'number') {
      buffer = sliceBuffer(buffer, offset, length);
      if (typeof port === 'function') {
        callback = port;
        port = null;
      }
    } else {
      callback = offset;
    }
    if (port || address) throw new ERR_SOCKET_DGRAM_IS_CONNECTED();
  }

  const list = toList(buffer);
  if (!connected) port = validatePort(port, 'Port', false);
  if (typeof callback !== 'function') callback = undefined;
  if (typeof address === 'function') {
    callback = address;
    address = undefined;
  } else if (address !== null && address !== undefined) {
    validateString(address, 'address');
  }

  healthCheck(this);
  if (state.bindState === BIND_STATE_UNBOUND) this.bind({ port: 0, exclusive: true }, null);
  if (list.length === 0) list.push(new FastBuffer());
  if (state.bindState !== BIND_STATE_BOUND) {
    enqueue(this, this.send.bind(this, list, port, address, callback));
    return;
  }

  const afterDns = (ex, ip) => {
    defaultTriggerAsyncIdScope(this[async_id_symbol], doSend, ex, this, ip, list, address, port, callback);
  };
  if (connected) afterDns(null, null);
  else state.handle.lookup(address, afterDns);
}

function sendto(buffer, offset, length, port, address, callback) {
  validateNumber(offset, 'offset');
  validateNumber(length, 'length');
  validateNumber(port, 'port');
  validateString(address, 'address');
  this.send(buffer, offset, length, port, address, callback);
}

module.exports = { send, sendto };
