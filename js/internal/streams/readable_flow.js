// How chunks come into a Readable and go out of it: push, 'readable', flowing, and 'end'.
// https://nodejs.org/api/stream.html#two-reading-modes
'use strict';

const process = require('process');
const { Buffer } = require('buffer');
const { Stream } = require('internal/streams/legacy');
const { errorOrDestroy } = require('internal/streams/destroy');
const {
  kCloseEmitted,
  kConstructed,
  kDestroyed,
  kErrored,
  kObjectMode,
  kState,
} = require('internal/streams/bits');
const {
  kDataEmitted,
  kDataListening,
  kDecoder,
  kDecoderValue,
  kEmittedReadable,
  kEndEmitted,
  kEndScheduled,
  kEnded,
  kEofReadablePending,
  kFlowing,
  kMultiAwaitDrain,
  kNeedReadable,
  kReading,
  kReadingMore,
  kResumeScheduled,
  kSync,
} = require('internal/streams/readable_state');
const {
  codes: { ERR_INVALID_ARG_TYPE, ERR_STREAM_PUSH_AFTER_EOF, ERR_STREAM_UNSHIFT_AFTER_END_EVENT },
} = require('internal/errors');

// ---- in ----

function pushEnd(stream, state) {
  state[kState] &= ~kReading;
  endOfData(stream, state);
  return false;
}

function refuseChunk(stream, chunk) {
  errorOrDestroy(stream, new ERR_INVALID_ARG_TYPE(
    'chunk', ['string', 'Buffer', 'TypedArray', 'DataView'], chunk));
  return false;
}

function pushBytes(stream, state, chunk, encoding) {
  if (chunk === null) return pushEnd(stream, state);

  if (typeof chunk === 'string') {
    encoding ||= state.defaultEncoding;
    if (state.encoding !== encoding) {
      chunk = Buffer.from(chunk, encoding);
      encoding = '';
    }
  } else if (chunk instanceof Buffer) {
    encoding = '';
  } else if (Stream._isArrayBufferView(chunk)) {
    chunk = Stream._uint8ArrayToBuffer(chunk);
    encoding = '';
  } else if (chunk !== undefined) {
    return refuseChunk(stream, chunk);
  }

  if (!chunk || chunk.length <= 0) {
    state[kState] &= ~kReading;
    maybeReadMore(stream, state);
    return canPushMore(state);
  }
  if ((state[kState] & (kEnded | kDestroyed | kErrored)) !== 0) return pushTooLate(stream, state);

  state[kState] &= ~kReading;
  if ((state[kState] & kDecoder) !== 0 && !encoding) {
    chunk = state[kDecoderValue].write(chunk);
    if (chunk.length === 0) {
      maybeReadMore(stream, state);
      return canPushMore(state);
    }
  }
  addChunk(stream, state, chunk, false);
  return canPushMore(state);
}

function pushObject(stream, state, chunk, encoding) {
  if (chunk === null) return pushEnd(stream, state);
  if ((state[kState] & (kEnded | kDestroyed | kErrored)) !== 0) return pushTooLate(stream, state);
  state[kState] &= ~kReading;
  if ((state[kState] & kDecoder) !== 0 && !encoding) chunk = state[kDecoderValue].write(chunk);
  addChunk(stream, state, chunk, false);
  return canPushMore(state);
}

function pushTooLate(stream, state) {
  if ((state[kState] & kEnded) !== 0) errorOrDestroy(stream, new ERR_STREAM_PUSH_AFTER_EOF());
  return false;
}

function unshiftBytes(stream, state, chunk, encoding) {
  if (chunk === null) return pushEnd(stream, state);
  if (typeof chunk === 'string') {
    encoding ||= state.defaultEncoding;
    if (state.encoding !== encoding) {
      chunk = Buffer.from(chunk, encoding);
      // What lies in the buffer has the encoding of the stream.
      if (state.encoding) chunk = chunk.toString(state.encoding);
    }
  } else if (Stream._isArrayBufferView(chunk)) {
    chunk = Stream._uint8ArrayToBuffer(chunk);
  } else if (chunk !== undefined && !(chunk instanceof Buffer)) {
    return refuseChunk(stream, chunk);
  }
  if (!(chunk && chunk.length > 0)) return canPushMore(state);
  return unshiftValue(stream, state, chunk);
}

function unshiftObject(stream, state, chunk) {
  return chunk === null ? pushEnd(stream, state) : unshiftValue(stream, state, chunk);
}

function unshiftValue(stream, state, chunk) {
  if ((state[kState] & kEndEmitted) !== 0) errorOrDestroy(stream, new ERR_STREAM_UNSHIFT_AFTER_END_EVENT());
  else if ((state[kState] & (kDestroyed | kErrored)) !== 0) return false;
  else addChunk(stream, state, chunk, true);
  return canPushMore(state);
}

// An empty stream takes one chunk more even with a high water mark of 0.
function canPushMore(state) {
  return (state[kState] & kEnded) === 0 && (state.length < state.highWaterMark || state.length === 0);
}

function addChunk(stream, state, chunk, toFront) {
  if ((state[kState] & (kFlowing | kSync | kDataListening)) === (kFlowing | kDataListening) &&
      state.length === 0) {
    // Straight to the listener.
    clearAwaited(state);
    state[kState] |= kDataEmitted;
    stream.emit('data', chunk);
  } else {
    state.length += (state[kState] & kObjectMode) !== 0 ? 1 : chunk.length;
    if (!toFront) state.buffer.push(chunk);
    else if (state.bufferIndex > 0) state.buffer[--state.bufferIndex] = chunk;
    else state.buffer.unshift(chunk);
    if ((state[kState] & kNeedReadable) !== 0) emitReadable(stream);
  }
  maybeReadMore(stream, state);
}

function clearAwaited(state) {
  if ((state[kState] & kMultiAwaitDrain) !== 0) state.awaitDrainWriters.clear();
  else state.awaitDrainWriters = null;
}

function endOfData(stream, state) {
  if ((state[kState] & kEnded) !== 0) return;
  if ((state[kState] & kDecoder) !== 0) {
    const rest = state[kDecoderValue].end();
    if (rest?.length) {
      state.buffer.push(rest);
      state.length += (state[kState] & kObjectMode) !== 0 ? 1 : rest.length;
    }
  }
  state[kState] |= kEnded;

  if ((state[kState] & kSync) === 0) {
    // Programs rely on this 'readable' coming inside push(null).
    state[kState] = (state[kState] & ~kNeedReadable) | kEmittedReadable;
    emitReadableNow(stream);
  } else if ((state[kState] & (kFlowing | kNeedReadable)) !== 0 || stream.listenerCount('readable') > 0) {
    emitReadable(stream);
  } else {
    state[kState] |= kEofReadablePending;
  }
}

// ---- 'readable' ----

// In a tick of its own: a listener that calls read() would otherwise recurse.
function emitReadable(stream) {
  const state = stream._readableState;
  state[kState] &= ~kNeedReadable;
  if ((state[kState] & kEmittedReadable) === 0) {
    state[kState] |= kEmittedReadable;
    process.nextTick(emitReadableNow, stream);
  }
}

function emitReadableNow(stream) {
  const state = stream._readableState;
  if ((state[kState] & (kDestroyed | kErrored)) === 0 &&
      (state.length || (state[kState] & kEnded) !== 0)) {
    stream.emit('readable');
    state[kState] &= ~kEmittedReadable;
  }
  // Another one is due when nothing flows, the end is not reached, and there is room.
  if ((state[kState] & (kFlowing | kEnded)) === 0 && state.length <= state.highWaterMark) {
    state[kState] |= kNeedReadable;
  }
  flow(stream);
}

// Fills the buffer up to the mark, ahead of demand.
function maybeReadMore(stream, state) {
  if ((state[kState] & (kReadingMore | kReading | kConstructed)) === kConstructed) {
    state[kState] |= kReadingMore;
    process.nextTick(readMore, stream, state);
  }
}

function readMore(stream, state) {
  // While nothing is being read, and there is room; or the stream flows and is empty, which
  // a mark of 0 needs: nobody else would call read() then.
  while ((state[kState] & (kReading | kEnded)) === 0 &&
         (state.length < state.highWaterMark || ((state[kState] & kFlowing) !== 0 && state.length === 0))) {
    const before = state.length;
    stream.read(0);
    if (before === state.length) break;
  }
  state[kState] &= ~kReadingMore;
}

// ---- flowing ----

function flow(stream) {
  const state = stream._readableState;
  while ((state[kState] & kFlowing) !== 0 && stream.read() !== null);
}

function scheduleResume(stream, state) {
  if ((state[kState] & kResumeScheduled) === 0) {
    state[kState] |= kResumeScheduled;
    process.nextTick(resumeNow, stream, state);
  }
}

function resumeNow(stream, state) {
  if ((state[kState] & kReading) === 0) stream.read(0);
  state[kState] &= ~kResumeScheduled;
  stream.emit('resume');
  flow(stream);
  if ((state[kState] & (kFlowing | kReading)) === kFlowing) stream.read(0);
}

// ---- the end ----

function endReadable(stream) {
  const state = stream._readableState;
  if ((state[kState] & (kEndEmitted | kEndScheduled)) === 0) {
    state[kState] |= kEnded | kEndScheduled;
    process.nextTick(endNow, state, stream);
  }
}

function endNow(state, stream) {
  // unshift() or undestroy() may make another end necessary.
  state[kState] &= ~kEndScheduled;
  if ((state[kState] & (kErrored | kCloseEmitted | kEndEmitted)) !== 0 || state.length !== 0) return;

  state[kState] |= kEndEmitted;
  stream.emit('end');
  if (stream.writable && stream.allowHalfOpen === false) {
    process.nextTick(endWritable, stream);
  } else if (state.autoDestroy) {
    // A Duplex lives until both sides are done; a side that never was counts as done.
    const writable = stream._writableState;
    if (!writable || (writable.autoDestroy && (writable.finished || writable.writable === false))) {
      stream.destroy();
    }
  }
}

function endWritable(stream) {
  if (stream.writable && !stream.writableEnded && !stream.destroyed) stream.end();
}

module.exports = {
  clearAwaited,
  emitReadable,
  endReadable,
  maybeReadMore,
  pushBytes,
  pushObject,
  scheduleResume,
  unshiftBytes,
  unshiftObject,
};
