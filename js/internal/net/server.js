// net.Server
// https://nodejs.org/docs/latest-v26.x/api/net.html#class-netserver
'use strict';

const EventEmitter = require('events');
const errors = require('internal/errors');
const {
  ERR_INVALID_ARG_TYPE,
  ERR_INVALID_ARG_VALUE,
  ERR_SERVER_ALREADY_LISTEN,
  ERR_SERVER_NOT_RUNNING,
} = errors.codes;
const {
  defaultTriggerAsyncIdScope,
  symbols: { async_id_symbol, owner_symbol },
} = require('internal/async_hooks');
const {
  validateAbortSignal,
  validateNumber,
  validatePort,
} = require('internal/validators');
const { kEmptyObject } = require('internal/util');
const { getDefaultHighWaterMark } = require('internal/streams/state');
const { isIP } = require('internal/net');
const { PipeConstants, TCP, TCPConstants } = require('internal/net/handles');
const { isPipeName, normalizeArgs, toNumber } = require('internal/net/normalize_args');
const { BoundSocket } = require('internal/net/bound_socket');
const { Socket } = require('internal/net/socket');
const { listenInCluster, lookupAndListen, setupListenHandle } = require('internal/net/listen');
const channels = require('internal/net/channels');
const {
  kBoundSocketConsume,
  kBoundSocketPath,
  kSetKeepAlive,
  kSetKeepAliveInitialDelay,
  kSetNoDelay,
} = require('internal/net/symbols');
const debug = require('internal/util/debuglog').debuglog('net');
const process = require('process');

function Server(options, connectionListener) {
  if (!(this instanceof Server)) return new Server(options, connectionListener);
  EventEmitter.call(this);

  if (typeof options === 'function') {
    connectionListener = options;
    options = kEmptyObject;
  } else if (options === null || options === undefined || typeof options === 'object') {
    options = { ...options };
  } else {
    throw new ERR_INVALID_ARG_TYPE('options', 'Object', options);
  }
  if (typeof connectionListener === 'function') this.on('connection', connectionListener);

  if (options.keepAliveInitialDelay !== undefined) {
    validateNumber(options.keepAliveInitialDelay, 'options.keepAliveInitialDelay');
    if (options.keepAliveInitialDelay < 0) options.keepAliveInitialDelay = 0;
  }
  if (options.highWaterMark !== undefined) {
    validateNumber(options.highWaterMark, 'options.highWaterMark');
    if (options.highWaterMark < 0) options.highWaterMark = getDefaultHighWaterMark();
  }

  this._connections = 0;
  this[async_id_symbol] = -1;
  this._handle = null;
  this._usingWorkers = false;
  this._workers = [];
  this._unref = false;
  this._listeningId = 1;

  this.allowHalfOpen = options.allowHalfOpen || false;
  this.pauseOnConnect = !!options.pauseOnConnect;
  this.noDelay = Boolean(options.noDelay);
  this.keepAlive = Boolean(options.keepAlive);
  this.keepAliveInitialDelay = ~~(options.keepAliveInitialDelay / 1000);
  this.highWaterMark = options.highWaterMark ?? getDefaultHighWaterMark();
  if (options.blockList) {
    const { BlockList } = require('internal/blocklist');
    if (!BlockList.isBlockList(options.blockList)) {
      throw new ERR_INVALID_ARG_TYPE('options.blockList', 'net.BlockList', options.blockList);
    }
    this.blockList = options.blockList;
  }
}
Object.setPrototypeOf(Server.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Server, EventEmitter);

Server.prototype._listen2 = setupListenHandle;

function getFlags(options) {
  let flags = 0;
  if (options.ipv6Only === true) flags |= TCPConstants.UV_TCP_IPV6ONLY;
  if (options.reusePort === true) flags |= TCPConstants.UV_TCP_REUSEPORT;
  return flags;
}

function addServerAbortSignalOption(self, options) {
  const { signal } = options;
  if (signal === undefined) return;
  validateAbortSignal(signal, 'options.signal');
  const onAborted = () => self.close();
  if (signal.aborted) {
    process.nextTick(onAborted);
  } else {
    const { addAbortListener } = require('internal/events/abort_listener');
    const disposable = addAbortListener(signal, onAborted);
    self.once('close', disposable[Symbol.dispose]);
  }
}

function listenOnPath(self, options, backlog) {
  const { path, readableAll, writableAll, exclusive } = options;
  // An abstract name has no permissions.
  if (path[0] === '\0' && (readableAll || writableAll)) {
    throw new ERR_INVALID_ARG_VALUE(
      'options', options, 'can not set readableAll or writableAllt to true when path is abstract unix socket');
  }
  self._pipeName = path;
  listenInCluster(self, path, -1, -1, backlog, undefined, exclusive, undefined, { readableAll, writableAll });
  // A failure is emitted in the next tick.
  if (!self._handle) return;

  let mode = 0;
  if (readableAll === true) mode |= PipeConstants.UV_READABLE;
  if (writableAll === true) mode |= PipeConstants.UV_WRITABLE;
  if (mode === 0) return;
  const err = self._handle.fchmod(mode);
  if (err) {
    self._handle.close();
    self._handle = null;
    throw new errors.ErrnoException(err, 'uv_pipe_chmod');
  }
}

Server.prototype.listen = function(...args) {
  const normalized = normalizeArgs(args);
  let options = normalized[0];
  const cb = normalized[1];

  if (this._handle) throw new ERR_SERVER_ALREADY_LISTEN();
  if (channels.serverListen.asyncStart.hasSubscribers) {
    channels.serverListen.asyncStart.publish({ server: this, options });
  }
  if (cb !== null) this.once('listening', cb);

  // (handle | path | port, backlog) or (port, host, backlog)
  const backlogFromArgs = toNumber(args.length > 1 && args[1]) || toNumber(args.length > 2 && args[2]);

  const bound = options instanceof BoundSocket ? options : options.handle;
  if (bound instanceof BoundSocket) {
    const path = bound[kBoundSocketPath];
    this._handle = bound[kBoundSocketConsume]();
    if (path !== undefined) this._pipeName = path;
    this[async_id_symbol] = this._handle.getAsyncId();
    this._listeningId++;
    listenInCluster(this, null, -1, -1, backlogFromArgs, undefined, true);
    return this;
  }

  options = options._handle || options.handle || options;
  const flags = getFlags(options);
  // An earlier call that still waits is void now.
  this._listeningId++;

  if (options instanceof TCP) {
    this._handle = options;
    this[async_id_symbol] = this._handle.getAsyncId();
    listenInCluster(this, null, -1, -1, backlogFromArgs, undefined, true);
    return this;
  }
  addServerAbortSignalOption(this, options);
  if (typeof options.fd === 'number' && options.fd >= 0) {
    listenInCluster(this, null, null, null, backlogFromArgs, options.fd);
    return this;
  }

  // Without a port: any.
  if (args.length === 0 || typeof args[0] === 'function' ||
      (options.port === undefined && 'port' in options) ||
      options.port === null) {
    options.port = 0;
  }
  if (typeof options.port === 'number' || typeof options.port === 'string') {
    validatePort(options.port, 'options.port');
    const backlog = options.backlog || backlogFromArgs;
    if (options.reusePort === true) options.exclusive = true;
    const port = options.port | 0;
    if (options.host) {
      lookupAndListen(this, port, options.host, backlog, options.exclusive, flags);
    } else {
      listenInCluster(this, null, port, 4, backlog, undefined, options.exclusive, flags);
    }
    return this;
  }

  if (options.path && isPipeName(options.path)) {
    listenOnPath(this, options, options.backlog || backlogFromArgs);
    return this;
  }

  if (!('port' in options || 'path' in options)) {
    throw new ERR_INVALID_ARG_VALUE('options', options, 'must have the property "port" or "path"');
  }
  throw new ERR_INVALID_ARG_VALUE('options', options);
};

Object.defineProperty(Server.prototype, 'listening', {
  __proto__: null,
  get: function() {
    return !!this._handle;
  },
  configurable: true,
  enumerable: true,
});

Server.prototype.address = function() {
  if (this._handle?.getsockname) {
    const out = {};
    const err = this._handle.getsockname(out);
    if (err) throw new errors.ErrnoException(err, 'address');
    return out;
  }
  if (this._pipeName) return this._pipeName;
  return null;
};

// The two ends of a connection that is refused.
function dropData(clientHandle) {
  if (!clientHandle.getsockname && !clientHandle.getpeername) return undefined;
  const data = { __proto__: null };
  const local = {};
  clientHandle.getsockname?.(local);
  data.localAddress = local.address;
  data.localPort = local.port;
  data.localFamily = local.family;
  const remote = {};
  clientHandle.getpeername?.(remote);
  data.remoteAddress = remote.address;
  data.remotePort = remote.port;
  data.remoteFamily = remote.family;
  return data;
}

function isBlocked(self, clientHandle) {
  if (!self.blockList || typeof clientHandle.getpeername !== 'function') return false;
  const remote = {};
  clientHandle.getpeername(remote);
  const family = isIP(remote.address);
  return family !== 0 && self.blockList.check(remote.address, `ipv${family}`);
}

// `onconnection` of a listening handle.
function onconnection(err, clientHandle) {
  const self = this[owner_symbol];
  debug('onconnection');

  if (err) {
    self.emit('error', new errors.ErrnoException(err, 'accept'));
    return;
  }

  const { maxConnections } = self;
  if (maxConnections !== null && maxConnections !== undefined && self._connections >= maxConnections) {
    const data = dropData(clientHandle);
    if (data === undefined) self.emit('drop');
    else self.emit('drop', data);
    clientHandle.close();
    return;
  }
  if (isBlocked(self, clientHandle)) {
    clientHandle.close();
    return;
  }

  const socket = new Socket({
    handle: clientHandle,
    allowHalfOpen: self.allowHalfOpen,
    pauseOnCreate: self.pauseOnConnect,
    readable: true,
    writable: true,
    readableHighWaterMark: self.highWaterMark,
    writableHighWaterMark: self.highWaterMark,
  });

  if (self.noDelay && clientHandle.setNoDelay) {
    socket[kSetNoDelay] = true;
    clientHandle.setNoDelay(true);
  }
  if (self.keepAlive && clientHandle.setKeepAlive) {
    socket[kSetKeepAlive] = true;
    socket[kSetKeepAliveInitialDelay] = self.keepAliveInitialDelay;
    clientHandle.setKeepAlive(true, self.keepAliveInitialDelay);
  }

  self._connections++;
  socket.server = self;
  socket._server = self;
  self.emit('connection', socket);
  if (channels.serverSocket.hasSubscribers) channels.serverSocket.publish({ socket });
}

Server.prototype.getConnections = function(cb) {
  const end = (err, connections) => {
    defaultTriggerAsyncIdScope(this[async_id_symbol], process.nextTick, cb, err, connections);
  };

  if (!this._usingWorkers) {
    end(null, this._connections);
    return this;
  }

  // Children that got the server count theirs.
  let left = this._workers.length;
  let total = this._connections;
  const oncount = (err, count) => {
    if (err) {
      left = -1;
      return end(err);
    }
    total += count;
    if (--left === 0) return end(null, total);
  };
  for (const worker of this._workers) worker.getConnections(oncount);
  return this;
};

function emitCloseNT(self) {
  debug('SERVER: emit close');
  self.emit('close');
}

Server.prototype.close = function(cb) {
  this._listeningId++;
  if (typeof cb === 'function') {
    if (!this._handle) {
      this.once('close', function close() {
        cb(new ERR_SERVER_NOT_RUNNING());
      });
    } else {
      this.once('close', cb);
    }
  }

  if (this._handle) {
    this._handle.close();
    this._handle = null;
  }

  if (!this._usingWorkers) {
    this._emitCloseIfDrained();
    return this;
  }

  let left = this._workers.length;
  const onWorkerClose = () => {
    if (--left !== 0) return;
    this._connections = 0;
    this._emitCloseIfDrained();
  };
  // One more connection until all children have answered, so that `close` is emitted once.
  this._connections++;
  for (const worker of this._workers) worker.close(onWorkerClose);
  return this;
};

Server.prototype[Symbol.asyncDispose] = async function() {
  if (!this._handle) return;
  await require('internal/util').promisify(this.close).call(this);
};

Server.prototype._emitCloseIfDrained = function() {
  debug('SERVER _emitCloseIfDrained');
  if (this._handle || this._connections) {
    debug('SERVER handle? %j   connections? %d', !!this._handle, this._connections);
    return;
  }
  defaultTriggerAsyncIdScope(this[async_id_symbol], process.nextTick, emitCloseNT, this);
};

Server.prototype[EventEmitter.captureRejectionSymbol] = function(err, event, sock) {
  switch (event) {
    case 'connection':
      sock.destroy(err);
      break;
    default:
      this.emit('error', err);
  }
};

// Set by the child process module when the server was sent to a child.
Server.prototype._setupWorker = function(socketList) {
  this._usingWorkers = true;
  this._workers.push(socketList);
  socketList.once('exit', (socketList) => {
    this._workers.splice(this._workers.indexOf(socketList), 1);
  });
};

Server.prototype.ref = function() {
  this._unref = false;
  if (this._handle) this._handle.ref();
  return this;
};

Server.prototype.unref = function() {
  this._unref = true;
  if (this._handle) this._handle.unref();
  return this;
};

module.exports = { Server, onconnection };
