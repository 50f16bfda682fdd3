// How a socket connects: by path, by address, or by name with one attempt after the other ("happy eyeballs").
// https://nodejs.org/docs/latest-v26.x/api/net.html#socketconnectoptions-connectlistener
'use strict';

const errors = require('internal/errors');
const {
  codes: {
    ERR_INVALID_ADDRESS_FAMILY,
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_IP_ADDRESS,
    ERR_IP_BLOCKED,
    ERR_SOCKET_CONNECTION_TIMEOUT,
  },
  NodeAggregateError,
} = errors;
const {
  defaultTriggerAsyncIdScope,
  symbols: { async_id_symbol, owner_symbol },
} = require('internal/async_hooks');
const {
  validateBoolean,
  validateFunction,
  validateInt32,
  validateNumber,
  validatePort,
  validateString,
} = require('internal/validators');
const { kTimeout } = require('internal/timers');
const { isIP, uv: { UV_EADDRINUSE, UV_ECANCELED, UV_ETIMEDOUT } } = require('internal/net');
const {
  DEFAULT_IPV4_ADDR,
  DEFAULT_IPV6_ADDR,
  PipeConnectWrap,
  TCP,
  TCPConnectWrap,
  TCPConstants,
} = require('internal/net/handles');
const {
  MINIMUM,
  getDefaultAutoSelectFamily,
  getDefaultAutoSelectFamilyAttemptTimeout,
} = require('internal/net/auto_select_family');
const perf = require('internal/perf/if_loaded');
const {
  kPerfHooksNetConnectContext,
  kReinitializeHandle,
  kSetKeepAlive,
  kSetKeepAliveCount,
  kSetKeepAliveInitialDelay,
  kSetKeepAliveInterval,
  kSetNoDelay,
  kSetTOS,
} = require('internal/net/symbols');

const lazy = {
  __proto__: null,
  get process() { return require('process'); },
  get timers() { return require('timers'); },
};

function connectErrorNT(self, err) {
  self.destroy(err);
}

function failLater(self, err) {
  lazy.process.nextTick(connectErrorNT, self, err);
}

// Whether the port that was asked for is really ours: an address in use is told late.
function checkBindError(err, port, handle) {
  if (err === 0 && port > 0 && handle.getsockname) {
    const out = {};
    err = handle.getsockname(out);
    if (err === 0 && port !== out.port) err = UV_EADDRINUSE;
  }
  return err;
}

// Binds the local side. Gives the error and the address that was meant.
function bindLocal(handle, addressType, localAddress, localPort, flags) {
  let err;
  if (addressType === 4) {
    localAddress ||= DEFAULT_IPV4_ADDR;
    err = handle.bind(localAddress, localPort ?? 0, flags);
  } else {
    localAddress ||= DEFAULT_IPV6_ADDR;
    err = handle.bind6(localAddress, localPort ?? 0, flags);
  }
  return { err: checkBindError(err, localPort, handle), localAddress };
}

function connectException(status, req) {
  let details;
  if (req.localAddress && req.localPort) details = `${req.localAddress}:${req.localPort}`;
  const ex = new errors.ExceptionWithHostPort(status, 'connect', req.address, req.port, details);
  if (details) {
    ex.localAddress = req.localAddress;
    ex.localPort = req.localPort;
  }
  return ex;
}

// The error of a connect that failed before it began.
function immediateException(self, err, address, port) {
  const name = self._getsockname();
  return new errors.ExceptionWithHostPort(err, 'connect', address, port, `${name.address}:${name.port}`);
}

function makeRequest(oncomplete, address, port, addressType, localAddress, localPort) {
  const req = new TCPConnectWrap();
  req.oncomplete = oncomplete;
  req.address = address;
  req.port = port;
  req.localAddress = localAddress;
  req.localPort = localPort;
  req.addressType = addressType;
  return req;
}

function start(self, req) {
  return req.addressType === 4 ?
    self._handle.connect(req, req.address, req.port) :
    self._handle.connect6(req, req.address, req.port);
}

function observe(self, host, port) {
  if (!perf.hasObserver('net')) return;
  perf.startPerf(self, kPerfHooksNetConnectContext, { type: 'net', name: 'connect', detail: { host, port } });
}

function internalConnect(self, address, port, addressType, localAddress, localPort, flags) {
  let err;
  if (localAddress || localPort) {
    const bound = bindLocal(self._handle, addressType, localAddress, localPort, flags);
    if (bound.err) {
      self.destroy(new errors.ExceptionWithHostPort(bound.err, 'bind', bound.localAddress, localPort));
      return;
    }
    localAddress = bound.localAddress;
  }

  const isIPConnect = addressType === 6 || addressType === 4;
  if (isIPConnect) {
    if (self.blockList?.check(address, `ipv${addressType}`)) {
      self.destroy(new ERR_IP_BLOCKED(address));
      return;
    }
    const req = makeRequest(afterConnect, address, port, addressType, localAddress, localPort);
    self.emit('connectionAttempt', address, port, addressType);
    // The listener may have ended it.
    if (!self._handle) return;
    err = start(self, req);
  } else {
    const req = new PipeConnectWrap();
    req.address = address;
    req.oncomplete = afterConnect;
    self.emit('connectionAttempt', address, port, addressType);
    if (!self._handle) return;
    err = self._handle.connect(req, address);
  }

  if (err) {
    const ex = immediateException(self, err, address, port);
    self.emit('connectionAttemptFailed', address, port, addressType, ex);
    self.destroy(ex);
  } else if (isIPConnect) {
    observe(self, address, port);
  }
}

// Notes a failed attempt and goes on with the next one.
function attemptFailed(context, address, port, family, ex) {
  context.errors.push(ex);
  context.socket.emit('connectionAttemptFailed', address, port, family, ex);
}

function internalConnectMultiple(context, canceled) {
  lazy.timers.clearTimeout(context[kTimeout]);
  const self = context.socket;

  if (canceled || context.current === context.addresses.length) {
    self.destroy(context.errors.length === 0 ?
      new ERR_SOCKET_CONNECTION_TIMEOUT() :
      new NodeAggregateError(context.errors));
    return;
  }

  const current = context.current++;
  if (current > 0) self[kReinitializeHandle](new TCP(TCPConstants.SOCKET));

  const { localPort, port, flags } = context;
  const { address, family } = context.addresses[current];
  let localAddress;
  if (localPort) {
    const bound = bindLocal(self._handle, family, undefined, localPort, flags);
    localAddress = bound.localAddress;
    if (bound.err) {
      context.errors.push(new errors.ExceptionWithHostPort(bound.err, 'bind', localAddress, localPort));
      internalConnectMultiple(context);
      return;
    }
  }

  if (self.blockList?.check(address, `ipv${family}`)) {
    attemptFailed(context, address, port, family, new ERR_IP_BLOCKED(address));
    internalConnectMultiple(context);
    return;
  }

  const oncomplete = afterConnectMultiple.bind(undefined, context, current);
  const req = makeRequest(oncomplete, address, port, family, localAddress, localPort);
  self.autoSelectFamilyAttemptedAddresses.push(`${address}:${port}`);
  self.emit('connectionAttempt', address, port, family);
  if (!self._handle) return;
  const err = start(self, req);
  if (err) {
    attemptFailed(context, address, port, family, immediateException(self, err, address, port));
    internalConnectMultiple(context);
    return;
  }

  if (current < context.addresses.length - 1) {
    context[kTimeout] =
      lazy.timers.setTimeout(internalConnectMultipleTimeout, context.timeout, context, req, self._handle);
  }
}

function internalConnectMultipleTimeout(context, req, handle) {
  context.socket.emit('connectionAttemptTimeout', req.address, req.port, req.addressType);
  req.oncomplete = undefined;
  context.errors.push(connectException(UV_ETIMEDOUT, req));
  handle.close();
  if (context.socket.connecting) internalConnectMultiple(context);
}

function afterConnectMultiple(context, current, status, handle, req, readable, writable) {
  lazy.timers.clearTimeout(context[kTimeout]);

  // An attempt that was given up has connected after all.
  if (status === 0 && current !== context.current - 1) {
    handle.close();
    return;
  }

  const self = context.socket;
  if (status !== 0) {
    attemptFailed(context, req.address, req.port, req.addressType, connectException(status, req));
    if (self.connecting) internalConnectMultiple(context, status === UV_ECANCELED);
    return;
  }
  observe(self, req.address, req.port);
  afterConnect(status, self._handle, req, readable, writable);
}

function applyOptions(self) {
  const handle = self._handle;
  if (self[kSetNoDelay] && handle.setNoDelay) handle.setNoDelay(true);
  if (self[kSetKeepAlive] && handle.setKeepAlive) {
    handle.setKeepAlive(
      true, self[kSetKeepAliveInitialDelay], self[kSetKeepAliveInterval], self[kSetKeepAliveCount]);
  }
  if (self[kSetTOS] !== undefined && handle.setTypeOfService) handle.setTypeOfService(self[kSetTOS]);
}

function afterConnect(status, handle, req, readable, writable) {
  const self = handle[owner_symbol];
  // It may have been destroyed meanwhile.
  if (self.destroyed) return;

  self.connecting = false;
  self._sockname = null;

  if (status !== 0) {
    const ex = connectException(status, req);
    self.emit('connectionAttemptFailed', req.address, req.port, req.addressType, ex);
    self.destroy(ex);
    return;
  }

  if (self.readable && !readable) {
    self.push(null);
    self.read();
  }
  if (self.writable && !writable) self.end();
  self._unrefTimer();
  applyOptions(self);

  self.emit('connect');
  self.emit('ready');

  // Starts reading, without taking bytes.
  if (readable && !self.isPaused()) self.read(0);
  if (self[kPerfHooksNetConnectContext] && perf.hasObserver('net')) perf.stopPerf(self, kPerfHooksNetConnectContext);
}

function socketToDnsFamily(family) {
  switch (family) {
    case 'IPv4':
      return 4;
    case 'IPv6':
      return 6;
    default:
      return family;
  }
}

function checkLookupOptions(options) {
  let { port, autoSelectFamily, autoSelectFamilyAttemptTimeout: timeout } = options;
  const { localAddress, localPort } = options;
  if (localAddress && !isIP(localAddress)) throw new ERR_INVALID_IP_ADDRESS(localAddress);
  if (localPort) validateNumber(localPort, 'options.localPort');
  if (typeof port !== 'undefined') {
    if (typeof port !== 'number' && typeof port !== 'string') {
      throw new ERR_INVALID_ARG_TYPE('options.port', ['number', 'string'], port);
    }
    validatePort(port);
  }
  port |= 0;
  if (autoSelectFamily != null) validateBoolean(autoSelectFamily, 'options.autoSelectFamily');
  else autoSelectFamily = getDefaultAutoSelectFamily();
  if (timeout != null) {
    validateInt32(timeout, 'options.autoSelectFamilyAttemptTimeout', 1);
    timeout = Math.max(timeout, MINIMUM);
  } else {
    timeout = getDefaultAutoSelectFamilyAttemptTimeout();
  }
  return { port, autoSelectFamily, timeout };
}

function lookupAndConnect(self, options) {
  const { localAddress, localPort } = options;
  const host = options.host || 'localhost';
  validateString(host, 'options.host');
  const { port, autoSelectFamily, timeout } = checkLookupOptions(options);

  const addressType = isIP(host);
  if (addressType) {
    defaultTriggerAsyncIdScope(self[async_id_symbol], lazy.process.nextTick, () => {
      if (!self.connecting) return;
      defaultTriggerAsyncIdScope(
        self[async_id_symbol], internalConnect, self, host, port, addressType, localAddress, localPort);
    });
    return;
  }

  if (options.lookup != null) validateFunction(options.lookup, 'options.lookup');
  const dns = require('dns');
  const dnsopts = { family: socketToDnsFamily(options.family), hints: options.hints || 0 };
  if (dnsopts.family !== 4 && dnsopts.family !== 6 && dnsopts.hints === 0) dnsopts.hints = dns.ADDRCONFIG;
  self._host = host;
  const lookup = options.lookup || dns.lookup;

  if (autoSelectFamily && dnsopts.family !== 4 && dnsopts.family !== 6 && !localAddress) {
    dnsopts.all = true;
    lookupAndConnectMultiple(self, lookup, host, options, dnsopts, port, localAddress, localPort, timeout);
    return;
  }

  defaultTriggerAsyncIdScope(self[async_id_symbol], lookup, host, dnsopts, function emitLookup(err, ip, family) {
    self.emit('lookup', err, ip, family, host);
    if (!self.connecting) return;
    if (err) {
      failLater(self, err);
    } else if (typeof ip !== 'string' || !isIP(ip)) {
      failLater(self, new ERR_INVALID_IP_ADDRESS(ip));
    } else if (family !== 4 && family !== 6) {
      failLater(self, new ERR_INVALID_ADDRESS_FAMILY(family, options.host, options.port));
    } else {
      self._unrefTimer();
      defaultTriggerAsyncIdScope(
        self[async_id_symbol], internalConnect, self, ip, port, family, localAddress, localPort);
    }
  });
}

// The valid addresses, each once, alternating between the families; the family of the first one leads.
// `undefined` when the socket was destroyed by a `lookup` listener.
function sortAddresses(self, addresses, host) {
  const groups = new Map();
  for (const entry of addresses) {
    const { address: ip, family } = entry;
    self.emit('lookup', null, ip, family, host);
    if (!self.connecting) return undefined;
    if (!isIP(ip) || (family !== 4 && family !== 6)) continue;
    if (groups.size === 0) groups.set(family, []).set(family === 6 ? 4 : 6, []);
    const group = groups.get(family);
    if (!group.some((known) => known.address === ip)) group.push(entry);
  }
  const [first = [], second = []] = groups.values();
  const sorted = [];
  for (let i = 0; i < Math.max(first.length, second.length); i++) {
    if (i < first.length) sorted.push(first[i]);
    if (i < second.length) sorted.push(second[i]);
  }
  return sorted;
}

function lookupAndConnectMultiple(self, lookup, host, options, dnsopts, port, localAddress, localPort, timeout) {
  defaultTriggerAsyncIdScope(self[async_id_symbol], lookup, host, dnsopts, function emitLookup(err, addresses) {
    if (!self.connecting) return;
    if (err) {
      self.emit('lookup', err, undefined, undefined, host);
      failLater(self, err);
      return;
    }

    const toAttempt = sortAddresses(self, addresses, host);
    if (toAttempt === undefined) return;
    if (toAttempt.length === 0) {
      const { address: ip, family } = addresses[0];
      if (!isIP(ip)) failLater(self, new ERR_INVALID_IP_ADDRESS(ip));
      else failLater(self, new ERR_INVALID_ADDRESS_FAMILY(family, options.host, options.port));
      return;
    }
    self._unrefTimer();
    if (toAttempt.length === 1) {
      const { address: ip, family } = toAttempt[0];
      defaultTriggerAsyncIdScope(
        self[async_id_symbol], internalConnect, self, ip, port, family, localAddress, localPort);
      return;
    }

    self.autoSelectFamilyAttemptedAddresses = [];
    const context = {
      socket: self,
      addresses: toAttempt,
      current: 0,
      port,
      localPort,
      timeout,
      [kTimeout]: null,
      errors: [],
    };
    defaultTriggerAsyncIdScope(self[async_id_symbol], internalConnectMultiple, context);
  });
}

module.exports = { internalConnect, lookupAndConnect };
