// process.stdin, process.stdout and process.stderr: which stream stands on which kind of descriptor.
// https://nodejs.org/docs/latest-v26.x/api/process.html#process-io
'use strict';

const process = require('process');

let stdin;
let stdout;
let stderr;

// The standard streams are never closed: `destroy()` ends them for the listeners only.
function dummyDestroy(err, cb) {
  cb(err);
  this._undestroy();
  // The stream itself does not emit `close`, but it has to be seen.
  if (!this._writableState.emitClose) {
    process.nextTick(() => {
      this.emit('close');
    });
  }
}

function syncStream(fd) {
  const SyncWriteStream = require('internal/fs/sync_write_stream');
  const stream = new SyncWriteStream(fd, { autoClose: false });
  stream._type = 'fs';
  return stream;
}

function socketStream(fd) {
  // The descriptor may be the IPC channel's already.
  if (process.channel && process.channel.fd === fd) return syncStream(fd);
  const net = require('net');
  const stream = new net.Socket({ fd, readable: false, writable: true });
  stream._type = 'pipe';
  return stream;
}

function createWritableStdioStream(fd) {
  let stream;
  switch (ops.op_net_guess_handle_type(fd)) {
    case 'TTY': {
      const tty = require('tty');
      stream = new tty.WriteStream(fd);
      stream._type = 'tty';
      break;
    }
    case 'FILE':
      stream = syncStream(fd);
      break;
    case 'PIPE':
    case 'TCP':
      stream = socketStream(fd);
      break;
    default: {
      // Nothing that could be written to: what is written is lost.
      const { Writable } = require('stream');
      stream = new Writable({
        write(buf, enc, cb) {
          cb();
        },
      });
    }
  }
  stream.fd = fd;
  stream._isStdio = true;
  return stream;
}

function makeOutput(fd) {
  const stream = createWritableStdioStream(fd);
  stream.destroySoon = stream.destroy;
  stream._destroy = dummyDestroy;
  if (stream.isTTY) process.on('SIGWINCH', () => stream._refreshSize());
  return stream;
}

function getStdout() {
  return stdout ??= makeOutput(1);
}

function getStderr() {
  return stderr ??= makeOutput(2);
}

function createStdin(fd) {
  switch (ops.op_net_guess_handle_type(fd)) {
    case 'TTY': {
      const tty = require('tty');
      return new tty.ReadStream(fd);
    }
    case 'FILE': {
      const fs = require('fs');
      return new fs.ReadStream(null, { fd, autoClose: false });
    }
    case 'PIPE':
    case 'TCP': {
      const net = require('net');
      const source = process.channel && process.channel.fd === fd ? { handle: process.channel } : { fd };
      const stream = new net.Socket({ ...source, readable: true, writable: false, manualStart: true });
      // It cannot be ended by the program.
      stream._writableState.ended = true;
      return stream;
    }
    default: {
      const { Readable } = require('stream');
      const stream = new Readable({ read() {} });
      stream.push(null);
      return stream;
    }
  }
}

function stopReading(stream) {
  stream._readableState.reading = false;
  stream._handle.reading = false;
  stream._handle.readStop();
}

function getStdin() {
  if (stdin) return stdin;
  stdin = createStdin(0);
  stdin.fd = 0;

  // It begins paused, whatever the handle does.
  if (stdin._handle?.readStop) stopReading(stdin);

  // After pause() nothing more is taken from the descriptor, so that a child may read it.
  stdin.on('pause', () => {
    process.nextTick(() => {
      if (!stdin._handle) return;
      if (stdin._handle.reading && !stdin.readableFlowing) stopReading(stdin);
    });
  });
  return stdin;
}

module.exports = { getStderr, getStdin, getStdout };
