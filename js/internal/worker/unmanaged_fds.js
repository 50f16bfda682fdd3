// trackUnmanagedFds: what a worker opens with fs.open() and leaves open ends with it.
// https://nodejs.org/api/worker_threads.html#new-workerfilename-options
'use strict';

const process = require('process');

function opened(fd) {
  if (!ops.op_worker_track_fd(fd, true)) process.emitWarning(`File descriptor ${fd} opened in unmanaged mode twice`);
}

function closing(fd) {
  if (ops.op_worker_track_fd(fd, false)) return;
  process.emitWarning(`File descriptor ${fd} closed but not opened in unmanaged mode`);
}

function whenOpened(callback) {
  return function(error, fd) {
    if (error === null) opened(fd);
    Reflect.apply(callback, this, arguments);
  };
}

// undefined when this worker was made without.
function tracker() {
  return require('internal/worker/current').trackUnmanagedFds ? { opened, closing, whenOpened } : undefined;
}

module.exports = { tracker };
