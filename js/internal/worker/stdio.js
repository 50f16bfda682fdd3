// stdin, stdout and stderr of a worker: streams over its control port.
// https://nodejs.org/docs/latest-v26.x/api/worker_threads.html#workerstdout
'use strict';

const { Readable, Writable } = require('stream');

const messageTypes = require('internal/worker/messages');

const kPort = Symbol('kPort');
const kName = Symbol('kName');
const kIncrementsPortRef = Symbol('kIncrementsPortRef');
const kStartedReading = Symbol('kStartedReading');
const kWaitingStreams = Symbol('kWaitingStreams');
const kWritableCallbacks = Symbol('kWritableCallbacks');
const kStdioWantsMoreDataCallback = Symbol('kStdioWantsMoreDataCallback');

// The port keeps its thread alive while a stream waits for it.
function waitFor(port) {
  port[kWaitingStreams] = (port[kWaitingStreams] ?? 0) + 1;
  if (port[kWaitingStreams] === 1) port.ref();
}

function waitDone(port) {
  port[kWaitingStreams] = (port[kWaitingStreams] ?? 0) - 1;
  if (port[kWaitingStreams] === 0) port.unref();
}

class ReadableWorkerStdio extends Readable {
  constructor(port, name) {
    super();
    this[kPort] = port;
    this[kName] = name;
    this[kIncrementsPortRef] = true;
    this[kStartedReading] = false;
    this.on('end', () => {
      if (this[kStartedReading] && this[kIncrementsPortRef]) waitDone(this[kPort]);
    });
  }

  _read() {
    if (!this[kStartedReading] && this[kIncrementsPortRef] && this[kPort] !== null) {
      this[kStartedReading] = true;
      waitFor(this[kPort]);
    }
    this[kPort]?.postMessage({ type: messageTypes.STDIO_WANTS_MORE_DATA, stream: this[kName] });
  }
}

class WritableWorkerStdio extends Writable {
  constructor(port, name) {
    super({ decodeStrings: false });
    this[kPort] = port;
    this[kName] = name;
    this[kWritableCallbacks] = [];
  }

  _writev(chunks, cb) {
    const { 0: first } = chunks;
    this[kPort].postMessage({
      type: messageTypes.STDIO_PAYLOAD,
      stream: this[kName],
      chunks: chunks.length === 1 ? [{ chunk: first.chunk, encoding: first.encoding }] :
        chunks.map(({ chunk, encoding }) => ({ chunk, encoding })),
    });
    // It is on its way; the callback waits for the reader, except at the end, where nobody waits.
    if (require('process')._exiting) {
      cb();
    } else {
      this[kWritableCallbacks].push(cb);
      waitFor(this[kPort]);
    }
  }

  _final(cb) {
    this[kPort].postMessage({
      type: messageTypes.STDIO_PAYLOAD, stream: this[kName], chunks: [{ chunk: null, encoding: '' }],
    });
    cb();
  }

  [kStdioWantsMoreDataCallback]() {
    const callbacks = this[kWritableCallbacks];
    this[kWritableCallbacks] = [];
    for (const cb of callbacks) {
      waitDone(this[kPort]);
      cb();
    }
  }
}

module.exports = {
  kIncrementsPortRef,
  kStdioWantsMoreDataCallback,
  ReadableWorkerStdio,
  WritableWorkerStdio,
};
