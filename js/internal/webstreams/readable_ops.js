// The abstract operations on readable streams, their readers and the default controller.
// https://streams.spec.whatwg.org/#rs-all-abstract-ops
'use strict';

const { ERR_INVALID_STATE } = require('internal/errors').codes;
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
  setPromiseHandled,
} = require('internal/webstreams/util');

// Methods of controllers that a stream calls, whatever the controller's kind.
const kCancel = Symbol('kCancel');
const kPull = Symbol('kPull');
const kRelease = Symbol('kRelease');

const isReadableStream = isBrandCheck('ReadableStream');
// Not by isBrandCheck(), whose functions share what V8 learns of the objects: this one is called for each chunk.
const isReadableStreamDefaultReader = (value) => value?.[kType] === 'ReadableStreamDefaultReader' &&
  value[kState] !== undefined;
const isReadableStreamBYOBReader = isBrandCheck('ReadableStreamBYOBReader');
const isReadableByteStreamController = (value) => value?.[kType] === 'ReadableByteStreamController' &&
  value[kState] !== undefined;

function newStreamState() {
  const closed = new Deferred();
  setPromiseHandled(closed.promise);
  return {
    disturbed: false,
    reader: undefined,
    state: 'readable',
    storedError: undefined,
    controller: undefined,
    transfer: undefined,
    // Settled when the stream ends, for node:stream's finished().
    isClosedPromise: closed,
  };
}

const isReadableStreamLocked = (stream) => stream[kState].reader !== undefined;

function readableStreamCancel(stream, reason) {
  const state = stream[kState];
  state.disturbed = true;
  if (state.state === 'closed') return nothing();
  if (state.state === 'errored') return Promise.reject(state.storedError);
  readableStreamClose(stream);
  const { reader } = state;
  if (reader !== undefined && isReadableStreamBYOBReader(reader)) {
    const requests = reader[kState].readIntoRequests;
    reader[kState].readIntoRequests = [];
    for (const request of requests) request.close();
  }
  return state.controller[kCancel](reason).then(() => {});
}

function readableStreamClose(stream) {
  const state = stream[kState];
  state.state = 'closed';
  state.isClosedPromise.resolve();
  const { reader } = state;
  if (reader === undefined) return;
  reader[kState].closed.resolve();
  if (isReadableStreamDefaultReader(reader)) {
    const requests = reader[kState].readRequests;
    reader[kState].readRequests = new Queue();
    while (requests.length > 0) requests.shift().close();
  }
}

function readableStreamError(stream, error) {
  const state = stream[kState];
  state.state = 'errored';
  state.storedError = error;
  state.isClosedPromise.reject(error);
  const { reader } = state;
  if (reader === undefined) return;
  reader[kState].closed.reject(error);
  setPromiseHandled(reader[kState].closed.promise);
  failRequests(reader, error);
}

function failRequests(reader, error) {
  const own = reader[kState];
  if (own.readRequests !== undefined) {
    const requests = own.readRequests;
    own.readRequests = new Queue();
    while (requests.length > 0) requests.shift().error(error);
  } else {
    const requests = own.readIntoRequests;
    own.readIntoRequests = [];
    for (const request of requests) request.error(error);
  }
}

const numReadRequests = (stream) => stream[kState].reader[kState].readRequests.length;
const hasDefaultReader = (stream) => isReadableStreamDefaultReader(stream[kState].reader);
// Whether a reader waits for a chunk, and not for a filled buffer.
function hasReadRequest(stream) {
  const { reader } = stream[kState];
  if (reader === undefined) return false;
  const { readRequests } = reader[kState];
  return readRequests !== undefined && readRequests.length > 0;
}
const numReadIntoRequests = (stream) => stream[kState].reader[kState].readIntoRequests.length;
const hasBYOBReader = (stream) => isReadableStreamBYOBReader(stream[kState].reader);

function addReadRequest(stream, request) {
  stream[kState].reader[kState].readRequests.push(request);
}

function addReadIntoRequest(stream, request) {
  stream[kState].reader[kState].readIntoRequests.push(request);
}

function fulfillReadRequest(stream, chunk, done) {
  const request = stream[kState].reader[kState].readRequests.shift();
  if (done) request.close();
  else request.chunk(chunk);
}

function fulfillReadIntoRequest(stream, chunk, done) {
  const request = stream[kState].reader[kState].readIntoRequests.shift();
  if (done) request.close(chunk);
  else request.chunk(chunk);
}

// ---- readers ----

function readerGenericInitialize(reader, stream) {
  const own = reader[kState];
  own.stream = stream;
  stream[kState].reader = reader;
  const closed = new Deferred();
  own.closed = closed;
  switch (stream[kState].state) {
    case 'closed':
      closed.resolve();
      break;
    case 'errored':
      closed.reject(stream[kState].storedError);
      setPromiseHandled(closed.promise);
      break;
  }
}

function readerGenericCancel(reader, reason) {
  return readableStreamCancel(reader[kState].stream, reason);
}

function readerRelease(reader) {
  const own = reader[kState];
  const { stream } = own;
  const released = new ERR_INVALID_STATE.TypeError('Reader released');
  if (stream[kState].state === 'readable') {
    own.closed.reject(released);
  } else {
    own.closed = new Deferred();
    own.closed.reject(released);
  }
  setPromiseHandled(own.closed.promise);
  stream[kState].controller[kRelease]();
  stream[kState].reader = undefined;
  own.stream = undefined;
  failRequests(reader, new ERR_INVALID_STATE.TypeError('Releasing reader'));
}

function defaultReaderRead(reader, request) {
  const { stream } = reader[kState];
  const state = stream[kState];
  state.disturbed = true;
  switch (state.state) {
    case 'closed':
      request.close();
      break;
    case 'errored':
      request.error(state.storedError);
      break;
    default:
      state.controller[kPull](request);
  }
}

// ---- the default controller ----

function setupDefaultController(stream, controller, start, pull, cancel, highWaterMark, size) {
  const own = {
    stream,
    queue: new Queue(),
    started: false,
    closeRequested: false,
    pulling: false,
    pullAgain: false,
    cancel,
    pull,
    size,
    highWaterMark,
    pulled() {
      own.pulling = false;
      if (own.pullAgain) {
        own.pullAgain = false;
        defaultControllerCallPullIfNeeded(controller);
      }
    },
    pullFailed(error) {
      defaultControllerError(controller, error);
    },
  };
  controller[kState] = own;
  stream[kState].controller = controller;
  Promise.resolve(start()).then(() => {
    own.started = true;
    defaultControllerCallPullIfNeeded(controller);
  }, (error) => defaultControllerError(controller, error));
}

function setupDefaultControllerFromSource(stream, controller, source, highWaterMark, size) {
  const { start, pull, cancel } = methodsOf(source);
  const startAlgorithm = start === undefined ? () => {} : () => Reflect.apply(start, source, [controller]);
  const pullAlgorithm = pull === undefined ? nothing : promiseCallback('source.pull', pull, source);
  const cancelAlgorithm = cancel === undefined ? nothing : promiseCallback('source.cancel', cancel, source);
  setupDefaultController(stream, controller, startAlgorithm, () => pullAlgorithm(controller), cancelAlgorithm,
                         highWaterMark, size);
}

// The members in the order in which Web IDL reads them. As in Node, null is none.
function methodsOf(source) {
  const { validateFunction } = require('internal/validators');
  const cancel = source.cancel ?? undefined;
  const pull = source.pull ?? undefined;
  const start = source.start ?? undefined;
  if (start !== undefined) validateFunction(start, 'source.start');
  return { cancel, pull, start };
}

function defaultControllerCanCloseOrEnqueue(controller) {
  const own = controller[kState];
  return !own.closeRequested && own.stream[kState].state === 'readable';
}

function defaultControllerGetDesiredSize(controller) {
  const own = controller[kState];
  switch (own.stream[kState].state) {
    case 'errored': return null;
    case 'closed': return 0;
    default: return own.highWaterMark - own.queue.total;
  }
}

function defaultControllerShouldCallPull(controller) {
  const own = controller[kState];
  if (!defaultControllerCanCloseOrEnqueue(controller) || !own.started) return false;
  const { stream } = own;
  if (hasReadRequest(stream)) return true;
  return defaultControllerGetDesiredSize(controller) > 0;
}

function defaultControllerCallPullIfNeeded(controller) {
  if (!defaultControllerShouldCallPull(controller)) return;
  const own = controller[kState];
  if (own.pulling) {
    own.pullAgain = true;
    return;
  }
  own.pulling = true;
  own.pull(controller).then(own.pulled, own.pullFailed);
}

function defaultControllerClearAlgorithms(controller) {
  const own = controller[kState];
  own.pull = undefined;
  own.cancel = undefined;
  own.size = undefined;
}

function defaultControllerClose(controller) {
  if (!defaultControllerCanCloseOrEnqueue(controller)) return;
  const own = controller[kState];
  own.closeRequested = true;
  if (own.queue.length === 0) {
    defaultControllerClearAlgorithms(controller);
    readableStreamClose(own.stream);
  }
}

function defaultControllerEnqueue(controller, chunk) {
  if (!defaultControllerCanCloseOrEnqueue(controller)) return;
  const own = controller[kState];
  const { stream } = own;
  if (hasReadRequest(stream)) {
    fulfillReadRequest(stream, chunk, false);
  } else {
    try {
      const { size } = own;
      enqueueValueWithSize(own.queue, chunk, size(chunk));
    } catch (error) {
      defaultControllerError(controller, error);
      throw error;
    }
  }
  defaultControllerCallPullIfNeeded(controller);
}

function defaultControllerError(controller, error) {
  const own = controller[kState];
  if (own.stream[kState].state !== 'readable') return;
  own.queue.clear();
  defaultControllerClearAlgorithms(controller);
  readableStreamError(own.stream, error);
}

function defaultControllerCancelSteps(controller, reason) {
  const own = controller[kState];
  own.queue.clear();
  const result = own.cancel(reason);
  defaultControllerClearAlgorithms(controller);
  return result;
}

function defaultControllerPullSteps(controller, request) {
  const own = controller[kState];
  if (own.queue.length === 0) {
    addReadRequest(own.stream, request);
    defaultControllerCallPullIfNeeded(controller);
    return;
  }
  request.chunk(defaultControllerTake(controller));
}

// The next chunk of a queue that has one.
function defaultControllerTake(controller) {
  const own = controller[kState];
  const chunk = dequeueValue(own.queue);
  if (own.closeRequested && own.queue.length === 0) {
    defaultControllerClearAlgorithms(controller);
    readableStreamClose(own.stream);
  } else {
    defaultControllerCallPullIfNeeded(controller);
  }
  return chunk;
}

// The controller of a stream whose next chunk is there, else undefined.
function controllerWithChunk(stream) {
  const { state, controller } = stream[kState];
  if (state !== 'readable' || isReadableByteStreamController(controller)) return undefined;
  return controller[kState].queue.length > 0 ? controller : undefined;
}

// A result for a reader that need not wait, else undefined.
function readAtOnce(stream) {
  const controller = controllerWithChunk(stream);
  if (controller === undefined) return undefined;
  stream[kState].disturbed = true;
  return Promise.resolve({ done: false, value: defaultControllerTake(controller) });
}

module.exports = {
  addReadIntoRequest,
  addReadRequest,
  controllerWithChunk,
  defaultControllerCanCloseOrEnqueue,
  defaultControllerCancelSteps,
  defaultControllerClose,
  defaultControllerEnqueue,
  defaultControllerError,
  defaultControllerGetDesiredSize,
  defaultControllerPullSteps,
  defaultControllerTake,
  defaultReaderRead,
  fulfillReadIntoRequest,
  fulfillReadRequest,
  hasBYOBReader,
  hasDefaultReader,
  hasReadRequest,
  isReadableByteStreamController,
  isReadableStream,
  isReadableStreamBYOBReader,
  isReadableStreamDefaultReader,
  isReadableStreamLocked,
  kCancel,
  kPull,
  kRelease,
  methodsOf,
  newStreamState,
  numReadIntoRequests,
  numReadRequests,
  readAtOnce,
  readableStreamCancel,
  readableStreamClose,
  readableStreamError,
  readerGenericCancel,
  readerGenericInitialize,
  readerRelease,
  setupDefaultController,
  setupDefaultControllerFromSource,
};
