// What the native side tells: frames that came, streams that ended. It is given these functions once.
'use strict';

const process = require('process');
const { setImmediate } = require('timers');
const { codes: { ERR_HTTP2_SESSION_ERROR, ERR_HTTP2_TOO_MANY_ORIGINS } } = require('internal/errors');
const channels = require('internal/http2/channels');
const {
  constants: {
    HTTP_STATUS_MISDIRECTED_REQUEST,
    NGHTTP2_FLAG_END_STREAM,
    NGHTTP2_HCAT_PUSH_RESPONSE,
    NGHTTP2_HCAT_RESPONSE,
    NGHTTP2_NO_ERROR,
    NGHTTP2_REFUSED_STREAM,
    NGHTTP2_SESSION_SERVER,
  },
} = require('internal/http2/constants');
const { ClientHttp2Stream } = require('internal/http2/client_session');
const { debugNative, debugSession, debugStream, nativeEnabled } = require('internal/http2/debug');
const { toHeaderObject } = require('internal/http2/headers');
const { initOriginSet } = require('internal/http2/origin_set');
const { ServerHttp2Stream } = require('internal/http2/server_stream');
const { closeStream, kNoRstStream } = require('internal/http2/stream_close');
const {
  kMaxOriginSetSize,
  kOrigin,
  kRemoteSettings,
  kRequestAsyncResource,
  kState,
  kType,
} = require('internal/http2/symbols');
const { NghttpError } = require('internal/http2/validators');
const { symbols: { owner_symbol: kOwner } } = require('internal/async_hooks');
const { kMaybeDestroy, kSession, kUpdateTimer } = require('internal/stream_base_commons');

function emit(emitter, event, a, b, c, d) {
  emitter.emit(event, a, b, c, d);
}

function refuse(handle) {
  handle.rstStream(NGHTTP2_REFUSED_STREAM);
  handle.destroy();
}

// A request that came to a server.
function createServerStream(session, handle, id, headers, endOfStream) {
  const { created, start } = channels.server;
  const stream = new ServerHttp2Stream(session, handle, id, {}, headers);
  if (created.hasSubscribers) created.publish({ stream, headers });
  if (start.hasSubscribers) start.publish({ stream, headers });
  if (endOfStream) stream.push(null);
  if (headers[':method'] === 'HEAD') {
    stream.end();
    stream[kState].headRequest = true;
  }
  return stream;
}

// A promise of a server: its request, to which nothing can be written.
function createPushedStream(session, handle, id, headers, endOfStream) {
  const { created, start } = channels.client;
  const stream = new ClientHttp2Stream(session, handle, id, {});
  if (created.hasSubscribers) created.publish({ stream, headers });
  if (start.hasSubscribers) start.publish({ stream, headers });
  if (endOfStream) stream.push(null);
  stream.end();
  return stream;
}

function eventOf(category, status, endOfStream) {
  if (category === NGHTTP2_HCAT_RESPONSE) {
    return !endOfStream && status >= 100 && status < 200 ? 'headers' : 'response';
  }
  if (category === NGHTTP2_HCAT_PUSH_RESPONSE) return 'push';
  if (status >= 200) return 'response';
  return endOfStream ? 'trailers' : 'headers';
}

// A further block of headers of a stream that is known.
function emitHeaders(stream, category, flags, headers, rawHeaders, endOfStream) {
  const status = headers[':status'];
  const event = eventOf(category, status, endOfStream);
  if (status === HTTP_STATUS_MISDIRECTED_REQUEST) initOriginSet(stream.session).delete(stream[kOrigin]);
  debugStream(stream, "emitting stream '%s' event", event);
  const resource = stream[kRequestAsyncResource];
  if (resource) {
    resource.runInAsyncScope(process.nextTick, null, emit, stream, event, headers, flags, rawHeaders);
  } else {
    process.nextTick(emit, stream, event, headers, flags, rawHeaders);
  }
  const { finish } = channels.client;
  if ((event === 'response' || event === 'push') && finish.hasSubscribers) finish.publish({ stream, headers, flags });
}

function onSessionHeaders(handle, id, category, flags, rawHeaders, sensitiveHeaders) {
  const session = this[kOwner];
  if (session.destroyed) {
    refuse(handle);
    return;
  }
  session[kUpdateTimer]();
  const endOfStream = (flags & NGHTTP2_FLAG_END_STREAM) !== 0;
  const headers = toHeaderObject(rawHeaders, sensitiveHeaders);
  let stream = session[kState].streams.get(id);

  if (stream === undefined) {
    if (session.closed) {
      refuse(handle);
      return;
    }
    const create = session[kType] === NGHTTP2_SESSION_SERVER ? createServerStream : createPushedStream;
    stream = create(session, handle, id, headers, endOfStream);
    if (endOfStream) stream[kState].endAfterHeaders = true;
    debugStream(stream, 'headers received');
    process.nextTick(emit, session, 'stream', stream, headers, flags, rawHeaders);
  } else {
    debugStream(stream, 'headers received');
    emitHeaders(stream, category, flags, headers, rawHeaders, endOfStream);
  }

  if (endOfStream) {
    const resource = stream[kRequestAsyncResource];
    if (resource) resource.runInAsyncScope(stream.push, stream, null);
    else stream.push(null);
  }
}

// All data is sent. Without a listener the stream ends with an empty block.
function onStreamTrailers() {
  const stream = this[kOwner];
  if (!stream) return;
  stream[kState].trailersReady = true;
  if (stream.destroyed || stream.closed) return;
  if (!stream.emit('wantTrailers')) stream.sendTrailers({});
}

// Either side reset the stream, or both are done with it. False: there is no JS stream to destroy the handle.
function onStreamClose(code, peerReset) {
  const stream = this[kOwner];
  if (!stream || stream.destroyed) return false;
  if (nativeEnabled) debugNative(stream, `closed with code ${code}`);
  debugStream(stream, 'closed with code %d, closed %s, readable %s', code, stream.closed, stream.readable);
  if (!stream.closed) closeStream(stream, code, kNoRstStream);
  const state = stream[kState];
  state.fd = -1;

  if (code !== NGHTTP2_NO_ERROR || !stream.readable) {
    stream.destroy();
    return true;
  }
  // What was read is for the program still; writes of a stream that the peer reset may never end.
  stream.on('end', peerReset ? stream.destroy : stream[kMaybeDestroy]);
  stream.push(null);
  // A server's program that did not look at the body will not do so any more.
  if (stream[kSession][kType] === NGHTTP2_SESSION_SERVER && !state.didRead && stream.readableFlowing === null) {
    stream.resume();
  } else {
    stream.read(0);
  }
  return true;
}

function onSessionInternalError(number, code) {
  this[kOwner]?.destroy(new NghttpError(number, code));
}

function onPing(payload) {
  const session = this[kOwner];
  if (session.destroyed) return;
  session[kUpdateTimer]();
  debugSession(session, 'new ping received');
  session.emit('ping', payload);
}

function onSettings() {
  const session = this[kOwner];
  if (session.destroyed) return;
  session[kUpdateTimer]();
  debugSession(session, 'new settings received');
  session[kRemoteSettings] = undefined;
  session.emit('remoteSettings', session.remoteSettings);
}

function onPriority(id, parent, weight, exclusive) {
  const session = this[kOwner];
  if (session.destroyed) return;
  debugSession(session, 'priority [parent: %d, weight: %d, exclusive: %s]', parent, weight, exclusive);
  const emitter = session[kState].streams.get(id) || session;
  if (emitter.destroyed) return;
  emitter[kUpdateTimer]();
  emitter.emit('priority', id, parent, weight, exclusive);
}

function onFrameError(id, type, code) {
  const session = this[kOwner];
  if (session.destroyed) return;
  debugSession(session, 'error sending frame type %d on stream %d, code: %d', type, id, code);
  const stream = session[kState].streams.get(id);
  const emitter = stream || session;
  emitter[kUpdateTimer]();
  emitter.emit('frameError', type, code, id);
  // A GOAWAY that says more may be on its way.
  setImmediate(() => {
    stream?.close(code);
    session.close();
  });
}

function onAltSvc(id, origin, alt) {
  const session = this[kOwner];
  if (session.destroyed) return;
  debugSession(session, 'altsvc received: stream: %d, origin: %s, alt: %s', id, origin, alt);
  session[kUpdateTimer]();
  session.emit('altsvc', alt, origin, id);
}

function onOrigin(origins) {
  const session = this[kOwner];
  if (session.destroyed) return;
  debugSession(session, 'origin received: %j', origins);
  session[kUpdateTimer]();
  if (!session.encrypted) return;
  const known = initOriginSet(session);
  for (const origin of origins) {
    if (known.size >= session[kMaxOriginSetSize]) {
      session.destroy(new ERR_HTTP2_TOO_MANY_ORIGINS(session[kMaxOriginSetSize]));
      return;
    }
    known.add(origin);
  }
  session.emit('origin', origins);
}

// The peer accepts no more streams. Without an error those that are open may finish.
function onGoawayData(code, lastStreamID, data) {
  const session = this[kOwner];
  if (session.destroyed) return;
  debugSession(session, 'goaway %d received [last stream id: %d]', code, lastStreamID);
  const state = session[kState];
  state.goawayCode = code;
  state.goawayLastStreamID = lastStreamID;
  session.emit('goaway', code, lastStreamID, data);
  if (code === NGHTTP2_NO_ERROR) session.close();
  // The error is not on this side: our own GOAWAY names none.
  else session.destroy(new ERR_HTTP2_SESSION_ERROR(code), NGHTTP2_NO_ERROR);
}

module.exports = [
  onSessionInternalError,
  onPriority,
  onSettings,
  onPing,
  onSessionHeaders,
  onFrameError,
  onGoawayData,
  onAltSvc,
  onOrigin,
  onStreamTrailers,
  onStreamClose,
];
