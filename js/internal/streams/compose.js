// stream.compose(): several streams as one Duplex. https://nodejs.org/api/stream.html#streamcomposestreams
'use strict';

const { pipeline } = require('internal/streams/pipeline');
const Duplex = require('internal/streams/duplex');
const { destroyer } = require('internal/streams/destroy');
const { eos } = require('internal/streams/end-of-stream');
const {
  isNodeStream,
  isReadable,
  isReadableStream,
  isTransformStream,
  isWebStream,
  isWritable,
  isWritableStream,
} = require('internal/streams/utils');
const { AbortError, codes: { ERR_INVALID_ARG_VALUE, ERR_MISSING_ARGS } } = require('internal/errors');

function canRead(stream) {
  return !!(isReadable(stream) || isReadableStream(stream) || isTransformStream(stream));
}

function canWrite(stream) {
  return !!(isWritable(stream) || isWritableStream(stream) || isTransformStream(stream));
}

function validate(streams, originals) {
  const last = streams.length - 1;
  for (let n = 0; n <= last; n++) {
    if (!isNodeStream(streams[n]) && !isWebStream(streams[n])) continue;
    if (n < last && !canRead(streams[n])) {
      throw new ERR_INVALID_ARG_VALUE(`streams[${n}]`, originals[n], 'must be readable');
    }
    if (n > 0 && !canWrite(streams[n])) {
      throw new ERR_INVALID_ARG_VALUE(`streams[${n}]`, originals[n], 'must be writable');
    }
  }
}

// Callbacks of the Duplex that wait for one of its parts.
function takeCallback(waiting, name) {
  const callback = waiting[name];
  waiting[name] = null;
  return callback;
}

function writeToNode(duplex, head, waiting) {
  duplex._write = function(chunk, encoding, callback) {
    if (head.write(chunk, encoding)) callback();
    else waiting.drain = callback;
  };
  duplex._final = function(callback) {
    head.end();
    waiting.finish = callback;
  };
  head.on('drain', () => {
    takeCallback(waiting, 'drain')?.();
  });
}

function writeToWeb(duplex, head, waiting) {
  const writer = (isTransformStream(head) ? head.writable : head).getWriter();
  duplex._write = async function(chunk, encoding, callback) {
    try {
      await writer.ready;
      writer.write(chunk).catch(() => {});
      callback();
    } catch (err) {
      callback(err);
    }
  };
  duplex._final = async function(callback) {
    try {
      await writer.ready;
      writer.close().catch(() => {});
      waiting.finish = callback;
    } catch (err) {
      callback(err);
    }
  };
}

function readFromNode(duplex, tail) {
  duplex._read = function() {
    tail.resume();
  };
  tail.on('data', (chunk) => {
    if (!duplex.push(chunk)) tail.pause();
  });
  tail.on('end', () => {
    duplex.push(null);
  });
}

function readFromWeb(duplex, tail) {
  const reader = (isTransformStream(tail) ? tail.readable : tail).getReader();
  duplex._read = async function() {
    for (;;) {
      try {
        const { value, done } = await reader.read();
        if (done) {
          duplex.push(null);
          return;
        }
        if (!duplex.push(value)) return;
      } catch {
        // The pipeline reports the error.
        return;
      }
    }
  };
}

module.exports = function compose(...streams) {
  if (streams.length === 0) throw new ERR_MISSING_ARGS('streams');
  if (streams.length === 1) return Duplex.from(streams[0]);

  const originals = streams.slice();
  const last = streams.length - 1;
  if (typeof streams[0] === 'function') streams[0] = Duplex.from(streams[0]);
  if (typeof streams[last] === 'function') streams[last] = Duplex.from(streams[last]);
  validate(streams, originals);

  // `close` is undefined until _destroy or the end of the pipeline, which leaves null.
  const waiting = { drain: null, finish: null, close: undefined };
  let duplex;
  const onfinished = (err) => {
    const callback = takeCallback(waiting, 'close');
    if (callback) callback(err);
    else if (err) duplex.destroy(err);
    else if (!readable && !writable) duplex.destroy();
  };

  const head = streams[0];
  const tail = pipeline(streams, onfinished);
  const writable = canWrite(head);
  const readable = canRead(tail);

  duplex = new Duplex({
    writableObjectMode: !!head?.writableObjectMode,
    readableObjectMode: !!tail?.readableObjectMode,
    writable,
    readable,
  });

  if (writable) {
    if (isNodeStream(head)) writeToNode(duplex, head, waiting);
    else if (isWebStream(head)) writeToWeb(duplex, head, waiting);
    eos(isTransformStream(tail) ? tail.readable : tail, () => {
      takeCallback(waiting, 'finish')?.();
    });
  }
  if (readable) {
    if (isNodeStream(tail)) readFromNode(duplex, tail);
    else if (isWebStream(tail)) readFromWeb(duplex, tail);
  }

  duplex._destroy = function(err, callback) {
    if (!err && waiting.close !== null) err = new AbortError();
    waiting.drain = null;
    waiting.finish = null;
    if (isNodeStream(tail)) destroyer(tail, err);
    if (waiting.close === null) callback(err);
    else waiting.close = callback;
  };
  return duplex;
};
