// stream.finished(): tells when a stream can no longer be read or written, or has failed.
// https://nodejs.org/api/stream.html#streamfinishedstream-options-callback
'use strict';

const process = require('process');
const { AbortError, codes: { ERR_INVALID_ARG_TYPE, ERR_STREAM_PREMATURE_CLOSE } } = require('internal/errors');
const { kEmptyObject, once } = require('internal/util');
const {
  validateAbortSignal,
  validateBoolean,
  validateFunction,
  validateObject,
} = require('internal/validators');
const utils = require('internal/streams/utils');

const { kIsClosedPromise } = utils;

// With this option eos() may call back before it returns, if everything is over already.
const kEosNodeSynchronousCallback = Symbol('kEosNodeSynchronousCallback');

function nop() {}

function isRequest(stream) {
  return stream.setHeader && typeof stream.abort === 'function';
}

// The callback keeps the asynchronous context of the caller.
function inContext(callback) {
  const { enabledHooksExist } = require('internal/async_hooks');
  if (!require('internal/async_context_frame').current() && !enabledHooksExist()) return callback;
  const { AsyncResource } = require('async_hooks');
  const resource = new AsyncResource('STREAM_END_OF_STREAM');
  return function(...args) {
    return resource.runInAsyncScope(callback, this, ...args);
  };
}

function onAbort(signal, listener) {
  return require('internal/events/abort_listener').addAbortListener(signal, listener)[Symbol.dispose];
}

function call(callback, stream, err) {
  if (err) callback.call(stream, err);
  else callback.call(stream);
}

function errorOf(stream) {
  const err = utils.isWritableErrored(stream) || utils.isReadableErrored(stream);
  return typeof err !== 'boolean' && err || null;
}

// What 'close' means: an error, or a side that had not come to its end.
function closeError(stream, watch) {
  const err = errorOf(stream);
  if (err) return err;
  const early =
    (watch.readable && !watch.readableFinished && utils.isReadableNodeStream(stream, true) &&
      !utils.isReadableFinished(stream, false)) ||
    (watch.writable && !watch.writableFinished && !utils.isWritableFinished(stream, false));
  return early ? new ERR_STREAM_PREMATURE_CLOSE() : null;
}

// The result of a stream that is over already: an error or null; undefined while it is not over.
function resultSoFar(stream, watch) {
  const w = stream._writableState;
  const r = stream._readableState;
  if (utils.isClosed(stream)) return closeError(stream, watch);
  if (w?.errorEmitted || r?.errorEmitted) return watch.willEmitClose ? undefined : errorOf(stream);
  if (!watch.readable &&
      (!watch.willEmitClose || utils.isReadable(stream)) &&
      (watch.writableFinished || utils.isWritable(stream) === false) &&
      (w == null || w.pendingcb === undefined || w.pendingcb === 0)) {
    return errorOf(stream);
  }
  if (!watch.writable &&
      (!watch.willEmitClose || utils.isWritable(stream)) &&
      (watch.readableFinished || utils.isReadable(stream) === false)) {
    return errorOf(stream);
  }
  return r && stream.req && stream.aborted ? errorOf(stream) : undefined;
}

function eos(stream, options, callback) {
  if (arguments.length === 2) {
    callback = options;
    options = kEmptyObject;
  } else if (options == null) {
    options = kEmptyObject;
  } else {
    validateObject(options, 'options');
  }
  validateFunction(callback, 'callback');
  validateAbortSignal(options.signal, 'options.signal');

  if (utils.isReadableStream(stream) || utils.isWritableStream(stream)) return eosWeb(stream, options, callback);
  if (!utils.isNodeStream(stream)) {
    throw new ERR_INVALID_ARG_TYPE('stream', ['ReadableStream', 'WritableStream', 'Stream'], stream);
  }

  const isReader = utils.isReadableNodeStream(stream);
  const isWriter = utils.isWritableNodeStream(stream);
  const readable = options.readable ?? isReader;
  const writable = options.writable ?? isWriter;
  const watch = {
    readable,
    writable,
    // Only who waits for all sides of the stream may wait for its 'close'.
    willEmitClose: utils.willEmitClose(stream) && isReader === readable && isWriter === writable,
    readableFinished: utils.isReadableFinished(stream, false),
    writableFinished: utils.isWritableFinished(stream, false),
  };

  let result = resultSoFar(stream, watch);
  let cleanup = () => {
    callback = nop;
  };
  if (result !== undefined) {
    if (options.error !== false) {
      // An error that still comes is known to the caller.
      stream.on('error', nop);
      cleanup = () => {
        callback = nop;
        stream.removeListener('error', nop);
      };
    }
  } else if (options.signal?.aborted) {
    result = new AbortError(undefined, { cause: options.signal.reason });
  }
  if (result !== undefined) {
    if (options[kEosNodeSynchronousCallback]) {
      call(callback, stream, result);
    } else {
      callback = inContext(callback);
      process.nextTick(() => call(callback, stream, result));
    }
    return cleanup;
  }

  callback = once(inContext(callback));

  const onlegacyfinish = () => {
    if (!stream.writable) onfinish();
  };

  // A stream that is destroyed by hand may never emit its 'close'.
  const onfinish = () => {
    watch.writableFinished = true;
    if (stream.destroyed) watch.willEmitClose = false;
    if (watch.willEmitClose && (!stream.readable || readable)) return;
    if (!readable || watch.readableFinished) callback.call(stream);
  };

  const onend = () => {
    watch.readableFinished = true;
    if (stream.destroyed) watch.willEmitClose = false;
    if (watch.willEmitClose && (!stream.writable || writable)) return;
    if (!writable || watch.writableFinished) callback.call(stream);
  };

  const onerror = (err) => {
    callback.call(stream, err);
  };

  const onclose = () => {
    call(callback, stream, closeError(stream, watch));
  };

  const onrequest = () => {
    stream.req.on('finish', onfinish);
  };

  if (isRequest(stream)) {
    stream.on('complete', onfinish);
    if (!watch.willEmitClose) stream.on('abort', onclose);
    if (stream.req) onrequest();
    else stream.on('request', onrequest);
  } else if (writable && !stream._writableState) {
    stream.on('end', onlegacyfinish);
    stream.on('close', onlegacyfinish);
  }
  // 'close' does not always follow 'aborted'.
  if (!watch.willEmitClose && typeof stream.aborted === 'boolean') stream.on('aborted', onclose);

  stream.on('end', onend);
  stream.on('finish', onfinish);
  if (options.error !== false) stream.on('error', onerror);
  stream.on('close', onclose);

  cleanup = () => {
    callback = nop;
    stream.removeListener('aborted', onclose);
    stream.removeListener('complete', onfinish);
    stream.removeListener('abort', onclose);
    stream.removeListener('request', onrequest);
    if (stream.req) stream.req.removeListener('finish', onfinish);
    stream.removeListener('end', onlegacyfinish);
    stream.removeListener('close', onlegacyfinish);
    stream.removeListener('finish', onfinish);
    stream.removeListener('end', onend);
    stream.removeListener('error', onerror);
    stream.removeListener('close', onclose);
  };

  if (options.signal) {
    const stop = onAbort(options.signal, () => {
      const report = callback;
      cleanup();
      report.call(stream, new AbortError(undefined, { cause: options.signal.reason }));
    });
    const inner = callback;
    callback = once((...args) => {
      stop();
      Reflect.apply(inner, stream, args);
    });
  }
  return cleanup;
}

function eosWeb(stream, options, callback) {
  callback = once(inContext(callback));
  const { signal } = options;
  let aborted = false;
  if (signal) {
    const abort = () => {
      aborted = true;
      callback.call(stream, new AbortError(undefined, { cause: signal.reason }));
    };
    if (signal.aborted) {
      process.nextTick(abort);
    } else {
      const stop = onAbort(signal, abort);
      const inner = callback;
      callback = once((...args) => {
        stop();
        Reflect.apply(inner, stream, args);
      });
    }
  }
  const settled = (...args) => {
    if (!aborted) process.nextTick(() => Reflect.apply(callback, stream, args));
  };
  stream[kIsClosedPromise].promise.then(settled, settled);
  return nop;
}

// The form of stream/promises.
function finished(stream, opts) {
  if (opts === null) opts = kEmptyObject;
  let autoCleanup = false;
  if (opts?.cleanup) {
    validateBoolean(opts.cleanup, 'cleanup');
    autoCleanup = opts.cleanup;
  }
  return new Promise((resolve, reject) => {
    const cleanup = eos(stream, opts, (err) => {
      if (autoCleanup) cleanup();
      if (err) reject(err);
      else resolve();
    });
  });
}

module.exports = {
  eos,
  finished,
  kEosNodeSynchronousCallback,
};
