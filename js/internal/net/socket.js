// net.Socket: a duplex stream over a TCP, pipe or terminal handle.
// https://nodejs.org/docs/latest-v26.x/api/net.html#class-netsocket
'use strict';

const stream = require('stream');
const errors = require('internal/errors');
const {
  codes: {
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
    ERR_INVALID_HANDLE_TYPE,
    ERR_MISSING_ARGS,
    ERR_SOCKET_CLOSED,
    ERR_SOCKET_CLOSED_BEFORE_CONNECTION,
  },
  genericNodeError,
} = errors;
const {
  defaultTriggerAsyncIdScope,
  symbols: { async_id_symbol, owner_symbol },
} = require('internal/async_hooks');
const {
  validateAbortSignal,
  validateInt32,
  validateNumber,
  validateString,
} = require('internal/validators');
const { kTimeout } = require('internal/timers');
const {
  ShutdownWrap,
  kAfterAsyncWrite,
  kBoundSession,
  kBuffer,
  kBufferCb,
  kBufferGen,
  kHandle,
  onStreamRead,
  setStreamTimeout,
  writeGeneric,
  writevGeneric,
} = require('internal/stream_base_commons');
const { isIP, makeSyncWrite, normalizedArgsSymbol, uv: { UV_ENOTCONN } } = require('internal/net');
const {
  Pipe,
  PipeConstants,
  TCP,
  TCPConstants,
  createHandle,
  getNewAsyncId,
} = require('internal/net/handles');
const { normalizeArgs } = require('internal/net/normalize_args');
const { BoundSocket } = require('internal/net/bound_socket');
const { defineSocketOptions } = require('internal/net/socket_options');
const channels = require('internal/net/channels');
const {
  kBoundPath,
  kBoundSocketConsume,
  kBoundSocketPath,
  kBoundSource,
  kBytesRead,
  kBytesWritten,
  kLastWriteQueueSize,
  kReinitializeHandle,
  kSetKeepAlive,
  kSetKeepAliveInitialDelay,
  kSetNoDelay,
  kSetTOS,
} = require('internal/net/symbols');
const debug = require('internal/util/debuglog').debuglog('net');
const process = require('process');

const noop = () => {};

function checkOptions(options) {
  for (const name of ['objectMode', 'readableObjectMode', 'writableObjectMode']) {
    if (options?.[name]) throw new ERR_INVALID_ARG_VALUE(`options.${name}`, options[name], 'is not supported');
  }
  if (options?.keepAliveInitialDelay !== undefined) {
    validateNumber(options.keepAliveInitialDelay, 'options.keepAliveInitialDelay');
    if (options.keepAliveInitialDelay < 0) options.keepAliveInitialDelay = 0;
  }
}

// Takes the handle over from `options.handle` or makes one for `options.fd`. True when the handle is bound only.
function takeHandle(self, options) {
  let boundOnly = false;
  if (options.handle) {
    if (options.handle instanceof BoundSocket) {
      const path = options.handle[kBoundSocketPath];
      self._handle = options.handle[kBoundSocketConsume]();
      self[kBoundSource] = true;
      if (path !== undefined) self[kBoundPath] = path;
      boundOnly = true;
    } else {
      self._handle = options.handle;
    }
    self[async_id_symbol] = getNewAsyncId(self._handle);
  } else if (options.fd !== undefined) {
    const { fd } = options;
    self._handle = createHandle(fd, false);
    const err = self._handle.open(fd);
    if (err) throw new errors.ErrnoException(err, 'open');
    self[async_id_symbol] = self._handle.getAsyncId();
    // What is written to the standard streams must be out before the process ends.
    if ((fd === 1 || fd === 2) && self._handle instanceof Pipe) {
      self._writev = null;
      self._write = makeSyncWrite(fd);
      Object.defineProperty(self._handle, 'bytesWritten', { __proto__: null, value: 0, writable: true });
    }
  }
  return boundOnly;
}

function takeOnread(self, onread) {
  if (onread === null || typeof onread !== 'object' || typeof onread.callback !== 'function') return;
  if (typeof onread.buffer === 'function') {
    self[kBuffer] = true;
    self[kBufferGen] = onread.buffer;
  } else if (onread.buffer instanceof Uint8Array) {
    self[kBuffer] = onread.buffer;
  } else {
    return;
  }
  self[kBufferCb] = onread.callback;
}

function initSocketHandle(self) {
  self._undestroy();
  self._sockname = null;

  if (!self._handle) return;
  self._handle[owner_symbol] = self;
  self._handle.onread = onStreamRead;
  self[async_id_symbol] = getNewAsyncId(self._handle);

  let userBuf = self[kBuffer];
  if (!userBuf) return;
  if (self[kBufferGen] !== null) {
    userBuf = self[kBufferGen]();
    if (!(userBuf instanceof Uint8Array)) return;
    self[kBuffer] = userBuf;
  }
  self._handle.useUserBuffer(userBuf);
}

function closeSocketHandle(self, isException, isCleanupPending = false) {
  if (!self._handle) return;
  self._handle.close(() => {
    debug('emit close');
    self.emit('close', isException);
    if (isCleanupPending) {
      self._handle.onread = noop;
      self._handle = null;
      self._sockname = null;
    }
  });
}

function addClientAbortSignalOption(self, options) {
  validateAbortSignal(options.signal, 'options.signal');
  const { signal } = options;
  const onAborted = () => {
    signal.removeEventListener('abort', onAborted);
    self._aborted = true;
  };
  if (signal.aborted) process.nextTick(onAborted);
  else process.nextTick(() => signal.addEventListener('abort', onAborted));
}

function Socket(options) {
  if (!(this instanceof Socket)) return new Socket(options);
  checkOptions(options);

  this.connecting = false;
  this[async_id_symbol] = -1;
  this._hadError = false;
  this[kHandle] = null;
  this._parent = null;
  this._host = null;
  this[kLastWriteQueueSize] = 0;
  this[kTimeout] = null;
  this[kBuffer] = null;
  this[kBufferCb] = null;
  this[kBufferGen] = null;
  this._closeAfterHandlingError = false;

  // A number is a descriptor (the old interface).
  options = typeof options === 'number' ? { fd: options } : { ...options };
  options.allowHalfOpen = Boolean(options.allowHalfOpen);
  // `close` is emitted by the handle's end, not by the stream.
  options.emitClose = false;
  options.autoDestroy = true;
  options.decodeStrings = false;
  stream.Duplex.call(this, options);

  const boundOnly = takeHandle(this, options);
  takeOnread(this, options.onread);

  this[kSetNoDelay] = Boolean(options.noDelay);
  this[kSetKeepAlive] = Boolean(options.keepAlive);
  this[kSetKeepAliveInitialDelay] = ~~(options.keepAliveInitialDelay / 1000);
  if (options.typeOfService !== undefined) {
    validateInt32(options.typeOfService, 'options.typeOfService', 0, 255);
  }
  this[kSetTOS] = options.typeOfService;

  this.on('end', onReadableStreamEnd);
  initSocketHandle(this);

  this._pendingData = null;
  this._pendingEncoding = '';

  if (this._handle && options.readable !== false && !boundOnly) {
    if (options.pauseOnCreate) {
      this._handle.reading = false;
      this._handle.readStop();
      this.readableFlowing = false;
    } else if (!options.manualStart) {
      this.read(0);
    }
  }

  if (options.signal) addClientAbortSignalOption(this, options);

  this.server = null;
  this._server = null;
  // What the handle counted, kept after it is gone.
  this[kBytesRead] = 0;
  this[kBytesWritten] = 0;

  if (options.blockList) {
    const { BlockList } = require('internal/blocklist');
    if (!BlockList.isBlockList(options.blockList)) {
      throw new ERR_INVALID_ARG_TYPE('options.blockList', 'net.BlockList', options.blockList);
    }
    this.blockList = options.blockList;
  }
}
Object.setPrototypeOf(Socket.prototype, stream.Duplex.prototype);
Object.setPrototypeOf(Socket, stream.Duplex);

// Moves the idle timeout of the socket and of its parents.
Socket.prototype._unrefTimer = function _unrefTimer() {
  for (let s = this; s !== null && s !== undefined; s = s._parent) {
    if (s[kTimeout]) s[kTimeout].refresh();
  }
};

Socket.prototype._final = function(cb) {
  if (this.connecting) {
    debug('_final: not yet connected');
    return this.once('connect', () => this._final(cb));
  }
  if (!this._handle) return cb();

  const req = new ShutdownWrap();
  req.oncomplete = afterShutdown;
  req.handle = this._handle;
  req.callback = cb;
  const err = this._handle.shutdown(req);
  if (err === 1 || err === UV_ENOTCONN) return cb();
  if (err !== 0) return cb(new errors.ErrnoException(err, 'shutdown'));
};

function afterShutdown() {
  debug('afterShutdown');
  this.callback();
}

// `write` of a socket whose other side has ended and that does not stay half open.
function writeAfterFIN(chunk, encoding, cb) {
  if (!this.writableEnded) return Reflect.apply(stream.Duplex.prototype.write, this, arguments);
  if (typeof encoding === 'function') {
    cb = encoding;
    encoding = null;
  }
  const er = genericNodeError('This socket has been ended by the other party', { code: 'EPIPE' });
  if (typeof cb === 'function') defaultTriggerAsyncIdScope(this[async_id_symbol], process.nextTick, cb, er);
  this.destroy(er);
  return false;
}

Socket.prototype.setTimeout = setStreamTimeout;

Socket.prototype._onTimeout = function() {
  const handle = this._handle;
  const lastWriteQueueSize = this[kLastWriteQueueSize];
  if (lastWriteQueueSize > 0 && handle) {
    // A write that makes progress counts as activity.
    const { writeQueueSize } = handle;
    if (lastWriteQueueSize !== writeQueueSize) {
      this[kLastWriteQueueSize] = writeQueueSize;
      this._unrefTimer();
      return;
    }
  }
  debug('_onTimeout');
  this.emit('timeout');
};

defineSocketOptions(Socket.prototype);

function tryReadStart(socket) {
  debug('Socket._handle.readStart');
  socket._handle.reading = true;
  const err = socket._handle.readStart();
  if (err) socket.destroy(new errors.ErrnoException(err, 'read'));
}

// The reading of a socket with a buffer of the program's own is started and stopped directly.
function startUserBufferReading(socket) {
  if (socket[kBuffer] && !socket.connecting && socket._handle && !socket._handle.reading) tryReadStart(socket);
}

Socket.prototype._read = function(n) {
  debug('_read - n', n, 'isConnecting?', !!this.connecting, 'hasHandle?', !!this._handle);
  if (this.connecting || !this._handle) {
    debug('_read wait for connection');
    this.once('connect', () => this._read(n));
  } else if (!this._handle.reading) {
    tryReadStart(this);
  }
};

Socket.prototype.end = function(data, encoding, callback) {
  stream.Duplex.prototype.end.call(this, data, encoding, callback);
  return this;
};

Socket.prototype.resetAndDestroy = function() {
  if (!this._handle) {
    this.destroy(new ERR_SOCKET_CLOSED());
    return this;
  }
  if (!(this._handle instanceof TCP)) throw new ERR_INVALID_HANDLE_TYPE();
  if (this.connecting) {
    debug('reset wait for connection');
    this.once('connect', () => this._reset());
  } else {
    this._reset();
  }
  return this;
};

Socket.prototype.pause = function() {
  if (this[kBuffer] && !this.connecting && this._handle?.reading) {
    this._handle.reading = false;
    if (!this.destroyed) {
      const err = this._handle.readStop();
      if (err) this.destroy(new errors.ErrnoException(err, 'read'));
    }
  }
  return stream.Duplex.prototype.pause.call(this);
};

Socket.prototype.resume = function() {
  startUserBufferReading(this);
  return stream.Duplex.prototype.resume.call(this);
};

Socket.prototype.read = function(n) {
  startUserBufferReading(this);
  return stream.Duplex.prototype.read.call(this, n);
};

function onReadableStreamEnd() {
  if (!this.allowHalfOpen) this.write = writeAfterFIN;
}

Socket.prototype.destroySoon = function() {
  if (this.writable) this.end();
  if (this.writableFinished) this.destroy();
  else this.once('finish', this.destroy);
};

function emitCloseNT(self) {
  debug('SOCKET: emit close');
  self.emit('close', false);
}

Socket.prototype._destroy = function(exception, cb) {
  debug('destroy');
  this.connecting = false;

  // `_parent` may be undefined as well, set by others.
  for (let s = this; s !== null && s !== undefined; s = s._parent) {
    require('timers').clearTimeout(s[kTimeout]);
  }

  if (this._handle) {
    const isException = !!exception;
    this[kBytesRead] = this._handle.bytesRead;
    this[kBytesWritten] = this._handle.bytesWritten;

    if (this.resetAndClosing) {
      this.resetAndClosing = false;
      const err = this._handle.reset(() => {
        debug('emit close');
        this.emit('close', isException);
      });
      if (err) this.emit('error', new errors.ErrnoException(err, 'reset'));
    } else if (this._closeAfterHandlingError) {
      // An `error` listener may still look at the handle.
      require('internal/process/task_queues').queueMicrotask(() => closeSocketHandle(this, isException, true));
    } else {
      closeSocketHandle(this, isException);
    }

    if (!this._closeAfterHandlingError) {
      this._handle.onread = noop;
      this._handle = null;
      this._sockname = null;
    }
    cb(exception);
  } else {
    cb(exception);
    process.nextTick(emitCloseNT, this);
  }

  if (this._server) {
    debug('has server');
    this._server._connections--;
    if (this._server._emitCloseIfDrained) this._server._emitCloseIfDrained();
  }
};

Socket.prototype._reset = function() {
  debug('reset connection');
  this.resetAndClosing = true;
  return this.destroy();
};

Socket.prototype[kAfterAsyncWrite] = function() {
  this[kLastWriteQueueSize] = 0;
};

Socket.prototype._writeGeneric = function(writev, data, encoding, cb) {
  // The stream keeps what is written meanwhile; one write waits here for the connection.
  if (this.connecting) {
    this._pendingData = data;
    this._pendingEncoding = encoding;
    const onClose = () => cb(new ERR_SOCKET_CLOSED_BEFORE_CONNECTION());
    this.once('connect', function connect() {
      this.off('close', onClose);
      this._writeGeneric(writev, data, encoding, cb);
    });
    this.once('close', onClose);
    return;
  }
  this._pendingData = null;
  this._pendingEncoding = '';

  if (!this._handle) {
    cb(new ERR_SOCKET_CLOSED());
    return false;
  }

  this._unrefTimer();
  const req = writev ? writevGeneric(this, data, cb) : writeGeneric(this, data, encoding, cb);
  if (req.async) this[kLastWriteQueueSize] = req.bytes;
};

Socket.prototype._writev = function(chunks, cb) {
  this._writeGeneric(true, chunks, '', cb);
};

Socket.prototype._write = function(data, encoding, cb) {
  this._writeGeneric(false, data, encoding, cb);
};

Socket.prototype.connect = function(...args) {
  const normalized = Array.isArray(args[0]) && args[0][normalizedArgsSymbol] ? args[0] : normalizeArgs(args);
  const options = normalized[0];
  const cb = normalized[1];

  if (channels.clientSocket.hasSubscribers) channels.clientSocket.publish({ socket: this });
  if (cb !== null) this.once('connect', cb);
  if (this._parent?.connecting) return this;

  if (options.port === undefined && (options.path === null || options.path === undefined)) {
    throw new ERR_MISSING_ARGS(['options', 'port', 'path']);
  }

  if (this.write !== Socket.prototype.write) this.write = Socket.prototype.write;
  if (this.destroyed) {
    this._handle = null;
    this._peername = null;
    this._sockname = null;
  }

  const { path } = options;
  const pipe = this[kBoundSource] && this._handle ? this._handle instanceof Pipe : !!path;
  debug('pipe', pipe, path);
  if (!this._handle) {
    this._handle = pipe ? new Pipe(PipeConstants.SOCKET) : new TCP(TCPConstants.SOCKET);
    initSocketHandle(this);
  }

  this._unrefTimer();
  this.connecting = true;

  const { internalConnect, lookupAndConnect } = require('internal/net/connect');
  if (pipe) {
    validateString(path, 'options.path');
    defaultTriggerAsyncIdScope(this[async_id_symbol], internalConnect, this, path);
  } else {
    lookupAndConnect(this, options);
  }
  return this;
};

// The handle of the next attempt takes the place of the last one.
Socket.prototype[kReinitializeHandle] = function reinitializeHandle(handle) {
  this._handle?.close();
  this._handle = handle;
  this._handle[owner_symbol] = this;
  initSocketHandle(this);
};

Socket.prototype.ref = function() {
  if (!this._handle) {
    this.once('connect', this.ref);
    return this;
  }
  if (typeof this._handle.ref === 'function') this._handle.ref();
  return this;
};

Socket.prototype.unref = function() {
  if (!this._handle) {
    this.once('connect', this.unref);
    return this;
  }
  if (typeof this._handle.unref === 'function') this._handle.unref();
  return this;
};

Object.defineProperty(Socket.prototype, '_handle', {
  __proto__: null,
  get() { return this[kHandle]; },
  set(v) { return this[kHandle] = v; },
});

module.exports = { Socket, initSocketHandle, isIP, kBoundSession };
