// node:stream. https://nodejs.org/api/stream.html
'use strict';

const { Buffer } = require('buffer');
const { promisify: { custom: customPromisify } } = require('internal/util');
const { getDefaultHighWaterMark, setDefaultHighWaterMark } = require('internal/streams/state');
const { destroyer } = require('internal/streams/destroy');
const utils = require('internal/streams/utils');

const { Stream } = require('internal/streams/legacy');
module.exports = Stream;

Stream.isDestroyed = utils.isDestroyed;
Stream.isDisturbed = utils.isDisturbed;
Stream.isErrored = utils.isErrored;
Stream.isReadable = utils.isReadable;
Stream.isWritable = utils.isWritable;
Stream.Readable = require('internal/streams/readable');

// Most programs that print something load this module and use few of these functions: their code comes with
// the first call.

function defineOperator(kind, name, length, wrap) {
  function fn(...args) {
    if (new.target) {
      const { codes: { ERR_ILLEGAL_CONSTRUCTOR } } = require('internal/errors');
      throw new ERR_ILLEGAL_CONSTRUCTOR();
    }
    const result = Reflect.apply(require('internal/streams/operators')[kind][name], this, args);
    return wrap ? Stream.Readable.from(result) : result;
  }
  Object.defineProperty(fn, 'name', { __proto__: null, value: name });
  Object.defineProperty(fn, 'length', { __proto__: null, value: length });
  Object.defineProperty(Stream.Readable.prototype, name, {
    __proto__: null,
    value: fn,
    enumerable: false,
    configurable: true,
    writable: true,
  });
}
for (const [name, length] of [['drop', 1], ['filter', 2], ['flatMap', 2], ['map', 2], ['take', 1]]) {
  defineOperator('streamReturningOperators', name, length, true);
}
for (const [name, length] of [
  ['every', 1], ['forEach', 2], ['reduce', 3], ['toArray', 1], ['some', 1], ['find', 2],
]) {
  defineOperator('promiseReturningOperators', name, length, false);
}

function duplexPair(options) {
  return require('internal/streams/duplexpair')(options);
}

function pipeline(...streams) {
  return require('internal/streams/pipeline').pipeline(...streams);
}

function addAbortSignal(signal, stream) {
  return require('internal/streams/add-abort-signal').addAbortSignal(signal, stream);
}

function eos(stream, options, callback) {
  return Reflect.apply(require('internal/streams/end-of-stream').eos, this, arguments);
}

function compose(...streams) {
  return require('internal/streams/compose')(...streams);
}

Stream.Writable = require('internal/streams/writable');
Stream.Duplex = require('internal/streams/duplex');
Stream.Transform = require('internal/streams/transform');
Stream.PassThrough = require('internal/streams/passthrough');
Stream.duplexPair = duplexPair;
Stream.pipeline = pipeline;
Stream.addAbortSignal = addAbortSignal;
Stream.finished = eos;
Stream.destroy = destroyer;
Stream.compose = compose;
Stream.setDefaultHighWaterMark = setDefaultHighWaterMark;
Stream.getDefaultHighWaterMark = getDefaultHighWaterMark;

Object.defineProperty(Stream, 'promises', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get() {
    return require('stream/promises');
  },
});

Object.defineProperty(pipeline, customPromisify, {
  __proto__: null,
  enumerable: true,
  get() {
    return require('stream/promises').pipeline;
  },
});

Object.defineProperty(eos, customPromisify, {
  __proto__: null,
  enumerable: true,
  get() {
    return require('stream/promises').finished;
  },
});

Stream.Stream = Stream;

// Programs replace these three, so the streams look them up here.
Stream._isArrayBufferView = ArrayBuffer.isView;
Stream._isUint8Array = function isUint8Array(value) {
  return require('internal/util/types').isUint8Array(value);
};
Stream._uint8ArrayToBuffer = function _uint8ArrayToBuffer(chunk) {
  return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
};
