// A writable stream over a descriptor whose writes are done before they return: standard output into a file.
// https://nodejs.org/docs/latest-v26.x/api/process.html#a-note-on-process-io
'use strict';

const { Writable } = require('stream');

function SyncWriteStream(fd, options) {
  Reflect.apply(Writable, this, [{ autoDestroy: true, decodeStrings: false }]);
  options ||= {};
  this.fd = fd;
  this.readable = false;
  this.autoClose = options.autoClose === undefined ? true : options.autoClose;
}
Object.setPrototypeOf(SyncWriteStream.prototype, Writable.prototype);
Object.setPrototypeOf(SyncWriteStream, Writable);

function write(fd, chunk, encoding) {
  if (typeof chunk === 'string') {
    if (encoding === 'utf8' || encoding === 'utf-8') return ops.op_net_write_string_sync(fd, chunk);
    chunk = require('buffer').Buffer.from(chunk, encoding);
  }
  return ops.op_net_write_bytes_sync(fd, chunk);
}

SyncWriteStream.prototype._write = function(chunk, enc, cb) {
  const result = write(this.fd, chunk, enc);
  if (result < 0) {
    const { UVException } = require('internal/errors');
    cb(new UVException({ errno: result, syscall: 'write' }));
    return;
  }
  cb();
};

SyncWriteStream.prototype._destroy = function(err, cb) {
  if (this.fd === null) return cb(err);
  if (this.autoClose) require('fs').closeSync(this.fd);
  this.fd = null;
  cb(err);
};

SyncWriteStream.prototype.destroySoon = SyncWriteStream.prototype.destroy;

module.exports = SyncWriteStream;
