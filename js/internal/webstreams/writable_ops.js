// The abstract operations on writable streams, their writers and controllers.
// https://streams.spec.whatwg.org/#ws-all-abstract-ops
'use strict';

const { ERR_INVALID_STATE } = require('internal/errors').codes;
const { validateFunction } = require('internal/validators');
const {
  Deferred,
  Queue,
  dequeueValue,
  enqueueValueWithSize,
  isBrandCheck,
  kState,
  kType,
  nothing,
  promiseCallback,
  promiseCallbackBare,
  promiseCallbackWithController,
  setPromiseHandled,
} = require('internal/webstreams/util');

const kAbort = Symbol('kAbort');
const kError = Symbol('kError');
// In the queue: the stream closes when it is reached.
const kCloseSentinel = Symbol('kCloseSentinel');

const isWritableStream = isBrandCheck('WritableStream');
// Not by isBrandCheck(), whose functions share what V8 learns of the objects: this one is called for each chunk.
const isWritableStreamDefaultWriter = (value) => value?.[kType] === 'WritableStreamDefaultWriter' &&
  value[kState] !== undefined;
const isWritableStreamDefaultController = isBrandCheck('WritableStreamDefaultController');

function newStreamState() {
  const closed = new Deferred();
  setPromiseHandled(closed.promise);
  return {
    state: 'writable',
    storedError: undefined,
    writer: undefined,
    controller: undefined,
    inFlightWriteRequest: undefined,
    closeRequest: undefined,
    inFlightCloseRequest: undefined,
    pendingAbortRequest: undefined,
    writeRequests: new Queue(),
    backpressure: false,
    transfer: undefined,
    isClosedPromise: closed,
  };
}

const isWritableStreamLocked = (stream) => stream[kState].writer !== undefined;

function closeQueuedOrInFlight(stream) {
  const state = stream[kState];
  return state.closeRequest !== undefined || state.inFlightCloseRequest !== undefined;
}

function writableStreamAbort(stream, reason) {
  const state = stream[kState];
  if (state.state === 'closed' || state.state === 'errored') return nothing();
  state.controller[kState].abortController.abort(reason);
  // The signal's listeners may have changed it.
  if (state.state === 'closed' || state.state === 'errored') return nothing();
  if (state.pendingAbortRequest !== undefined) return state.pendingAbortRequest.abort.promise;
  const wasAlreadyErroring = state.state === 'erroring';
  if (wasAlreadyErroring) reason = undefined;
  const abort = new Deferred();
  state.pendingAbortRequest = { abort, reason, wasAlreadyErroring };
  if (!wasAlreadyErroring) startErroring(stream, reason);
  return abort.promise;
}

function writableStreamClose(stream) {
  const state = stream[kState];
  if (state.state === 'closed' || state.state === 'errored') {
    return Promise.reject(new ERR_INVALID_STATE.TypeError('WritableStream is closed'));
  }
  state.closeRequest = new Deferred();
  const { promise } = state.closeRequest;
  const { writer } = state;
  if (writer !== undefined && state.backpressure && state.state === 'writable') writer[kState].ready.resolve();
  controllerClose(state.controller);
  return promise;
}

function dealWithRejection(stream, error) {
  if (stream[kState].state === 'writable') startErroring(stream, error);
  else finishErroring(stream);
}

function startErroring(stream, reason) {
  const state = stream[kState];
  state.state = 'erroring';
  state.storedError = reason;
  if (state.writer !== undefined) ensureReadyRejected(state.writer, reason);
  if (!hasOperationInFlight(stream) && state.controller[kState].started) finishErroring(stream);
}

function hasOperationInFlight(stream) {
  const state = stream[kState];
  return state.inFlightWriteRequest !== undefined || state.inFlightCloseRequest !== undefined;
}

function finishErroring(stream) {
  const state = stream[kState];
  state.state = 'errored';
  state.controller[kError]();
  const { storedError } = state;
  while (state.writeRequests.length > 0) state.writeRequests.shift().reject(storedError);
  if (state.pendingAbortRequest === undefined) {
    rejectCloseAndClosedPromiseIfNeeded(stream);
    return;
  }
  const { abort, reason, wasAlreadyErroring } = state.pendingAbortRequest;
  state.pendingAbortRequest = undefined;
  if (wasAlreadyErroring) {
    abort.reject(storedError);
    rejectCloseAndClosedPromiseIfNeeded(stream);
    return;
  }
  state.controller[kAbort](reason).then(() => {
    abort.resolve();
    rejectCloseAndClosedPromiseIfNeeded(stream);
  }, (error) => {
    abort.reject(error);
    rejectCloseAndClosedPromiseIfNeeded(stream);
  });
}

function rejectCloseAndClosedPromiseIfNeeded(stream) {
  const state = stream[kState];
  if (state.closeRequest !== undefined) {
    state.closeRequest.reject(state.storedError);
    state.closeRequest = undefined;
  }
  state.isClosedPromise.reject(state.storedError);
  if (state.writer !== undefined) {
    state.writer[kState].closed.reject(state.storedError);
    setPromiseHandled(state.writer[kState].closed.promise);
  }
}

function finishInFlightWrite(stream) {
  const state = stream[kState];
  state.inFlightWriteRequest.resolve();
  state.inFlightWriteRequest = undefined;
}

function finishInFlightWriteWithError(stream, error) {
  const state = stream[kState];
  state.inFlightWriteRequest.reject(error);
  state.inFlightWriteRequest = undefined;
  dealWithRejection(stream, error);
}

function finishInFlightClose(stream) {
  const state = stream[kState];
  state.inFlightCloseRequest.resolve();
  state.inFlightCloseRequest = undefined;
  if (state.state === 'erroring') {
    state.storedError = undefined;
    if (state.pendingAbortRequest !== undefined) {
      state.pendingAbortRequest.abort.resolve();
      state.pendingAbortRequest = undefined;
    }
  }
  state.state = 'closed';
  if (state.writer !== undefined) state.writer[kState].closed.resolve();
  state.isClosedPromise.resolve();
}

function finishInFlightCloseWithError(stream, error) {
  const state = stream[kState];
  state.inFlightCloseRequest.reject(error);
  state.inFlightCloseRequest = undefined;
  if (state.pendingAbortRequest !== undefined) {
    state.pendingAbortRequest.abort.reject(error);
    state.pendingAbortRequest = undefined;
  }
  dealWithRejection(stream, error);
}

function updateBackpressure(stream, backpressure) {
  const state = stream[kState];
  const { writer } = state;
  if (writer !== undefined && backpressure !== state.backpressure) {
    // A pipe needs no promise.
    if (writer[kState].pressureChanged !== undefined) writer[kState].pressureChanged(backpressure);
    else if (backpressure) writer[kState].ready = new Deferred();
    else writer[kState].ready.resolve();
  }
  state.backpressure = backpressure;
}

// ---- writers ----

function setupWriter(writer, stream) {
  const state = stream[kState];
  const ready = new Deferred();
  const closed = new Deferred();
  writer[kState] = { stream, ready, closed, pressureChanged: undefined };
  state.writer = writer;
  switch (state.state) {
    case 'writable':
      if (closeQueuedOrInFlight(stream) || !state.backpressure) ready.resolve();
      break;
    case 'erroring':
      ready.reject(state.storedError);
      setPromiseHandled(ready.promise);
      break;
    case 'closed':
      ready.resolve();
      closed.resolve();
      break;
    default:
      ready.reject(state.storedError);
      closed.reject(state.storedError);
      setPromiseHandled(ready.promise);
      setPromiseHandled(closed.promise);
  }
}

// Rejects the promise, or puts a rejected one in its place when it is settled already.
function replaceRejected(own, name, isPending, error) {
  if (!isPending) own[name] = new Deferred();
  own[name].reject(error);
  setPromiseHandled(own[name].promise);
}

const isPending = (promise) => ops.op_get_promise_details(promise)[0] === 0;

function ensureReadyRejected(writer, error) {
  const own = writer[kState];
  replaceRejected(own, 'ready', isPending(own.ready.promise), error);
}

function ensureClosedRejected(writer, error) {
  const own = writer[kState];
  replaceRejected(own, 'closed', isPending(own.closed.promise), error);
}

function writerCloseWithErrorPropagation(writer) {
  const { stream } = writer[kState];
  const state = stream[kState];
  if (closeQueuedOrInFlight(stream) || state.state === 'closed') return nothing();
  if (state.state === 'errored') return Promise.reject(state.storedError);
  return writableStreamClose(stream);
}

function writerGetDesiredSize(writer) {
  const { stream } = writer[kState];
  switch (stream[kState].state) {
    case 'errored':
    case 'erroring': return null;
    case 'closed': return 0;
    default: return controllerGetDesiredSize(stream[kState].controller);
  }
}

function writerRelease(writer) {
  const { stream } = writer[kState];
  const error = new ERR_INVALID_STATE.TypeError('Writer has been released');
  ensureReadyRejected(writer, error);
  ensureClosedRejected(writer, error);
  stream[kState].writer = undefined;
  writer[kState].stream = undefined;
}

function writerWrite(writer, chunk) {
  const request = new Deferred();
  startWrite(writer, chunk, request);
  return request.promise;
}

// `request` has resolve() and reject(error).
function startWrite(writer, chunk, request) {
  const { stream } = writer[kState];
  const state = stream[kState];
  const { controller } = state;
  const chunkSize = controllerGetChunkSize(controller, chunk);
  if (stream !== writer[kState].stream) {
    request.reject(new ERR_INVALID_STATE.TypeError('Mismatched WritableStreams'));
  } else if (state.state === 'errored') {
    request.reject(state.storedError);
  } else if (closeQueuedOrInFlight(stream) || state.state === 'closed') {
    request.reject(new ERR_INVALID_STATE.TypeError('WritableStream is closed'));
  } else if (state.state === 'erroring') {
    request.reject(state.storedError);
  } else {
    state.writeRequests.push(request);
    controllerWrite(controller, chunk, chunkSize);
  }
}

// ---- the controller ----

function setupController(stream, controller, start, write, close, abort, highWaterMark, size) {
  const { AbortController } = require('internal/abort_controller');
  const own = {
    stream,
    queue: new Queue(),
    abortController: new AbortController(),
    started: false,
    abort,
    close,
    write,
    size,
    highWaterMark,
    written() {
      const state = stream[kState];
      finishInFlightWrite(stream);
      dequeueValue(own.queue);
      if (!closeQueuedOrInFlight(stream) && state.state === 'writable') {
        updateBackpressure(stream, controllerGetBackpressure(controller));
      }
      advanceQueueIfNeeded(controller);
    },
    writeFailed(error) {
      if (stream[kState].state === 'writable') controllerClearAlgorithms(controller);
      finishInFlightWriteWithError(stream, error);
    },
  };
  controller[kState] = own;
  stream[kState].controller = controller;
  updateBackpressure(stream, controllerGetBackpressure(controller));
  Promise.resolve(start()).then(() => {
    own.started = true;
    advanceQueueIfNeeded(controller);
  }, (error) => {
    own.started = true;
    dealWithRejection(stream, error);
  });
}

function setupControllerFromSink(stream, controller, sink, highWaterMark, size) {
  // As in Node, null is none.
  const abort = sink.abort ?? undefined;
  const close = sink.close ?? undefined;
  const start = sink.start ?? undefined;
  const write = sink.write ?? undefined;
  if (start !== undefined) validateFunction(start, 'sink.start');
  const startAlgorithm = start === undefined ? () => {} : () => Reflect.apply(start, sink, [controller]);
  const writeCallback = write === undefined ? nothing : promiseCallbackWithController('sink.write', write, sink);
  const closeAlgorithm = close === undefined ? nothing : promiseCallbackBare('sink.close', close, sink);
  const abortAlgorithm = abort === undefined ? nothing : promiseCallback('sink.abort', abort, sink);
  setupController(stream, controller, startAlgorithm, (chunk) => writeCallback(chunk, controller),
                  () => closeAlgorithm(), abortAlgorithm, highWaterMark, size);
}

function controllerClearAlgorithms(controller) {
  const own = controller[kState];
  own.write = undefined;
  own.close = undefined;
  own.abort = undefined;
  own.size = undefined;
}

function controllerClose(controller) {
  enqueueValueWithSize(controller[kState].queue, kCloseSentinel, 0);
  advanceQueueIfNeeded(controller);
}

function controllerGetChunkSize(controller, chunk) {
  const { size } = controller[kState];
  // The stream is erroring or gone: the size does not matter.
  if (size === undefined) return 1;
  try {
    return size(chunk);
  } catch (error) {
    controllerErrorIfNeeded(controller, error);
    return 1;
  }
}

function controllerGetDesiredSize(controller) {
  const own = controller[kState];
  return own.highWaterMark - own.queue.total;
}

const controllerGetBackpressure = (controller) => controllerGetDesiredSize(controller) <= 0;

function controllerWrite(controller, chunk, chunkSize) {
  const own = controller[kState];
  try {
    enqueueValueWithSize(own.queue, chunk, chunkSize);
  } catch (error) {
    controllerErrorIfNeeded(controller, error);
    return;
  }
  const { stream } = own;
  if (!closeQueuedOrInFlight(stream) && stream[kState].state === 'writable') {
    updateBackpressure(stream, controllerGetBackpressure(controller));
  }
  advanceQueueIfNeeded(controller);
}

function advanceQueueIfNeeded(controller) {
  const own = controller[kState];
  const { stream, queue } = own;
  const state = stream[kState];
  if (!own.started || state.inFlightWriteRequest !== undefined) return;
  if (state.state === 'erroring') {
    finishErroring(stream);
    return;
  }
  if (queue.length === 0) return;
  const { value } = queue.peek();
  if (value === kCloseSentinel) processClose(controller);
  else processWrite(controller, value);
}

function controllerErrorIfNeeded(controller, error) {
  if (controller[kState].stream[kState].state === 'writable') controllerError(controller, error);
}

function controllerError(controller, error) {
  const { stream } = controller[kState];
  controllerClearAlgorithms(controller);
  startErroring(stream, error);
}

function processClose(controller) {
  const own = controller[kState];
  const { stream } = own;
  const state = stream[kState];
  state.inFlightCloseRequest = state.closeRequest;
  state.closeRequest = undefined;
  dequeueValue(own.queue);
  const closing = own.close();
  controllerClearAlgorithms(controller);
  closing.then(() => finishInFlightClose(stream), (error) => finishInFlightCloseWithError(stream, error));
}

function processWrite(controller, chunk) {
  const own = controller[kState];
  const { stream } = own;
  const state = stream[kState];
  state.inFlightWriteRequest = state.writeRequests.shift();
  own.write(chunk).then(own.written, own.writeFailed);
}

module.exports = {
  closeQueuedOrInFlight,
  controllerClearAlgorithms,
  controllerError,
  controllerErrorIfNeeded,
  controllerGetBackpressure,
  isWritableStream,
  isWritableStreamDefaultController,
  isWritableStreamDefaultWriter,
  isWritableStreamLocked,
  kAbort,
  kError,
  newStreamState,
  setupController,
  setupControllerFromSink,
  setupWriter,
  startWrite,
  writableStreamAbort,
  writableStreamClose,
  writerCloseWithErrorPropagation,
  writerGetDesiredSize,
  writerRelease,
  writerWrite,
};
