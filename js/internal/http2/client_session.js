// ClientHttp2Session and ClientHttp2Stream: requests.
// https://nodejs.org/docs/latest-v26.x/api/http2.html#class-clienthttp2session
'use strict';

const process = require('process');
const { AsyncResource } = require('async_hooks');
const {
  AbortError,
  codes: {
    ERR_HTTP2_GOAWAY_SESSION,
    ERR_HTTP2_INVALID_SESSION,
    ERR_HTTP2_OUT_OF_STREAMS,
    ERR_HTTP2_STREAM_SELF_DEPENDENCY,
  },
  hideStackFrames,
  quietCodes,
} = require('internal/errors');
const channels = require('internal/http2/channels');
const {
  constants: {
    HTTP_STATUS_CONTINUE,
    NGHTTP2_DEFAULT_WEIGHT,
    NGHTTP2_ERR_INVALID_ARGUMENT,
    NGHTTP2_ERR_STREAM_ID_NOT_AVAILABLE,
    NGHTTP2_SESSION_CLIENT,
    STREAM_OPTION_EMPTY_PAYLOAD,
    STREAM_OPTION_GET_TRAILERS,
  },
} = require('internal/http2/constants');
const { debugSession } = require('internal/http2/debug');
const {
  isPayloadMeaningless,
  prepareRequestHeadersArray,
  prepareRequestHeadersObject,
} = require('internal/http2/headers');
const { Http2Session } = require('internal/http2/session');
const { Http2Stream } = require('internal/http2/stream');
const {
  kInit,
  kOrigin,
  kPendingRequestCalls,
  kRawHeaders,
  kRequestAsyncResource,
  kSentHeaders,
  kState,
} = require('internal/http2/symbols');
const { NghttpError, assertIsObject } = require('internal/http2/validators');
const { kHandle, kSession, kUpdateTimer } = require('internal/stream_base_commons');
const { deprecateProperty } = require('internal/util');
const { validateAbortSignal, validateBoolean, validateNumber } = require('internal/validators');

const deprecateWeight =
  deprecateProperty('weight', 'Priority signaling has been deprecated as of RFC 9113.', 'DEP0194');

function emitContinue(headers) {
  if (headers[':status'] === HTTP_STATUS_CONTINUE) this.emit('continue');
}

class ClientHttp2Stream extends Http2Stream {
  constructor(session, handle, id, options) {
    super(session, options);
    // Those of a request go with the creation of the native stream.
    this[kState].headersSent = true;
    if (id !== undefined) this[kInit](id, handle);
    this.on('headers', emitContinue);
  }
}

const checkPriority = hideStackFrames((options) => {
  deprecateWeight(options);
  if (options.parent === undefined) options.parent = 0;
  else validateNumber.withoutStackTrace(options.parent, 'options.parent', 0);
  for (const name of ['exclusive', 'silent']) {
    if (options[name] === undefined) options[name] = false;
    else validateBoolean.withoutStackTrace(options[name], `options.${name}`);
  }
});

function prepareRequestHeaders(session, headers) {
  if (Array.isArray(headers)) return prepareRequestHeadersArray(headers, session);
  if (headers === undefined) return prepareRequestHeadersObject({}, session);
  if (typeof headers === 'object' && headers !== null) return prepareRequestHeadersObject(headers, session);
  throw new quietCodes.ERR_INVALID_ARG_TYPE('headers', ['Object', 'Array'], headers);
}

// nghttp2 refused: either this stream is at fault or the session is at its end.
function requestFailed(stream, session, number) {
  if (number === NGHTTP2_ERR_STREAM_ID_NOT_AVAILABLE) stream.destroy(new ERR_HTTP2_OUT_OF_STREAMS());
  else if (number === NGHTTP2_ERR_INVALID_ARGUMENT) stream.destroy(new ERR_HTTP2_STREAM_SELF_DEPENDENCY());
  else session.destroy(new NghttpError(number));
}

// The native half of a stream whose session is connected.
function startRequest(stream, headersList, options) {
  const session = stream[kSession];
  if (session === undefined || session.destroyed) return;
  if (session.closed) {
    stream.destroy(new ERR_HTTP2_GOAWAY_SESSION());
    return;
  }
  debugSession(session, 'connected, initializing request');
  const flags = (options.endStream ? STREAM_OPTION_EMPTY_PAYLOAD : 0) |
    (options.waitForTrailers ? STREAM_OPTION_GET_TRAILERS : 0);
  const ret = session[kHandle].request(
    headersList, flags, options.parent | 0, NGHTTP2_DEFAULT_WEIGHT, !!options.exclusive);
  if (typeof ret === 'number') {
    requestFailed(stream, session, ret);
    return;
  }
  stream[kInit](ret.id(), ret);
  const { start } = channels.client;
  if (start.hasSubscribers) start.publish({ stream, headers: stream.sentHeaders });
}

function abortWith(stream, signal) {
  validateAbortSignal(signal, 'options.signal');
  const abort = () => stream.destroy(new AbortError(undefined, { cause: signal.reason }));
  if (signal.aborted) {
    abort();
    return;
  }
  const { addAbortListener } = require('internal/events/abort_listener');
  const disposable = addAbortListener(signal, abort);
  stream.once('close', disposable[Symbol.dispose]);
}

// Requests of a session that is not connected yet; one listener for all of them.
function queueRequest(session, start) {
  const waiting = session[kPendingRequestCalls];
  if (waiting !== null) {
    waiting.push(start);
    return;
  }
  session[kPendingRequestCalls] = [start];
  session.once('connect', () => {
    for (const call of session[kPendingRequestCalls]) call();
    session[kPendingRequestCalls] = null;
  });
}

class ClientHttp2Session extends Http2Session {
  constructor(options, socket) {
    super(NGHTTP2_SESSION_CLIENT, options, socket);
    this[kPendingRequestCalls] = null;
  }

  request(headersParam, options) {
    debugSession(this, 'initiating request');
    // Wrong arguments throw; a session that is gone is an error of the stream, since that may happen at any time.
    let error;
    if (this.destroyed) error = new ERR_HTTP2_INVALID_SESSION();
    else if (this.closed) error = new ERR_HTTP2_GOAWAY_SESSION();
    this[kUpdateTimer]();

    const { headersObject, rawHeaders, headersList, scheme, authority, method } =
      prepareRequestHeaders(this, headersParam);
    assertIsObject(options, 'options');
    options = { ...options };
    checkPriority(options);
    if (options.endStream === undefined) options.endStream = isPayloadMeaningless(method);
    else validateBoolean(options.endStream, 'options.endStream');

    const stream = new ClientHttp2Stream(this, undefined, undefined, {});
    stream[kSentHeaders] = headersObject;
    stream[kRawHeaders] = rawHeaders;
    stream[kOrigin] = `${scheme}://${authority}`;
    const resource = stream[kRequestAsyncResource] = new AsyncResource('PendingRequest');

    if (options.endStream) stream.end();
    if (options.waitForTrailers) stream[kState].hasTrailers = true;
    if (options.signal) abortWith(stream, options.signal);

    if (error !== undefined) {
      process.nextTick(resource.bind(() => stream.destroy(error)));
    } else if (this.connecting) {
      queueRequest(this, resource.bind(() => startRequest(stream, headersList, options)));
    } else {
      resource.runInAsyncScope(startRequest, null, stream, headersList, options);
    }

    const { created } = channels.client;
    if (created.hasSubscribers) created.publish({ stream, headers: stream.sentHeaders });
    return stream;
  }
}

module.exports = { ClientHttp2Session, ClientHttp2Stream };
