// How a Writable writes: one chunk is with _write, the others wait in a queue, and after the last one
// comes 'finish'. https://nodejs.org/api/stream.html#writablewritechunk-encoding-callback
'use strict';

const process = require('process');
const { errorOrDestroy } = require('internal/streams/destroy');
const {
  kAutoDestroy,
  kCloseEmitted,
  kConstructed,
  kDestroyed,
  kErrorEmitted,
  kErrored,
  kObjectMode,
  kState,
} = require('internal/streams/bits');
const {
  kAfterWritePending,
  kAfterWriteTickInfo,
  kAfterWriteTickInfoValue,
  kAllBuffers,
  kAllNoop,
  kBufferProcessing,
  kBuffered,
  kBufferedValue,
  kCorked,
  kEnding,
  kErroredValue,
  kExpectWriteCb,
  kFinalCalled,
  kFinished,
  kNeedDrain,
  kOnFinished,
  kOnFinishedValue,
  kPrefinished,
  kSync,
  kWriteCb,
  kWriteCbValue,
  kWriting,
  nop,
  resetBuffer,
} = require('internal/streams/writable_state');
const { codes: { ERR_MULTIPLE_CALLBACK, ERR_STREAM_DESTROYED } } = require('internal/errors');

const kBusy = kWriting | kErrored | kCorked | kConstructed;
const kEmptying = kDestroyed | kBufferProcessing | kCorked | kBuffered | kConstructed;
const kMayFinish = kEnding | kDestroyed | kConstructed | kFinished | kWriting | kErrorEmitted |
  kCloseEmitted | kErrored | kBuffered;

// ---- writing ----

// Hands a checked chunk to _write, or queues it. Answers what write() answers.
function writeOrQueue(stream, state, chunk, encoding, callback) {
  const size = (state[kState] & kObjectMode) !== 0 ? 1 : chunk.length;
  state.length += size;

  if ((state[kState] & kBusy) === kConstructed) {
    state.writelen = size;
    if (callback !== nop) state.writecb = callback;
    state[kState] |= kWriting | kSync | kExpectWriteCb;
    stream._write(chunk, encoding, state.onwrite);
    state[kState] &= ~kSync;
  } else {
    if ((state[kState] & kBuffered) === 0) {
      state[kState] |= kBuffered;
      state[kBufferedValue] = [];
    }
    state[kBufferedValue].push({ chunk, encoding, callback });
    if (encoding !== 'buffer') state[kState] &= ~kAllBuffers;
    if (callback !== nop) state[kState] &= ~kAllNoop;
  }

  const more = state.length < state.highWaterMark || state.length === 0;
  if (!more) state[kState] |= kNeedDrain;
  // False ends loops of the kind while (stream.write(x)), which an error must too.
  return more && (state[kState] & (kDestroyed | kErrored)) === 0;
}

function handOver(stream, state, all, size, chunk, encoding, callback) {
  state.writelen = size;
  if (callback !== nop) state.writecb = callback;
  state[kState] |= kWriting | kSync | kExpectWriteCb;
  if ((state[kState] & kDestroyed) !== 0) state.onwrite(new ERR_STREAM_DESTROYED('write'));
  else if (all) stream._writev(chunk, state.onwrite);
  else stream._write(chunk, encoding, state.onwrite);
  state[kState] &= ~kSync;
}

// Writes what waits, if anything may be written now.
function clearBuffer(stream, state) {
  if ((state[kState] & kEmptying) !== (kBuffered | kConstructed)) return;
  const queue = state[kBufferedValue];
  const first = state.bufferedIndex;
  const waiting = queue.length - first;
  if (waiting === 0) return;

  state[kState] |= kBufferProcessing;
  if (waiting > 1 && stream._writev) {
    // One callback for all of them.
    state.pendingcb -= waiting - 1;
    const quiet = (state[kState] & kAllNoop) !== 0;
    const callback = quiet ? nop : (err) => {
      for (let i = first; i < queue.length; i++) queue[i].callback(err);
    };
    // The callback reads the queue later, and _writev may change what it gets.
    const chunks = quiet && first === 0 ? queue : queue.slice(first);
    chunks.allBuffers = (state[kState] & kAllBuffers) !== 0;
    handOver(stream, state, true, state.length, chunks, '', callback);
    resetBuffer(state);
  } else {
    const objects = (state[kState] & kObjectMode) !== 0;
    let i = first;
    do {
      const { chunk, encoding, callback } = queue[i];
      queue[i++] = null;
      handOver(stream, state, false, objects ? 1 : chunk.length, chunk, encoding, callback);
    } while (i < queue.length && (state[kState] & kWriting) === 0);

    if (i === queue.length) {
      resetBuffer(state);
    } else if (i > 256 && i * 2 >= queue.length) {
      queue.splice(0, i);
      state.bufferedIndex = 0;
    } else {
      state.bufferedIndex = i;
    }
  }
  state[kState] &= ~kBufferProcessing;
}

// Calls back with an error what will never be written.
function errorBuffer(state) {
  if ((state[kState] & kWriting) !== 0) return;
  if ((state[kState] & kBuffered) !== 0) {
    const objects = (state[kState] & kObjectMode) !== 0;
    for (let i = state.bufferedIndex; i < state.buffered.length; i++) {
      const { chunk, callback } = state[kBufferedValue][i];
      state.length -= objects ? 1 : chunk.length;
      callback(state.errored ?? new ERR_STREAM_DESTROYED('write'));
    }
  }
  callFinished(state, state.errored ?? new ERR_STREAM_DESTROYED('end'));
  resetBuffer(state);
}

// ---- after a write ----

// What _write calls when the chunk is written or has failed.
function onwrite(stream, er) {
  const state = stream._writableState;
  if ((state[kState] & kExpectWriteCb) === 0) {
    errorOrDestroy(stream, new ERR_MULTIPLE_CALLBACK());
    return;
  }
  const sync = (state[kState] & kSync) !== 0;
  const cb = (state[kState] & kWriteCb) !== 0 ? state[kWriteCbValue] : nop;
  state[kWriteCbValue] = null;
  state[kState] &= ~(kWriting | kExpectWriteCb | kWriteCb);
  state.length -= state.writelen;
  state.writelen = 0;

  if (er) {
    er.stack;
    if ((state[kState] & kErrored) === 0) {
      state[kErroredValue] = er;
      state[kState] |= kErrored;
    }
    const readable = stream._readableState;
    if (readable && !readable.errored) readable.errored = er;
    if (sync) process.nextTick(failWrite, stream, state, er, cb);
    else failWrite(stream, state, er, cb);
    return;
  }

  if ((state[kState] & kBuffered) !== 0) clearBuffer(stream, state);

  if (!sync) {
    afterWrite(stream, state, 1, cb);
    return;
  }

  // A callback must not run inside write(). Writes with the same callback, the usual case, share
  // one tick; without a callback a tick is needed for 'drain' only, and in object mode, where
  // Node spends one.
  const wait = cb !== nop || (state[kState] & kObjectMode) !== 0 ||
    ((state[kState] & kNeedDrain) !== 0 && state.length === 0);
  if (cb === nop) {
    if (wait && (state[kState] & kAfterWritePending) === 0) {
      process.nextTick(afterWrite, stream, state, 1, cb);
      state[kState] |= kAfterWritePending;
      return;
    }
  } else if ((state[kState] & kAfterWriteTickInfo) !== 0 && state[kAfterWriteTickInfoValue].cb === cb) {
    state[kAfterWriteTickInfoValue].count++;
    return;
  } else {
    const info = { count: 1, cb, stream, state };
    state[kAfterWriteTickInfoValue] = info;
    process.nextTick(afterWriteTick, info);
    state[kState] |= kAfterWritePending | kAfterWriteTickInfo;
    return;
  }
  state.pendingcb--;
  if ((state[kState] & kEnding) !== 0) finishMaybe(stream, state, true);
}

function failWrite(stream, state, er, cb) {
  state.pendingcb--;
  cb(er);
  // The queued writes get their callbacks even when nothing destroys the stream.
  errorBuffer(state);
  errorOrDestroy(stream, er);
}

function afterWriteTick({ stream, state, count, cb }) {
  state[kState] &= ~kAfterWriteTickInfo;
  state[kAfterWriteTickInfoValue] = null;
  afterWrite(stream, state, count, cb);
}

function afterWrite(stream, state, count, cb) {
  state[kState] &= ~kAfterWritePending;
  if ((state[kState] & (kEnding | kNeedDrain | kDestroyed)) === kNeedDrain && state.length === 0) {
    state[kState] &= ~kNeedDrain;
    stream.emit('drain');
  }
  while (count-- > 0) {
    state.pendingcb--;
    cb(null);
  }
  if ((state[kState] & kDestroyed) !== 0) errorBuffer(state);
  if ((state[kState] & kEnding) !== 0) finishMaybe(stream, state, true);
}

// ---- the end ----

function needFinish(state) {
  return (state[kState] & kMayFinish) === (kEnding | kConstructed) && state.length === 0;
}

function finishMaybe(stream, state, sync) {
  if (!needFinish(state)) return;
  prefinish(stream, state);
  if (state.pendingcb !== 0) return;
  if (sync) {
    state.pendingcb++;
    process.nextTick(finishNextTick, stream, state);
  } else if (needFinish(state)) {
    state.pendingcb++;
    finish(stream, state);
  }
}

function finishNextTick(stream, state) {
  if (needFinish(state)) finish(stream, state);
  else state.pendingcb--;
}

function prefinish(stream, state) {
  if ((state[kState] & (kPrefinished | kFinalCalled)) !== 0) return;
  if (typeof stream._final !== 'function' || (state[kState] & kDestroyed) !== 0) {
    state[kState] |= kFinalCalled | kPrefinished;
    stream.emit('prefinish');
    return;
  }
  state[kState] |= kFinalCalled | kSync;
  state.pendingcb++;
  try {
    stream._final((err) => afterFinal(stream, state, err));
  } catch (err) {
    afterFinal(stream, state, err);
  }
  state[kState] &= ~kSync;
}

function afterFinal(stream, state, err) {
  if ((state[kState] & kPrefinished) !== 0) {
    errorOrDestroy(stream, err ?? new ERR_MULTIPLE_CALLBACK());
    return;
  }
  state.pendingcb--;
  if (err) {
    callFinished(state, err);
    errorOrDestroy(stream, err, (state[kState] & kSync) !== 0);
  } else if (needFinish(state)) {
    state[kState] |= kPrefinished;
    stream.emit('prefinish');
    // Always a tick later than _final's callback, which programs rely on.
    state.pendingcb++;
    process.nextTick(finish, stream, state);
  }
}

function finish(stream, state) {
  state.pendingcb--;
  state[kState] |= kFinished;
  callFinished(state, null);
  stream.emit('finish');

  if ((state[kState] & kAutoDestroy) === 0) return;
  // A Duplex lives until both sides are done; a side that never was counts as done.
  const readable = stream._readableState;
  if (!readable || (readable.autoDestroy && (readable.endEmitted || readable.readable === false))) {
    stream.destroy();
  }
}

function callFinished(state, err) {
  if ((state[kState] & kOnFinished) === 0) return;
  const callbacks = state[kOnFinishedValue];
  state[kOnFinishedValue] = null;
  state[kState] &= ~kOnFinished;
  for (let i = 0; i < callbacks.length; i++) callbacks[i](err);
}

module.exports = {
  clearBuffer,
  errorBuffer,
  finishMaybe,
  onwrite,
  writeOrQueue,
};
