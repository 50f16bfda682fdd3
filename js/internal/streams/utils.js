// Questions about things that may be streams of any age or kind. https://nodejs.org/api/stream.html
// An answer of null means: this is no such stream, or it cannot tell.
'use strict';

const bits = require('internal/streams/bits');

// Registered symbols, so that the readable-stream package and these streams read each other.
const kIsDestroyed = Symbol.for('nodejs.stream.destroyed');
const kIsErrored = Symbol.for('nodejs.stream.errored');
const kIsReadable = Symbol.for('nodejs.stream.readable');
const kIsWritable = Symbol.for('nodejs.stream.writable');
const kIsDisturbed = Symbol.for('nodejs.stream.disturbed');
const kIsClosedPromise = Symbol.for('nodejs.webstream.isClosedPromise');
const kControllerErrorFunction = Symbol.for('nodejs.webstream.controllerErrorFunction');
const kOnConstructed = Symbol('kOnConstructed');

function has(object, name) {
  return typeof object[name] === 'function';
}

// ---- kinds ----

function isReadableNodeStream(obj, strict = false) {
  if (!obj || !has(obj, 'pipe') || !has(obj, 'on')) return false;
  if (strict && !(has(obj, 'pause') && has(obj, 'resume'))) return false;
  if (!obj._writableState) return true;
  // A Writable has pipe() too; a Duplex may have its readable side switched off.
  return !!obj._readableState && obj._readableState.readable !== false;
}

function isWritableNodeStream(obj) {
  return !!obj && has(obj, 'write') && has(obj, 'on') &&
    (!obj._readableState || obj._writableState?.writable !== false);
}

function isDuplexNodeStream(obj) {
  return !!obj && has(obj, 'pipe') && !!obj._readableState && has(obj, 'on') && has(obj, 'write');
}

function isNodeStream(obj) {
  return obj && (obj._readableState || obj._writableState ||
    (has(obj, 'on') && (has(obj, 'write') || has(obj, 'pipe'))));
}

function isReadableStream(obj) {
  return !!obj && !isNodeStream(obj) && has(obj, 'pipeThrough') && has(obj, 'getReader') && has(obj, 'cancel');
}

function isWritableStream(obj) {
  return !!obj && !isNodeStream(obj) && has(obj, 'getWriter') && has(obj, 'abort');
}

function isTransformStream(obj) {
  return !!obj && !isNodeStream(obj) && typeof obj.readable === 'object' && typeof obj.writable === 'object';
}

function isWebStream(obj) {
  return isReadableStream(obj) || isWritableStream(obj) || isTransformStream(obj);
}

function isIterable(obj, isAsync) {
  if (obj == null) return false;
  if (isAsync !== false && has(obj, Symbol.asyncIterator)) return true;
  return isAsync !== true && has(obj, Symbol.iterator);
}

// ---- states ----

function isDestroyed(stream) {
  if (!isNodeStream(stream)) return null;
  const state = stream._writableState || stream._readableState;
  return !!(stream.destroyed || stream[kIsDestroyed] || state?.destroyed);
}

// end() has been called.
function isWritableEnded(stream) {
  if (!isWritableNodeStream(stream)) return null;
  if (stream.writableEnded === true) return true;
  const state = stream._writableState;
  if (state?.errored) return false;
  return typeof state?.ended === 'boolean' ? state.ended : null;
}

// 'finish' has been emitted, or (not strict) will be.
function isWritableFinished(stream, strict) {
  if (!isWritableNodeStream(stream)) return null;
  if (stream.writableFinished === true) return true;
  const state = stream._writableState;
  if (state?.errored) return false;
  if (typeof state?.finished !== 'boolean') return null;
  return state.finished || (strict === false && state.ended === true && state.length === 0);
}

// push(null) has been called.
function isReadableEnded(stream) {
  if (!isReadableNodeStream(stream)) return null;
  if (stream.readableEnded === true) return true;
  const state = stream._readableState;
  if (!state || state.errored) return false;
  return typeof state.ended === 'boolean' ? state.ended : null;
}

// 'end' has been emitted, or (not strict) will be.
function isReadableFinished(stream, strict) {
  if (!isReadableNodeStream(stream)) return null;
  const state = stream._readableState;
  if (state?.errored) return false;
  if (typeof state?.endEmitted !== 'boolean') return null;
  return state.endEmitted || (strict === false && state.ended === true && state.length === 0);
}

function isReadable(stream) {
  if (stream && stream[kIsReadable] != null) return stream[kIsReadable];
  if (typeof stream?.readable !== 'boolean') return null;
  if (isDestroyed(stream)) return false;
  return isReadableNodeStream(stream) && stream.readable && !isReadableFinished(stream);
}

function isWritable(stream) {
  if (stream && stream[kIsWritable] != null) return stream[kIsWritable];
  if (typeof stream?.writable !== 'boolean') return null;
  if (isDestroyed(stream)) return false;
  return isWritableNodeStream(stream) && stream.writable && !isWritableEnded(stream);
}

function isFinished(stream, opts) {
  if (!isNodeStream(stream)) return null;
  if (isDestroyed(stream)) return true;
  return !(opts?.readable !== false && isReadable(stream)) &&
    !(opts?.writable !== false && isWritable(stream));
}

function isWritableErrored(stream) {
  if (!isNodeStream(stream)) return null;
  return stream.writableErrored || (stream._writableState?.errored ?? null);
}

function isReadableErrored(stream) {
  if (!isNodeStream(stream)) return null;
  return stream.readableErrored || (stream._readableState?.errored ?? null);
}

function isClosed(stream) {
  if (!isNodeStream(stream)) return null;
  if (typeof stream.closed === 'boolean') return stream.closed;
  const writable = stream._writableState?.closed;
  const readable = stream._readableState?.closed;
  if (typeof writable === 'boolean' || typeof readable === 'boolean') return writable || readable;
  return isOutgoingMessage(stream) ? stream._closed : null;
}

// ---- messages of http, known by their private fields ----

function isOutgoingMessage(stream) {
  return typeof stream._closed === 'boolean' &&
    typeof stream._defaultKeepAlive === 'boolean' &&
    typeof stream._removedConnection === 'boolean' &&
    typeof stream._removedContLen === 'boolean';
}

function isServerResponse(stream) {
  return typeof stream._sent100 === 'boolean' && isOutgoingMessage(stream);
}

function isServerRequest(stream) {
  return typeof stream._consuming === 'boolean' &&
    typeof stream._dumped === 'boolean' &&
    stream.req?.upgradeOrConnect === undefined;
}

function willEmitClose(stream) {
  if (!isNodeStream(stream)) return null;
  const state = stream._writableState || stream._readableState;
  if (!state) return isServerResponse(stream);
  return !!(state.autoDestroy && state.emitClose && state.closed === false);
}

function isDisturbed(stream) {
  return !!(stream && (stream[kIsDisturbed] ?? (stream.readableDidRead || stream.readableAborted)));
}

function isErrored(stream) {
  return !!(stream && (
    stream[kIsErrored] ??
    stream.readableErrored ??
    stream.writableErrored ??
    stream._readableState?.errorEmitted ??
    stream._writableState?.errorEmitted ??
    stream._readableState?.errored ??
    stream._writableState?.errored
  ));
}

module.exports = {
  isClosed,
  isDestroyed,
  isDisturbed,
  isDuplexNodeStream,
  isErrored,
  isFinished,
  isIterable,
  isNodeStream,
  isReadable,
  isReadableEnded,
  isReadableErrored,
  isReadableFinished,
  isReadableNodeStream,
  isReadableStream,
  isServerRequest,
  isServerResponse,
  isTransformStream,
  isWebStream,
  isWritable,
  isWritableEnded,
  isWritableErrored,
  isWritableFinished,
  isWritableNodeStream,
  isWritableStream,
  kAutoDestroy: bits.kAutoDestroy,
  kCloseEmitted: bits.kCloseEmitted,
  kClosed: bits.kClosed,
  kConstructed: bits.kConstructed,
  kControllerErrorFunction,
  kDestroyed: bits.kDestroyed,
  kEmitClose: bits.kEmitClose,
  kErrorEmitted: bits.kErrorEmitted,
  kErrored: bits.kErrored,
  kIsClosedPromise,
  kIsDestroyed,
  kIsDisturbed,
  kIsErrored,
  kIsReadable,
  kIsWritable,
  kObjectMode: bits.kObjectMode,
  kOnConstructed,
  kState: bits.kState,
  willEmitClose,
};
