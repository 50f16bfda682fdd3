// What a Writable knows about itself: counters and one integer of bits.
// https://nodejs.org/api/stream.html#class-streamwritable
'use strict';

const { Buffer } = require('buffer');
const {
  emptySlot,
  encodingSlot,
  flag,
  kAutoDestroy,
  kCloseEmitted,
  kClosed,
  kConstructed,
  kDestroyed,
  kEmitClose,
  kErrorEmitted,
  kErrored,
  kObjectMode,
  kState,
  maybe,
  slot,
} = require('internal/streams/bits');
const { getDefaultHighWaterMark, getHighWaterMark } = require('internal/streams/state');
const { codes: { ERR_UNKNOWN_ENCODING } } = require('internal/errors');

const kOnFinishedValue = Symbol('kOnFinishedValue');
const kErroredValue = Symbol('kErroredValue');
const kDefaultEncodingValue = Symbol('kDefaultEncodingValue');
const kWriteCbValue = Symbol('kWriteCbValue');
const kAfterWriteTickInfoValue = Symbol('kAfterWriteTickInfoValue');
const kBufferedValue = Symbol('kBufferedValue');

// _write is running, or nothing has been written yet.
const kSync = 1 << 9;
const kFinalCalled = 1 << 10;
// write() has answered false: 'drain' is owed.
const kNeedDrain = 1 << 11;
const kEnding = 1 << 12;
const kFinished = 1 << 13;
const kDecodeStrings = 1 << 14;
// A chunk is with _write or _writev.
const kWriting = 1 << 15;
// The queue is being emptied.
const kBufferProcessing = 1 << 16;
const kPrefinished = 1 << 17;
// All queued chunks are buffers; all queued callbacks are `nop`.
const kAllBuffers = 1 << 18;
const kAllNoop = 1 << 19;
const kOnFinished = 1 << 20;
const kHasWritable = 1 << 21;
const kWritable = 1 << 22;
const kCorked = 1 << 23;
const kDefaultUTF8Encoding = 1 << 24;
const kWriteCb = 1 << 25;
const kExpectWriteCb = 1 << 26;
const kAfterWriteTickInfo = 1 << 27;
const kAfterWritePending = 1 << 28;
// There is a queue.
const kBuffered = 1 << 29;
const kEnded = 1 << 30;

function nop() {}

// `complete(stream, err)` is what _write calls back.
function initialize(state, options, stream, isDuplex, complete) {
  let bits = kSync | kConstructed | kEmitClose | kAutoDestroy;
  if (options?.objectMode || (isDuplex && options?.writableObjectMode)) bits |= kObjectMode;
  state[kState] = bits;
  state.highWaterMark = options ?
    getHighWaterMark(state, options, 'writableHighWaterMark', isDuplex) :
    getDefaultHighWaterMark(false);

  if (!options || options.decodeStrings !== false) bits |= kDecodeStrings;
  if (options && options.emitClose === false) bits &= ~kEmitClose;
  if (options && options.autoDestroy === false) bits &= ~kAutoDestroy;
  const encoding = options ? options.defaultEncoding : null;
  if (encoding == null || encoding === 'utf8' || encoding === 'utf-8') {
    bits |= kDefaultUTF8Encoding;
  } else if (Buffer.isEncoding(encoding)) {
    state[kDefaultEncodingValue] = encoding;
  } else {
    throw new ERR_UNKNOWN_ENCODING(encoding);
  }
  state[kState] = bits;

  // Bytes (or objects) that were written and are not done.
  state.length = 0;
  state.corked = 0;
  state.onwrite = (er) => complete(stream, er);
  // The size of what is with _write.
  state.writelen = 0;
  resetBuffer(state);
  // Callbacks that must run before 'finish'.
  state.pendingcb = 0;
}

function resetBuffer(state) {
  state[kBufferedValue] = null;
  state.bufferedIndex = 0;
  state[kState] = (state[kState] | kAllBuffers | kAllNoop) & ~kBuffered;
}

// Gives a state class the names of its bits.
function defineNames(prototype) {
  Object.defineProperties(prototype, {
    objectMode: flag(kObjectMode),
    finalCalled: flag(kFinalCalled),
    needDrain: flag(kNeedDrain),
    ending: flag(kEnding),
    ended: flag(kEnded),
    finished: flag(kFinished),
    destroyed: flag(kDestroyed),
    decodeStrings: flag(kDecodeStrings),
    writing: flag(kWriting),
    sync: flag(kSync),
    bufferProcessing: flag(kBufferProcessing),
    constructed: flag(kConstructed),
    prefinished: flag(kPrefinished),
    errorEmitted: flag(kErrorEmitted),
    emitClose: flag(kEmitClose),
    autoDestroy: flag(kAutoDestroy),
    closed: flag(kClosed),
    closeEmitted: flag(kCloseEmitted),
    allBuffers: flag(kAllBuffers),
    allNoop: flag(kAllNoop),
    errored: slot(kErrored, kErroredValue, null),
    writable: maybe(kHasWritable, kWritable, undefined),
    defaultEncoding: encodingSlot(kDefaultUTF8Encoding, kDefaultEncodingValue),
    writecb: emptySlot(kWriteCb, kWriteCbValue, nop),
    afterWriteTickInfo: emptySlot(kAfterWriteTickInfo, kAfterWriteTickInfoValue, null),
    // Each reading without a queue gives a new array.
    buffered: {
      ...emptySlot(kBuffered, kBufferedValue),
      __proto__: null,
      get() {
        return (this[kState] & kBuffered) !== 0 ? this[kBufferedValue] : [];
      },
    },
    bufferedRequestCount: {
      __proto__: null,
      get() {
        return (this[kState] & kBuffered) === 0 ? 0 : this[kBufferedValue].length - this.bufferedIndex;
      },
    },
  });

  prototype.getBuffer = function getBuffer() {
    return (this[kState] & kBuffered) === 0 ? [] : this[kBufferedValue].slice(this.bufferedIndex);
  };
}

module.exports = {
  defineNames,
  initialize,
  kAfterWritePending,
  kAfterWriteTickInfo,
  kAfterWriteTickInfoValue,
  kAllBuffers,
  kAllNoop,
  kBufferProcessing,
  kBuffered,
  kBufferedValue,
  kCorked,
  kDecodeStrings,
  kDefaultUTF8Encoding,
  kEnded,
  kEnding,
  kErroredValue,
  kExpectWriteCb,
  kFinalCalled,
  kFinished,
  kHasWritable,
  kNeedDrain,
  kOnFinished,
  kOnFinishedValue,
  kPrefinished,
  kSync,
  kWritable,
  kWriteCb,
  kWriteCbValue,
  kWriting,
  nop,
  resetBuffer,
};
