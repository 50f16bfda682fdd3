// stdin, stdout and stderr of a worker: streams over its control port.
// https://nodejs.org/docs/latest-v26.x/api/worker_threads.html#workerstdout
'use strict';

const { Readable, Writable } = require('stream');

const messageTypes = {
  UP_AND_RUNNING: 'upAndRunning',
  COULD_NOT_SERIALIZE_ERROR: 'couldNotSerializeError',
  ERROR_MESSAGE: 'errorMessage',
  STDIO_PAYLOAD: 'stdioPayload',
  STDIO_WANTS_MORE_DATA: 'stdioWantsMoreData',
  LOAD_SCRIPT: 'loadScript',
};

const kPort = Symbol('kPort');
const kName = Symbol('kName');
const kIncrementsPortRef = Symbol('kIncrementsPortRef');
const kStartedReading = Symbol('kStartedReading');
const kWaitingStreams = Symbol('kWaitingStreams');
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
    if (!this[kStartedReading] && this[kIncrementsPortRef]) {
      this[kStartedReading] = true;
      waitFor(this[kPort]);
    }
    this[kPort].postMessage({ type: messageTypes.STDIO_WANTS_MORE_DATA, stream: this[kName] });
  }
}

class WritableWorkerStdio extends Writable {
  constructor(port, name) {
    super({ decodeStrings: false });
    this[kPort] = port;
    this[kName] = name;
  }

  _writev(chunks, cb) {
    this[kPort].postMessage({
      type: messageTypes.STDIO_PAYLOAD,
      stream: this[kName],
      chunks: chunks.map(({ chunk, encoding }) => ({ chunk, encoding })),
    });
    if (this[kName] === 'stdin') {
      cb();
      return;
    }
    // Nothing is held back: the other side has a queue, and an exit must lose nothing.
    require('process').nextTick(cb);
  }

  _final(cb) {
    this[kPort].postMessage({
      type: messageTypes.STDIO_PAYLOAD, stream: this[kName], chunks: [{ chunk: null, encoding: '' }],
    });
    cb();
  }

  [kStdioWantsMoreDataCallback]() {}
}

module.exports = {
  kIncrementsPortRef,
  kStdioWantsMoreDataCallback,
  messageTypes,
  ReadableWorkerStdio,
  WritableWorkerStdio,
};
