// The end of a stream's life: destroy, the order of 'error' and 'close', and the start (_construct),
// because what is destroyed while it starts must wait. https://nodejs.org/api/stream.html#readabledestroyerror
'use strict';

const process = require('process');
const {
  AbortError,
  aggregateTwoErrors,
  codes: { ERR_MULTIPLE_CALLBACK },
} = require('internal/errors');
const {
  isDestroyed,
  isFinished,
  isServerRequest,
  kAutoDestroy,
  kCloseEmitted,
  kClosed,
  kConstructed,
  kDestroyed,
  kEmitClose,
  kErrorEmitted,
  kErrored,
  kIsDestroyed,
  kState,
} = require('internal/streams/utils');

const kDestroy = Symbol('kDestroy');
const kConstruct = Symbol('kConstruct');

function sideHas(side, bit) {
  return side !== undefined && side !== null && (side[kState] & bit) !== 0;
}

function mark(stream, bit) {
  const r = stream._readableState;
  const w = stream._writableState;
  if (w) w[kState] |= bit;
  if (r) r[kState] |= bit;
}

// The first error of a stream is the one it keeps.
function remember(err, w, r) {
  // Formatting the stack now lets go of the frames that it would keep alive.
  err.stack;
  if (w && !w.errored) w.errored = err;
  if (r && !r.errored) r.errored = err;
}

function destroy(err, cb) {
  const r = this._readableState;
  const w = this._writableState;
  if (sideHas(w, kDestroyed) || sideHas(r, kDestroyed)) {
    if (typeof cb === 'function') cb();
    return this;
  }
  // Before anything of the user's runs, so that destroy() inside a callback finds it done.
  if (err) remember(err, w, r);
  mark(this, kDestroyed);

  if (((w || r)[kState] & kConstructed) === 0) {
    this.once(kDestroy, function(er) {
      runDestroy(this, aggregateTwoErrors(er, err), cb);
    });
  } else {
    runDestroy(this, err, cb);
  }
  return this;
}

function runDestroy(stream, err, cb) {
  let called = false;
  function done(error) {
    if (called) return;
    called = true;
    if (error) remember(error, stream._writableState, stream._readableState);
    mark(stream, kClosed);
    if (typeof cb === 'function') cb(error);
    if (error) process.nextTick(emitErrorAndClose, stream, error);
    else process.nextTick(emitClose, stream);
  }
  try {
    stream._destroy(err || null, done);
  } catch (error) {
    done(error);
  }
}

function emitErrorAndClose(stream, err) {
  emitError(stream, err);
  emitClose(stream);
}

function emitClose(stream) {
  mark(stream, kCloseEmitted);
  if (sideHas(stream._writableState, kEmitClose) || sideHas(stream._readableState, kEmitClose)) {
    stream.emit('close');
  }
}

function emitError(stream, err) {
  if (sideHas(stream._writableState, kErrorEmitted) || sideHas(stream._readableState, kErrorEmitted)) return;
  mark(stream, kErrorEmitted);
  stream.emit('error', err);
}

// Makes a destroyed stream usable again; net.Socket reconnects with it.
function undestroy() {
  const r = this._readableState;
  const w = this._writableState;
  if (r) {
    r.constructed = true;
    r.closed = false;
    r.closeEmitted = false;
    r.destroyed = false;
    r.errored = null;
    r.errorEmitted = false;
    r.reading = false;
    r.ended = r.readable === false;
    r.endEmitted = r.readable === false;
  }
  if (w) {
    w.constructed = true;
    w.destroyed = false;
    w.closed = false;
    w.closeEmitted = false;
    w.errored = null;
    w.errorEmitted = false;
    w.finalCalled = false;
    w.prefinished = false;
    w.ended = w.writable === false;
    w.ending = w.writable === false;
    w.finished = w.writable === false;
  }
}

function wasDestroyed(side) {
  if (!side) return false;
  // Streams of the readable-stream package have plain properties.
  return side[kState] ? (side[kState] & kDestroyed) !== 0 : side.destroyed;
}

// An error inside the stream: destroys it, or with autoDestroy: false only reports the error.
// `sync` says that the caller is still inside a call of the user's.
function errorOrDestroy(stream, err, sync) {
  const r = stream._readableState;
  const w = stream._writableState;
  if (wasDestroyed(w) || wasDestroyed(r)) return;
  if (sideHas(r, kAutoDestroy) || sideHas(w, kAutoDestroy)) {
    stream.destroy(err);
  } else if (err) {
    err.stack;
    if (w && (w[kState] & kErrored) === 0) w.errored = err;
    if (r && (r[kState] & kErrored) === 0) r.errored = err;
    if (sync) process.nextTick(emitError, stream, err);
    else emitError(stream, err);
  }
}

// ---- start ----

function construct(stream, cb) {
  if (typeof stream._construct !== 'function') return;
  const r = stream._readableState;
  const w = stream._writableState;
  if (r) r[kState] &= ~kConstructed;
  if (w) w[kState] &= ~kConstructed;
  stream.once(kConstruct, cb);
  // Both sides of a Duplex of an old kind ask: one call is enough.
  if (stream.listenerCount(kConstruct) > 1) return;
  process.nextTick(runConstruct, stream);
}

function runConstruct(stream) {
  let called = false;
  function done(err) {
    if (called) {
      errorOrDestroy(stream, err ?? new ERR_MULTIPLE_CALLBACK());
      return;
    }
    called = true;
    mark(stream, kConstructed);
    if ((stream._writableState || stream._readableState).destroyed) stream.emit(kDestroy, err);
    else if (err) errorOrDestroy(stream, err, true);
    else stream.emit(kConstruct);
  }
  try {
    stream._construct((err) => {
      process.nextTick(done, err);
    });
  } catch (err) {
    process.nextTick(done, err);
  }
}

// ---- destroying what may not be one of these streams ----

function isRequest(stream) {
  return stream?.setHeader && typeof stream.abort === 'function';
}

function emitLegacyClose(stream) {
  stream.emit('close');
}

function emitLegacyErrorAndClose(stream, err) {
  stream.emit('error', err);
  process.nextTick(emitLegacyClose, stream);
}

function destroyer(stream, err) {
  if (!stream || isDestroyed(stream)) return;
  if (!err && !isFinished(stream)) err = new AbortError();

  if (isServerRequest(stream)) {
    stream.socket = null;
    stream.destroy(err);
  } else if (isRequest(stream)) {
    stream.abort();
  } else if (isRequest(stream.req)) {
    stream.req.abort();
  } else if (typeof stream.destroy === 'function') {
    stream.destroy(err);
  } else if (typeof stream.close === 'function') {
    stream.close();
  } else if (err) {
    process.nextTick(emitLegacyErrorAndClose, stream, err);
  } else {
    process.nextTick(emitLegacyClose, stream);
  }

  if (!stream.destroyed) stream[kIsDestroyed] = true;
}

module.exports = {
  construct,
  destroy,
  destroyer,
  errorOrDestroy,
  undestroy,
};
