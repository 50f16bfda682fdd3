// Datagram handles, and the state of a socket that several modules look at.
'use strict';

const { codes: { ERR_SOCKET_BAD_TYPE } } = require('internal/errors');
const { isInt32, validateFunction } = require('internal/validators');
const { addAsyncId, guessHandleType } = require('internal/net/handles');
const { uv: { UV_EINVAL } } = require('internal/net');
const { getOptionValue } = require('internal/options');

const { UDP } = ops;

const constants = { UV_UDP_IPV6ONLY: 1, UV_UDP_REUSEADDR: 4, UV_UDP_REUSEPORT: 64 };
const kStateSymbol = Symbol('state symbol');

addAsyncId(UDP.prototype);

// The handle knows how its names are looked up; an IPv6 one hides the difference of its methods.
function newHandle(type, lookup) {
  if (getOptionValue('--test-udp-no-try-send')) ops.op_net_udp_queue_sends();
  if (lookup === undefined) lookup = (...args) => require('dns').lookup(...args);
  else validateFunction(lookup, 'lookup');

  if (type === 'udp4') {
    const handle = new UDP();
    handle.lookup = (address, callback) => lookup(address || '127.0.0.1', 4, callback);
    return handle;
  }
  if (type === 'udp6') {
    const handle = new UDP();
    handle.lookup = (address, callback) => lookup(address || '::1', 6, callback);
    handle.bind = handle.bind6;
    handle.connect = handle.connect6;
    handle.send = handle.send6;
    return handle;
  }
  throw new ERR_SOCKET_BAD_TYPE();
}

// A bound handle, or a negative error number: what the primary of a cluster makes for its workers.
function _createSocketHandle(address, port, addressType, fd, flags) {
  const handle = newHandle(addressType);
  let err;
  if (isInt32(fd) && fd > 0) {
    err = guessHandleType(fd) === 'UDP' ? handle.open(fd) : UV_EINVAL;
  } else if (port || address) {
    err = handle.bind(address, port & 0xffff, flags);
  }
  if (err) {
    handle.close();
    return err;
  }
  return handle;
}

module.exports = { UDP, _createSocketHandle, constants, kStateSymbol, newHandle };
