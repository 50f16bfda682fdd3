// The abstract operations on the controller of byte streams.
// https://streams.spec.whatwg.org/#rbs-controller-abstract-ops
'use strict';

const { ERR_INVALID_ARG_VALUE, ERR_INVALID_STATE } = require('internal/errors').codes;
const {
  Queue,
  bare,
  copyBytes,
  isDetached,
  kState,
  nothing,
  promiseCallback,
  transferArrayBuffer,
  viewClass,
} = require('internal/webstreams/util');
const streams = require('internal/webstreams/readable_ops');

const {
  addReadIntoRequest,
  addReadRequest,
  fulfillReadIntoRequest,
  fulfillReadRequest,
  hasBYOBReader,
  hasDefaultReader,
  numReadIntoRequests,
  numReadRequests,
  readableStreamClose,
  readableStreamError,
} = streams;

function setupByteController(stream, controller, start, pull, cancel, highWaterMark, autoAllocateChunkSize) {
  const own = {
    stream,
    byobRequest: null,
    queue: new Queue(),
    started: false,
    closeRequested: false,
    pulling: false,
    pullAgain: false,
    cancel,
    pull,
    highWaterMark,
    autoAllocateChunkSize,
    pendingPullIntos: [],
  };
  controller[kState] = own;
  stream[kState].controller = controller;
  Promise.resolve(start()).then(() => {
    own.started = true;
    callPullIfNeeded(controller);
  }, (error) => byteControllerError(controller, error));
}

function setupByteControllerFromSource(stream, controller, source, highWaterMark) {
  const { autoAllocateChunkSize } = source;
  const { start, pull, cancel } = streams.methodsOf(source);
  const startAlgorithm = start === undefined ? () => {} : start.bind(source, controller);
  const pullAlgorithm = pull === undefined ? nothing : promiseCallback('source.pull', pull, source);
  const cancelAlgorithm = cancel === undefined ? nothing : promiseCallback('source.cancel', cancel, source);
  if (autoAllocateChunkSize !== undefined && !(Number(autoAllocateChunkSize) >= 1)) {
    throw new ERR_INVALID_ARG_VALUE('source.autoAllocateChunkSize', autoAllocateChunkSize);
  }
  const size = autoAllocateChunkSize === undefined ? undefined : Math.trunc(Number(autoAllocateChunkSize));
  setupByteController(stream, controller, startAlgorithm, () => pullAlgorithm(controller), cancelAlgorithm,
                      highWaterMark, size);
}

function shouldCallPull(controller) {
  const own = controller[kState];
  const { stream } = own;
  if (stream[kState].state !== 'readable' || own.closeRequested || !own.started) return false;
  if (hasDefaultReader(stream) && numReadRequests(stream) > 0) return true;
  if (hasBYOBReader(stream) && numReadIntoRequests(stream) > 0) return true;
  return byteControllerGetDesiredSize(controller) > 0;
}

function callPullIfNeeded(controller) {
  if (!shouldCallPull(controller)) return;
  const own = controller[kState];
  if (own.pulling) {
    own.pullAgain = true;
    return;
  }
  own.pulling = true;
  own.pull(controller).then(() => {
    own.pulling = false;
    if (own.pullAgain) {
      own.pullAgain = false;
      callPullIfNeeded(controller);
    }
  }, (error) => byteControllerError(controller, error));
}

function clearAlgorithms(controller) {
  const own = controller[kState];
  own.pull = undefined;
  own.cancel = undefined;
}

function byteControllerGetDesiredSize(controller) {
  const own = controller[kState];
  switch (own.stream[kState].state) {
    case 'errored': return null;
    case 'closed': return 0;
    default: return own.highWaterMark - own.queue.total;
  }
}

function byteControllerClose(controller) {
  const own = controller[kState];
  const { stream } = own;
  if (own.closeRequested || stream[kState].state !== 'readable') return;
  if (own.queue.total > 0) {
    own.closeRequested = true;
    return;
  }
  const [first] = own.pendingPullIntos;
  if (first !== undefined && first.bytesFilled % first.elementSize !== 0) {
    const error = new ERR_INVALID_STATE.TypeError('Partial read');
    byteControllerError(controller, error);
    throw error;
  }
  clearAlgorithms(controller);
  readableStreamClose(stream);
}

function byteControllerError(controller, error) {
  const own = controller[kState];
  if (own.stream[kState].state !== 'readable') return;
  clearPendingPullIntos(controller);
  own.queue.clear();
  clearAlgorithms(controller);
  readableStreamError(own.stream, error);
}

function byteControllerEnqueue(controller, chunk) {
  const own = controller[kState];
  const { stream } = own;
  const { buffer, byteOffset, byteLength } = chunk;
  if (own.closeRequested || stream[kState].state !== 'readable') return;
  if (isDetached(buffer)) throw new ERR_INVALID_STATE.TypeError('chunk ArrayBuffer is zero-length or detached');
  const transferred = transferArrayBuffer(buffer);
  const [first] = own.pendingPullIntos;
  if (first !== undefined) {
    if (isDetached(first.buffer)) {
      throw new ERR_INVALID_STATE.TypeError('Destination ArrayBuffer is zero-length or detached');
    }
    invalidateBYOBRequest(controller);
    first.buffer = transferArrayBuffer(first.buffer);
    if (first.type === 'none') enqueueDetachedPullInto(controller, first);
  }
  if (hasDefaultReader(stream)) {
    processReadRequestsUsingQueue(controller);
    if (numReadRequests(stream) === 0) {
      enqueueChunk(controller, transferred, byteOffset, byteLength);
    } else {
      if (own.pendingPullIntos.length > 0) own.pendingPullIntos.shift();
      fulfillReadRequest(stream, new Uint8Array(transferred, byteOffset, byteLength), false);
    }
  } else if (hasBYOBReader(stream)) {
    enqueueChunk(controller, transferred, byteOffset, byteLength);
    for (const descriptor of processPullIntosUsingQueue(controller)) commitPullInto(stream, descriptor);
  } else {
    enqueueChunk(controller, transferred, byteOffset, byteLength);
  }
  callPullIfNeeded(controller);
}

function enqueueChunk(controller, buffer, byteOffset, byteLength) {
  const { queue } = controller[kState];
  queue.push({ buffer, byteOffset, byteLength });
  queue.total += byteLength;
}

function enqueueClonedChunk(controller, buffer, byteOffset, byteLength) {
  let clone;
  try {
    clone = buffer.slice(byteOffset, byteOffset + byteLength);
  } catch (error) {
    byteControllerError(controller, error);
    throw error;
  }
  enqueueChunk(controller, clone, 0, byteLength);
}

function enqueueDetachedPullInto(controller, descriptor) {
  if (descriptor.bytesFilled > 0) {
    enqueueClonedChunk(controller, descriptor.buffer, descriptor.byteOffset, descriptor.bytesFilled);
  }
  controller[kState].pendingPullIntos.shift();
}

function invalidateBYOBRequest(controller) {
  const own = controller[kState];
  if (own.byobRequest === null) return;
  own.byobRequest[kState].controller = undefined;
  own.byobRequest[kState].view = null;
  own.byobRequest = null;
}

function clearPendingPullIntos(controller) {
  invalidateBYOBRequest(controller);
  controller[kState].pendingPullIntos = [];
}

function getBYOBRequest(controller) {
  const own = controller[kState];
  if (own.byobRequest === null && own.pendingPullIntos.length > 0) {
    const [first] = own.pendingPullIntos;
    const { ReadableStreamBYOBRequest } = require('internal/webstreams/readable_controllers');
    const request = bare(ReadableStreamBYOBRequest, 'ReadableStreamBYOBRequest');
    request[kState] = {
      controller,
      view: new Uint8Array(first.buffer, first.byteOffset + first.bytesFilled, first.byteLength - first.bytesFilled),
    };
    own.byobRequest = request;
  }
  return own.byobRequest;
}

// The view that a descriptor's reader gets.
function convertPullInto({ buffer, byteOffset, bytesFilled, elementSize, Class }) {
  return new Class(transferArrayBuffer(buffer), byteOffset, bytesFilled / elementSize);
}

function commitPullInto(stream, descriptor) {
  const done = stream[kState].state === 'closed';
  const view = convertPullInto(descriptor);
  if (descriptor.type === 'default') fulfillReadRequest(stream, view, done);
  else fulfillReadIntoRequest(stream, view, done);
}

function fillPullIntoFromQueue(controller, descriptor) {
  const { queue } = controller[kState];
  const maxToCopy = Math.min(queue.total, descriptor.byteLength - descriptor.bytesFilled);
  const maxFilled = descriptor.bytesFilled + maxToCopy;
  let rest = maxToCopy;
  let ready = false;
  const aligned = maxFilled - maxFilled % descriptor.elementSize;
  if (aligned >= descriptor.minimumFill) {
    rest = aligned - descriptor.bytesFilled;
    ready = true;
  }
  while (rest > 0) {
    const head = queue.peek();
    const count = Math.min(rest, head.byteLength);
    copyBytes(descriptor.buffer, descriptor.byteOffset + descriptor.bytesFilled, head.buffer, head.byteOffset, count);
    if (head.byteLength === count) {
      queue.shift();
    } else {
      head.byteOffset += count;
      head.byteLength -= count;
    }
    queue.total -= count;
    descriptor.bytesFilled += count;
    rest -= count;
  }
  return ready;
}

function handleQueueDrain(controller) {
  const own = controller[kState];
  if (own.queue.total === 0 && own.closeRequested) {
    clearAlgorithms(controller);
    readableStreamClose(own.stream);
  } else {
    callPullIfNeeded(controller);
  }
}

function processReadRequestsUsingQueue(controller) {
  const own = controller[kState];
  const { readRequests } = own.stream[kState].reader[kState];
  while (readRequests.length > 0) {
    if (own.queue.total === 0) return;
    fillReadRequestFromQueue(controller, readRequests.shift());
  }
}

function processPullIntosUsingQueue(controller) {
  const own = controller[kState];
  const filled = [];
  while (own.pendingPullIntos.length > 0) {
    if (own.queue.total === 0) break;
    const [first] = own.pendingPullIntos;
    if (fillPullIntoFromQueue(controller, first)) {
      own.pendingPullIntos.shift();
      filled.push(first);
    }
  }
  return filled;
}

function fillReadRequestFromQueue(controller, request) {
  const { queue } = controller[kState];
  const { buffer, byteOffset, byteLength } = queue.shift();
  queue.total -= byteLength;
  handleQueueDrain(controller);
  request.chunk(new Uint8Array(buffer, byteOffset, byteLength));
}

function pullInto(controller, view, min, request) {
  const own = controller[kState];
  const { stream } = own;
  const Class = viewClass(view);
  const elementSize = Class === DataView ? 1 : view.BYTES_PER_ELEMENT;
  const minimumFill = min * elementSize;
  const { byteOffset, byteLength } = view;
  let buffer;
  try {
    buffer = transferArrayBuffer(view.buffer);
  } catch (error) {
    request.error(error);
    return;
  }
  const descriptor = {
    buffer,
    bufferByteLength: buffer.byteLength,
    byteOffset,
    byteLength,
    bytesFilled: 0,
    minimumFill,
    elementSize,
    Class,
    type: 'byob',
  };
  if (own.pendingPullIntos.length > 0) {
    own.pendingPullIntos.push(descriptor);
    addReadIntoRequest(stream, request);
    return;
  }
  if (stream[kState].state === 'closed') {
    request.close(new Class(buffer, byteOffset, 0));
    return;
  }
  if (own.queue.total > 0) {
    if (fillPullIntoFromQueue(controller, descriptor)) {
      const filled = convertPullInto(descriptor);
      handleQueueDrain(controller);
      request.chunk(filled);
      return;
    }
    if (own.closeRequested) {
      const error = new ERR_INVALID_STATE.TypeError('ReadableStream closed');
      byteControllerError(controller, error);
      request.error(error);
      return;
    }
  }
  own.pendingPullIntos.push(descriptor);
  addReadIntoRequest(stream, request);
  callPullIfNeeded(controller);
}

function respond(controller, bytesWritten) {
  const own = controller[kState];
  const [first] = own.pendingPullIntos;
  if (own.stream[kState].state === 'closed') {
    if (bytesWritten !== 0) throw new ERR_INVALID_STATE.TypeError('Controller is closed');
  } else {
    if (bytesWritten === 0) throw new ERR_INVALID_STATE.TypeError('Controller is not closed');
    if (first.bytesFilled + bytesWritten > first.byteLength) {
      throw new ERR_INVALID_ARG_VALUE.RangeError('bytesWritten', bytesWritten);
    }
  }
  first.buffer = transferArrayBuffer(first.buffer);
  respondInternal(controller, bytesWritten);
}

function respondWithNewView(controller, view) {
  const own = controller[kState];
  const [first] = own.pendingPullIntos;
  const { byteLength, byteOffset, buffer } = view;
  if (own.stream[kState].state === 'closed') {
    if (byteLength !== 0) throw new ERR_INVALID_STATE.TypeError('View is not zero-length');
  } else if (byteLength === 0) {
    throw new ERR_INVALID_STATE.TypeError('View is zero-length');
  }
  if (first.byteOffset + first.bytesFilled !== byteOffset) throw new ERR_INVALID_ARG_VALUE.RangeError('view', view);
  if (first.bytesFilled + byteLength > first.byteLength) throw new ERR_INVALID_ARG_VALUE.RangeError('view', view);
  if (first.bufferByteLength !== buffer.byteLength) throw new ERR_INVALID_ARG_VALUE.RangeError('view', view);
  first.buffer = transferArrayBuffer(buffer);
  respondInternal(controller, byteLength);
}

function respondInternal(controller, bytesWritten) {
  const own = controller[kState];
  const { stream } = own;
  const [first] = own.pendingPullIntos;
  invalidateBYOBRequest(controller);
  if (stream[kState].state === 'closed') {
    if (first.type === 'none') own.pendingPullIntos.shift();
    if (hasBYOBReader(stream)) {
      const filled = [];
      while (filled.length < numReadIntoRequests(stream)) filled.push(own.pendingPullIntos.shift());
      for (const descriptor of filled) commitPullInto(stream, descriptor);
    }
  } else {
    respondInReadableState(controller, bytesWritten, first);
  }
  callPullIfNeeded(controller);
}

function respondInReadableState(controller, bytesWritten, descriptor) {
  const own = controller[kState];
  const { stream } = own;
  descriptor.bytesFilled += bytesWritten;
  if (descriptor.type === 'none') {
    enqueueDetachedPullInto(controller, descriptor);
    for (const filled of processPullIntosUsingQueue(controller)) commitPullInto(stream, filled);
    return;
  }
  if (descriptor.bytesFilled < descriptor.minimumFill) return;
  own.pendingPullIntos.shift();
  const rest = descriptor.bytesFilled % descriptor.elementSize;
  if (rest > 0) {
    const end = descriptor.byteOffset + descriptor.bytesFilled;
    enqueueClonedChunk(controller, descriptor.buffer, end - rest, rest);
  }
  descriptor.bytesFilled -= rest;
  const filled = processPullIntosUsingQueue(controller);
  commitPullInto(stream, descriptor);
  for (const other of filled) commitPullInto(stream, other);
}

function cancelSteps(controller, reason) {
  const own = controller[kState];
  clearPendingPullIntos(controller);
  own.queue.clear();
  const result = own.cancel(reason);
  clearAlgorithms(controller);
  return result;
}

function pullSteps(controller, request) {
  const own = controller[kState];
  const { stream, autoAllocateChunkSize } = own;
  if (own.queue.total > 0) {
    fillReadRequestFromQueue(controller, request);
    return;
  }
  if (autoAllocateChunkSize !== undefined) {
    let buffer;
    try {
      buffer = new ArrayBuffer(autoAllocateChunkSize);
    } catch (error) {
      request.error(error);
      return;
    }
    own.pendingPullIntos.push({
      buffer,
      bufferByteLength: autoAllocateChunkSize,
      byteOffset: 0,
      byteLength: autoAllocateChunkSize,
      bytesFilled: 0,
      minimumFill: 1,
      elementSize: 1,
      Class: Uint8Array,
      type: 'default',
    });
  }
  addReadRequest(stream, request);
  callPullIfNeeded(controller);
}

function releaseSteps(controller) {
  const own = controller[kState];
  const [first] = own.pendingPullIntos;
  if (first === undefined) return;
  first.type = 'none';
  own.pendingPullIntos = [first];
}

module.exports = {
  byteControllerClose,
  byteControllerEnqueue,
  byteControllerError,
  byteControllerGetDesiredSize,
  cancelSteps,
  getBYOBRequest,
  pullInto,
  pullSteps,
  releaseSteps,
  respond,
  respondWithNewView,
  setupByteController,
  setupByteControllerFromSource,
};
