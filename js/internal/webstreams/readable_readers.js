// The two readers of readable streams. https://streams.spec.whatwg.org/#default-reader-class
'use strict';

const {
  ERR_INVALID_ARG_TYPE,
  ERR_INVALID_ARG_VALUE,
  ERR_INVALID_STATE,
  ERR_INVALID_THIS,
  ERR_OUT_OF_RANGE,
} = require('internal/errors').codes;
const { customInspectSymbol } = require('internal/util');
const { isArrayBufferView } = require('internal/buffer/kinds');
const { Deferred, Queue, customInspect, finishClass, isDetached, kState, kType } = require('internal/webstreams/util');
const { pullInto } = require('internal/webstreams/readable_byte_ops');
const streams = require('internal/webstreams/readable_ops');

const { isReadableStream, isReadableStreamBYOBReader, isReadableStreamDefaultReader, isReadableStreamLocked } = streams;

// What read() waits for.
class ReadRequest extends Deferred {
  chunk(value) {
    this.resolve({ done: false, value });
  }

  close(value) {
    this.resolve({ done: true, value });
  }

  error(error) {
    this.reject(error);
  }
}

function checkStream(stream) {
  if (!isReadableStream(stream)) throw new ERR_INVALID_ARG_TYPE('stream', 'ReadableStream', stream);
  if (isReadableStreamLocked(stream)) throw new ERR_INVALID_STATE.TypeError('ReadableStream is locked');
}

const notAttached = () => new ERR_INVALID_STATE.TypeError('The reader is not attached to a stream');

function setupDefaultReader(reader, stream) {
  reader[kState] = { readRequests: new Queue(), stream: undefined, closed: undefined };
  streams.readerGenericInitialize(reader, stream);
}

class ReadableStreamDefaultReader {
  [kType] = 'ReadableStreamDefaultReader';

  constructor(stream) {
    checkStream(stream);
    setupDefaultReader(this, stream);
  }

  read() {
    if (!isReadableStreamDefaultReader(this)) {
      return Promise.reject(new ERR_INVALID_THIS('ReadableStreamDefaultReader'));
    }
    if (this[kState].stream === undefined) return Promise.reject(notAttached());
    const result = streams.readAtOnce(this[kState].stream);
    if (result !== undefined) return result;
    const request = new ReadRequest();
    streams.defaultReaderRead(this, request);
    return request.promise;
  }

  releaseLock() {
    if (!isReadableStreamDefaultReader(this)) throw new ERR_INVALID_THIS('ReadableStreamDefaultReader');
    if (this[kState].stream !== undefined) streams.readerRelease(this);
  }

  get closed() {
    if (!isReadableStreamDefaultReader(this)) {
      return Promise.reject(new ERR_INVALID_THIS('ReadableStreamDefaultReader'));
    }
    return this[kState].closed.promise;
  }

  cancel(reason = undefined) {
    if (!isReadableStreamDefaultReader(this)) {
      return Promise.reject(new ERR_INVALID_THIS('ReadableStreamDefaultReader'));
    }
    if (this[kState].stream === undefined) return Promise.reject(notAttached());
    return streams.readerGenericCancel(this, reason);
  }

  [customInspectSymbol](depth, options) {
    const { stream, readRequests, closed } = this[kState];
    return customInspect(depth, options, this.constructor.name, {
      stream, readRequests: readRequests.length, close: closed.promise,
    });
  }
}
finishClass(ReadableStreamDefaultReader, ['closed', 'cancel', 'read', 'releaseLock']);

class ReadableStreamBYOBReader {
  [kType] = 'ReadableStreamBYOBReader';

  constructor(stream) {
    if (!isReadableStream(stream)) throw new ERR_INVALID_ARG_TYPE('stream', 'ReadableStream', stream);
    if (!streams.isReadableByteStreamController(stream[kState].controller)) {
      throw new ERR_INVALID_ARG_VALUE('stream', stream, 'must be a byte stream');
    }
    checkStream(stream);
    this[kState] = { readIntoRequests: [], stream: undefined, closed: undefined };
    streams.readerGenericInitialize(this, stream);
  }

  async read(view, options = undefined) {
    if (!isReadableStreamBYOBReader(this)) throw new ERR_INVALID_THIS('ReadableStreamBYOBReader');
    if (!isArrayBufferView(view)) throw new ERR_INVALID_ARG_TYPE('view', ['Buffer', 'TypedArray', 'DataView'], view);
    if (options !== undefined && options !== null && typeof options !== 'object' && typeof options !== 'function') {
      throw new ERR_INVALID_ARG_TYPE('options', 'object', options);
    }
    const { buffer, byteLength } = view;
    if (byteLength === 0 || buffer.byteLength === 0 || isDetached(buffer)) {
      throw new ERR_INVALID_STATE.TypeError('View or Viewed ArrayBuffer is zero-length or detached');
    }
    const min = options?.min ?? 1;
    if (typeof min !== 'number') throw new ERR_INVALID_ARG_TYPE('options.min', 'number', min);
    if (!Number.isInteger(min)) throw new ERR_INVALID_ARG_VALUE('options.min', min, 'must be an integer');
    if (min <= 0) throw new ERR_INVALID_ARG_VALUE('options.min', min, 'must be greater than 0');
    if (min > (view.length ?? byteLength)) {
      throw new ERR_OUT_OF_RANGE('options.min', `<= view.${view.length === undefined ? 'byteLength' : 'length'}`, min);
    }
    const { stream } = this[kState];
    if (stream === undefined) throw notAttached();
    const request = new ReadRequest();
    readInto(this, view, min, request);
    return request.promise;
  }

  releaseLock() {
    if (!isReadableStreamBYOBReader(this)) throw new ERR_INVALID_THIS('ReadableStreamBYOBReader');
    if (this[kState].stream !== undefined) streams.readerRelease(this);
  }

  get closed() {
    if (!isReadableStreamBYOBReader(this)) return Promise.reject(new ERR_INVALID_THIS('ReadableStreamBYOBReader'));
    return this[kState].closed.promise;
  }

  cancel(reason = undefined) {
    if (!isReadableStreamBYOBReader(this)) return Promise.reject(new ERR_INVALID_THIS('ReadableStreamBYOBReader'));
    if (this[kState].stream === undefined) return Promise.reject(notAttached());
    return streams.readerGenericCancel(this, reason);
  }

  [customInspectSymbol](depth, options) {
    const { stream, readIntoRequests, closed } = this[kState];
    return customInspect(depth, options, this.constructor.name, {
      stream, readIntoRequests: readIntoRequests.length, close: closed.promise,
    });
  }
}
Object.defineProperty(ReadableStreamBYOBReader.prototype.read, 'length', { __proto__: null, value: 1 });
finishClass(ReadableStreamBYOBReader, ['closed', 'cancel', 'read', 'releaseLock']);

// Reads into the memory of `view`, which its reader loses.
function readInto(reader, view, min, request) {
  const { stream } = reader[kState];
  const state = stream[kState];
  state.disturbed = true;
  if (state.state === 'errored') request.error(state.storedError);
  else pullInto(state.controller, view, min, request);
}

module.exports = { ReadableStreamBYOBReader, ReadableStreamDefaultReader, readInto };
