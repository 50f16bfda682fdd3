// Streams whose other half is in another context: each chunk is a message.
// https://streams.spec.whatwg.org/#transferrable-streams
'use strict';

const { lazyDOMException } = require('internal/util');
const { nothing, setPromiseHandled } = require('internal/webstreams/util');

// Errors that cannot be cloned still end the other half.
function post(port, type, value) {
  port.postMessage({ type, value });
}

function postError(port, error) {
  try {
    post(port, 'error', error);
  } catch {
    post(port, 'error', lazyDOMException('The error could not be cloned', 'DataCloneError'));
  }
}

// The listening half does not keep the process alive.
function listen(port, onmessage, onmessageerror) {
  port.onmessage = ({ data }) => onmessage(data);
  port.onmessageerror = ({ data }) => onmessageerror(data);
  port.unref();
}

// `isArrival` says that a program of this side has the stream: while it waits for it, the process stays alive. The
// half that stayed behind is only a pipe.

// The source of a readable half: https://streams.spec.whatwg.org/#abstract-opdef-setupcrossrealmtransformreadable
function newPortSource(port, isArrival) {
  let controller;
  return {
    start(c) {
      controller = c;
      listen(port, ({ type, value }) => {
        port.unref();
        if (type === 'chunk') {
          controller.enqueue(value);
        } else if (type === 'close') {
          controller.close();
          port.close();
        } else if (type === 'error') {
          controller.error(value);
          port.close();
        }
      }, () => {
        const error = lazyDOMException('Internal transferred ReadableStream error', 'DataCloneError');
        postError(port, error);
        controller.error(error);
        port.close();
      });
    },
    pull() {
      if (isArrival) port.ref();
      post(port, 'pull', undefined);
      return nothing();
    },
    cancel(reason) {
      try {
        post(port, 'error', reason);
      } catch (error) {
        postError(port, error);
        throw error;
      } finally {
        port.close();
      }
    },
  };
}

// The sink of a writable half: https://streams.spec.whatwg.org/#abstract-opdef-setupcrossrealmtransformwritable
function newPortSink(port, isArrival) {
  let controller;
  let backpressure = Promise.withResolvers();
  return {
    start(c) {
      controller = c;
      listen(port, ({ type, value }) => {
        if (type === 'pull') {
          backpressure?.resolve();
          backpressure = undefined;
        } else if (type === 'error') {
          controller.error(value);
          backpressure?.resolve();
          backpressure = undefined;
          port.close();
        }
      }, () => {
        const error = lazyDOMException('Internal transferred WritableStream error', 'DataCloneError');
        postError(port, error);
        controller.error(error);
        port.close();
      });
    },
    async write(chunk) {
      if (backpressure !== undefined) {
        if (isArrival) port.ref();
        await backpressure.promise;
        port.unref();
      }
      backpressure = Promise.withResolvers();
      try {
        post(port, 'chunk', chunk);
      } catch (error) {
        postError(port, error);
        port.close();
        throw error;
      }
    },
    close() {
      post(port, 'close', undefined);
      port.close();
    },
    abort(reason) {
      try {
        post(port, 'error', reason);
      } catch (error) {
        postError(port, error);
        throw error;
      } finally {
        port.close();
      }
    },
  };
}

// A readable stream that leaves: its chunks go into the port.
function pipeToPort(stream, port) {
  const { WritableStream } = require('internal/webstreams/writablestream');
  const { readableStreamPipeTo } = require('internal/webstreams/readablestream');
  const writable = new WritableStream(newPortSink(port, false));
  setPromiseHandled(readableStreamPipeTo(stream, writable, false, false, false, undefined));
}

// A writable stream that leaves: what comes out of the port goes into it.
function pipeFromPort(stream, port) {
  const { ReadableStream, readableStreamPipeTo } = require('internal/webstreams/readablestream');
  const readable = new ReadableStream(newPortSource(port, false), { highWaterMark: 0 });
  setPromiseHandled(readableStreamPipeTo(readable, stream, false, false, false, undefined));
}

module.exports = { newPortSink, newPortSource, pipeFromPort, pipeToPort };
