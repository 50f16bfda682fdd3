// http.IncomingMessage: a request that a server received, or a response that a client received.
// https://nodejs.org/docs/latest-v26.x/api/http.html#class-httpincomingmessage
'use strict';

const process = require('process');
const { Readable, finished } = require('stream');
const { addDistinct, addJoined } = require('internal/http/joined_headers');

const kHeaders = Symbol('kHeaders');
const kHeadersDistinct = Symbol('kHeadersDistinct');
const kHeadersCount = Symbol('kHeadersCount');
const kTrailers = Symbol('kTrailers');
const kTrailersDistinct = Symbol('kTrailersDistinct');
const kTrailersCount = Symbol('kTrailersCount');
const kAbortController = Symbol('kAbortController');
const kAbortSignalSocket = Symbol('kAbortSignalSocket');
const kAbortSignalListener = Symbol('kAbortSignalListener');
const kAbortSignalDetached = Symbol('kAbortSignalDetached');
const kDetachAbortSignal = Symbol('kDetachAbortSignal');

function readStart(socket) {
  if (socket && !socket._paused && socket.readable) socket.resume();
}

function readStop(socket) {
  if (socket) socket.pause();
}

function IncomingMessage(socket) {
  Readable.call(this, socket ? { highWaterMark: socket.readableHighWaterMark } : undefined);

  // The parser pushes; nothing may start a read before somebody asks for the body.
  this._readableState.readingMore = true;

  this.socket = socket;

  this.httpVersionMajor = null;
  this.httpVersionMinor = null;
  this.httpVersion = null;
  this.complete = false;
  this[kHeaders] = null;
  this[kHeadersCount] = 0;
  this.rawHeaders = [];
  this[kTrailers] = null;
  this[kTrailersCount] = 0;
  this.rawTrailers = [];
  this.joinDuplicateHeaders = false;
  this.aborted = false;

  this.upgrade = null;

  // Of a request.
  this.url = '';
  this.method = null;

  // Of a response.
  this.statusCode = null;
  this.statusMessage = null;
  this.client = socket;

  this._consuming = false;
  // Set when nobody can read the body any more: its bytes are dropped.
  this._dumped = false;
  this[kAbortController] = null;
  this[kAbortSignalSocket] = null;
  this[kAbortSignalListener] = null;
  this[kAbortSignalDetached] = false;
}
Object.setPrototypeOf(IncomingMessage.prototype, Readable.prototype);
Object.setPrototypeOf(IncomingMessage, Readable);

// Defines a property that is made from the raw fields when it is first read.
function defineLazy(name, slot, make) {
  Object.defineProperty(IncomingMessage.prototype, name, {
    __proto__: null,
    get() {
      if (!this[slot]) make(this);
      return this[slot];
    },
    set(value) { this[slot] = value; },
  });
}

function joinFields(message, raw, count) {
  const headers = {};
  for (let i = 0; i < count; i += 2) message._addHeaderLine(raw[i], raw[i + 1], headers);
  return headers;
}

function distinctFields(message, raw, count) {
  const headers = { __proto__: null };
  for (let i = 0; i < count; i += 2) message._addHeaderLineDistinct(raw[i], raw[i + 1], headers);
  return headers;
}

defineLazy('headers', kHeaders, (message) => {
  message[kHeaders] = joinFields(message, message.rawHeaders, message[kHeadersCount]);
});
defineLazy('headersDistinct', kHeadersDistinct, (message) => {
  message[kHeadersDistinct] = distinctFields(message, message.rawHeaders, message[kHeadersCount]);
});
defineLazy('trailers', kTrailers, (message) => {
  message[kTrailers] = joinFields(message, message.rawTrailers, message[kTrailersCount]);
});
defineLazy('trailersDistinct', kTrailersDistinct, (message) => {
  message[kTrailersDistinct] = distinctFields(message, message.rawTrailers, message[kTrailersCount]);
});

Object.defineProperty(IncomingMessage.prototype, 'connection', {
  __proto__: null,
  get() { return this.socket; },
  set(value) { this.socket = value; },
});

Object.defineProperty(IncomingMessage.prototype, 'signal', {
  __proto__: null,
  configurable: true,
  get() {
    if (this[kAbortController] === null) {
      const { AbortController } = require('internal/abort_controller');
      this[kAbortController] = new AbortController();
      if (this.destroyed && !(this.readableEnded && this.complete)) {
        this[kAbortController].abort();
      } else {
        followSocket(this);
      }
    }
    return this[kAbortController].signal;
  },
});

// Aborts the signal of `message` when its socket closes.
function followSocket(message) {
  const { socket } = message;
  if (message[kAbortSignalDetached] || !socket) return;
  if (socket.destroyed) {
    abortSignal(message);
    return;
  }
  message[kAbortSignalSocket] = socket;
  message[kAbortSignalListener] = () => { abortSignal(message); };
  socket.once('close', message[kAbortSignalListener]);
}

function abortSignal(message) {
  message[kDetachAbortSignal]();
  if (message[kAbortController] !== null) message[kAbortController].abort();
}

// From here on the fate of the socket says nothing about this message.
IncomingMessage.prototype[kDetachAbortSignal] = function() {
  const socket = this[kAbortSignalSocket];
  this[kAbortSignalDetached] = true;
  if (socket === null) return;
  socket.removeListener('close', this[kAbortSignalListener]);
  this[kAbortSignalSocket] = null;
  this[kAbortSignalListener] = null;
};

IncomingMessage.prototype.setTimeout = function setTimeout(msecs, callback) {
  if (callback) this.on('timeout', callback);
  this.socket.setTimeout(msecs);
  return this;
};

// The parser fills the buffer by itself: a read only has to let the socket flow.
IncomingMessage.prototype._read = function _read() {
  if (!this._consuming) {
    this._readableState.readingMore = false;
    this._consuming = true;
  }
  if (this.socket.readable) readStart(this.socket);
};

IncomingMessage.prototype._destroy = function _destroy(err, cb) {
  if (!this.readableEnded || !this.complete) {
    this.aborted = true;
    this.emit('aborted');
    abortSignal(this);
  }

  const { socket } = this;
  if (socket && !socket.destroyed && this.aborted) {
    socket.destroy(err);
    const stop = finished(socket, (error) => {
      stop();
      const reason = error?.code === 'ERR_STREAM_PREMATURE_CLOSE' ? null : error;
      process.nextTick(finishDestroy, this, reason || err, cb);
    });
  } else if (err == null && !this.aborted) {
    cb();
  } else {
    // A listener for 'error' that is added right after destroy(err) still hears it.
    process.nextTick(finishDestroy, this, err, cb);
  }
};

// An error nobody listens for is dropped: programs written before messages could fail rely on it.
function finishDestroy(message, error, cb) {
  if (message.listenerCount('error') === 0) cb();
  else cb(error);
}

IncomingMessage.prototype._addHeaderLines = _addHeaderLines;
function _addHeaderLines(headers, n) {
  if (!headers?.length) return;
  let made;
  if (this.complete) {
    this.rawTrailers = headers;
    this[kTrailersCount] = n;
    made = this[kTrailers];
  } else {
    this.rawHeaders = headers;
    this[kHeadersCount] = n;
    made = this[kHeaders];
  }
  if (!made) return;
  for (let i = 0; i < n; i += 2) this._addHeaderLine(headers[i], headers[i + 1], made);
}

IncomingMessage.prototype._addHeaderLine = _addHeaderLine;
function _addHeaderLine(field, value, dest) {
  addJoined(dest, field, value, this.joinDuplicateHeaders);
}

IncomingMessage.prototype._addHeaderLineDistinct = _addHeaderLineDistinct;
function _addHeaderLineDistinct(field, value, dest) {
  addDistinct(dest, field, value);
}

// Ends the readable side at once, without 'data', 'end' and 'close': for the option `optimizeEmptyRequests`.
IncomingMessage.prototype._dumpAndCloseReadable = function _dumpAndCloseReadable() {
  const state = this._readableState;
  this._dumped = true;
  state.ended = true;
  state.endEmitted = true;
  state.destroyed = true;
  state.closed = true;
  state.closeEmitted = true;
};

// Takes the rest of the body off the socket and drops it.
IncomingMessage.prototype._dump = function _dump() {
  if (this._dumped) return;
  this._dumped = true;
  // What is buffered must not reach listeners that came too late.
  this.removeAllListeners('data');
  // A body that is all here and empty ends by a read of nothing, which is cheaper than a flow.
  if (this.complete && !this.destroyed && this.readableLength === 0) this.read(0);
  else this.resume();
};

module.exports = {
  IncomingMessage,
  kDetachAbortSignal,
  readStart,
  readStop,
};
