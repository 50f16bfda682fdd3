// TransformStream. https://streams.spec.whatwg.org/#ts-class
'use strict';

const {
  ERR_ILLEGAL_CONSTRUCTOR,
  ERR_INVALID_ARG_VALUE,
  ERR_INVALID_STATE,
  ERR_INVALID_THIS,
} = require('internal/errors').codes;
const { customInspectSymbol, kEmptyObject, lazyDOMException } = require('internal/util');
const {
  kValidateObjectAllowObjects,
  kValidateObjectAllowObjectsAndNull,
  validateFunction,
  validateObject,
} = require('internal/validators');
const { kDeserialize, kTransfer, kTransferList, markTransferMode } = require('internal/worker/js_transferable');
const {
  Deferred,
  bare,
  customInspect,
  extractHighWaterMark,
  extractSizeAlgorithm,
  finishClass,
  isBrandCheck,
  kState,
  kType,
  nothing,
  promiseCallback,
  promiseCallbackWithController,
  setPromiseHandled,
} = require('internal/webstreams/util');
const readable = require('internal/webstreams/readable_ops');
const writable = require('internal/webstreams/writable_ops');
const { createReadableStream } = require('internal/webstreams/readablestream');
const { createWritableStream } = require('internal/webstreams/writablestream');

const isTransformStream = isBrandCheck('TransformStream');
const isTransformStreamDefaultController = (value) => value?.[kType] === 'TransformStreamDefaultController' &&
  value[kState] !== undefined;

class TransformStream {
  [kType] = 'TransformStream';

  constructor(transformer = kEmptyObject, writableStrategy = kEmptyObject, readableStrategy = kEmptyObject) {
    markTransferMode(this, false, true);
    validateObject(transformer, 'transformer', kValidateObjectAllowObjects);
    validateObject(writableStrategy, 'writableStrategy', kValidateObjectAllowObjectsAndNull);
    validateObject(readableStrategy, 'readableStrategy', kValidateObjectAllowObjectsAndNull);
    const readableType = transformer?.readableType;
    const writableType = transformer?.writableType;
    const start = transformer?.start;
    if (readableType !== undefined) {
      throw new ERR_INVALID_ARG_VALUE.RangeError('transformer.readableType', readableType);
    }
    if (writableType !== undefined) {
      throw new ERR_INVALID_ARG_VALUE.RangeError('transformer.writableType', writableType);
    }
    const readableHighWaterMark = extractHighWaterMark(readableStrategy?.highWaterMark, 0);
    const readableSize = extractSizeAlgorithm(readableStrategy?.size);
    const writableHighWaterMark = extractHighWaterMark(writableStrategy?.highWaterMark, 1);
    const writableSize = extractSizeAlgorithm(writableStrategy?.size);
    const started = new Deferred();
    initialize(this, started.promise, writableHighWaterMark, writableSize, readableHighWaterMark, readableSize);
    setupControllerFromTransformer(this, transformer);
    if (start === undefined) started.resolve();
    else started.resolve(Reflect.apply(start, transformer, [this[kState].controller]));
  }

  get readable() {
    if (!isTransformStream(this)) throw new ERR_INVALID_THIS('TransformStream');
    return this[kState].readable;
  }

  get writable() {
    if (!isTransformStream(this)) throw new ERR_INVALID_THIS('TransformStream');
    return this[kState].writable;
  }

  [customInspectSymbol](depth, options) {
    const { readable: r, writable: w, backpressure } = this[kState];
    return customInspect(depth, options, this.constructor.name, { readable: r, writable: w, backpressure });
  }

  [kTransfer]() {
    if (!isTransformStream(this)) throw new ERR_INVALID_THIS('TransformStream');
    const { readable: r, writable: w } = this[kState];
    if (r.locked) throw lazyDOMException('Cannot transfer a locked ReadableStream', 'DataCloneError');
    if (w.locked) throw lazyDOMException('Cannot transfer a locked WritableStream', 'DataCloneError');
    return {
      data: { readable: r, writable: w },
      deserializeInfo: 'internal/webstreams/transformstream:TransferredTransformStream',
    };
  }

  [kTransferList]() {
    return [this[kState].readable, this[kState].writable];
  }

  [kDeserialize]({ readable: r, writable: w }) {
    this[kState] = newState();
    this[kState].readable = r;
    this[kState].writable = w;
  }
}
finishClass(TransformStream, ['readable', 'writable']);

class TransformStreamDefaultController {
  constructor() {
    throw new ERR_ILLEGAL_CONSTRUCTOR();
  }

  get desiredSize() {
    if (!isTransformStreamDefaultController(this)) throw new ERR_INVALID_THIS('TransformStreamDefaultController');
    return readable.defaultControllerGetDesiredSize(readableControllerOf(this[kState].stream));
  }

  enqueue(chunk = undefined) {
    if (!isTransformStreamDefaultController(this)) throw new ERR_INVALID_THIS('TransformStreamDefaultController');
    controllerEnqueue(this, chunk);
  }

  error(reason = undefined) {
    if (!isTransformStreamDefaultController(this)) throw new ERR_INVALID_THIS('TransformStreamDefaultController');
    streamError(this[kState].stream, reason);
  }

  terminate() {
    if (!isTransformStreamDefaultController(this)) throw new ERR_INVALID_THIS('TransformStreamDefaultController');
    controllerTerminate(this);
  }

  [customInspectSymbol](depth, options) {
    return customInspect(depth, options, this.constructor.name, { stream: this[kState].stream });
  }
}
finishClass(TransformStreamDefaultController, ['desiredSize', 'enqueue', 'error', 'terminate']);

const readableControllerOf = (stream) => stream[kState].readable[kState].controller;

function newState() {
  return {
    readable: undefined,
    writable: undefined,
    controller: undefined,
    backpressure: undefined,
    backpressureChange: undefined,
  };
}

function initialize(stream, started, writableHighWaterMark, writableSize, readableHighWaterMark, readableSize) {
  stream[kState] = newState();
  const start = () => started;
  stream[kState].writable = createWritableStream(
    start,
    (chunk) => sinkWrite(stream, chunk),
    () => sinkClose(stream),
    (reason) => sinkAbort(stream, reason),
    writableHighWaterMark,
    writableSize);
  stream[kState].readable = createReadableStream(
    start,
    () => sourcePull(stream),
    (reason) => sourceCancel(stream, reason),
    readableHighWaterMark,
    readableSize);
  setBackpressure(stream, true);
}

function streamError(stream, error) {
  readable.defaultControllerError(readableControllerOf(stream), error);
  errorWritableAndUnblockWrite(stream, error);
}

function errorWritableAndUnblockWrite(stream, error) {
  controllerClearAlgorithms(stream[kState].controller);
  writable.controllerErrorIfNeeded(stream[kState].writable[kState].controller, error);
  unblockWrite(stream);
}

function unblockWrite(stream) {
  if (stream[kState].backpressure) setBackpressure(stream, false);
}

function setBackpressure(stream, backpressure) {
  const state = stream[kState];
  state.backpressureChange?.resolve();
  state.backpressureChange = new Deferred();
  state.backpressure = backpressure;
}

function setupControllerFromTransformer(stream, transformer) {
  const controller = bare(TransformStreamDefaultController, 'TransformStreamDefaultController');
  const own = { stream, transform: undefined, flush: undefined, cancel: undefined, finish: undefined };
  controller[kState] = own;
  stream[kState].controller = controller;
  const { start } = transformer;
  // As in Node, null is none of the others.
  const transform = transformer.transform ?? undefined;
  const flush = transformer.flush ?? undefined;
  const cancel = transformer.cancel ?? undefined;
  if (start !== undefined) validateFunction(start, 'transformer.start');
  const transformCallback =
    transform === undefined ? undefined : promiseCallbackWithController('transformer.transform', transform, transformer);
  const flushCallback = flush === undefined ? nothing : promiseCallback('transformer.flush', flush, transformer);
  own.cancel = cancel === undefined ? nothing : promiseCallback('transformer.cancel', cancel, transformer);
  own.transform = transformCallback === undefined ?
    (chunk) => {
      try {
        controllerEnqueue(controller, chunk);
        return nothing();
      } catch (error) {
        return Promise.reject(error);
      }
    } :
    (chunk) => transformCallback(chunk, controller);
  own.flush = () => flushCallback(controller);
}

function controllerClearAlgorithms(controller) {
  const own = controller[kState];
  own.transform = undefined;
  own.flush = undefined;
  own.cancel = undefined;
}

function controllerEnqueue(controller, chunk) {
  const { stream } = controller[kState];
  const readableController = readableControllerOf(stream);
  if (!readable.defaultControllerCanCloseOrEnqueue(readableController)) {
    throw new ERR_INVALID_STATE.TypeError('Unable to enqueue');
  }
  try {
    readable.defaultControllerEnqueue(readableController, chunk);
  } catch (error) {
    errorWritableAndUnblockWrite(stream, error);
    throw stream[kState].readable[kState].storedError;
  }
  const backpressure = !shouldCallPull(readableController);
  if (backpressure !== stream[kState].backpressure) setBackpressure(stream, true);
}

function shouldCallPull(controller) {
  const { stream } = controller[kState];
  if (!readable.defaultControllerCanCloseOrEnqueue(controller) || !controller[kState].started) return false;
  return readable.hasReadRequest(stream) || readable.defaultControllerGetDesiredSize(controller) > 0;
}

function controllerTerminate(controller) {
  const { stream } = controller[kState];
  readable.defaultControllerClose(readableControllerOf(stream));
  errorWritableAndUnblockWrite(stream, new ERR_INVALID_STATE.TypeError('TransformStream has been terminated'));
}

function performTransform(controller, chunk) {
  const { transform, stream } = controller[kState];
  // The stream was cancelled or aborted meanwhile.
  if (transform === undefined) return nothing();
  return transform(chunk).then(undefined, (error) => {
    streamError(stream, error);
    throw error;
  });
}

function sinkWrite(stream, chunk) {
  const state = stream[kState];
  const { controller } = state;
  if (!state.backpressure) return performTransform(controller, chunk);
  return state.backpressureChange.promise.then(() => {
    const { state: name, storedError } = state.writable[kState];
    if (name === 'erroring') throw storedError;
    return performTransform(controller, chunk);
  });
}

function sinkAbort(stream, reason) {
  const { controller, readable: side } = stream[kState];
  const own = controller[kState];
  if (own.finish !== undefined) return own.finish.promise;
  own.finish = new Deferred();
  setPromiseHandled(own.finish.promise);
  const cancelling = own.cancel(reason);
  controllerClearAlgorithms(controller);
  cancelling.then(() => {
    if (side[kState].state === 'errored') {
      own.finish.reject(side[kState].storedError);
    } else {
      readable.defaultControllerError(side[kState].controller, reason);
      own.finish.resolve();
    }
  }, (error) => {
    readable.defaultControllerError(side[kState].controller, error);
    own.finish.reject(error);
  });
  return own.finish.promise;
}

function sinkClose(stream) {
  const { controller, readable: side } = stream[kState];
  const own = controller[kState];
  if (own.finish !== undefined) return own.finish.promise;
  own.finish = new Deferred();
  setPromiseHandled(own.finish.promise);
  const flushing = own.flush();
  controllerClearAlgorithms(controller);
  flushing.then(() => {
    if (side[kState].state === 'errored') {
      own.finish.reject(side[kState].storedError);
    } else {
      readable.defaultControllerClose(side[kState].controller);
      own.finish.resolve();
    }
  }, (error) => {
    readable.defaultControllerError(side[kState].controller, error);
    own.finish.reject(error);
  });
  return own.finish.promise;
}

function sourcePull(stream) {
  setBackpressure(stream, false);
  return stream[kState].backpressureChange.promise;
}

function sourceCancel(stream, reason) {
  const { controller, writable: side } = stream[kState];
  const own = controller[kState];
  if (own.finish !== undefined) return own.finish.promise;
  own.finish = new Deferred();
  setPromiseHandled(own.finish.promise);
  const cancelling = own.cancel(reason);
  controllerClearAlgorithms(controller);
  cancelling.then(() => {
    if (side[kState].state === 'errored') {
      own.finish.reject(side[kState].storedError);
    } else {
      writable.controllerErrorIfNeeded(side[kState].controller, reason);
      unblockWrite(stream);
      own.finish.resolve();
    }
  }, (error) => {
    writable.controllerErrorIfNeeded(side[kState].controller, error);
    unblockWrite(stream);
    own.finish.reject(error);
  });
  return own.finish.promise;
}

function TransferredTransformStream() {
  const stream = bare(TransformStream, 'TransformStream');
  markTransferMode(stream, false, true);
  stream[kState] = newState();
  return stream;
}
TransferredTransformStream.prototype[kDeserialize] = () => {};

module.exports = {
  TransferredTransformStream,
  TransformStream,
  TransformStreamDefaultController,
  isTransformStream,
};
