// pipeTo(). https://streams.spec.whatwg.org/#readable-stream-pipe-to
'use strict';

const { ERR_INVALID_STATE } = require('internal/errors').codes;
const { Deferred, kState, noop, nothing } = require('internal/webstreams/util');
const streams = require('internal/webstreams/readable_ops');
const writable = require('internal/webstreams/writable_ops');

function readableStreamPipeTo(source, dest, preventClose, preventAbort, preventCancel, signal) {
  const { ReadableStreamDefaultReader } = require('internal/webstreams/readable_readers');
  const { WritableStreamDefaultWriter } = require('internal/webstreams/writablestream');
  const reader = new ReadableStreamDefaultReader(source);
  const writer = new WritableStreamDefaultWriter(dest);
  const sourceState = source[kState];
  const destState = dest[kState];
  sourceState.disturbed = true;

  let shuttingDown = false;
  // Chunks that were read and are not through, and what waits for them.
  let outstanding = 0;
  let whenIdle;
  const result = new Deferred();
  let removeAbortListener = noop;

  function settled() {
    if (--outstanding === 0 && whenIdle !== undefined) waitForWrites(whenIdle);
  }

  // Writes that began before the shutdown must be through.
  function waitForWrites(finish) {
    whenIdle = finish;
    nothing().then(() => {
      if (outstanding > 0 || whenIdle === undefined) return;
      whenIdle = undefined;
      finish();
    });
  }

  function finalize(isError, error) {
    writable.writerRelease(writer);
    streams.readerRelease(reader);
    removeAbortListener();
    if (isError) result.reject(error);
    else result.resolve();
  }

  function shutdown(isError, error, action) {
    if (shuttingDown) return;
    shuttingDown = true;
    const finish = () => {
      if (action === undefined) finalize(isError, error);
      else action().then(() => finalize(isError, error), (newError) => finalize(true, newError));
    };
    if (destState.state === 'writable' && !writable.closeQueuedOrInFlight(dest)) waitForWrites(finish);
    else finish();
  }

  function abortBySignal() {
    const { reason } = signal;
    const actions = [];
    if (!preventAbort) {
      actions.push(() => (destState.state === 'writable' ? writable.writableStreamAbort(dest, reason) : nothing()));
    }
    if (!preventCancel) {
      actions.push(() => (
        sourceState.state === 'readable' ? streams.readableStreamCancel(source, reason) : nothing()));
    }
    shutdown(true, reason, () => Promise.all(actions.map((action) => action())));
  }

  if (signal !== undefined) {
    if (signal.aborted) {
      abortBySignal();
      return result.promise;
    }
    const { addAbortListener } = require('internal/events/abort_listener');
    const listener = addAbortListener(signal, abortBySignal);
    removeAbortListener = () => listener[Symbol.dispose]();
  }

  function sourceErrored(error) {
    if (preventAbort) shutdown(true, error);
    else shutdown(true, error, () => writable.writableStreamAbort(dest, error));
  }

  function destErrored(error) {
    if (preventCancel) shutdown(true, error);
    else shutdown(true, error, () => streams.readableStreamCancel(source, error));
  }

  function sourceClosed() {
    if (preventClose) shutdown(false, undefined);
    else shutdown(false, undefined, () => writable.writerCloseWithErrorPropagation(writer));
  }

  if (sourceState.state === 'errored') sourceErrored(sourceState.storedError);
  else reader[kState].closed.promise.then(undefined, sourceErrored);
  if (destState.state === 'errored') destErrored(destState.storedError);
  else writer[kState].closed.promise.then(undefined, destErrored);
  if (sourceState.state === 'closed') sourceClosed();
  else reader[kState].closed.promise.then(sourceClosed, noop);
  if (writable.closeQueuedOrInFlight(dest) || destState.state === 'closed') {
    const error = new ERR_INVALID_STATE.TypeError('Destination WritableStream is closed');
    if (preventCancel) shutdown(true, error);
    else shutdown(true, error, () => streams.readableStreamCancel(source, error));
  }

  let next;
  const writeRequest = { resolve: settled, reject: settled };

  function write() {
    const chunk = next;
    next = undefined;
    // The shutdown has not waited for it: the destination is gone.
    if (writer[kState].stream === undefined) return;
    writable.startWrite(writer, chunk, writeRequest);
    if (!destState.backpressure) read();
  }

  const request = {
    chunk(chunk) {
      next = chunk;
      outstanding++;
      // The write happens in a microtask of its own: an error of the source that is already known comes first.
      nothing().then(write);
    },
    close: noop,
    error: noop,
  };

  // Chunks that are there go through at once, as in Node.
  function read() {
    while (!shuttingDown && destState.state === 'writable') {
      const controller = streams.controllerWithChunk(source);
      if (controller === undefined) {
        streams.defaultReaderRead(reader, request);
        return;
      }
      outstanding++;
      writable.startWrite(writer, streams.defaultControllerTake(controller), writeRequest);
      if (destState.backpressure) return;
    }
  }

  writer[kState].pressureChanged = (backpressure) => {
    if (!backpressure) nothing().then(read);
  };
  if (!destState.backpressure) nothing().then(read);
  return result.promise;
}

module.exports = { readableStreamPipeTo };
