// The end of a session: its streams, its native half, its socket, and then `close`.
'use strict';

const process = require('process');
const { setImmediate } = require('timers');
const { codes: { ERR_HTTP2_STREAM_CANCEL, ERR_SOCKET_CLOSED } } = require('internal/errors');
const { constants: { NGHTTP2_CANCEL, NGHTTP2_NO_ERROR } } = require('internal/http2/constants');
const { debugSession } = require('internal/http2/debug');
const { kSessionUint8FieldCount } = require('internal/http2/binding');
const perf = require('internal/http2/perf');
const {
  kNativeFields,
  kProxySocket,
  kServer,
  kSessions,
  kSocket,
  kState,
} = require('internal/http2/symbols');
const { kBoundSession, kHandle } = require('internal/stream_base_commons');

function emitClose(session, error) {
  if (error) session.emit('error', error);
  session.emit('close');
}

// Takes session, socket, server and native half apart.
function unbind(session) {
  const { [kSocket]: socket, [kHandle]: handle, [kServer]: server } = session;
  session[kProxySocket] = undefined;
  session[kSocket] = undefined;
  session[kHandle] = undefined;
  // Listeners may still come and go.
  session[kNativeFields] = new Uint8Array(kSessionUint8FieldCount);
  server?.[kSessions].delete(session);
  if (handle) handle.ondone = null;
  if (socket) {
    socket[kBoundSession] = undefined;
    socket[kServer] = undefined;
  }
  return socket;
}

function finishClose(session, error) {
  debugSession(session, 'finishSessionClose');
  const socket = unbind(session);
  if (!socket || socket.destroyed) {
    process.nextTick(emitClose, session, error);
    return;
  }
  socket.on('close', () => emitClose(session, error));
  // After a graceful close the peer is the one that ends the connection, and nobody else reads any more.
  if (session.closed) socket.resume();
  socket.end((err) => {
    debugSession(session, 'finishSessionClose socket end', err, error);
    // What was written just now has a chance to arrive.
    if (!session.closed) setImmediate(() => socket.destroy(error));
  });
}

function closeSession(session, code, error) {
  debugSession(session, 'start closing/destroying', error);
  const state = session[kState];
  state.destroyed = true;
  state.destroyCode = code;

  session.setTimeout(0);
  session.removeAllListeners('timeout');

  const { [kSocket]: socket, [kHandle]: handle } = session;
  if (state.pendingStreams.size > 0 || state.streams.size > 0) {
    const cancel = new ERR_HTTP2_STREAM_CANCEL(error);
    for (const stream of state.pendingStreams) stream.destroy(cancel);
    for (const stream of state.streams.values()) stream.destroy(error);
  }

  if (handle === undefined) {
    finishClose(session, error);
    return;
  }
  handle.ondone = () => {
    if (perf.isObserved()) perf.recordSession(session, handle);
    finishClose(session, error);
  };
  handle.destroy(code, socket.destroyed);
}

// Listeners of the socket of every session.
function socketOnError(error) {
  const session = this[kBoundSession];
  if (session === undefined) return;
  // A peer that has said goodbye may also hang up.
  if (error.code === 'ECONNRESET' && session[kState].goawayCode !== null) {
    session.destroy();
    return;
  }
  debugSession(session, 'socket error [%s]', error.message);
  session.destroy(error);
}

function socketOnClose() {
  const session = this[kBoundSession];
  if (session === undefined) return;
  debugSession(session, 'socket closed');
  const error = session.connecting ? new ERR_SOCKET_CLOSED() : null;
  const { streams, pendingStreams } = session[kState];
  for (const stream of streams.values()) stream.close(NGHTTP2_CANCEL);
  for (const stream of pendingStreams) stream.close(NGHTTP2_CANCEL);
  session.close();
  closeSession(session, NGHTTP2_NO_ERROR, error);
}

module.exports = { closeSession, socketOnClose, socketOnError };
