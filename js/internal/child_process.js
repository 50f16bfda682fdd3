// The class ChildProcess: one child, its streams, its end.
// https://nodejs.org/docs/latest-v26.x/api/child_process.html#class-childprocess
'use strict';

const EventEmitter = require('events');
const { getAsyncContext } = require('internal/core');
const { channelInUse, tracingChannelInUse } = require('internal/diagnostics_channel/if_loaded');
const process = require('process');
const {
  codes: { ERR_INVALID_ARG_TYPE },
  ErrnoException,
} = require('internal/errors');
const { validateObject, validateString } = require('internal/validators');
const { getValidStdio, stdioStringToArray } = require('internal/child_process/stdio');
const { convertToValidSignal } = require('internal/util');

const UV_EACCES = -13;
const UV_EAGAIN = -11;
const UV_EMFILE = -24;
const UV_ENFILE = -23;
const UV_ENOENT = -2;
const UV_EINVAL = -22;
const UV_ESRCH = -3;
const UV_ENOSYS = -38;

// Events of the process come in the AsyncLocalStorage frame in which it was made.
function inFrame(callback) {
  if (getAsyncContext() === undefined) return callback;
  return require('internal/async_context_frame').bind(callback);
}

let names;
function signalNames() {
  if (names === undefined) {
    names = { __proto__: null };
    const { signals } = require('internal/os/constants');
    for (const name of Object.keys(signals)) names[signals[name]] ??= name;
  }
  return names;
}

function ChildProcess() {
  EventEmitter.call(this);

  this._closesNeeded = 1;
  this._closesGot = 0;
  this.connected = false;
  this.signalCode = null;
  this.exitCode = null;
  this.killed = false;
  this.spawnfile = null;

  this._handle = new ops.Process();
  const onexit = (exitCode, signalCode) => {
    if (signalCode) this.signalCode = signalNames()[signalCode];
    else this.exitCode = exitCode;

    if (this.stdin) this.stdin.destroy();
    if (this._handle) {
      this._handle.close();
      this._handle = null;
    }

    if (exitCode < 0) {
      const syscall = this.spawnfile ? `spawn ${this.spawnfile}` : 'spawn';
      const err = new ErrnoException(exitCode, syscall);
      if (this.spawnfile) err.path = this.spawnfile;
      err.spawnargs = this.spawnargs.slice(1);
      this.emit('error', err);
    } else {
      this.emit('exit', this.exitCode, this.signalCode);
    }

    // A stream that nobody reads would hold back 'close' for ever.
    process.nextTick(flushStdio, this);
    maybeClose(this);
  };
  this._handle.onexit = inFrame(onexit);
  channelInUse('child_process')?.publish({ process: this });
}
Object.setPrototypeOf(ChildProcess.prototype, EventEmitter.prototype);
Object.setPrototypeOf(ChildProcess, EventEmitter);

function flushStdio(subprocess) {
  const { stdio } = subprocess;
  for (let i = 0; i < stdio.length; i++) {
    const stream = stdio[i];
    if (!stream || !stream.readable) continue;
    // A stream that somebody has begun to read is theirs.
    if (stream._readableState && (stream._readableState.readableListening || stream.readableFlowing !== null)) continue;
    stream.resume();
  }
}

function maybeClose(subprocess) {
  subprocess._closesGot++;
  if (subprocess._closesGot === subprocess._closesNeeded) {
    subprocess.emit('close', subprocess.exitCode, subprocess.signalCode);
  }
}

function createSocket(pipe, readable) {
  const { Socket } = require('net');
  return new Socket({ handle: pipe, readable });
}

// Makes the pairs; returns the list of the child's descriptors and those to close afterwards.
function openPipes(stdio) {
  const fds = [];
  const close = [];
  for (const stream of stdio) {
    switch (stream.type) {
      case 'ignore':
        fds.push(-1);
        break;
      case 'inherit':
      case 'fd':
        fds.push(stream.fd);
        break;
      case 'wrap':
        fds.push(stream.handle.fd);
        break;
      default: {
        const { 0: ours, 1: theirs } = ops.op_child_process_socketpair();
        fds.push(theirs);
        close.push(theirs);
        stream.ours = ours;
      }
    }
  }
  return { fds, close };
}

ChildProcess.prototype.spawn = function spawn(options) {
  validateObject(options, 'options');
  let stdio = options.stdio || 'pipe';
  stdio = getValidStdio(stdio, false);
  const { ipc } = stdio;
  stdio = options.stdio = stdio.stdio;

  const serialization = options.serialization || 'json';
  if (options.serialization !== undefined) {
    require('internal/validators').validateOneOf(options.serialization, 'options.serialization',
                                                 [undefined, 'json', 'advanced']);
  }
  if (options.envPairs !== undefined) {
    require('internal/validators').validateArray(options.envPairs, 'options.envPairs');
  }
  if (ipc !== undefined) {
    options.envPairs ??= [];
    options.envPairs.push(`NODE_CHANNEL_FD=${ipc}`);
    options.envPairs.push(`NODE_CHANNEL_SERIALIZATION_MODE=${serialization}`);
  }
  validateString(options.file, 'options.file');
  this.spawnfile = options.file;
  if (options.args === undefined) this.spawnargs = [];
  else if (Array.isArray(options.args)) this.spawnargs = options.args;
  else throw new ERR_INVALID_ARG_TYPE('options.args', 'Array', options.args);

  tracingChannelInUse('child_process.spawn')?.start.publish({ process: this, options });
  const { fds, close } = openPipes(stdio);
  const err = this._handle.spawn(
    options.file, options.args ?? [], options.cwd || undefined, options.envPairs, fds, !!options.detached,
    options.uid ?? -1, options.gid ?? -1);
  for (const fd of close) ops.op_child_process_close_fd(fd);
  const trace = tracingChannelInUse('child_process.spawn');
  if (err) trace?.error.publish({ process: this, error: new ErrnoException(err, 'spawn') });
  else trace?.end.publish({ process: this });

  // Errors that a program must expect are events; the others are thrown.
  if (err === UV_EACCES || err === UV_EAGAIN || err === UV_EMFILE || err === UV_ENFILE || err === UV_ENOENT) {
    process.nextTick(onErrorNT, this, err);
    // There is no child whose streams could be read.
    if (err === UV_EMFILE || err === UV_ENFILE) {
      closeOurs(stdio);
      return err;
    }
  } else if (err) {
    closeOurs(stdio);
    this._handle.close();
    this._handle = null;
    throw new ErrnoException(err, 'spawn');
  } else {
    process.nextTick(onSpawnNT, this);
  }
  this.pid = this._handle.pid || undefined;

  for (let i = 0; i < stdio.length; i++) {
    const stream = stdio[i];
    if (stream.type === 'wrap') {
      stream.handle.reading = false;
      stream.handle.readStop?.();
      stream._stdio?.pause?.();
      stream._stdio.readableFlowing = false;
      stream._stdio._readableState && (stream._stdio._readableState.reading = false);
      continue;
    }
    if (stream.ours === undefined || stream.ipc) continue;
    const pipe = new ops.Pipe(0);
    if (err === 0) pipe.open(stream.ours);
    else ops.op_child_process_close_fd(stream.ours);
    stream.handle = pipe;
    stream.socket = createSocket(pipe, i > 0 && err === 0);
    // The child never was: its streams close at once.
    if (err !== 0) stream.socket.destroy();
    if (i > 0) {
      this._closesNeeded++;
      stream.socket.on('close', () => {
        maybeClose(this);
      });
    }
  }

  this.stdin = stdio.length >= 1 && stdio[0].socket !== undefined ? stdio[0].socket : null;
  this.stdout = stdio.length >= 2 && stdio[1].socket !== undefined ? stdio[1].socket : null;
  this.stderr = stdio.length >= 3 && stdio[2].socket !== undefined ? stdio[2].socket : null;
  this.stdio = [];
  for (let i = 0; i < stdio.length; i++) this.stdio.push(stdio[i].socket === undefined ? null : stdio[i].socket);

  if (ipc !== undefined) {
    if (err === 0) {
      require('internal/child_process/ipc').setupChannel(this, stdio[ipc].ours, serialization);
    } else {
      ops.op_child_process_close_fd(stdio[ipc].ours);
    }
  }
  return err;
};

function closeOurs(stdio) {
  for (const stream of stdio) if (stream.ours !== undefined) ops.op_child_process_close_fd(stream.ours);
}

function onErrorNT(self, err) {
  self._handle.onexit(err, '');
}

function onSpawnNT(self) {
  self.emit('spawn');
}

ChildProcess.prototype.kill = function kill(sig) {
  const signal = sig === 0 ? sig : convertToValidSignal(sig === undefined ? 'SIGTERM' : sig);
  if (this._handle) {
    const err = this._handle.kill(signal);
    if (err === 0) {
      this.killed = true;
      return true;
    }
    if (err === UV_ESRCH) {
      // It is already gone.
    } else if (err === UV_EINVAL || err === UV_ENOSYS) {
      throw new ErrnoException(err, 'kill');
    } else {
      this.emit('error', new ErrnoException(err, 'kill'));
    }
  }
  return false;
};

ChildProcess.prototype[Symbol.dispose] = function() {
  if (!this.killed) this.kill();
};

ChildProcess.prototype.ref = function ref() {
  if (this._handle) this._handle.ref();
};

ChildProcess.prototype.unref = function unref() {
  if (this._handle) this._handle.unref();
};

module.exports = { ChildProcess, getValidStdio, signalNames, stdioStringToArray };
