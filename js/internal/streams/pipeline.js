// stream.pipeline(): joins streams, iterables and functions, and cleans up behind them.
// https://nodejs.org/api/stream.html#streampipelinesource-transforms-destination-callback
'use strict';

const process = require('process');
const { eos } = require('internal/streams/end-of-stream');
const { once } = require('internal/util');
const destroyImpl = require('internal/streams/destroy');
const {
  AbortError,
  aggregateTwoErrors,
  codes: {
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_RETURN_VALUE,
    ERR_MISSING_ARGS,
    ERR_STREAM_DESTROYED,
    ERR_STREAM_PREMATURE_CLOSE,
    ERR_STREAM_UNABLE_TO_PIPE,
  },
} = require('internal/errors');
const { validateAbortSignal, validateFunction } = require('internal/validators');
const {
  isIterable,
  isNodeStream,
  isReadable,
  isReadableFinished,
  isReadableNodeStream,
  isReadableStream,
  isTransformStream,
  isWebStream,
} = require('internal/streams/utils');

// One run of pipeline(). `ret` is what the next stage reads from.
class Pipeline {
  constructor(streams, callback, opts) {
    this.streams = streams;
    this.callback = callback;
    this.signal = opts?.signal;
    this.endLast = opts?.end !== false;
    this.error = undefined;
    this.value = undefined;
    this.over = false;
    // Parts that have not reported their end.
    this.running = 0;
    this.destroys = [];
    // A last stream that can be read lives on, without the listeners of the pipeline.
    this.lastCleanups = [];
    this.controller = null;
    this.stopListening = undefined;
    this.ret = undefined;
    this.finish = (err) => this.settle(err, --this.running === 0);
    this.fail = (err) => this.settle(err, false);
  }

  // The signal that function stages get; most pipelines have none.
  get innerSignal() {
    if (this.controller === null) {
      const { AbortController } = require('internal/abort_controller');
      this.controller = new AbortController();
      if (this.over) this.controller.abort();
    }
    return this.controller.signal;
  }

  abort() {
    this.settle(new AbortError(undefined, { cause: this.signal?.reason }));
  }

  settle(err, final) {
    // An error that is only the echo of another one gives way.
    if (err && (!this.error || this.error.code === 'ERR_STREAM_PREMATURE_CLOSE' ||
        this.error.name === 'AbortError')) {
      this.error = err;
    }
    if (!this.error && !final) return;

    while (this.destroys.length) this.destroys.shift()(this.error);
    this.stopListening?.();
    this.over = true;
    this.controller?.abort();

    if (final) {
      if (!this.error) for (const cleanup of this.lastCleanups) cleanup();
      process.nextTick(this.callback, this.error, this.value);
    }
  }

  run() {
    const { streams, signal } = this;
    if (signal) {
      const { addAbortListener } = require('internal/events/abort_listener');
      this.stopListening = addAbortListener(signal, () => this.abort())[Symbol.dispose];
    }
    for (let i = 0; i < streams.length; i++) {
      const stream = streams[i];
      const isLast = i === streams.length - 1;
      const end = !isLast || this.endLast;
      if (isNodeStream(stream)) this.guard(stream, i, isLast, end);

      if (i === 0) this.ret = this.source(stream);
      else if (typeof stream === 'function') this.callStage(stream, i, isLast, end);
      else if (isNodeStream(stream)) this.toNode(stream, isLast, end);
      else if (isWebStream(stream)) this.toWeb(stream, end);
      else this.ret = require('internal/streams/duplex').from(stream);
    }
    if (this.over || signal?.aborted) process.nextTick(() => this.abort());
    return this.ret;
  }

  // Watches a stream: destroys it when the pipeline fails, and fails with it.
  guard(stream, i, isLast, end) {
    const next = isLast ? null : this.streams[i + 1];
    if (next !== null && (next?.closed || next?.destroyed)) throw new ERR_STREAM_UNABLE_TO_PIPE();
    const outlives = isLast && isReadable(stream);

    if (end) {
      const cleanup = this.destroyLater(stream, !isLast, i > 0);
      if (outlives) this.lastCleanups.push(cleanup);
    }
    // Errors may come after everything has been piped.
    const onError = (err) => {
      if (err && err.name !== 'AbortError' && err.code !== 'ERR_STREAM_PREMATURE_CLOSE') this.fail(err);
    };
    stream.on('error', onError);
    if (isLast && isReadable(stream)) {
      this.lastCleanups.push(() => {
        stream.removeListener('error', onError);
      });
    }
  }

  destroyLater(stream, readable, writable) {
    let finished = false;
    stream.on('close', () => {
      finished = true;
    });
    const cleanup = eos(stream, { readable, writable }, (err) => {
      finished = !err;
    });
    this.destroys.push((err) => {
      if (finished) return;
      finished = true;
      destroyImpl.destroyer(stream, err || new ERR_STREAM_DESTROYED('pipe'));
    });
    return cleanup;
  }

  source(stream) {
    if (typeof stream === 'function') {
      const made = stream({ signal: this.innerSignal });
      if (!isIterable(made)) {
        throw new ERR_INVALID_RETURN_VALUE('Iterable, AsyncIterable or Stream', 'source', made);
      }
      return made;
    }
    if (isIterable(stream) || isReadableNodeStream(stream) || isTransformStream(stream)) return stream;
    return require('internal/streams/duplex').from(stream);
  }

  callStage(stage, i, isLast, end) {
    const input = asyncIterableOf(isTransformStream(this.ret) ? this.ret?.readable : this.ret);
    const made = stage(input, { signal: this.innerSignal });
    if (!isLast) {
      if (!isIterable(made, true)) {
        throw new ERR_INVALID_RETURN_VALUE('AsyncIterable', `transform[${i - 1}]`, made);
      }
      this.ret = made;
      return;
    }

    // The result of the pipeline is a stream all the same.
    const PassThrough = require('internal/streams/passthrough');
    const out = new PassThrough({ objectMode: true });
    // Read once: it may be a getter that throws.
    const then = made?.then;
    if (typeof then === 'function') {
      this.running++;
      then.call(made, (value) => {
        this.value = value;
        if (value != null) out.write(value);
        if (end) out.end();
        process.nextTick(this.finish);
      }, (err) => {
        out.destroy(err);
        process.nextTick(this.finish, err);
      });
    } else if (isIterable(made, true)) {
      this.running++;
      pumpToNode(made, out, this.finish, end);
    } else if (isReadableStream(made) || isTransformStream(made)) {
      this.running++;
      pumpToNode(made.readable || made, out, this.finish, end);
    } else {
      throw new ERR_INVALID_RETURN_VALUE('AsyncIterable or Promise', 'destination', made);
    }
    this.ret = out;
    this.lastCleanups.push(this.destroyLater(out, false, true));
  }

  toNode(stream, isLast, end) {
    const { ret } = this;
    if (isReadableNodeStream(ret)) {
      this.running += 2;
      const cleanup = pipe(ret, stream, this, end);
      if (isLast && isReadable(stream)) this.lastCleanups.push(cleanup);
    } else {
      const readable = iterableOf(ret);
      this.running++;
      pumpToNode(readable, stream, this.finish, end);
    }
    this.ret = stream;
  }

  toWeb(stream, end) {
    const { ret } = this;
    const readable = isReadableNodeStream(ret) ? asyncIterableOf(ret) : iterableOf(ret);
    this.running++;
    pumpToWeb(readable, stream, this.finish, end);
    this.ret = stream;
  }
}

// The iterable of a stage that is no Node stream.
function iterableOf(stage) {
  if (isTransformStream(stage)) return stage.readable;
  if (isReadableStream(stage) || isIterable(stage)) return stage;
  throw new ERR_INVALID_ARG_TYPE(
    'val', ['Readable', 'Iterable', 'AsyncIterable', 'ReadableStream', 'TransformStream'], stage);
}

function asyncIterableOf(stage) {
  if (isIterable(stage)) return stage;
  if (isReadableNodeStream(stage)) return iterateLegacy(stage);
  throw new ERR_INVALID_ARG_TYPE('val', ['Readable', 'Iterable', 'AsyncIterable'], stage);
}

async function* iterateLegacy(stream) {
  const Readable = require('internal/streams/readable');
  yield* Readable.prototype[Symbol.asyncIterator].call(stream);
}

async function pumpToNode(iterable, writable, finish, end) {
  let error;
  let wake = null;
  const resume = (err) => {
    if (err) error = err;
    if (wake) {
      const waiter = wake;
      wake = null;
      waiter();
    }
  };
  const wait = () => new Promise((resolve, reject) => {
    if (error) {
      reject(error);
    } else {
      wake = () => {
        if (error) reject(error);
        else resolve();
      };
    }
  });

  writable.on('drain', resume);
  const cleanup = eos(writable, { readable: false }, resume);
  try {
    if (writable.writableNeedDrain) await wait();
    for await (const chunk of iterable) {
      if (!writable.write(chunk)) await wait();
    }
    if (end) {
      writable.end();
      await wait();
    }
    finish();
  } catch (err) {
    finish(error !== err ? aggregateTwoErrors(error, err) : err);
  } finally {
    cleanup();
    writable.off('drain', resume);
  }
}

async function pumpToWeb(readable, writable, finish, end) {
  if (isTransformStream(writable)) writable = writable.writable;
  const writer = writable.getWriter();
  try {
    for await (const chunk of readable) {
      await writer.ready;
      writer.write(chunk).catch(() => {});
    }
    await writer.ready;
    if (end) await writer.close();
    finish();
  } catch (err) {
    try {
      await writer.abort(err);
      finish(err);
    } catch (err) {
      finish(err);
    }
  }
}

// Between two Node streams. Both of them report to `run`.
function pipe(src, dst, run, end) {
  let ended = false;
  dst.on('close', () => {
    if (!ended) run.fail(new ERR_STREAM_PREMATURE_CLOSE());
  });

  // Who ends the destination is this function: pipe() spares the standard streams.
  src.pipe(dst, { end: false });
  if (end) {
    const endDestination = () => {
      ended = true;
      dst.end();
    };
    if (isReadableFinished(src)) process.nextTick(endDestination);
    else src.once('end', endDestination);
  } else {
    run.finish();
  }

  eos(src, { readable: true, writable: false }, (err) => {
    const state = src._readableState;
    if (err && err.code === 'ERR_STREAM_PREMATURE_CLOSE' &&
        state?.ended && !state.errored && !state.errorEmitted) {
      // Some streams emit 'close' before 'end'; the end still comes.
      src.once('end', run.finish).once('error', run.finish);
    } else {
      run.finish(err);
    }
  });
  return eos(dst, { readable: false, writable: true }, run.finish);
}

function pipelineImpl(streams, callback, opts) {
  if (streams.length === 1 && Array.isArray(streams[0])) streams = streams[0];
  if (streams.length < 2) throw new ERR_MISSING_ARGS('streams');
  validateAbortSignal(opts?.signal, 'options.signal');
  return new Pipeline(streams, callback, opts).run();
}

function pipeline(...streams) {
  validateFunction(streams[streams.length - 1], 'streams[stream.length - 1]');
  const callback = once(streams.pop());
  return pipelineImpl(streams, callback);
}

module.exports = { pipeline, pipelineImpl };
