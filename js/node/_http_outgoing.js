// http.OutgoingMessage: what ServerResponse and ClientRequest have in common.
// https://nodejs.org/docs/latest-v26.x/api/http.html#class-httpoutgoingmessage
'use strict';

const EE = require('events');
const Stream = require('stream');
const { getDefaultHighWaterMark } = require('internal/streams/state');
const { kNeedDrain, kOutHeaders } = require('internal/http');
const fields = require('internal/http/fields');
const body = require('internal/http/outgoing_body');
const head = require('internal/http/outgoing_head');
const headers = require('internal/http/outgoing_headers');
const symbols = require('internal/http/outgoing_symbols');
const { codes: { ERR_STREAM_CANNOT_PIPE } } = require('internal/errors');

const {
  kBytesWritten,
  kChunkedBuffer,
  kChunkedLength,
  kCorked,
  kEndCallbacks,
  kErrored,
  kFlushError,
  kHighWaterMark,
  kRejectNonStandardBodyWrites,
  kSocket,
  kUniqueHeaders,
  kWritableFinished,
  nop,
} = symbols;

function OutgoingMessage(options) {
  Stream.call(this);

  // What waits for the socket, as { data, encoding, callback }, and about how many bytes that is. `_onPendingData`
  // hears each change, so that a server can stop reading from a client that does not read.
  this.outputData = [];
  this.outputSize = 0;

  this.writable = true;
  this.destroyed = false;

  this._last = false;
  this.chunkedEncoding = false;
  this.shouldKeepAlive = true;
  this.maxRequestsOnConnectionReached = false;
  this._defaultKeepAlive = true;
  this.useChunkedEncodingByDefault = true;
  this.sendDate = false;
  this._removedConnection = false;
  this._removedContLen = false;
  this._removedTE = false;

  this.strictContentLength = false;
  this[kBytesWritten] = 0;
  this._contentLength = null;
  this._hasBody = true;
  this._trailer = '';
  this[kNeedDrain] = false;

  this.finished = false;
  this._headerSent = false;
  this[kCorked] = 0;
  // Chunks of a corked message, as triples of chunk, encoding and callback.
  this[kChunkedBuffer] = [];
  this[kChunkedLength] = 0;
  this._closed = false;

  this[kSocket] = null;
  this._header = null;
  // The header fields: lower-case name to [name, value].
  this[kOutHeaders] = null;

  this._keepAliveTimeout = 0;

  this._onPendingData = nop;

  this[kErrored] = null;
  this[kWritableFinished] = false;
  this[kEndCallbacks] = null;
  this[kFlushError] = null;
  this[kHighWaterMark] = options?.highWaterMark ?? getDefaultHighWaterMark();
  this[kRejectNonStandardBodyWrites] = options?.rejectNonStandardBodyWrites ?? false;
}
Object.setPrototypeOf(OutgoingMessage.prototype, Stream.prototype);
Object.setPrototypeOf(OutgoingMessage, Stream);

function defineGetter(name, get, options) {
  Object.defineProperty(OutgoingMessage.prototype, name, { __proto__: null, get, ...options });
}

defineGetter('errored', function() { return this[kErrored]; });
defineGetter('closed', function() { return this._closed; });
defineGetter('writableFinished', function() { return this[kWritableFinished]; });
defineGetter('writableObjectMode', () => false);
defineGetter('writableCorked', function() { return this[kCorked]; });
defineGetter('writableEnded', function() { return this.finished; });
defineGetter('writableNeedDrain', function() { return !this.destroyed && !this.finished && this[kNeedDrain]; });
defineGetter('headersSent', function() { return !!this._header; }, { configurable: true, enumerable: true });

defineGetter('writableHighWaterMark', function() {
  const socket = this[kSocket];
  return socket ? socket.writableHighWaterMark : this[kHighWaterMark];
});

defineGetter('writableLength', function() {
  const socket = this[kSocket];
  let length = this.outputSize + (socket ? socket.writableLength : 0);
  const chunked = this[kChunkedLength];
  if (chunked !== 0) {
    // The chunk's size line and line ends, and the head if it goes out with the chunk.
    length += chunked + chunked.toString(16).length + 4;
    if (!this._headerSent && this._header !== null) length += this._header.length;
  }
  return length;
});

defineGetter('connection', function() { return this[kSocket]; }, { set(value) { this.socket = value; } });

defineGetter('socket', function() { return this[kSocket]; }, {
  set(value) {
    for (let n = this[kCorked]; n > 0; n--) {
      value?.cork();
      this[kSocket]?.uncork();
    }
    this[kSocket] = value;
  },
});

OutgoingMessage.prototype.setTimeout = function setTimeout(msecs, callback) {
  if (callback) this.on('timeout', callback);
  const socket = this[kSocket];
  if (socket) socket.setTimeout(msecs);
  else this.once('socket', (assigned) => { assigned.setTimeout(msecs); });
  return this;
};

OutgoingMessage.prototype.pipe = function pipe() {
  this.emit('error', new ERR_STREAM_CANNOT_PIPE());
};

OutgoingMessage.prototype[EE.captureRejectionSymbol] = function(err) {
  this.destroy(err);
};

Object.assign(OutgoingMessage.prototype, headers.methods, head.methods, body.methods);

module.exports = {
  kHighWaterMark,
  kUniqueHeaders,
  parseUniqueHeadersOption: fields.parseUniqueHeadersOption,
  validateHeaderName: fields.validateHeaderName,
  validateHeaderValue: fields.validateHeaderValue,
  OutgoingMessage,
};
