// A heap snapshot as a stream: its whole text is there at once.
// https://nodejs.org/api/v8.html#v8getheapsnapshotoptions
'use strict';

const { Buffer } = require('buffer');
const { Readable } = require('stream');

const kChunk = 65536;

class HeapSnapshotStream extends Readable {
  #bytes;

  constructor(bytes) {
    super({ autoDestroy: true });
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  // Nothing is gained by waiting for the reader: all of it is pushed, so that one read() can take it whole.
  _read() {
    const bytes = this.#bytes;
    this.#bytes = Buffer.alloc(0);
    for (let at = 0; at < bytes.length; at += kChunk) this.push(bytes.subarray(at, at + kChunk));
    this.push(null);
  }

  _destroy(err, callback) {
    this.#bytes = Buffer.alloc(0);
    callback(err);
  }
}

module.exports = { HeapSnapshotStream };
