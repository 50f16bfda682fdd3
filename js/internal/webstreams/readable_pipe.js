// pipeTo(). https://streams.spec.whatwg.org/#readable-stream-pipe-to
'use strict';

const { ERR_INVALID_STATE } = require('internal/errors').codes;
const { kState, noop, nothing, setPromiseHandled } = require('internal/webstreams/util');
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
  let currentWrite = nothing();
  const result = Promise.withResolvers();
  let removeAbortListener = noop;

  // Writes that began before the shutdown must be through.
  function waitForWrites() {
    const write = currentWrite;
    return write.then(() => (write !== currentWrite ? waitForWrites() : undefined));
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
    if (destState.state === 'writable' && !writable.closeQueuedOrInFlight(dest)) waitForWrites().then(finish);
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

  const request = {
    done: undefined,
    chunk(chunk) {
      // The write happens in a microtask of its own: an error of the source that is already known comes first.
      currentWrite = nothing().then(() => writable.writerWrite(writer, chunk)).then(noop, noop);
      this.done(false);
    },
    close() {
      this.done(true);
    },
    error() {
      this.done(true);
    },
  };

  function step() {
    if (shuttingDown) return Promise.resolve(true);
    return writer[kState].ready.promise.then(() => {
      if (shuttingDown) return true;
      return new Promise((resolve) => {
        request.done = resolve;
        streams.defaultReaderRead(reader, request);
      });
    });
  }

  function loop() {
    return step().then((done) => (done ? undefined : loopAgain()));
  }

  // A chain of promises that grows with every chunk would keep them all: each round stands alone.
  function loopAgain() {
    setPromiseHandled(loop());
  }

  loopAgain();
  return result.promise;
}

module.exports = { readableStreamPipeTo };
