// What a Readable knows about itself: the buffer and one integer of bits.
// https://nodejs.org/api/stream.html#class-streamreadable
'use strict';

const { Buffer } = require('buffer');
const {
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

const kErroredValue = Symbol('kErroredValue');
const kDefaultEncodingValue = Symbol('kDefaultEncodingValue');
const kDecoderValue = Symbol('kDecoderValue');
const kEncodingValue = Symbol('kEncodingValue');

// push(null) has been called.
const kEnded = 1 << 9;
const kEndEmitted = 1 << 10;
// _read has been called and has not pushed yet.
const kReading = 1 << 11;
// _read is running, or nothing has been read yet.
const kSync = 1 << 12;
// read() has answered null: 'readable' is owed.
const kNeedReadable = 1 << 13;
const kEmittedReadable = 1 << 14;
const kReadableListening = 1 << 15;
const kResumeScheduled = 1 << 16;
// awaitDrainWriters is a Set.
const kMultiAwaitDrain = 1 << 17;
const kReadingMore = 1 << 18;
const kDataEmitted = 1 << 19;
const kDefaultUTF8Encoding = 1 << 20;
const kDecoder = 1 << 21;
const kEncoding = 1 << 22;
const kHasFlowing = 1 << 23;
const kFlowing = 1 << 24;
const kHasPaused = 1 << 25;
const kPaused = 1 << 26;
const kDataListening = 1 << 27;
const kEndScheduled = 1 << 28;
// The end came while nobody listened: the 'readable' that reports it is owed to the first listener.
const kEofReadablePending = 1 << 29;

function initialize(state, options, stream, isDuplex) {
  let bits = kEmitClose | kAutoDestroy | kConstructed | kSync;
  if (options?.objectMode || (isDuplex && options?.readableObjectMode)) bits |= kObjectMode;
  state[kState] = bits;
  state.highWaterMark = options ?
    getHighWaterMark(state, options, 'readableHighWaterMark', isDuplex) :
    getDefaultHighWaterMark(false);

  // The chunks are buffer[bufferIndex] and those behind it; `length` is their size.
  state.buffer = [];
  state.bufferIndex = 0;
  state.length = 0;
  state.pipes = [];

  if (options && options.emitClose === false) bits &= ~kEmitClose;
  if (options && options.autoDestroy === false) bits &= ~kAutoDestroy;
  const encoding = options?.defaultEncoding;
  if (encoding == null || encoding === 'utf8' || encoding === 'utf-8') {
    bits |= kDefaultUTF8Encoding;
  } else if (Buffer.isEncoding(encoding)) {
    state[kDefaultEncodingValue] = encoding;
  } else {
    throw new ERR_UNKNOWN_ENCODING(encoding);
  }
  state[kState] = bits;

  // The piped writables that have asked to wait: none, one, or a Set of them.
  state.awaitDrainWriters = null;

  if (options?.encoding) {
    const { StringDecoder } = require('string_decoder');
    state.decoder = new StringDecoder(options.encoding);
    state.encoding = options.encoding;
  }
}

// Gives a state class the names of its bits.
function defineNames(prototype) {
  Object.defineProperties(prototype, {
    objectMode: flag(kObjectMode),
    ended: flag(kEnded),
    endEmitted: flag(kEndEmitted),
    reading: flag(kReading),
    constructed: flag(kConstructed),
    sync: flag(kSync),
    needReadable: flag(kNeedReadable),
    emittedReadable: flag(kEmittedReadable),
    readableListening: flag(kReadableListening),
    resumeScheduled: flag(kResumeScheduled),
    errorEmitted: flag(kErrorEmitted),
    emitClose: flag(kEmitClose),
    autoDestroy: flag(kAutoDestroy),
    destroyed: flag(kDestroyed),
    closed: flag(kClosed),
    closeEmitted: flag(kCloseEmitted),
    multiAwaitDrain: flag(kMultiAwaitDrain),
    readingMore: flag(kReadingMore),
    dataEmitted: flag(kDataEmitted),
    errored: slot(kErrored, kErroredValue, null),
    defaultEncoding: encodingSlot(kDefaultUTF8Encoding, kDefaultEncodingValue),
    decoder: slot(kDecoder, kDecoderValue, null),
    encoding: slot(kEncoding, kEncodingValue, null),
    flowing: maybe(kHasFlowing, kFlowing, null),
    // Two properties from before the bits.
    pipesCount: {
      __proto__: null,
      get() {
        return this.pipes.length;
      },
    },
    paused: {
      __proto__: null,
      get() {
        return (this[kState] & kPaused) !== 0;
      },
      set(value) {
        this[kState] |= kHasPaused;
        if (value) this[kState] |= kPaused;
        else this[kState] &= ~kPaused;
      },
    },
  });
}

module.exports = {
  defineNames,
  initialize,
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
  kHasFlowing,
  kHasPaused,
  kMultiAwaitDrain,
  kNeedReadable,
  kPaused,
  kReadableListening,
  kReading,
  kReadingMore,
  kResumeScheduled,
  kSync,
};
