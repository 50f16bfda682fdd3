// What JS does around a native stream handle: write requests, `onread`, the idle timer.
'use strict';

const { Buffer } = require('buffer');
const errors = require('internal/errors');
const { symbols: { owner_symbol } } = require('internal/async_hooks');
const { kTimeout, setUnrefTimeout, getTimerDuration } = require('internal/timers');
const { validateFunction } = require('internal/validators');
const { uv: { UV_EOF } } = require('internal/net');

const kMaybeDestroy = Symbol('kMaybeDestroy');
const kUpdateTimer = Symbol('kUpdateTimer');
const kAfterAsyncWrite = Symbol('kAfterAsyncWrite');
const kHandle = Symbol('kHandle');
const kSession = Symbol('kSession');
const kBoundSession = Symbol('kBoundSession');
const kBuffer = Symbol('kBuffer');
const kBufferCb = Symbol('kBufferCb');
const kBufferGen = Symbol('kBufferGen');

// Fields of the array that native streams fill.
const kReadBytesOrError = 0;
const kArrayBufferOffset = 1;
const kBytesWritten = 2;
const kLastWriteWasAsync = 3;

let state;
// Not at load time: the array belongs to the running process, not to a snapshot.
function streamBaseState() {
  return state ??= ops.op_net_stream_base_state();
}

class WriteWrap {}
class ShutdownWrap {}

const { FastBuffer } = require('internal/buffer');

function bufferOf(arrayBuffer, offset, length) {
  return new FastBuffer(arrayBuffer, offset, length);
}

function submitWrite(req, data, encoding) {
  const { handle } = req;
  switch (encoding) {
    case 'buffer': {
      const ret = handle.writeBuffer(req, data);
      if (streamBaseState()[kLastWriteWasAsync]) req.buffer = data;
      return ret;
    }
    case 'latin1':
    case 'binary':
      return handle.writeLatin1String(req, data);
    case 'utf8':
    case 'utf-8':
      return handle.writeUtf8String(req, data);
    case 'ascii':
      return handle.writeAsciiString(req, data);
    case 'ucs2':
    case 'ucs-2':
    case 'utf16le':
    case 'utf-16le':
      return handle.writeUcs2String(req, data);
    default: {
      const buffer = Buffer.from(data, encoding);
      const ret = handle.writeBuffer(req, buffer);
      if (streamBaseState()[kLastWriteWasAsync]) req.buffer = buffer;
      return ret;
    }
  }
}

// `oncomplete` of a write that did not finish at once.
function onWriteComplete(status) {
  let stream = this.handle[owner_symbol];
  if (stream.constructor.name === 'ReusedHandle') stream = stream.handle;

  if (stream.destroyed) {
    if (typeof this.callback === 'function') this.callback(null);
    return;
  }
  if (status < 0) {
    const error = new errors.ErrnoException(status, 'write', this.error);
    if (typeof this.callback === 'function') this.callback(error);
    else stream.destroy(error);
    return;
  }
  stream[kUpdateTimer]();
  stream[kAfterAsyncWrite](this);
  if (typeof this.callback === 'function') this.callback(null);
}

function createWriteWrap(handle, cb) {
  // Native code has nowhere to write before this is asked for.
  streamBaseState();
  const req = new WriteWrap();
  req.handle = handle;
  req.oncomplete = onWriteComplete;
  req.async = false;
  req.bytes = 0;
  req.buffer = null;
  req.callback = cb;
  return req;
}

function afterWriteDispatched(req, err, cb) {
  const fields = streamBaseState();
  req.bytes = fields[kBytesWritten];
  req.async = !!fields[kLastWriteWasAsync];
  if (err !== 0) return cb(new errors.ErrnoException(err, 'write', req.error));
  if (!req.async && typeof req.callback === 'function') req.callback();
}

function writevGeneric(self, data, cb) {
  const req = createWriteWrap(self[kHandle], cb);
  const { allBuffers } = data;
  let chunks;
  if (allBuffers) {
    chunks = data;
    for (let i = 0; i < data.length; i++) data[i] = data[i].chunk;
  } else {
    chunks = new Array(data.length << 1);
    for (let i = 0; i < data.length; i++) {
      let { chunk, encoding } = data[i];
      if (typeof chunk === 'string' && !isNativeEncoding(encoding)) {
        chunk = Buffer.from(chunk, encoding);
        encoding = 'buffer';
      }
      chunks[i * 2] = chunk;
      chunks[i * 2 + 1] = encoding;
    }
  }
  const err = req.handle.writev(req, chunks, !!allBuffers);
  // The chunks stay reachable until the native side is done with their memory.
  if (err === 0) req.chunks = chunks;
  afterWriteDispatched(req, err, cb);
  return req;
}

function isNativeEncoding(encoding) {
  switch (encoding) {
    case 'utf8':
    case 'utf-8':
    case 'latin1':
    case 'binary':
    case 'ascii':
    case 'ucs2':
    case 'ucs-2':
    case 'utf16le':
    case 'utf-16le':
      return true;
    default:
      return false;
  }
}

function writeGeneric(self, data, encoding, cb) {
  const req = createWriteWrap(self[kHandle], cb);
  const err = submitWrite(req, data, encoding);
  afterWriteDispatched(req, err, cb);
  return req;
}

// The bytes go to the buffer that the program gave with the `onread` option.
function deliverToUserBuffer(handle, stream, nread) {
  const more = stream[kBufferCb](nread, stream[kBuffer]) !== false;
  const generate = stream[kBufferGen];
  if (generate !== null) {
    const next = generate();
    if (next instanceof Uint8Array) {
      stream[kBuffer] = next;
      handle.useUserBuffer?.(next);
    }
  }
  return more;
}

// `onread` of a handle: bytes, the end of the stream or an error.
function onStreamRead(arrayBuffer) {
  const fields = streamBaseState();
  const nread = fields[kReadBytesOrError];
  const offset = fields[kArrayBufferOffset];
  // Handles of whole buffers, which may be read below this, do not set it.
  if (offset !== 0) fields[kArrayBufferOffset] = 0;
  const handle = this;
  const stream = this[owner_symbol];

  stream[kUpdateTimer]();

  if (nread > 0 && !stream.destroyed) {
    const more = stream[kBuffer] ?
      deliverToUserBuffer(handle, stream, nread) :
      stream.push(bufferOf(arrayBuffer, offset, nread));
    if (!more) {
      handle.reading = false;
      if (!stream.destroyed) {
        const err = handle.readStop();
        if (err) stream.destroy(new errors.ErrnoException(err, 'read'));
      }
    }
    return;
  }

  if (nread === 0) return;

  if (nread !== UV_EOF) {
    stream.destroy(new errors.ErrnoException(nread, 'read'));
    return;
  }

  if (stream._readableState.endEmitted) {
    if (stream[kMaybeDestroy]) stream[kMaybeDestroy]();
    return;
  }
  if (stream[kMaybeDestroy]) stream.on('end', stream[kMaybeDestroy]);
  stream.push(null);
  stream.read(0);
}

// `socket.setTimeout()`
function setStreamTimeout(msecs, callback) {
  if (this.destroyed) return this;

  this.timeout = msecs;
  msecs = getTimerDuration(msecs, 'msecs');
  require('timers').clearTimeout(this[kTimeout]);

  if (msecs === 0) {
    if (callback !== undefined) {
      validateFunction(callback, 'callback');
      this.removeListener('timeout', callback);
    }
    return this;
  }
  this[kTimeout] = setUnrefTimeout(this._onTimeout.bind(this), msecs);
  if (this[kSession]) this[kSession][kUpdateTimer]();
  if (callback !== undefined) {
    validateFunction(callback, 'callback');
    this.once('timeout', callback);
  }
  return this;
}

module.exports = {
  ShutdownWrap,
  WriteWrap,
  createWriteWrap,
  kAfterAsyncWrite,
  kArrayBufferOffset,
  kBoundSession,
  kBuffer,
  kBufferCb,
  kBufferGen,
  kBytesWritten,
  kHandle,
  kLastWriteWasAsync,
  kMaybeDestroy,
  kReadBytesOrError,
  kSession,
  kUpdateTimer,
  onStreamRead,
  setStreamTimeout,
  streamBaseState,
  writeGeneric,
  writevGeneric,
};
