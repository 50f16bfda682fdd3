// Http2Stream: a duplex stream over one native stream of a session.
// https://nodejs.org/docs/latest-v26.x/api/http2.html#class-http2stream
'use strict';

const { Duplex } = require('stream');
const assert = require('internal/assert');
const {
  codes: { ERR_HTTP2_INVALID_STREAM, ERR_HTTP2_TRAILERS_ALREADY_SENT, ERR_HTTP2_TRAILERS_NOT_READY },
} = require('internal/errors');
const { batch } = require('internal/http2/batch');
const channels = require('internal/http2/channels');
const {
  constants: { NGHTTP2_NO_ERROR, NGHTTP2_SESSION_CLIENT, NGHTTP2_SESSION_SERVER },
} = require('internal/http2/constants');
const { debugNative, debugStream, nativeEnabled } = require('internal/http2/debug');
const { assertValidPseudoHeaderTrailer, buildNgHeaderString } = require('internal/http2/headers');
const { getStreamState } = require('internal/http2/state');
const { closeStream, destroyStream } = require('internal/http2/stream_close');
const { scheduleTrailers, shutdownWritable, writeToStream } = require('internal/http2/stream_write');
const {
  kID,
  kInfoHeaders,
  kInit,
  kProceed,
  kProxySocket,
  kRawHeaders,
  kRequest,
  kResponse,
  kSensitiveHeaders,
  kSentHeaders,
  kSentTrailers,
  kState,
  kStrictSingleValueFields,
  kType,
  kWriteGeneric,
} = require('internal/http2/symbols');
const { callTimeout } = require('internal/http2/timeout');
const { assertIsObject } = require('internal/http2/validators');
const { symbols: { async_id_symbol, owner_symbol: kOwner } } = require('internal/async_hooks');
const {
  kAfterAsyncWrite,
  kHandle,
  kMaybeDestroy,
  kSession,
  kUpdateTimer,
  onStreamRead,
  setStreamTimeout,
} = require('internal/stream_base_commons');
const { kTimeout } = require('internal/timers');
const { customInspectSymbol: kInspect, deprecate } = require('internal/util');
const { validateFunction, validateInteger } = require('internal/validators');

const kMaxUint32 = 2 ** 32 - 1;

function startReading() {
  if (this.destroyed) return;
  debugNative(this, 'reading starting');
  this[kHandle].readStart();
}

function stopReading() {
  if (!this.destroyed && !this.pending) this[kHandle].readStop();
}

function onStreamReadLogged(arrayBuffer) {
  const stream = this[kOwner];
  debugNative(stream, `handling data frame for stream ${stream[kID]}`, true);
  return Reflect.apply(onStreamRead, this, [arrayBuffer]);
}

const closeLater = batch((stream) => stream.close());

// A flat list as an object; of a repeated name the values make an array.
function groupRawHeaders(rawHeaders) {
  const headers = { __proto__: null };
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i];
    const existing = headers[name];
    if (existing === undefined) headers[name] = rawHeaders[i + 1];
    else if (Array.isArray(existing)) existing.push(rawHeaders[i + 1]);
    else headers[name] = [existing, rawHeaders[i + 1]];
  }
  const sensitive = rawHeaders[kSensitiveHeaders];
  if (sensitive !== undefined) headers[kSensitiveHeaders] = sensitive;
  return headers;
}

class Http2Stream extends Duplex {
  constructor(session, options) {
    options.allowHalfOpen = true;
    options.decodeStrings = false;
    options.autoDestroy = false;
    super(options);
    this[async_id_symbol] = -1;

    // Writes wait for the native stream.
    this.cork();
    this[kSession] = session;
    session[kState].pendingStreams.add(this);

    // So that the first _read() is the program's.
    this._readableState.readingMore = true;

    this[kTimeout] = null;
    this[kState] = {
      ready: false,
      closed: false,
      aborted: false,
      headersSent: false,
      headRequest: false,
      hasTrailers: false,
      trailersReady: false,
      didRead: false,
      endAfterHeaders: false,
      shutdownWritableCalled: false,
      rstCode: NGHTTP2_NO_ERROR,
      writeQueueSize: 0,
      writeCb: null,
      writeErr: null,
      endErr: null,
      writePending: 0,
      fd: -1,
    };
    // Set by the compatibility classes; here they keep the shape of all streams the same.
    this[kRequest] = null;
    this[kResponse] = undefined;
    this[kProxySocket] = null;

    this.on('pause', stopReading);
  }

  [kUpdateTimer]() {
    if (this.destroyed) return;
    this[kTimeout]?.refresh();
    this[kSession]?.[kUpdateTimer]();
  }

  [kInit](id, handle) {
    this[kState].ready = true;
    const sessionState = this[kSession][kState];
    sessionState.pendingStreams.delete(this);
    sessionState.streams.set(id, this);

    this[kID] = id;
    this[async_id_symbol] = handle.getAsyncId();
    handle[kOwner] = this;
    this[kHandle] = handle;
    handle.onread = nativeEnabled ? onStreamReadLogged : onStreamRead;
    this.uncork();
    this.emit('ready');
  }

  [kInspect](depth) {
    if (typeof depth === 'number' && depth < 0) return this;
    const { format } = require('internal/util/inspect');
    const { closed, destroyed, state, _readableState: readableState, _writableState: writableState } = this;
    const shown = { id: this[kID] || '<pending>', closed, destroyed, state, readableState, writableState };
    return `Http2Stream ${format(shown)}`;
  }

  get bufferSize() {
    return this[kState].writeQueueSize + this.writableLength;
  }

  get endAfterHeaders() {
    return this[kState].endAfterHeaders;
  }

  get sentHeaders() {
    const rawHeaders = this[kRawHeaders];
    if (!this[kSentHeaders] && rawHeaders) this[kSentHeaders] = groupRawHeaders(rawHeaders);
    return this[kSentHeaders];
  }

  get sentTrailers() {
    return this[kSentTrailers];
  }

  get sentInfoHeaders() {
    return this[kInfoHeaders];
  }

  get pending() {
    return this[kID] === undefined;
  }

  get id() {
    return this[kID];
  }

  get session() {
    return this[kSession];
  }

  _onTimeout() {
    callTimeout(this, this[kSession]);
  }

  get headersSent() {
    return this[kState].headersSent;
  }

  get aborted() {
    return this[kState].aborted;
  }

  get headRequest() {
    return this[kState].headRequest;
  }

  get rstCode() {
    return this[kState].rstCode;
  }

  get state() {
    return this.destroyed || this.pending ? {} : getStreamState(this[kHandle]);
  }

  [kProceed]() {
    assert(false, 'Implementers MUST implement this. Please report this as a bug in Node.js');
  }

  [kAfterAsyncWrite]({ bytes }) {
    this[kState].writeQueueSize -= bytes;
    const session = this[kSession];
    if (session !== undefined) session[kState].writeQueueSize -= bytes;
  }

  [kWriteGeneric](writev, data, encoding, cb) {
    // A program that uncorks the stream can get here too early.
    if (this.pending) {
      this.once('ready', () => this[kWriteGeneric](writev, data, encoding, cb));
      return;
    }
    // Its error has been reported; there is nobody to take the data.
    if (this.destroyed) return;
    this[kUpdateTimer]();
    if (!this[kState].headersSent) this[kProceed]();
    writeToStream(this, writev, data, encoding, cb);
  }

  _write(data, encoding, cb) {
    this[kWriteGeneric](false, data, encoding, cb);
  }

  _writev(data, cb) {
    this[kWriteGeneric](true, data, '', cb);
  }

  _final(cb) {
    if (this.pending) {
      this.once('ready', () => this._final(cb));
      return;
    }
    debugStream(this, 'shutting down writable on _final');
    const session = this[kSession];
    shutdownWritable(this, cb);
    if (session?.[kType] === NGHTTP2_SESSION_CLIENT && channels.client.bodySent.hasSubscribers) {
      channels.client.bodySent.publish({ stream: this });
    }
  }

  _read(nread) {
    if (this.destroyed) {
      this.push(null);
      return;
    }
    const state = this[kState];
    if (!state.didRead) {
      this._readableState.readingMore = false;
      state.didRead = true;
    }
    if (this.pending) this.once('ready', startReading);
    else startReading.call(this);
  }

  sendTrailers(headers) {
    if (this.destroyed || this.closed) throw new ERR_HTTP2_INVALID_STREAM();
    if (this[kSentTrailers]) throw new ERR_HTTP2_TRAILERS_ALREADY_SENT();
    if (!this[kState].trailersReady) throw new ERR_HTTP2_TRAILERS_NOT_READY();

    assertIsObject(headers, 'headers');
    headers = Object.setPrototypeOf({ ...headers }, null);
    debugStream(this, 'sending trailers');
    this[kUpdateTimer]();
    const strict = this[kSession][kStrictSingleValueFields];
    const headersList = buildNgHeaderString(headers, assertValidPseudoHeaderTrailer, strict);
    this[kSentTrailers] = headers;
    scheduleTrailers(this, headersList);
  }

  get closed() {
    return this[kState].closed;
  }

  close(code = NGHTTP2_NO_ERROR, callback) {
    validateInteger(code, 'code', 0, kMaxUint32);
    if (callback !== undefined) validateFunction(callback, 'callback');
    if (this.closed) return;
    if (callback !== undefined) this.once('close', callback);
    closeStream(this, code);
  }

  _destroy(err, callback) {
    debugStream(this, 'destroying stream');
    destroyStream(this, err, callback);
  }

  [kMaybeDestroy](code = NGHTTP2_NO_ERROR) {
    if (code !== NGHTTP2_NO_ERROR) {
      this.destroy();
      return;
    }
    if (!this.writableFinished) return;
    const state = this[kState];
    if (state.closed && !this.readable) {
      this.destroy();
      return;
    }
    // A server that has answered and never looked at the body of the request is done with the stream. Pushed
    // streams go out first: browsers refuse those of a stream that is closed.
    if (state.headersSent && this[kSession]?.[kType] === NGHTTP2_SESSION_SERVER && !state.hasTrailers &&
        !state.didRead && this.readableFlowing === null) {
      closeLater(this);
    }
  }
}

Http2Stream.prototype.priority = deprecate(function priority(options) {
  if (this.destroyed) throw new ERR_HTTP2_INVALID_STREAM();
}, 'http2Stream.priority is longer supported after priority signalling was deprecated in RFC 9113', 'DEP0194');

Object.defineProperty(Http2Stream.prototype, 'setTimeout', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  writable: true,
  value: setStreamTimeout,
});

module.exports = { Http2Stream };
