// stream.Transform: what is written comes out, changed. https://nodejs.org/api/stream.html#class-streamtransform
// The callback of a write waits in kCallback while the readable side is full, and _read lets it go:
// so the writer feels the pressure of the reader.
'use strict';

module.exports = Transform;

const process = require('process');
const Duplex = require('internal/streams/duplex');
const { getHighWaterMark } = require('internal/streams/state');
const { codes: { ERR_METHOD_NOT_IMPLEMENTED } } = require('internal/errors');

Object.setPrototypeOf(Transform.prototype, Duplex.prototype);
Object.setPrototypeOf(Transform, Duplex);

const kCallback = Symbol('kCallback');

function Transform(options) {
  if (!(this instanceof Transform)) return new Transform(options);

  // A readable side that buffers nothing must not be undone by a writable side that does.
  const mark = options ? getHighWaterMark(this, options, 'readableHighWaterMark', true) : null;
  if (mark === 0) {
    options = {
      ...options,
      highWaterMark: null,
      readableHighWaterMark: mark,
      writableHighWaterMark: options.writableHighWaterMark || 0,
    };
  }

  Duplex.call(this, options);

  // Everything that a Readable needs before its first _read is there.
  this._readableState.sync = false;
  this[kCallback] = null;

  if (options) {
    if (typeof options.transform === 'function') this._transform = options.transform;
    if (typeof options.flush === 'function') this._flush = options.flush;
  }

  // Subclasses that have a _final of their own get their _flush all the same.
  this.on('prefinish', prefinish);
}

function final(cb) {
  if (typeof this._flush !== 'function' || this.destroyed) {
    this.push(null);
    if (cb) cb();
    return;
  }
  this._flush((er, data) => {
    if (er) {
      if (cb) cb(er);
      else this.destroy(er);
      return;
    }
    if (data != null) this.push(data);
    this.push(null);
    if (cb) cb();
  });
}

function prefinish() {
  if (this._final !== final) final.call(this);
}

Transform.prototype._final = final;

Transform.prototype._transform = function(chunk, encoding, callback) {
  throw new ERR_METHOD_NOT_IMPLEMENTED('_transform()');
};

Transform.prototype._write = function(chunk, encoding, callback) {
  const readable = this._readableState;
  const writable = this._writableState;
  const before = readable.length;

  this._transform(chunk, encoding, (err, val) => {
    if (err) {
      callback(err);
      return;
    }
    if (val != null) this.push(val);

    if (readable.ended) {
      // After push(null) the state must settle first.
      process.nextTick(callback);
    } else if (writable.ended || before === readable.length || readable.length < readable.highWaterMark) {
      callback();
    } else {
      this[kCallback] = callback;
    }
  });
};

Transform.prototype._read = function() {
  const callback = this[kCallback];
  if (callback) {
    this[kCallback] = null;
    callback();
  }
};
