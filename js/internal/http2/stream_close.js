// The end of a stream: RST_STREAM, `aborted`, the error it is destroyed with.
'use strict';

const { AbortError, codes: { ERR_HTTP2_STREAM_ERROR } } = require('internal/errors');
const { batch } = require('internal/http2/batch');
const channels = require('internal/http2/channels');
const {
  constants: { NGHTTP2_CANCEL, NGHTTP2_INTERNAL_ERROR, NGHTTP2_NO_ERROR, NGHTTP2_SESSION_CLIENT },
  nameForErrorCode,
} = require('internal/http2/constants');
const { debugNative } = require('internal/http2/debug');
const perf = require('internal/http2/perf');
const { abandonWrite } = require('internal/http2/stream_write');
const { kID, kState, kType } = require('internal/http2/symbols');
const { symbols: { owner_symbol: kOwner } } = require('internal/async_hooks');
const { kHandle, kMaybeDestroy, kSession } = require('internal/stream_base_commons');
const { kTimeout } = require('internal/timers');

// What closeStream() does about the peer: nothing, RST_STREAM once all is written, or RST_STREAM at once.
const kNoRstStream = 0;
const kSubmitRstStream = 1;
const kForceRstStream = 2;

function channelsOf(session) {
  return session[kType] === NGHTTP2_SESSION_CLIENT ? channels.client : channels.server;
}

function submitRstStream(stream, code) {
  stream[kHandle]?.rstStream(code);
}

function sendRstStream(stream, code) {
  if (!stream.pending) {
    submitRstStream(stream, code);
    return;
  }
  // There is no id to put into the frame yet.
  stream.push(null);
  stream.once('ready', () => submitRstStream(stream, code));
}

function closeStream(stream, code, mode = kSubmitRstStream) {
  const session = stream[kSession];
  const state = stream[kState];
  state.closed = true;
  state.rstCode = code;

  if (stream[kTimeout] !== null) stream.setTimeout(0);
  if (stream.listenerCount('timeout') > 0) stream.removeAllListeners('timeout');

  const { ending } = stream._writableState;
  if (!ending) {
    if (!state.aborted) {
      state.aborted = true;
      stream.emit('aborted');
    }
    stream.end();
  }

  if (mode !== kNoRstStream) {
    const now = !ending || stream.writableFinished || code !== NGHTTP2_NO_ERROR || mode === kForceRstStream;
    if (now) sendRstStream(stream, code);
    else stream.once('finish', () => sendRstStream(stream, code));
  }

  const { close } = channelsOf(session);
  if (close.hasSubscribers) close.publish({ stream });
}

// The code for the peer. A stream that closed well stays so even if its session fails afterwards.
function codeForDestroy(stream, sessionCode, err) {
  if (err == null) return stream.closed ? stream.rstCode : sessionCode;
  if (sessionCode) return sessionCode;
  return err instanceof AbortError ? NGHTTP2_CANCEL : NGHTTP2_INTERNAL_ERROR;
}

// The native half lives until the next full garbage collection; without this all of the stream would.
const afterDestroy = batch((session, handle) => {
  if (handle !== undefined) handle[kOwner] = undefined;
  session[kMaybeDestroy]();
});

function destroyStream(stream, err, callback) {
  const { [kSession]: session, [kHandle]: handle } = stream;
  const sessionState = session[kState];
  const state = stream[kState];
  const code = codeForDestroy(stream, sessionState.goawayCode || sessionState.destroyCode, err);

  if (!stream.closed) closeStream(stream, code, handle === undefined ? kNoRstStream : kForceRstStream);
  stream.push(null);

  if (handle === undefined) {
    sessionState.pendingStreams.delete(stream);
  } else {
    if (perf.isObserved()) perf.recordStream(stream, handle);
    debugNative(stream, 'tearing down stream');
    handle.destroy();
    sessionState.streams.delete(stream[kID]);
  }
  sessionState.writeQueueSize -= state.writeQueueSize;
  state.writeQueueSize = 0;

  // CANCEL is how clients abort, which 'aborted' has told already.
  if (err == null && code !== NGHTTP2_NO_ERROR && code !== NGHTTP2_CANCEL) {
    err = new ERR_HTTP2_STREAM_ERROR(nameForErrorCode[code] || code);
  }
  stream[kSession] = undefined;
  stream[kHandle] = undefined;

  // A closed session goes with its last stream, but not from within nghttp2.
  afterDestroy(session, state.writeCb === null ? handle : undefined);

  if (err) {
    const { error } = channelsOf(session);
    if (error.hasSubscribers) error.publish({ stream, error: err });
  }
  abandonWrite(stream, err);
  callback(err);
}

module.exports = { closeStream, destroyStream, kNoRstStream };
