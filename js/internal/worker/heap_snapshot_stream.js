// What worker.getHeapSnapshot() gives: the text of the snapshot as a stream.
// https://nodejs.org/docs/latest-v26.x/api/worker_threads.html#workergetheapsnapshotoptions
'use strict';

const { Buffer } = require('buffer');
const { Readable } = require('stream');

const kChunk = 65536;

class HeapSnapshotStream extends Readable {
  #bytes;
  #at = 0;

  constructor(bytes) {
    super({ autoDestroy: true });
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  _read() {
    if (this.#at >= this.#bytes.length) {
      this.push(null);
      return;
    }
    const end = Math.min(this.#at + kChunk, this.#bytes.length);
    const chunk = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    this.push(chunk);
  }

  _destroy(err, callback) {
    this.#bytes = Buffer.alloc(0);
    callback(err);
  }
}

module.exports = { HeapSnapshotStream };
