// ServerHttp2Stream: responses, pushed streams, informational headers.
// https://nodejs.org/docs/latest-v26.x/api/http2.html#class-serverhttp2stream
'use strict';

const process = require('process');
const {
  codes: {
    ERR_HTTP2_HEADERS_AFTER_RESPOND,
    ERR_HTTP2_HEADERS_SENT,
    ERR_HTTP2_INVALID_INFO_STATUS,
    ERR_HTTP2_INVALID_STREAM,
    ERR_HTTP2_NESTED_PUSH,
    ERR_HTTP2_OUT_OF_STREAMS,
    ERR_HTTP2_PUSH_DISABLED,
    ERR_HTTP2_STATUS_101,
  },
} = require('internal/errors');
const channels = require('internal/http2/channels');
const {
  constants: {
    HTTP_STATUS_NOT_MODIFIED,
    HTTP_STATUS_NO_CONTENT,
    HTTP_STATUS_RESET_CONTENT,
    HTTP_STATUS_SWITCHING_PROTOCOLS,
    NGHTTP2_ERR_STREAM_CLOSED,
    NGHTTP2_ERR_STREAM_ID_NOT_AVAILABLE,
    STREAM_OPTION_EMPTY_PAYLOAD,
    STREAM_OPTION_GET_TRAILERS,
  },
} = require('internal/http2/constants');
const { debugStream } = require('internal/http2/debug');
const { assertValidPseudoHeader, buildNgHeaderString, getAuthority } = require('internal/http2/headers');
const { packResponseHeaders, prepareResponseHeaders } = require('internal/http2/response_headers');
const { Http2Stream } = require('internal/http2/stream');
const {
  kAuthority,
  kID,
  kInfoHeaders,
  kInit,
  kProceed,
  kProtocol,
  kSentHeaders,
  kState,
  kStrictSingleValueFields,
} = require('internal/http2/symbols');
const { NghttpError, assertIsObject } = require('internal/http2/validators');
const { kHandle, kSession, kUpdateTimer } = require('internal/stream_base_commons');
const { kEmptyObject } = require('internal/util');
const { validateFunction } = require('internal/validators');

function assertCanRespond(stream) {
  if (stream.destroyed || stream.closed) throw new ERR_HTTP2_INVALID_STREAM();
  if (stream.headersSent) throw new ERR_HTTP2_HEADERS_SENT();
}

// Whether a response of this status, or to this request, has no body.
function hasNoBody(stream, statusCode) {
  return statusCode === HTTP_STATUS_NO_CONTENT || statusCode === HTTP_STATUS_RESET_CONTENT ||
    statusCode === HTTP_STATUS_NOT_MODIFIED || stream.headRequest;
}

// The request that a pushed stream answers.
function preparePromisedHeaders(stream, given) {
  const headers = Object.assign({ __proto__: null }, given);
  if (headers[':method'] === undefined) headers[':method'] = 'GET';
  if (getAuthority(headers) === undefined) headers[':authority'] = stream[kAuthority];
  if (headers[':scheme'] === undefined) headers[':scheme'] = stream[kProtocol];
  if (headers[':path'] === undefined) headers[':path'] = '/';
  return headers;
}

function pushError(number) {
  switch (number) {
    case NGHTTP2_ERR_STREAM_ID_NOT_AVAILABLE: return new ERR_HTTP2_OUT_OF_STREAMS();
    case NGHTTP2_ERR_STREAM_CLOSED: return new ERR_HTTP2_INVALID_STREAM();
    default: return new NghttpError(number);
  }
}

class ServerHttp2Stream extends Http2Stream {
  constructor(session, handle, id, options, headers) {
    super(session, options);
    this[kInit](id, handle);
    this[kProtocol] = headers[':scheme'];
    this[kAuthority] = getAuthority(headers);
  }

  get pushAllowed() {
    if (this.destroyed || this.closed) return false;
    const session = this[kSession];
    return !session.closed && !session.destroyed && session.remoteSettings.enablePush;
  }

  pushStream(headers, options, callback) {
    if (!this.pushAllowed) throw new ERR_HTTP2_PUSH_DISABLED();
    // Streams of even numbers are pushed ones.
    if (this[kID] % 2 === 0) throw new ERR_HTTP2_NESTED_PUSH();
    debugStream(this, 'initiating push stream');
    this[kUpdateTimer]();

    if (typeof options === 'function') {
      callback = options;
      options = undefined;
    }
    validateFunction(callback, 'callback');
    assertIsObject(options, 'options');
    options = { ...options };
    assertIsObject(headers, 'headers');
    headers = preparePromisedHeaders(this, headers);
    const headRequest = headers[':method'] === 'HEAD';
    options.endStream = headRequest || !!options.endStream;

    const session = this[kSession];
    const list = buildNgHeaderString(headers, assertValidPseudoHeader, session[kStrictSingleValueFields]);
    const ret = this[kHandle].pushPromise(list, options.endStream ? STREAM_OPTION_EMPTY_PAYLOAD : 0);
    if (typeof ret === 'number') {
      process.nextTick(callback, pushError(ret));
      return;
    }

    const stream = new ServerHttp2Stream(session, ret, ret.id(), options, headers);
    stream[kSentHeaders] = headers;
    // The client sends nothing on it.
    stream.push(null);
    if (options.endStream) stream.end();
    if (headRequest) stream[kState].headRequest = true;

    const { created, start } = channels.server;
    process.nextTick(() => {
      if (start.hasSubscribers) start.publish({ stream, headers });
      callback(null, stream, headers, 0);
    });
    if (created.hasSubscribers) created.publish({ stream, headers });
  }

  respond(headersParam, options) {
    assertCanRespond(this);
    const state = this[kState];
    assertIsObject(options, 'options');
    options ??= kEmptyObject;
    debugStream(this, 'initiating response');
    this[kUpdateTimer]();

    const endStream = !!options.endStream;
    let flags = endStream ? STREAM_OPTION_EMPTY_PAYLOAD : 0;
    if (options.waitForTrailers) {
      flags |= STREAM_OPTION_GET_TRAILERS;
      state.hasTrailers = true;
    }
    const { headers, headersList, statusCode } = prepareResponseHeaders(this, headersParam, options);
    state.headersSent = true;
    if (endStream || hasNoBody(this, statusCode)) this.end();

    const ret = this[kHandle].respond(headersList, flags);
    if (ret < 0) {
      this.destroy(new NghttpError(ret));
      return;
    }
    const { finish } = channels.server;
    if (finish.hasSubscribers) finish.publish({ stream: this, headers, flags: streamFlags(state) });
  }

  respondWithFD(fd, headers, options) {
    assertCanRespond(this);
    require('internal/http2/file_response').respondWithFD(this, fd, headers, options);
  }

  respondWithFile(path, headers, options) {
    assertCanRespond(this);
    require('internal/http2/file_response').respondWithFile(this, path, headers, options);
  }

  additionalHeaders(headers) {
    if (this.destroyed || this.closed) throw new ERR_HTTP2_INVALID_STREAM();
    if (this.headersSent) throw new ERR_HTTP2_HEADERS_AFTER_RESPOND();
    assertIsObject(headers, 'headers');
    headers = Object.assign({ __proto__: null }, headers);
    debugStream(this, 'sending additional headers');
    if (headers[':status'] != null) {
      const statusCode = headers[':status'] |= 0;
      if (statusCode === HTTP_STATUS_SWITCHING_PROTOCOLS) throw new ERR_HTTP2_STATUS_101();
      if (statusCode < 100 || statusCode >= 200) throw new ERR_HTTP2_INVALID_INFO_STATUS(statusCode);
    }
    this[kUpdateTimer]();

    const list = packResponseHeaders(this, headers);
    if (this[kInfoHeaders]) this[kInfoHeaders].push(headers);
    else this[kInfoHeaders] = [headers];
    const ret = this[kHandle].info(list);
    if (ret < 0) this.destroy(new NghttpError(ret));
  }
}
// A write without respond() responds.
ServerHttp2Stream.prototype[kProceed] = ServerHttp2Stream.prototype.respond;

// The bits of a stream in the message of the `finish` channel.
function streamFlags({ ready, closed, headersSent, headRequest, aborted, hasTrailers }) {
  return (ready ? 1 : 0) | (closed ? 2 : 0) | (headersSent ? 4 : 0) | (headRequest ? 8 : 0) |
    (aborted ? 16 : 0) | (hasTrailers ? 32 : 0);
}

module.exports = { ServerHttp2Stream, assertCanRespond, hasNoBody };
