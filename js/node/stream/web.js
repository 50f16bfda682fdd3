// node:stream/web. https://nodejs.org/api/webstreams.html
'use strict';

const transform = require('internal/webstreams/transformstream');
const writable = require('internal/webstreams/writablestream');
const readable = require('internal/webstreams/readablestream');
const strategies = require('internal/webstreams/queuingstrategies');
const encoding = require('internal/webstreams/encoding');
const compression = require('internal/webstreams/compression');

function ReadableStreamTee(stream, cloneForBranch2 = false) {
  const { ERR_INVALID_ARG_TYPE } = require('internal/errors').codes;
  if (!readable.isReadableStream(stream)) throw new ERR_INVALID_ARG_TYPE('stream', 'ReadableStream', stream);
  require('internal/validators').validateBoolean(cloneForBranch2, 'cloneForBranch2');
  return require('internal/webstreams/readable_tee').readableStreamTee(stream, cloneForBranch2);
}

module.exports = {
  ReadableStream: readable.ReadableStream,
  ReadableStreamTee,
  ReadableStreamDefaultReader: readable.ReadableStreamDefaultReader,
  ReadableStreamBYOBReader: readable.ReadableStreamBYOBReader,
  ReadableStreamBYOBRequest: readable.ReadableStreamBYOBRequest,
  ReadableByteStreamController: readable.ReadableByteStreamController,
  ReadableStreamDefaultController: readable.ReadableStreamDefaultController,
  TransformStream: transform.TransformStream,
  TransformStreamDefaultController: transform.TransformStreamDefaultController,
  WritableStream: writable.WritableStream,
  WritableStreamDefaultWriter: writable.WritableStreamDefaultWriter,
  WritableStreamDefaultController: writable.WritableStreamDefaultController,
  ByteLengthQueuingStrategy: strategies.ByteLengthQueuingStrategy,
  CountQueuingStrategy: strategies.CountQueuingStrategy,
  TextEncoderStream: encoding.TextEncoderStream,
  TextDecoderStream: encoding.TextDecoderStream,
  CompressionStream: compression.CompressionStream,
  DecompressionStream: compression.DecompressionStream,
};
