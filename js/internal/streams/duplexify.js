// Duplex.from(): anything that can be read, written or called, as a Duplex.
// https://nodejs.org/api/stream.html#streamduplexfromsrc
'use strict';

const process = require('process');
const {
  isDuplexNodeStream,
  isIterable,
  isNodeStream,
  isReadable,
  isReadableNodeStream,
  isReadableStream,
  isWritable,
  isWritableNodeStream,
  isWritableStream,
} = require('internal/streams/utils');
const { eos } = require('internal/streams/end-of-stream');
const { destroyer } = require('internal/streams/destroy');
const Duplex = require('internal/streams/duplex');
const Readable = require('internal/streams/readable');
const Writable = require('internal/streams/writable');
const from = require('internal/streams/from');
const { AbortError, codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_RETURN_VALUE } } = require('internal/errors');

class Duplexify extends Duplex {}

module.exports = function duplexify(body, name) {
  if (isDuplexNodeStream(body)) return body;
  if (isReadableNodeStream(body)) return fromPair(body, undefined);
  if (isWritableNodeStream(body)) return fromPair(undefined, body);
  if (isNodeStream(body)) return fromPair(false, false);
  if (isReadableStream(body)) return fromPair(Readable.fromWeb(body), undefined);
  if (isWritableStream(body)) return fromPair(undefined, Writable.fromWeb(body));
  if (typeof body === 'function') return fromFunction(body, name);
  if (isBlob(body)) return duplexify(body.arrayBuffer());
  if (isIterable(body)) return from(Duplexify, body, { objectMode: true, writable: false });
  if (isReadableStream(body?.readable) && isWritableStream(body?.writable)) return Duplexify.fromWeb(body);
  if (typeof body?.writable === 'object' || typeof body?.readable === 'object') {
    const readable = body.readable ?
      (isReadableNodeStream(body.readable) ? body.readable : duplexify(body.readable)) : undefined;
    const writable = body.writable ?
      (isWritableNodeStream(body.writable) ? body.writable : duplexify(body.writable)) : undefined;
    return fromPair(readable, writable);
  }
  const then = body?.then;
  if (typeof then === 'function') return fromPromise(body, then);

  throw new ERR_INVALID_ARG_TYPE(
    name,
    ['Blob', 'ReadableStream', 'WritableStream', 'Stream', 'Iterable',
     'AsyncIterable', 'Function', '{ readable, writable } pair', 'Promise'],
    body);
};

function isBlob(body) {
  // Only an object can be one, and the module is not needed before.
  return typeof body === 'object' && body !== null && require('internal/blob').isBlob(body);
}

// A function that is given what is written, as an async iterable, and returns what is read.
function fromFunction(fn, name) {
  const { value, write, final, destroy } = callWithInput(fn);

  // It may have been a constructor.
  if (isDuplexNodeStream(value)) return value;
  if (isIterable(value)) return from(Duplexify, value, { objectMode: true, write, final, destroy });

  const then = value?.then;
  if (typeof then !== 'function') {
    throw new ERR_INVALID_RETURN_VALUE('Iterable, AsyncIterable or AsyncFunction', name, value);
  }
  let duplex;
  let finalized = false;
  const promise = Reflect.apply(then, value, [
    (result) => {
      if (result != null) throw new ERR_INVALID_RETURN_VALUE('nully', 'body', result);
      // A function that returns before its input ends must stop those who still write.
      if (!finalized) destroyer(duplex);
    },
    (err) => {
      destroyer(duplex, err);
    },
  ]);
  duplex = new Duplexify({
    objectMode: true,
    readable: false,
    write,
    final(cb) {
      finalized = true;
      final(async () => {
        try {
          await promise;
          process.nextTick(cb, null);
        } catch (err) {
          process.nextTick(cb, err);
        }
      });
    },
    destroy,
  });
  return duplex;
}

// Calls fn with a generator; each write hands one message to it.
function callWithInput(fn) {
  const { AbortController } = require('internal/abort_controller');
  const controller = new AbortController();
  const { signal } = controller;
  let { promise, resolve } = Promise.withResolvers();

  async function* input() {
    for (;;) {
      const message = promise;
      promise = null;
      const { chunk, done, cb } = await message;
      process.nextTick(cb);
      if (done) return;
      if (signal.aborted) throw new AbortError(undefined, { cause: signal.reason });
      ({ promise, resolve } = Promise.withResolvers());
      yield chunk;
    }
  }

  const send = (message) => {
    const deliver = resolve;
    resolve = null;
    deliver(message);
  };

  return {
    value: fn(input(), { signal }),
    write(chunk, encoding, cb) {
      send({ chunk, done: false, cb });
    },
    final(cb) {
      send({ chunk: undefined, done: true, cb });
    },
    destroy(err, cb) {
      controller.abort(err);
      // A generator that waits for input must wake up to see the abort.
      if (resolve !== null) send({ chunk: undefined, done: true, cb() {} });
      cb(err);
    },
  };
}

function fromPromise(body, then) {
  const duplex = new Duplexify({ objectMode: true, writable: false, read() {} });
  Reflect.apply(then, body, [
    (value) => {
      if (value != null) duplex.push(value);
      duplex.push(null);
    },
    (err) => {
      destroyer(duplex, err);
    },
  ]);
  return duplex;
}

function fromPair(reader, writer) {
  const r = reader && typeof reader.read !== 'function' ? Readable.wrap(reader) : reader;
  const w = writer;
  let readable = !!isReadable(r);
  let writable = !!isWritable(w);
  let ondrain = null;
  let onfinish = null;
  let onreadable = null;
  // undefined until _destroy or the end of one side, which leaves null.
  let onclose;

  const sideFinished = (err) => {
    const callback = onclose;
    onclose = null;
    if (callback) callback(err);
    else if (err) duplex.destroy(err);
  };

  const duplex = new Duplexify({
    readableObjectMode: !!r?.readableObjectMode,
    writableObjectMode: !!w?.writableObjectMode,
    readable,
    writable,
  });

  if (writable) {
    eos(w, (err) => {
      writable = false;
      if (err) destroyer(r, err);
      sideFinished(err);
    });
    duplex._write = function(chunk, encoding, callback) {
      if (w.write(chunk, encoding)) callback();
      else ondrain = callback;
    };
    duplex._final = function(callback) {
      w.end();
      onfinish = callback;
    };
    w.on('drain', () => {
      const callback = ondrain;
      ondrain = null;
      callback?.();
    });
    w.on('finish', () => {
      const callback = onfinish;
      onfinish = null;
      callback?.();
    });
  }

  if (readable) {
    eos(r, (err) => {
      readable = false;
      if (err) destroyer(w, err);
      sideFinished(err);
    });
    r.on('readable', () => {
      const callback = onreadable;
      onreadable = null;
      callback?.();
    });
    r.on('end', () => {
      duplex.push(null);
    });
    duplex._read = function() {
      for (;;) {
        const chunk = r.read();
        if (chunk === null) {
          onreadable = duplex._read;
          return;
        }
        if (!duplex.push(chunk)) return;
      }
    };
  }

  duplex._destroy = function(err, callback) {
    if (!err && onclose !== null) err = new AbortError();
    onreadable = null;
    ondrain = null;
    onfinish = null;
    if (onclose === null) {
      callback(err);
    } else {
      onclose = callback;
      destroyer(w, err);
      destroyer(r, err);
    }
  };
  return duplex;
}
