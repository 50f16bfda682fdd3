// net.BoundSocket: an address that is reserved now and used later by a server or a socket.
// https://nodejs.org/docs/latest-v26.x/api/net.html#class-netboundsocket
'use strict';

const errors = require('internal/errors');
const {
  ERR_INVALID_ARG_VALUE,
  ERR_SOCKET_HANDLE_ADOPTED,
} = errors.codes;
const {
  validateBoolean,
  validateObject,
  validatePort,
  validateString,
} = require('internal/validators');
const { kEmptyObject } = require('internal/util');
const { isIP } = require('internal/net');
const {
  DEFAULT_IPV4_ADDR,
  DEFAULT_IPV6_ADDR,
  Pipe,
  PipeConstants,
  TCP,
  TCPConstants,
} = require('internal/net/handles');
const { kBoundSocketConsume, kBoundSocketPath } = require('internal/net/symbols');

function bindPipe(options) {
  for (const name of ['host', 'port', 'ipv6Only', 'reusePort']) {
    if (options[name] === undefined) continue;
    throw new ERR_INVALID_ARG_VALUE(
      'options', options, 'path is mutually exclusive with host, port, ipv6Only, and reusePort');
  }
  validateString(options.path, 'options.path');
  const handle = new Pipe(PipeConstants.SOCKET);
  const err = handle.bind(options.path);
  if (err) {
    handle.close();
    throw new errors.ErrnoException(err, 'bind');
  }
  return handle;
}

function bindTCP(options, address) {
  const port = validatePort(options.port ?? 0, 'options.port');
  const ipv6Only = options.ipv6Only ?? false;
  validateBoolean(ipv6Only, 'options.ipv6Only');
  const reusePort = options.reusePort ?? false;
  validateBoolean(reusePort, 'options.reusePort');

  let { host } = options;
  let family = ipv6Only ? 6 : 4;
  if (host === undefined || host === null) {
    host = ipv6Only ? DEFAULT_IPV6_ADDR : DEFAULT_IPV4_ADDR;
  } else {
    validateString(host, 'options.host');
    family = isIP(host);
    if (family === 0) {
      throw new ERR_INVALID_ARG_VALUE(
        'options.host', host,
        'must be a numeric IP address; net.BoundSocket does not perform DNS resolution');
    }
  }
  const flags = (ipv6Only ? TCPConstants.UV_TCP_IPV6ONLY : 0) | (reusePort ? TCPConstants.UV_TCP_REUSEPORT : 0);
  const handle = new TCP(TCPConstants.SOCKET);
  let err = family === 6 ? handle.bind6(host, port, flags) : handle.bind(host, port, flags);
  // An address in use is told by the next call only.
  if (err === 0) err = handle.getsockname(address);
  if (err) {
    handle.close();
    throw new errors.ExceptionWithHostPort(err, 'bind', host, port);
  }
  return handle;
}

class BoundSocket {
  #handle = null;
  #address = {};
  #path;

  constructor(options = kEmptyObject) {
    validateObject(options, 'options');
    if (options.path !== undefined) {
      this.#handle = bindPipe(options);
      this.#path = options.path;
    } else {
      this.#handle = bindTCP(options, this.#address);
    }
  }

  #owned() {
    if (this.#handle === null) throw new ERR_SOCKET_HANDLE_ADOPTED();
    return this.#handle;
  }

  address() {
    this.#owned();
    return this.#path ?? this.#address;
  }

  get [kBoundSocketPath]() {
    return this.#path;
  }

  fd() {
    return this.#owned().fd;
  }

  close() {
    this.#owned().close();
    this.#handle = null;
  }

  [Symbol.dispose]() {
    if (this.#handle !== null) this.close();
  }

  [kBoundSocketConsume]() {
    const handle = this.#owned();
    this.#handle = null;
    return handle;
  }

  get isPipe() {
    return this.#path !== undefined;
  }
}

module.exports = { BoundSocket };
