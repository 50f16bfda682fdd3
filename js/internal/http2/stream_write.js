// The writable side of a stream: writes, the end with the last of them, trailers.
'use strict';

const process = require('process');
const { aggregateTwoErrors } = require('internal/errors');
const { batch } = require('internal/http2/batch');
const channels = require('internal/http2/channels');
const { constants: { NGHTTP2_SESSION_CLIENT } } = require('internal/http2/constants');
const { debugStream } = require('internal/http2/debug');
const { kState, kType } = require('internal/http2/symbols');
const { NghttpError } = require('internal/http2/validators');
const { symbols: { owner_symbol: kOwner } } = require('internal/async_hooks');
const {
  ShutdownWrap,
  kHandle,
  kMaybeDestroy,
  kSession,
  writeGeneric,
  writevGeneric,
} = require('internal/stream_base_commons');

// What a timeout looks at to see whether a write is under way.
function trackWriteState(stream, bytes) {
  const session = stream[kSession];
  stream[kState].writeQueueSize += bytes;
  session[kState].writeQueueSize += bytes;
  session[kHandle].chunksSentSinceLastWrite = 0;
}

function onFinish() {
  this[kMaybeDestroy]();
}

// `oncomplete` of the request that ends the writable side.
function afterShutdown() {
  this.handle[kOwner]?.on('finish', onFinish);
  this.callback();
}

function shutdownWritable(stream, callback) {
  const handle = stream[kHandle];
  const state = stream[kState];
  if (!handle || state.shutdownWritableCalled) {
    callback();
    return;
  }
  state.shutdownWritableCalled = true;
  const req = new ShutdownWrap();
  req.oncomplete = afterShutdown;
  req.callback = callback;
  req.handle = handle;
  // 1 says that it is done already.
  if (handle.shutdown(req) === 1) afterShutdown.call(req, 0);
}

// A write is over when its bytes are taken and it is known whether it was the last one.
function finishWrite(stream) {
  const state = stream[kState];
  if (--state.writePending !== 0) return;
  const { writeCb, writeErr, endErr } = state;
  state.writeCb = state.writeErr = state.endErr = null;
  const err = aggregateTwoErrors(endErr, writeErr);
  // Nothing else would: streams of this kind do not destroy themselves.
  if (err) stream.destroy(err);
  writeCb(err);
}

// One tick after a write: if end() came with it, the last DATA frame can carry END_STREAM.
function endCheck(stream) {
  const state = stream[kState];
  const writable = stream._writableState;
  if (state.writeErr || state.hasTrailers || !writable.ending || writable.buffered.length > 0) {
    finishWrite(stream);
    return;
  }
  debugStream(stream, 'shutting down writable on last write');
  shutdownWritable(stream, (err) => {
    state.endErr = err;
    finishWrite(stream);
  });
}

// The stream has an id, is alive and has sent its headers. Only one write is under way at any time.
function writeToStream(stream, writev, data, encoding, cb) {
  const state = stream[kState];
  state.writeCb = cb;
  state.writeErr = state.endErr = null;
  if (state.hasTrailers) {
    state.writePending = 1;
  } else {
    state.writePending = 2;
    process.nextTick(endCheck, stream);
  }
  const written = (err) => {
    state.writeErr = err;
    finishWrite(stream);
  };
  const req = writev ? writevGeneric(stream, data, written) : writeGeneric(stream, data, encoding, written);
  const session = stream[kSession];
  // An error may have destroyed the stream.
  if (session === undefined) return;
  trackWriteState(stream, req.bytes);
  if (session[kType] === NGHTTP2_SESSION_CLIENT && channels.client.bodyChunkSent.hasSubscribers) {
    channels.client.bodyChunkSent.publish({ stream, writev, data, encoding });
  }
}

// A write that the native side never completes still has a callback waiting.
function abandonWrite(stream, err) {
  const state = stream[kState];
  const { writeCb } = state;
  if (writeCb === null) return;
  state.writeCb = null;
  state.writePending = 0;
  writeCb(err);
}

function finishSendTrailers(stream, headersList) {
  if (stream.destroyed) return;
  stream[kState].hasTrailers = false;
  const ret = stream[kHandle].trailers(headersList);
  if (ret < 0) stream.destroy(new NghttpError(ret));
  else stream[kMaybeDestroy]();
}

// Not while nghttp2 is in the middle of asking for them.
const scheduleTrailers = batch(finishSendTrailers);

module.exports = { abandonWrite, scheduleTrailers, shutdownWritable, trackWriteState, writeToStream };
