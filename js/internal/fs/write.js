// fs.write and fs.writev. https://nodejs.org/api/fs.html#fswritefd-buffer-offset-length-position-callback
'use strict';

const { Buffer } = require('buffer');
const { customPromisifyArgs, kEmptyObject } = require('internal/util');
const { validateEncoding, validateFunction, validateInteger } = require('internal/validators');
const {
  getValidatedFd,
  validateBufferArray,
  validateOffsetLengthWrite,
  validateStringAfterArrayBufferView,
} = require('internal/fs/utils');

// What is not a number is the file's own position.
const positionOf = (position) => (typeof position === 'number' ? position : -1);

function writeBuffer(fd, buffer, offsetOrOptions, length, position, callback) {
  callback ||= position || length || offsetOrOptions;
  validateFunction(callback, 'cb');
  let offset = offsetOrOptions;
  if (typeof offset === 'object') {
    ({ offset = 0, length = buffer.byteLength - offset, position = null } = offsetOrOptions ?? kEmptyObject);
  }
  if (offset == null || typeof offset === 'function') offset = 0;
  else validateInteger(offset, 'offset', 0);
  if (typeof length !== 'number') length = buffer.byteLength - offset;
  validateOffsetLengthWrite(offset, length, buffer.byteLength);
  ops.op_fs_write(fd, buffer, offset, length, positionOf(position), (error, written) => {
    callback(error, written || 0, buffer);
  });
}

function write(fd, buffer, offsetOrOptions, length, position, callback) {
  fd = getValidatedFd(fd);
  if (ArrayBuffer.isView(buffer)) {
    writeBuffer(fd, buffer, offsetOrOptions, length, position, callback);
    return;
  }
  validateStringAfterArrayBufferView(buffer, 'buffer');

  // (fd, string[, position[, encoding]], callback)
  let at = offsetOrOptions;
  let encoding = length;
  callback = position;
  if (typeof position !== 'function') {
    if (typeof at === 'function') {
      callback = at;
      at = null;
    } else {
      callback = length;
    }
    encoding = 'utf8';
  }
  validateEncoding(buffer, encoding);
  validateFunction(callback, 'cb');
  const bytes = Buffer.from(buffer, encoding);
  ops.op_fs_write(fd, bytes, 0, bytes.length, positionOf(at), (error, written) => {
    callback(error, written || 0, buffer);
  });
}

function writeSync(fd, buffer, offsetOrOptions, length, position) {
  fd = getValidatedFd(fd);
  let offset = offsetOrOptions;
  if (!ArrayBuffer.isView(buffer)) {
    // (fd, string[, position[, encoding]])
    validateStringAfterArrayBufferView(buffer, 'buffer');
    validateEncoding(buffer, length);
    const bytes = Buffer.from(buffer, length);
    return ops.op_fs_write_sync(fd, bytes, 0, bytes.length, positionOf(offset));
  }
  if (typeof offset === 'object') {
    ({ offset = 0, length = buffer.byteLength - offset, position = null } = offsetOrOptions ?? kEmptyObject);
  }
  if (offset == null) offset = 0;
  else validateInteger(offset, 'offset', 0);
  if (typeof length !== 'number') length = buffer.byteLength - offset;
  validateOffsetLengthWrite(offset, length, buffer.byteLength);
  return ops.op_fs_write_sync(fd, buffer, offset, length, positionOf(position));
}

function writev(fd, buffers, position, callback) {
  fd = getValidatedFd(fd);
  validateBufferArray(buffers);
  callback ||= position;
  validateFunction(callback, 'cb');
  if (buffers.length === 0) {
    require('process').nextTick(callback, null, 0, buffers);
    return;
  }
  ops.op_fs_writev(fd, buffers, positionOf(position), (error, written) => callback(error, written || 0, buffers));
}

function writevSync(fd, buffers, position) {
  fd = getValidatedFd(fd);
  validateBufferArray(buffers);
  if (buffers.length === 0) return 0;
  return ops.op_fs_writev_sync(fd, buffers, positionOf(position));
}

Object.defineProperty(write, customPromisifyArgs, { __proto__: null, value: ['bytesWritten', 'buffer'], enumerable: false });
Object.defineProperty(writev, customPromisifyArgs, { __proto__: null, value: ['bytesWritten', 'buffer'], enumerable: false });

module.exports = { write, writeSync, writev, writevSync };
