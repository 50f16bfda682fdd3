// The controllers of readable streams, and the request of a reader that brings its own buffer.
// https://streams.spec.whatwg.org/#rs-default-controller-class
'use strict';

const {
  ERR_ILLEGAL_CONSTRUCTOR,
  ERR_INVALID_ARG_TYPE,
  ERR_INVALID_STATE,
  ERR_INVALID_THIS,
} = require('internal/errors').codes;
const { customInspectSymbol } = require('internal/util');
const { validateBuffer } = require('internal/validators');
const { isArrayBufferView } = require('internal/buffer/kinds');
const { customInspect, finishClass, isBrandCheck, isDetached, kState, kType } = require('internal/webstreams/util');
const bytes = require('internal/webstreams/readable_byte_ops');
const streams = require('internal/webstreams/readable_ops');

const { kCancel, kPull, kRelease } = streams;

const isBYOBRequest = isBrandCheck('ReadableStreamBYOBRequest');
const isDefaultController = (value) => value?.[kType] === 'ReadableStreamDefaultController' && value[kState] !== undefined;
const isByteController = streams.isReadableByteStreamController;

class ReadableStreamDefaultController {
  constructor() {
    throw new ERR_ILLEGAL_CONSTRUCTOR();
  }

  get desiredSize() {
    if (!isDefaultController(this)) throw new ERR_INVALID_THIS('ReadableStreamDefaultController');
    return streams.defaultControllerGetDesiredSize(this);
  }

  close() {
    if (!isDefaultController(this)) throw new ERR_INVALID_THIS('ReadableStreamDefaultController');
    if (!streams.defaultControllerCanCloseOrEnqueue(this)) {
      throw new ERR_INVALID_STATE.TypeError('Controller is already closed');
    }
    streams.defaultControllerClose(this);
  }

  enqueue(chunk = undefined) {
    if (!isDefaultController(this)) throw new ERR_INVALID_THIS('ReadableStreamDefaultController');
    if (!streams.defaultControllerCanCloseOrEnqueue(this)) {
      throw new ERR_INVALID_STATE.TypeError('Controller is already closed');
    }
    streams.defaultControllerEnqueue(this, chunk);
  }

  error(error = undefined) {
    if (!isDefaultController(this)) throw new ERR_INVALID_THIS('ReadableStreamDefaultController');
    streams.defaultControllerError(this, error);
  }

  [kCancel](reason) {
    return streams.defaultControllerCancelSteps(this, reason);
  }

  [kPull](request) {
    streams.defaultControllerPullSteps(this, request);
  }

  [kRelease]() {}

  [customInspectSymbol](depth, options) {
    return customInspect(depth, options, this.constructor.name, {});
  }
}
finishClass(ReadableStreamDefaultController, ['desiredSize', 'close', 'enqueue', 'error']);

class ReadableByteStreamController {
  constructor() {
    throw new ERR_ILLEGAL_CONSTRUCTOR();
  }

  get byobRequest() {
    if (!isByteController(this)) throw new ERR_INVALID_THIS('ReadableByteStreamController');
    return bytes.getBYOBRequest(this);
  }

  get desiredSize() {
    if (!isByteController(this)) throw new ERR_INVALID_THIS('ReadableByteStreamController');
    return bytes.byteControllerGetDesiredSize(this);
  }

  close() {
    if (!isByteController(this)) throw new ERR_INVALID_THIS('ReadableByteStreamController');
    const own = this[kState];
    if (own.closeRequested) throw new ERR_INVALID_STATE.TypeError('Controller is already closed');
    if (own.stream[kState].state !== 'readable') {
      throw new ERR_INVALID_STATE.TypeError('ReadableStream is already closed');
    }
    bytes.byteControllerClose(this);
  }

  enqueue(chunk) {
    if (!isByteController(this)) throw new ERR_INVALID_THIS('ReadableByteStreamController');
    validateBuffer(chunk);
    const { buffer, byteLength } = chunk;
    if (byteLength === 0 || buffer.byteLength === 0 || isDetached(buffer)) {
      throw new ERR_INVALID_STATE.TypeError('chunk ArrayBuffer is zero-length or detached');
    }
    const own = this[kState];
    if (own.closeRequested) throw new ERR_INVALID_STATE.TypeError('Controller is already closed');
    if (own.stream[kState].state !== 'readable') {
      throw new ERR_INVALID_STATE.TypeError('ReadableStream is already closed');
    }
    bytes.byteControllerEnqueue(this, chunk);
  }

  error(error = undefined) {
    if (!isByteController(this)) throw new ERR_INVALID_THIS('ReadableByteStreamController');
    bytes.byteControllerError(this, error);
  }

  [kCancel](reason) {
    return bytes.cancelSteps(this, reason);
  }

  [kPull](request) {
    bytes.pullSteps(this, request);
  }

  [kRelease]() {
    bytes.releaseSteps(this);
  }

  [customInspectSymbol](depth, options) {
    return customInspect(depth, options, this.constructor.name, {});
  }
}
finishClass(ReadableByteStreamController, ['byobRequest', 'desiredSize', 'close', 'enqueue', 'error']);

class ReadableStreamBYOBRequest {
  constructor() {
    throw new ERR_ILLEGAL_CONSTRUCTOR();
  }

  get view() {
    if (!isBYOBRequest(this)) throw new ERR_INVALID_THIS('ReadableStreamBYOBRequest');
    return this[kState].view;
  }

  respond(bytesWritten) {
    if (!isBYOBRequest(this)) throw new ERR_INVALID_THIS('ReadableStreamBYOBRequest');
    const { controller, view } = this[kState];
    if (controller === undefined) throw new ERR_INVALID_STATE.TypeError('This BYOB request has been invalidated');
    const { convertToInt } = require('internal/webidl');
    const count = convertToInt(bytesWritten, 64, false, { enforceRange: true, context: 'bytesWritten' });
    if (isDetached(view.buffer) || view.buffer.byteLength === 0) {
      throw new ERR_INVALID_STATE.TypeError('Viewed ArrayBuffer is zero-length or detached');
    }
    bytes.respond(controller, count);
  }

  respondWithNewView(view) {
    if (!isBYOBRequest(this)) throw new ERR_INVALID_THIS('ReadableStreamBYOBRequest');
    const { controller } = this[kState];
    if (controller === undefined) throw new ERR_INVALID_STATE.TypeError('This BYOB request has been invalidated');
    if (!isArrayBufferView(view)) throw new ERR_INVALID_ARG_TYPE('view', ['Buffer', 'TypedArray', 'DataView'], view);
    if (isDetached(view.buffer)) throw new ERR_INVALID_STATE.TypeError('Viewed ArrayBuffer is detached');
    bytes.respondWithNewView(controller, view);
  }

  [customInspectSymbol](depth, options) {
    const { view, controller } = this[kState];
    return customInspect(depth, options, this.constructor.name, { view, controller });
  }
}
finishClass(ReadableStreamBYOBRequest, ['view', 'respond', 'respondWithNewView']);

module.exports = { ReadableByteStreamController, ReadableStreamBYOBRequest, ReadableStreamDefaultController };
