// Opening and closing files, and what is done to a descriptor as a whole.
// https://nodejs.org/api/fs.html#fsopenpath-flags-mode-callback
'use strict';

const { aggregateTwoErrors } = require('internal/errors');
const { parseFileMode, validateFunction, validateInteger } = require('internal/validators');
const { getValidatedFd, getValidatedPath, stringToFlags } = require('internal/fs/utils');

// In a worker: what is told of each descriptor that the program opens and closes by its number.
const tracker = ops.op_worker_is_main_thread() ? undefined : require('internal/worker/unmanaged_fds').tracker();

function open(path, flags, mode, callback) {
  if (arguments.length < 3) {
    callback = flags;
    flags = 'r';
    mode = 0o666;
  } else if (typeof mode === 'function') {
    callback = mode;
    mode = 0o666;
  } else {
    mode = parseFileMode(mode, 'mode', 0o666);
  }
  const flagsNumber = stringToFlags(flags);
  path = getValidatedPath(path);
  validateFunction(callback, 'cb');
  if (tracker !== undefined) callback = tracker.whenOpened(callback);
  ops.op_fs_open(path, flagsNumber, mode, callback);
}

function openSync(path, flags, mode) {
  const flagsNumber = stringToFlags(flags);
  mode = parseFileMode(mode, 'mode', 0o666);
  const fd = ops.op_fs_open_sync(getValidatedPath(path), flagsNumber, mode);
  tracker?.opened(fd);
  return fd;
}

function defaultCloseCallback(error) {
  if (error != null) throw error;
}

function close(fd, callback = defaultCloseCallback) {
  if (callback !== defaultCloseCallback) validateFunction(callback, 'cb');
  fd = getValidatedFd(fd);
  tracker?.closing(fd);
  ops.op_fs_close(fd, callback);
}

function closeSync(fd) {
  fd = getValidatedFd(fd);
  tracker?.closing(fd);
  ops.op_fs_close_sync(fd);
}

function fsync(fd, callback) {
  validateFunction(callback, 'cb');
  ops.op_fs_fsync(getValidatedFd(fd), callback);
}

function fsyncSync(fd) {
  ops.op_fs_fsync_sync(getValidatedFd(fd));
}

function fdatasync(fd, callback) {
  validateFunction(callback, 'cb');
  ops.op_fs_fdatasync(getValidatedFd(fd), callback);
}

function fdatasyncSync(fd) {
  ops.op_fs_fdatasync_sync(getValidatedFd(fd));
}

function ftruncate(fd, len = 0, callback) {
  if (typeof len === 'function') {
    callback = len;
    len = 0;
  }
  fd = getValidatedFd(fd);
  validateInteger(len, 'len');
  validateFunction(callback, 'cb');
  ops.op_fs_ftruncate(fd, Math.max(0, len), callback);
}

function ftruncateSync(fd, len = 0) {
  fd = getValidatedFd(fd);
  validateInteger(len, 'len');
  ops.op_fs_ftruncate_sync(fd, Math.max(0, len));
}

function truncate(path, len, callback) {
  if (typeof len === 'function') {
    callback = len;
    len = 0;
  } else if (len === undefined) {
    len = 0;
  }
  validateInteger(len, 'len');
  len = Math.max(0, len);
  validateFunction(callback, 'cb');
  const fs = require('fs');
  fs.open(path, 'r+', (openError, fd) => {
    if (openError) {
      callback(openError);
      return;
    }
    ops.op_fs_ftruncate(fd, len, (error = null) => {
      fs.close(fd, (closeError) => callback(aggregateTwoErrors(closeError, error)));
    });
  });
}

function truncateSync(path, len) {
  if (len === undefined) len = 0;
  const fd = openSync(path, 'r+');
  try {
    ftruncateSync(fd, len);
  } finally {
    closeSync(fd);
  }
}

module.exports = {
  close,
  closeSync,
  fdatasync,
  fdatasyncSync,
  fsync,
  fsyncSync,
  ftruncate,
  ftruncateSync,
  open,
  openSync,
  truncate,
  truncateSync,
};
