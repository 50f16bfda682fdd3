// WritableStream. https://streams.spec.whatwg.org/#ws-class
'use strict';

const {
  ERR_ILLEGAL_CONSTRUCTOR,
  ERR_INVALID_ARG_TYPE,
  ERR_INVALID_ARG_VALUE,
  ERR_INVALID_STATE,
  ERR_INVALID_THIS,
} = require('internal/errors').codes;
const { customInspectSymbol, kEmptyObject, lazyDOMException } = require('internal/util');
const {
  kValidateObjectAllowObjects,
  kValidateObjectAllowObjectsAndNull,
  validateObject,
} = require('internal/validators');
const { kControllerErrorFunction, kIsClosedPromise, kIsErrored, kIsWritable } = require('internal/streams/utils');
const { kDeserialize, kTransfer, kTransferList, markTransferMode } = require('internal/worker/js_transferable');
const {
  bare,
  customInspect,
  extractHighWaterMark,
  extractSizeAlgorithm,
  finishClass,
  kState,
  kType,
  lockedError,
} = require('internal/webstreams/util');
const streams = require('internal/webstreams/writable_ops');

const { isWritableStream, isWritableStreamLocked, kAbort, kError } = streams;
const isWriter = streams.isWritableStreamDefaultWriter;
const isController = streams.isWritableStreamDefaultController;

class WritableStream {
  [kType] = 'WritableStream';

  constructor(sink = kEmptyObject, strategy = kEmptyObject) {
    markTransferMode(this, false, true);
    validateObject(sink, 'sink', kValidateObjectAllowObjects);
    validateObject(strategy, 'strategy', kValidateObjectAllowObjectsAndNull);
    const type = sink?.type;
    if (type !== undefined) throw new ERR_INVALID_ARG_VALUE.RangeError('type', type);
    this[kState] = streams.newStreamState();
    const size = extractSizeAlgorithm(strategy?.size);
    const highWaterMark = extractHighWaterMark(strategy?.highWaterMark, 1);
    const controller = bare(WritableStreamDefaultController, 'WritableStreamDefaultController');
    streams.setupControllerFromSink(this, controller, sink, highWaterMark, size);
  }

  get [kIsErrored]() {
    return this[kState].state === 'errored';
  }

  get [kIsClosedPromise]() {
    return this[kState].isClosedPromise;
  }

  [kControllerErrorFunction](error) {
    this[kState].controller.error(error);
  }

  get [kIsWritable]() {
    return this[kState].state === 'writable';
  }

  get locked() {
    if (!isWritableStream(this)) throw new ERR_INVALID_THIS('WritableStream');
    return isWritableStreamLocked(this);
  }

  abort(reason = undefined) {
    if (!isWritableStream(this)) return Promise.reject(new ERR_INVALID_THIS('WritableStream'));
    if (isWritableStreamLocked(this)) return Promise.reject(lockedError('WritableStream'));
    return streams.writableStreamAbort(this, reason);
  }

  close() {
    if (!isWritableStream(this)) return Promise.reject(new ERR_INVALID_THIS('WritableStream'));
    if (isWritableStreamLocked(this)) return Promise.reject(lockedError('WritableStream'));
    if (streams.closeQueuedOrInFlight(this)) {
      return Promise.reject(new ERR_INVALID_STATE.TypeError('Failure closing WritableStream'));
    }
    return streams.writableStreamClose(this);
  }

  getWriter() {
    if (!isWritableStream(this)) throw new ERR_INVALID_THIS('WritableStream');
    return new WritableStreamDefaultWriter(this);
  }

  [customInspectSymbol](depth, options) {
    return customInspect(depth, options, this.constructor.name, {
      locked: this.locked,
      state: this[kState].state,
    });
  }

  [kTransfer]() {
    if (!isWritableStream(this)) throw new ERR_INVALID_THIS('WritableStream');
    const { transfer } = this[kState];
    if (this.locked) {
      transfer.port1.close();
      throw lazyDOMException('Cannot transfer a locked WritableStream', 'DataCloneError');
    }
    require('internal/webstreams/transfer').pipeFromPort(this, transfer.port1);
    return {
      data: { port: transfer.port2 },
      deserializeInfo: 'internal/webstreams/writablestream:TransferredWritableStream',
    };
  }

  [kTransferList]() {
    const { MessageChannel } = require('internal/worker/io');
    const channel = new MessageChannel();
    this[kState].transfer = channel;
    return [channel.port2];
  }

  [kDeserialize]({ port }) {
    this[kState] = streams.newStreamState();
    const sink = require('internal/webstreams/transfer').newPortSink(port, true);
    const controller = bare(WritableStreamDefaultController, 'WritableStreamDefaultController');
    streams.setupControllerFromSink(this, controller, sink, 1, () => 1);
  }
}
finishClass(WritableStream, ['locked', 'abort', 'close', 'getWriter']);

const notBound = () => new ERR_INVALID_STATE.TypeError('Writer is not bound to a WritableStream');

class WritableStreamDefaultWriter {
  [kType] = 'WritableStreamDefaultWriter';

  constructor(stream) {
    if (!isWritableStream(stream)) throw new ERR_INVALID_ARG_TYPE('stream', 'WritableStream', stream);
    if (isWritableStreamLocked(stream)) throw lockedError('WritableStream');
    streams.setupWriter(this, stream);
  }

  get closed() {
    if (!isWriter(this)) return Promise.reject(new ERR_INVALID_THIS('WritableStreamDefaultWriter'));
    return this[kState].closed.promise;
  }

  get desiredSize() {
    if (!isWriter(this)) throw new ERR_INVALID_THIS('WritableStreamDefaultWriter');
    if (this[kState].stream === undefined) throw notBound();
    return streams.writerGetDesiredSize(this);
  }

  get ready() {
    if (!isWriter(this)) return Promise.reject(new ERR_INVALID_THIS('WritableStreamDefaultWriter'));
    return this[kState].ready.promise;
  }

  abort(reason = undefined) {
    if (!isWriter(this)) return Promise.reject(new ERR_INVALID_THIS('WritableStreamDefaultWriter'));
    if (this[kState].stream === undefined) return Promise.reject(notBound());
    return streams.writableStreamAbort(this[kState].stream, reason);
  }

  close() {
    if (!isWriter(this)) return Promise.reject(new ERR_INVALID_THIS('WritableStreamDefaultWriter'));
    const { stream } = this[kState];
    if (stream === undefined) return Promise.reject(notBound());
    if (streams.closeQueuedOrInFlight(stream)) {
      return Promise.reject(new ERR_INVALID_STATE.TypeError('Failure to close WritableStream'));
    }
    return streams.writableStreamClose(stream);
  }

  releaseLock() {
    if (!isWriter(this)) throw new ERR_INVALID_THIS('WritableStreamDefaultWriter');
    if (this[kState].stream !== undefined) streams.writerRelease(this);
  }

  write(chunk = undefined) {
    if (!isWriter(this)) return Promise.reject(new ERR_INVALID_THIS('WritableStreamDefaultWriter'));
    if (this[kState].stream === undefined) return Promise.reject(notBound());
    return streams.writerWrite(this, chunk);
  }

  [customInspectSymbol](depth, options) {
    const { stream, closed, ready } = this[kState];
    return customInspect(depth, options, this.constructor.name, {
      stream,
      close: closed.promise,
      ready: ready.promise,
      desiredSize: stream === undefined ? undefined : this.desiredSize,
    });
  }
}
finishClass(WritableStreamDefaultWriter, ['closed', 'ready', 'desiredSize', 'abort', 'close', 'releaseLock', 'write']);

class WritableStreamDefaultController {
  constructor() {
    throw new ERR_ILLEGAL_CONSTRUCTOR();
  }

  get signal() {
    if (!isController(this)) throw new ERR_INVALID_THIS('WritableStreamDefaultController');
    return this[kState].abortController.signal;
  }

  error(error = undefined) {
    if (!isController(this)) throw new ERR_INVALID_THIS('WritableStreamDefaultController');
    streams.controllerErrorIfNeeded(this, error);
  }

  [kAbort](reason) {
    const result = this[kState].abort(reason);
    streams.controllerClearAlgorithms(this);
    return result;
  }

  [kError]() {
    this[kState].queue.clear();
  }

  [customInspectSymbol](depth, options) {
    return customInspect(depth, options, this.constructor.name, { stream: this[kState].stream });
  }
}
finishClass(WritableStreamDefaultController, ['signal', 'error']);

function bareStream() {
  const stream = bare(WritableStream, 'WritableStream');
  markTransferMode(stream, false, true);
  stream[kState] = streams.newStreamState();
  return stream;
}

// For other builtins: the algorithms return promises; `start` need not.
function createWritableStream(start, write, close, abort, highWaterMark = 1, size = () => 1) {
  const stream = bareStream();
  const controller = bare(WritableStreamDefaultController, 'WritableStreamDefaultController');
  streams.setupController(stream, controller, start, write, close, abort, highWaterMark, size);
  return stream;
}

// What a transferred stream begins with; [kDeserialize]() gives it its sink.
function TransferredWritableStream() {
  return bareStream();
}
TransferredWritableStream.prototype[kDeserialize] = () => {};

module.exports = {
  TransferredWritableStream,
  WritableStream,
  WritableStreamDefaultController,
  WritableStreamDefaultWriter,
  createWritableStream,
  isWritableStream,
  isWritableStreamLocked,
};
