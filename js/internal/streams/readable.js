// stream.Readable. https://nodejs.org/api/stream.html#class-streamreadable
'use strict';

module.exports = Readable;
Readable.ReadableState = ReadableState;

const process = require('process');
const EventEmitter = require('events');
const { Stream } = require('internal/streams/legacy');
const destroyImpl = require('internal/streams/destroy');
const {
  kCloseEmitted,
  kConstructed,
  kDestroyed,
  kErrorEmitted,
  kErrored,
  kObjectMode,
  kState,
} = require('internal/streams/bits');
const { kOnConstructed } = require('internal/streams/utils');
const {
  defineNames,
  initialize,
  kDataEmitted,
  kDataListening,
  kEmittedReadable,
  kEndEmitted,
  kEnded,
  kEofReadablePending,
  kFlowing,
  kHasFlowing,
  kHasPaused,
  kNeedReadable,
  kPaused,
  kReadableListening,
  kReading,
  kResumeScheduled,
  kSync,
} = require('internal/streams/readable_state');
const { fromList, howMuchToRead, raisedHighWaterMark } = require('internal/streams/readable_list');
const {
  clearAwaited,
  emitReadable,
  endReadable,
  maybeReadMore,
  pushBytes,
  pushObject,
  scheduleResume,
  unshiftBytes,
  unshiftObject,
} = require('internal/streams/readable_flow');
const { pipe, unpipe } = require('internal/streams/readable_pipe');
const { AbortError, codes: { ERR_METHOD_NOT_IMPLEMENTED } } = require('internal/errors');

const { errorOrDestroy } = destroyImpl;

Object.setPrototypeOf(Readable.prototype, Stream.prototype);
Object.setPrototypeOf(Readable, Stream);

function ReadableState(options, stream, isDuplex) {
  initialize(this, options, stream, isDuplex);
}

defineNames(ReadableState.prototype);

ReadableState.prototype[kOnConstructed] = function onConstructed(stream) {
  if ((this[kState] & kNeedReadable) !== 0) maybeReadMore(stream, this);
};

function Readable(options) {
  if (!(this instanceof Readable)) return new Readable(options);

  // The usual events have their slots from the start, which keeps the object's shape.
  this._events ??= {
    close: undefined,
    error: undefined,
    data: undefined,
    end: undefined,
    readable: undefined,
  };
  this._readableState = new ReadableState(options, this, false);

  if (options) {
    if (typeof options.read === 'function') this._read = options.read;
    if (typeof options.destroy === 'function') this._destroy = options.destroy;
    if (typeof options.construct === 'function') this._construct = options.construct;
    if (options.signal) require('internal/streams/add-abort-signal').addAbortSignal(options.signal, this);
  }

  Stream.call(this, options);

  if (this._construct != null) {
    destroyImpl.construct(this, () => {
      this._readableState[kOnConstructed](this);
    });
  }
}

Readable.prototype.destroy = destroyImpl.destroy;
Readable.prototype._undestroy = destroyImpl.undestroy;
Readable.prototype._destroy = function(err, cb) {
  cb(err);
};

Readable.prototype[EventEmitter.captureRejectionSymbol] = function(err) {
  this.destroy(err);
};

Readable.prototype[Symbol.asyncDispose] = async function() {
  let error;
  if (!this.destroyed) {
    error = this.readableEnded ? null : new AbortError();
    this.destroy(error);
  }
  const { eos } = require('internal/streams/end-of-stream');
  await new Promise((resolve, reject) => {
    eos(this, (err) => (err && err !== error ? reject(err) : resolve(null)));
  });
};

// Answers whether more is wanted.
Readable.prototype.push = function(chunk, encoding) {
  const state = this._readableState;
  return (state[kState] & kObjectMode) === 0 ?
    pushBytes(this, state, chunk, encoding) :
    pushObject(this, state, chunk, encoding);
};

Readable.prototype.unshift = function(chunk, encoding) {
  const state = this._readableState;
  return (state[kState] & kObjectMode) === 0 ?
    unshiftBytes(this, state, chunk, encoding) :
    unshiftObject(this, state, chunk);
};

Readable.prototype.isPaused = function() {
  const bits = this._readableState[kState];
  return (bits & kPaused) !== 0 || (bits & (kHasFlowing | kFlowing)) === kHasFlowing;
};

Readable.prototype.setEncoding = function(enc) {
  const { StringDecoder } = require('string_decoder');
  const state = this._readableState;
  const decoder = new StringDecoder(enc);
  state.decoder = decoder;
  // For null this is 'utf8'.
  state.encoding = decoder.encoding;

  let text = '';
  for (let i = state.bufferIndex; i < state.buffer.length; i++) text += decoder.write(state.buffer[i]);
  if ((state[kState] & kEnded) !== 0) text += decoder.end();
  state.buffer.length = 0;
  state.bufferIndex = 0;
  if (text !== '') state.buffer.push(text);
  state.length = text.length;
  return this;
};

Readable.prototype.read = function(n) {
  if (n === undefined) n = NaN;
  else if (!Number.isInteger(n)) n = Number.parseInt(n, 10);

  const state = this._readableState;
  const asked = n;
  if (n > state.highWaterMark) state.highWaterMark = raisedHighWaterMark(n);
  if (n !== 0) state[kState] &= ~(kEmittedReadable | kEofReadablePending);

  // read(0) asks for a 'readable' only. With enough in the buffer it can come at once.
  if (n === 0 && (state[kState] & kNeedReadable) !== 0) {
    const { length } = state;
    const enough = state.highWaterMark !== 0 ? length >= state.highWaterMark : length > 0;
    const ended = (state[kState] & kEnded) !== 0;
    if (enough || ended) {
      if (length === 0 && ended) endReadable(this);
      else emitReadable(this);
      return null;
    }
  }

  n = howMuchToRead(n, state);
  if (n === 0 && (state[kState] & kEnded) !== 0) {
    if (state.length === 0) endReadable(this);
    return null;
  }

  // _read comes before anything is taken: it may push at once, and then there is more to take.
  if ((state[kState] & (kReading | kEnded | kDestroyed | kErrored | kConstructed)) === kConstructed &&
      ((state[kState] & kNeedReadable) !== 0 || state.length === 0 || state.length - n < state.highWaterMark)) {
    state[kState] |= kReading | kSync;
    if (state.length === 0) state[kState] |= kNeedReadable;
    try {
      this._read(state.highWaterMark);
    } catch (err) {
      errorOrDestroy(this, err);
    }
    state[kState] &= ~kSync;
    if ((state[kState] & kReading) === 0) n = howMuchToRead(asked, state);
  }

  const chunk = n > 0 ? fromList(n, state) : null;
  if (chunk === null) {
    if (state.length <= state.highWaterMark) state[kState] |= kNeedReadable;
    n = 0;
  } else {
    state.length -= n;
    clearAwaited(state);
  }

  if (state.length === 0) {
    if ((state[kState] & kEnded) === 0) state[kState] |= kNeedReadable;
    // Reading past the end is what makes 'end' happen.
    else if (asked !== n) endReadable(this);
  }

  if (chunk !== null && (state[kState] & (kErrorEmitted | kCloseEmitted)) === 0) {
    state[kState] |= kDataEmitted;
    this.emit('data', chunk);
  }
  return chunk;
};

Readable.prototype._read = function(n) {
  throw new ERR_METHOD_NOT_IMPLEMENTED('_read()');
};

Readable.prototype.pipe = function(dest, pipeOpts) {
  return pipe(this, dest, pipeOpts);
};

Readable.prototype.unpipe = function(dest) {
  return unpipe(this, dest);
};

// ---- listeners: 'data' makes the stream flow, 'readable' makes it wait for read() ----

Readable.prototype.on = function(ev, fn) {
  const res = Stream.prototype.on.call(this, ev, fn);
  const state = this._readableState;

  if (ev === 'data') {
    state[kState] |= kDataListening;
    // resume() must see a listener that once('readable') has added.
    if (this.listenerCount('readable') > 0) state[kState] |= kReadableListening;
    if ((state[kState] & (kHasFlowing | kFlowing)) !== kHasFlowing) this.resume();
  } else if (ev === 'readable' && (state[kState] & (kEndEmitted | kReadableListening)) === 0) {
    state[kState] |= kReadableListening | kNeedReadable | kHasFlowing;
    state[kState] &= ~(kFlowing | kEmittedReadable);
    if (state.length) {
      emitReadable(this);
    } else {
      if ((state[kState] & kEofReadablePending) !== 0) {
        state[kState] &= ~kEofReadablePending;
        emitReadable(this);
      }
      if ((state[kState] & kReading) === 0) process.nextTick(readZero, this);
    }
  }
  return res;
};
Readable.prototype.addListener = Readable.prototype.on;

Readable.prototype.removeListener = function(ev, fn) {
  const state = this._readableState;
  const res = Stream.prototype.removeListener.call(this, ev, fn);
  if (ev === 'readable') {
    // Later, so that a listener which adds itself again, as once() in a loop, changes nothing.
    process.nextTick(updateReadableListening, this);
  } else if (ev === 'data' && this.listenerCount('data') === 0) {
    state[kState] &= ~kDataListening;
  }
  return res;
};
Readable.prototype.off = Readable.prototype.removeListener;

Readable.prototype.removeAllListeners = function(ev) {
  const res = Reflect.apply(Stream.prototype.removeAllListeners, this, arguments);
  if (ev === 'readable' || ev === undefined) process.nextTick(updateReadableListening, this);
  return res;
};

function readZero(stream) {
  stream.read(0);
}

function updateReadableListening(stream) {
  const state = stream._readableState;
  if (stream.listenerCount('readable') > 0) state[kState] |= kReadableListening;
  else state[kState] &= ~kReadableListening;

  if ((state[kState] & (kHasPaused | kPaused | kResumeScheduled)) === (kHasPaused | kResumeScheduled)) {
    // resume() was called before: it could not flow then.
    state[kState] |= kHasFlowing | kFlowing;
  } else if ((state[kState] & kDataListening) !== 0) {
    stream.resume();
  } else if ((state[kState] & kReadableListening) === 0) {
    state[kState] &= ~(kHasFlowing | kFlowing);
  }
}

Readable.prototype.resume = function() {
  const state = this._readableState;
  if ((state[kState] & kDestroyed) !== 0) return this;
  if ((state[kState] & kFlowing) === 0) {
    // With a 'readable' listener it does not flow, and still wakes up.
    state[kState] |= kHasFlowing;
    if ((state[kState] & kReadableListening) === 0) state[kState] |= kFlowing;
    scheduleResume(this, state);
  }
  state[kState] = (state[kState] | kHasPaused) & ~kPaused;
  return this;
};

Readable.prototype.pause = function() {
  const state = this._readableState;
  if ((state[kState] & kDestroyed) !== 0) return this;
  if ((state[kState] & (kHasFlowing | kFlowing)) !== kHasFlowing) {
    state[kState] = (state[kState] | kHasFlowing) & ~kFlowing;
    this.emit('pause');
  }
  state[kState] |= kHasPaused | kPaused;
  return this;
};

// Takes a stream of the first kind ('data', 'end', pause, resume) as the source.
Readable.prototype.wrap = function(stream) {
  let paused = false;
  stream.on('data', (chunk) => {
    if (!this.push(chunk) && stream.pause) {
      paused = true;
      stream.pause();
    }
  });
  stream.on('end', () => {
    this.push(null);
  });
  stream.on('error', (err) => {
    errorOrDestroy(this, err);
  });
  stream.on('close', () => {
    this.destroy();
  });
  stream.on('destroy', () => {
    this.destroy();
  });

  this._read = () => {
    if (paused && stream.resume) {
      paused = false;
      stream.resume();
    }
  };

  // The other methods of the wrapped stream are to be had too.
  for (const key of Object.keys(stream)) {
    if (this[key] === undefined && typeof stream[key] === 'function') this[key] = stream[key].bind(stream);
  }
  return this;
};

// ---- iterators, composition ----

function iteratorOf(stream, options) {
  if (typeof stream.read !== 'function') stream = Readable.wrap(stream, { objectMode: true });
  const { createAsyncIterator } = require('internal/streams/readable_iterator');
  const iterator = createAsyncIterator(stream, options);
  iterator.stream = stream;
  return iterator;
}

Readable.prototype[Symbol.asyncIterator] = function() {
  return iteratorOf(this);
};

Readable.prototype.iterator = function(options) {
  if (options !== undefined) require('internal/validators').validateObject(options, 'options');
  return iteratorOf(this, options);
};

Readable.prototype.compose = function compose(stream, options) {
  const { validateAbortSignal, validateObject } = require('internal/validators');
  if (options != null) validateObject(options, 'options');
  if (options?.signal != null) validateAbortSignal(options.signal, 'options.signal');

  const composed = require('internal/streams/compose')(this, stream);
  if (options?.signal) {
    require('internal/streams/add-abort-signal').addAbortSignalNoValidate(options.signal, composed);
  }
  return composed;
};

Object.defineProperties(Readable.prototype, {
  readable: {
    __proto__: null,
    get() {
      const state = this._readableState;
      return !!state && state.readable !== false && !state.destroyed && !state.errorEmitted &&
        !state.endEmitted;
    },
    set(val) {
      if (this._readableState) this._readableState.readable = !!val;
    },
  },

  readableDidRead: {
    __proto__: null,
    enumerable: false,
    get: function() {
      return this._readableState.dataEmitted;
    },
  },

  readableAborted: {
    __proto__: null,
    enumerable: false,
    get: function() {
      const state = this._readableState;
      return !!(state.readable !== false && (state.destroyed || state.errored) && !state.endEmitted);
    },
  },

  readableHighWaterMark: {
    __proto__: null,
    enumerable: false,
    get: function() {
      return this._readableState.highWaterMark;
    },
  },

  readableBuffer: {
    __proto__: null,
    enumerable: false,
    get: function() {
      return this._readableState?.buffer;
    },
  },

  readableFlowing: {
    __proto__: null,
    enumerable: false,
    get: function() {
      return this._readableState.flowing;
    },
    set: function(state) {
      if (this._readableState) this._readableState.flowing = state;
    },
  },

  readableLength: {
    __proto__: null,
    enumerable: false,
    get() {
      return this._readableState.length;
    },
  },

  readableObjectMode: {
    __proto__: null,
    enumerable: false,
    get() {
      return this._readableState ? this._readableState.objectMode : false;
    },
  },

  readableEncoding: {
    __proto__: null,
    enumerable: false,
    get() {
      return this._readableState ? this._readableState.encoding : null;
    },
  },

  errored: {
    __proto__: null,
    enumerable: false,
    get() {
      return this._readableState ? this._readableState.errored : null;
    },
  },

  closed: {
    __proto__: null,
    get() {
      return this._readableState ? this._readableState.closed : false;
    },
  },

  destroyed: {
    __proto__: null,
    enumerable: false,
    get() {
      return this._readableState ? this._readableState.destroyed : false;
    },
    // Classes from before destroy() manage it themselves.
    set(value) {
      if (this._readableState) this._readableState.destroyed = value;
    },
  },

  readableEnded: {
    __proto__: null,
    enumerable: false,
    get() {
      return this._readableState ? this._readableState.endEmitted : false;
    },
  },
});

// Tests of programs reach for it.
Readable._fromList = fromList;

Readable.from = function(iterable, opts) {
  return require('internal/streams/from')(Readable, iterable, opts);
};

Readable.fromWeb = function(readableStream, options) {
  return require('internal/webstreams/adapters').newStreamReadableFromReadableStream(readableStream, options);
};

Readable.toWeb = function(streamReadable, options) {
  return require('internal/webstreams/adapters').newReadableStreamFromStreamReadable(streamReadable, options);
};

// The stream/iter API is behind a flag.
Readable.prototype[Symbol.for('Stream.toAsyncStreamable')] = function() {
  const { codes: { ERR_STREAM_ITER_MISSING_FLAG } } = require('internal/errors');
  throw new ERR_STREAM_ITER_MISSING_FLAG();
};

Readable.wrap = function(src, options) {
  return new Readable({
    objectMode: src.readableObjectMode ?? src.objectMode ?? true,
    ...options,
    destroy(err, callback) {
      destroyImpl.destroyer(src, err);
      callback(err);
    },
  }).wrap(src);
};
