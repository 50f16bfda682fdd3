// stream.duplexPair(): what is written to one side is read from the other.
// https://nodejs.org/api/stream.html#streamduplexpairoptions
'use strict';

const process = require('process');
const assert = require('internal/assert');
const Duplex = require('internal/streams/duplex');

const kCallback = Symbol('Callback');
const kInitOtherSide = Symbol('InitOtherSide');

class DuplexSide extends Duplex {
  #otherSide = null;

  constructor(options) {
    super(options);
    this[kCallback] = null;
  }

  [kInitOtherSide](otherSide) {
    assert(this.#otherSide === null);
    this.#otherSide = otherSide;
  }

  _read() {
    const callback = this[kCallback];
    if (callback) {
      this[kCallback] = null;
      callback();
    }
  }

  // The callback waits until the other side reads.
  _write(chunk, encoding, callback) {
    const other = this.#otherSide;
    assert(other !== null);
    assert(other[kCallback] === null);
    if (chunk.length === 0) {
      process.nextTick(callback);
    } else {
      other.push(chunk);
      other[kCallback] = callback;
    }
  }

  _final(callback) {
    this.#otherSide.on('end', callback);
    this.#otherSide.push(null);
  }

  _destroy(err, callback) {
    const other = this.#otherSide;
    if (other !== null && !other.destroyed) {
      process.nextTick(() => {
        if (other.destroyed) return;
        // The error is this side's: the other one only closes.
        if (err) other.destroy();
        else other.push(null);
      });
    }
    callback(err);
  }
}

function duplexPair(options) {
  const one = new DuplexSide(options);
  const two = new DuplexSide(options);
  one[kInitOtherSide](two);
  two[kInitOtherSide](one);
  return [one, two];
}

module.exports = duplexPair;
