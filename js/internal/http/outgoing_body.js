// The body methods of OutgoingMessage: write(), end(), and the way to the socket.
// https://nodejs.org/docs/latest-v26.x/api/http.html#outgoingmessagewritechunk-encoding-callback
'use strict';

const process = require('process');
const { Buffer } = require('buffer');
const { kNeedDrain } = require('internal/http');
const { writeDirectly } = require('internal/http/direct_write');
const {
  kBytesWritten,
  kChunkedBuffer,
  kChunkedLength,
  kCorked,
  kEndCallbacks,
  kErrored,
  kFinished,
  kFlushError,
  kHighWaterMark,
  kRejectNonStandardBodyWrites,
  kSocket,
  kWritableFinished,
  nop,
} = require('internal/http/outgoing_symbols');
const {
  codes: {
    ERR_HTTP_BODY_NOT_ALLOWED,
    ERR_HTTP_CONTENT_LENGTH_MISMATCH,
    ERR_INVALID_ARG_TYPE,
    ERR_STREAM_ALREADY_FINISHED,
    ERR_STREAM_DESTROYED,
    ERR_STREAM_NULL_VALUES,
    ERR_STREAM_WRITE_AFTER_END,
    ERR_UNKNOWN_ENCODING,
  },
} = require('internal/errors');
const { isUint8Array } = require('internal/util/types');
const assert = require('internal/assert');

const CRLF = Buffer.from('\r\n');

function sizeOf(chunk, encoding) {
  return typeof chunk === 'string' ? Buffer.byteLength(chunk, encoding) : chunk.byteLength;
}

// Whether a string in `encoding` can be joined to the head, which is latin1.
function joinsHead(encoding) {
  return !encoding || encoding === 'utf8' || encoding === 'latin1';
}

function cork() {
  this[kCorked]++;
  this[kSocket]?.cork();
}

function uncork() {
  this[kCorked]--;
  const socket = this[kSocket];
  try {
    if (this[kCorked] || this[kChunkedBuffer].length === 0) return;
    if (this.destroyed || socket?.destroyed) {
      dropChunks(this, socket);
      return;
    }
    assert(this.chunkedEncoding);
    sendChunks(this);
  } finally {
    socket?.uncork();
  }
  if (this[kNeedDrain] && this.writableLength === 0) {
    this[kNeedDrain] = false;
    this.emit('drain');
  }
}

// Sends what write() has collected as one chunk.
function sendChunks(message) {
  const triples = message[kChunkedBuffer];
  const callbacks = [];
  message._send(message[kChunkedLength].toString(16), 'latin1', null);
  message._send(CRLF, null, null);
  for (let i = 0; i < triples.length; i += 3) {
    message._send(triples[i], triples[i + 1], null);
    if (triples[i + 2] !== nop) callbacks.push(triples[i + 2]);
  }
  message._send(CRLF, null, callbacks.length === 0 ? null : (err) => {
    for (let i = 0; i < callbacks.length; i++) callbacks[i](err);
  });
  triples.length = 0;
  message[kChunkedLength] = 0;
}

function dropChunks(message, socket) {
  const error = message[kErrored] || socket?._writableState?.errored || new ERR_STREAM_DESTROYED('write');
  const triples = message[kChunkedBuffer];
  for (let i = 2; i < triples.length; i += 3) {
    if (triples[i] !== nop) process.nextTick(triples[i], error);
  }
  triples.length = 0;
  message[kChunkedLength] = 0;
}

function destroy(error) {
  if (this.destroyed) return this;
  this.destroyed = true;
  this[kErrored] = error;
  if (this[kChunkedBuffer].length > 0) {
    this[kCorked] = 1;
    this.uncork();
  }
  if (this[kSocket]) this[kSocket].destroy(error);
  else process.nextTick(emitClose, this);
  return this;
}

function emitClose(message) {
  if (message._closed) return;
  message._closed = true;
  message.emit('close');
}

// Sends `data`, and before it the head if that is still to go: in one piece when both are strings.
function _send(data, encoding, callback, byteLength) {
  if (!this._headerSent && this._header !== null) {
    this._headerSent = true;
    const head = this._header;
    if (typeof data === 'string' && joinsHead(encoding)) {
      data = head + data;
    } else {
      this.outputData.unshift({ data: head, encoding: 'latin1', callback: null });
      this.outputSize += head.length;
      this._onPendingData(head.length);
    }
  }
  return this._writeRaw(data, encoding, callback, byteLength);
}

// Writes to the socket if it is this message's turn, else keeps the data.
function _writeRaw(data, encoding, callback, size) {
  const socket = this[kSocket];
  // The message will hear the 'close' that is on its way.
  if (socket?.destroyed) return false;

  if (typeof encoding === 'function') {
    callback = encoding;
    encoding = null;
  }
  if (socket && socket._httpMessage === this && socket.writable) {
    if (this.outputData.length > 0) this._flushOutput(socket);
    return socket.write(data, encoding, callback);
  }
  this.outputData.push({ data, encoding, callback });
  this.outputSize += data.length;
  this._onPendingData(data.length);
  return this.outputSize < this[kHighWaterMark];
}

// Called when the message gets its socket.
function _flush() {
  const socket = this[kSocket];
  if (!socket?.writable) return;
  const flowing = this._flushOutput(socket);
  if (this.finished) {
    this._finish();
  } else if (this[kNeedDrain] && flowing !== false) {
    // The socket took everything and will not emit 'drain'.
    this[kNeedDrain] = false;
    this.emit('drain');
  }
}

function _flushOutput(socket) {
  const pending = this.outputData;
  const { length } = pending;
  if (length === 0) return undefined;

  let flowing;
  socket.cork();
  for (let i = 0; i < length; i++) {
    const { data, encoding, callback } = pending[i];
    pending[i].data = null;
    flowing = socket.write(data, encoding, callback);
  }
  socket.uncork();

  this.outputData = [];
  this._onPendingData(-this.outputSize);
  this.outputSize = 0;
  return flowing;
}

function flushHeaders() {
  if (!this._header) this._implicitHeader();
  this._send('');
}

function write(chunk, encoding, callback) {
  if (typeof encoding === 'function') {
    callback = encoding;
    encoding = null;
  }
  const flowing = writeChunk(this, chunk, encoding, callback, false);
  if (!flowing) this[kNeedDrain] = true;
  return flowing;
}

// Whether the length that the program has announced binds.
function hasStrictLength(message) {
  return message.strictContentLength &&
    message._contentLength != null &&
    message._hasBody &&
    !message._removedContLen &&
    !message.chunkedEncoding &&
    !message.hasHeader('transfer-encoding');
}

function countBytes(message, length, last) {
  const total = message[kBytesWritten] + length;
  if (hasStrictLength(message) && (last ? total !== message._contentLength : total > message._contentLength)) {
    throw new ERR_HTTP_CONTENT_LENGTH_MISMATCH(total, message._contentLength);
  }
  message[kBytesWritten] = total;
}

function failWrite(message, callback) {
  if (message.finished && !message.destroyed) {
    process.nextTick(emitError, message, new ERR_STREAM_WRITE_AFTER_END(), callback);
  } else {
    const error = message.finished ? new ERR_STREAM_WRITE_AFTER_END() : new ERR_STREAM_DESTROYED('write');
    process.nextTick(callback, error);
  }
  return false;
}

function emitError(message, error, callback) {
  callback(error);
  if (typeof message.emit === 'function' && !message.destroyed) message.emit('error', error);
}

function writeChunk(message, chunk, encoding, callback, last) {
  if (typeof callback !== 'function') callback = nop;
  if (chunk === null) throw new ERR_STREAM_NULL_VALUES();
  if (typeof chunk !== 'string' && !isUint8Array(chunk)) {
    throw new ERR_INVALID_ARG_TYPE('chunk', ['string', 'Buffer', 'Uint8Array'], chunk);
  }
  if (message.finished || message.destroyed) return failWrite(message, callback);

  if (message.strictContentLength) countBytes(message, sizeOf(chunk, encoding), last);

  if (!message._header) {
    if (last) message._contentLength = sizeOf(chunk, encoding);
    message._implicitHeader();
  }

  if (!message._hasBody) {
    if (message[kRejectNonStandardBodyWrites]) throw new ERR_HTTP_BODY_NOT_ALLOWED();
    process.nextTick(callback);
    return true;
  }

  if (message.chunkedEncoding && typeof chunk === 'string' && encoding && !Buffer.isEncoding(encoding)) {
    throw new ERR_UNKNOWN_ENCODING(encoding);
  }

  // The writes of one turn go out together.
  if (!last && message.socket && !message.socket.writableCorked) {
    message.cork();
    process.nextTick(uncorkAfterTurn, message);
  }

  if (!message.chunkedEncoding) return message._send(chunk, encoding, callback);

  const triples = message[kChunkedBuffer];
  if (message[kCorked] && (chunk.length > 0 || triples.length > 0)) {
    if (typeof chunk !== 'string' && !(chunk instanceof Buffer)) {
      chunk = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    }
    triples.push(chunk, encoding, callback);
    message[kChunkedLength] += sizeOf(chunk, encoding);
    return message.writableLength < message.writableHighWaterMark;
  }
  // A chunk of length 0 would end the body.
  if (chunk.length === 0) return message._send(chunk, encoding, callback);
  message._send(sizeOf(chunk, encoding).toString(16), 'latin1', null);
  message._send(CRLF, null, null);
  message._send(chunk, encoding, null);
  return message._send(CRLF, null, callback);
}

function uncorkAfterTurn(message) {
  if (message[kCorked]) message.uncork();
}

// Makes the head for a body that consists of `chunk`. Returns whether it then goes out as it is, in one write.
function prepareWholeBody(message, chunk, encoding) {
  if (!isBytes(chunk)) return false;
  if (message.destroyed || message.strictContentLength) return false;
  if (!message._header) {
    message._contentLength = sizeOf(chunk, encoding);
    message._implicitHeader();
  }
  return !!message._header && message._hasBody && !message.chunkedEncoding;
}

function end(chunk, encoding, callback) {
  if (typeof chunk === 'function') {
    callback = chunk;
    chunk = null;
    encoding = null;
  } else if (typeof encoding === 'function') {
    callback = encoding;
    encoding = null;
  }

  let onflush = null;
  if (chunk) {
    if (this.finished) {
      if (!this.destroyed) {
        process.nextTick(emitError, this, new ERR_STREAM_WRITE_AFTER_END(),
                         typeof callback === 'function' ? callback : nop);
      }
      return this;
    }
    const whole = prepareWholeBody(this, chunk, encoding);
    onflush = onFlushed.bind(undefined, this);
    if (isBytes(chunk) && canGoDirectly(this) && writeDirectly(this, chunk, encoding, onflush)) {
      finishDirectly(this, callback);
      return this;
    }
    if (whole) {
      if (typeof callback === 'function') {
        queueEndCallback(this, callback);
        callback = undefined;
      }
    } else {
      onflush = null;
    }
    // Head and text are one string and one write; everything else is collected.
    if (!whole || typeof chunk !== 'string' || !joinsHead(encoding)) this[kSocket]?.cork();
    writeChunk(this, chunk, encoding, onflush, true);
  } else if (this.finished) {
    if (typeof callback === 'function') queueEndCallback(this, callback);
    return this;
  } else if (!this._header) {
    this._contentLength = 0;
    this._implicitHeader();
  }

  if (!chunk && canGoDirectly(this)) {
    const done = onFlushed.bind(undefined, this);
    if (writeDirectly(this, undefined, undefined, done)) {
      finishDirectly(this, callback);
      return this;
    }
  }

  if (typeof callback === 'function') queueEndCallback(this, callback);

  if (hasStrictLength(this) && this[kBytesWritten] !== this._contentLength) {
    throw new ERR_HTTP_CONTENT_LENGTH_MISMATCH(this[kBytesWritten], this._contentLength);
  }

  if (this[kChunkedBuffer].length > 0) {
    this[kSocket]?.cork();
    this[kCorked] = 1;
    this.uncork();
  }

  if (onflush === null) sendEnd(this, chunk);

  const socket = this[kSocket];
  if (socket && socket.writableCorked) {
    // end() ends every cork() of the program.
    socket._writableState.corked = 1;
    socket.uncork();
  }
  if (this[kCorked]) {
    this[kCorked] = 1;
    this.uncork();
  }

  this.finished = true;

  if (this.outputData.length === 0 && this[kSocket] && this[kSocket]._httpMessage === this) this._finish();
  return this;
}

function isBytes(chunk) {
  return typeof chunk === 'string' || isUint8Array(chunk);
}

// Programs replace these two to see what is sent.
function canGoDirectly(message) {
  return message._header !== null && !message.destroyed && message._send === _send && message._writeRaw === _writeRaw;
}

function finishDirectly(message, callback) {
  if (typeof callback === 'function') queueEndCallback(message, callback);
  message.finished = true;
  message._finish();
}

// Sends what ends the message, and makes it 'finish' after that.
function sendEnd(message, chunk) {
  const onflush = onFlushed.bind(undefined, message);
  if (message._hasBody && message.chunkedEncoding) {
    message._send('0\r\n' + message._trailer + '\r\n', 'latin1', onflush);
  } else if (!message._headerSent || message.writableLength || chunk) {
    message._send('', 'latin1', onflush);
  } else {
    process.nextTick(onflush);
  }
}

function onFlushed(message, err) {
  const socket = message[kSocket];
  if (err || message[kErrored] || socket?.errored || socket?._hadError) {
    message[kFlushError] = err ?? message[kErrored] ?? socket?.errored ?? new ERR_STREAM_DESTROYED('end');
    callEndCallbacks(message, message[kFlushError]);
    return;
  }
  message[kWritableFinished] = true;
  callEndCallbacks(message, null);
  message[kFinished]?.();
  message.emit('finish');
}

function queueEndCallback(message, callback) {
  if (message[kWritableFinished]) callback(new ERR_STREAM_ALREADY_FINISHED('end'));
  else if (message[kFlushError] !== null) process.nextTick(callback, message[kFlushError]);
  else (message[kEndCallbacks] ??= []).push(callback);
}

function callEndCallbacks(message, error) {
  const callbacks = message[kEndCallbacks];
  if (callbacks === null) return;
  message[kEndCallbacks] = null;
  for (let i = 0; i < callbacks.length; i++) callbacks[i](error);
}

// Called when everything has been handed to the socket.
function _finish() {
  assert(this[kSocket]);
  this.emit('prefinish');
}

module.exports = {
  emitClose,
  methods: {
    cork,
    uncork,
    destroy,
    _send,
    _writeRaw,
    write,
    end,
    _finish,
    _flush,
    _flushOutput,
    flushHeaders,
  },
};
