// The hidden fields of an OutgoingMessage that more than one file reads.
'use strict';

module.exports = {
  kBytesWritten: Symbol('kBytesWritten'),
  kChunkedBuffer: Symbol('kChunkedBuffer'),
  kChunkedLength: Symbol('kChunkedLength'),
  kCorked: Symbol('corked'),
  // On a socket: its handle may be written to past its stream.
  kDirect: Symbol('kDirect'),
  kEndCallbacks: Symbol('kEndCallbacks'),
  kErrored: Symbol('errored'),
  // What a server does with a response that has been written, before its 'finish'.
  kFinished: Symbol('kFinished'),
  kFlushError: Symbol('kFlushError'),
  // Every byte of the message has been handed to the system.
  kHandedOver: Symbol('kHandedOver'),
  kHighWaterMark: Symbol('kHighWaterMark'),
  kRejectNonStandardBodyWrites: Symbol('kRejectNonStandardBodyWrites'),
  kSocket: Symbol('kSocket'),
  kUniqueHeaders: Symbol('kUniqueHeaders'),
  kWritableFinished: Symbol('kWritableFinished'),
  nop: () => {},
};
