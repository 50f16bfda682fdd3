// The hidden fields of an OutgoingMessage that more than one file reads.
'use strict';

module.exports = {
  kBytesWritten: Symbol('kBytesWritten'),
  kChunkedBuffer: Symbol('kChunkedBuffer'),
  kChunkedLength: Symbol('kChunkedLength'),
  kCorked: Symbol('corked'),
  kEndCallbacks: Symbol('kEndCallbacks'),
  kErrored: Symbol('errored'),
  kFlushError: Symbol('kFlushError'),
  kHighWaterMark: Symbol('kHighWaterMark'),
  kRejectNonStandardBodyWrites: Symbol('kRejectNonStandardBodyWrites'),
  kSocket: Symbol('kSocket'),
  kUniqueHeaders: Symbol('kUniqueHeaders'),
  kWritableFinished: Symbol('kWritableFinished'),
  nop: () => {},
};
