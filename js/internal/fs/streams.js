// fs.ReadStream and fs.WriteStream. https://nodejs.org/api/fs.html#class-fsreadstream
'use strict';

const { Buffer } = require('buffer');
const process = require('process');
const { Readable, Writable, finished } = require('stream');
const {
  codes: {
    ERR_FEATURE_UNAVAILABLE_ON_PLATFORM,
    ERR_INVALID_ARG_TYPE,
    ERR_METHOD_NOT_IMPLEMENTED,
    ERR_OUT_OF_RANGE,
    ERR_STREAM_DESTROYED,
  },
  genericNodeError,
} = require('internal/errors');
const { errorOrDestroy } = require('internal/streams/destroy');
const { kEmptyObject } = require('internal/util');
const { validateBoolean, validateFunction, validateInteger, validateThisInternalField } =
  require('internal/validators');
const { FastBuffer } = require('internal/buffer');
const { read } = require('internal/fs/read');
const { copyObject, getOptions, getValidatedFd, toPath, validatePath } = require('internal/fs/utils');

const kIoDone = Symbol('kIoDone');
const kIsPerformingIO = Symbol('kIsPerformingIO');
const kFs = Symbol('kFs');
const kHandle = Symbol('kHandle');
// From this length on chunks are read into memory that is used again.
const kLarge = 32768;

// An open file is never to be closed while the pool works on it.
function close(stream, error, callback) {
  if (!stream.fd) {
    callback(error);
    return;
  }
  if (stream.flush) {
    stream[kFs].fsync(stream.fd, (syncError) => closeFd(stream, error || syncError, callback));
  } else {
    closeFd(stream, error, callback);
  }
}

function closeFd(stream, error, callback) {
  stream[kFs].close(stream.fd, (closeError) => callback(closeError || error));
  stream.fd = null;
}

function destroyWhenIdle(stream, error, callback) {
  if (stream[kIsPerformingIO]) stream.once(kIoDone, (ioError) => close(stream, error || ioError, callback));
  else close(stream, error, callback);
}

// The functions of fs on a FileHandle.
function handleFunctions(handle) {
  return {
    open() {
      throw new ERR_METHOD_NOT_IMPLEMENTED('open()');
    },
    close(fd, callback) {
      handle[require('internal/fs/promises').kUnref]();
      handle.close().then(() => callback(), callback);
    },
    fsync(fd, callback) {
      handle.sync().then(() => callback(), callback);
    },
    read(fd, buffer, offset, length, position, callback) {
      handle.read(buffer, offset, length, position)
        .then((result) => callback(null, result.bytesRead, result.buffer), (error) => callback(error, 0, buffer));
    },
    write(fd, buffer, offset, length, position, callback) {
      handle.write(buffer, offset, length, position)
        .then((result) => callback(null, result.bytesWritten, result.buffer), (error) => callback(error, 0, buffer));
    },
    writev(fd, buffers, position, callback) {
      handle.writev(buffers, position)
        .then((result) => callback(null, result.bytesWritten, result.buffers), (error) => callback(error, 0, buffers));
    },
  };
}

function importFd(stream, options) {
  if (typeof options.fd === 'number') {
    stream[kFs] = options.fs || require('fs');
    return options.fd;
  }
  if (typeof options.fd === 'object') {
    const { FileHandle, kRef } = require('internal/fs/promises');
    if (FileHandle.isFileHandle(options.fd)) {
      if (options.fs) throw new ERR_METHOD_NOT_IMPLEMENTED('FileHandle with fs');
      stream[kHandle] = options.fd;
      stream[kFs] = handleFunctions(options.fd);
      options.fd[kRef]();
      options.fd.on('close', () => stream.close());
      return options.fd.fd;
    }
  }
  throw new ERR_INVALID_ARG_TYPE('options.fd', ['number', 'FileHandle'], options.fd);
}

// Where the file comes from: a path to be opened, a descriptor, or a FileHandle.
function setSource(stream, path, options, flags) {
  if (options.windowsHandle != null) throw new ERR_FEATURE_UNAVAILABLE_ON_PLATFORM('options.windowsHandle');
  if (options.fd != null) {
    stream.fd = getValidatedFd(importFd(stream, options));
    return;
  }
  stream.fd = null;
  stream[kFs] = options.fs || require('fs');
  validateFunction(stream[kFs].open, 'options.fs.open');
  stream.path = toPath(path);
  stream.flags = options.flags === undefined ? flags : options.flags;
  stream.mode = options.mode === undefined ? 0o666 : options.mode;
  validatePath(stream.path);
}

function setStart(stream, options) {
  if (stream.start === undefined) return;
  validateInteger(stream.start, 'start', 0);
  stream.pos = stream.start;
}

// A subclass or a program may have its own open().
function constructByOpen(stream, callback) {
  const { emit } = stream;
  stream.emit = function(...args) {
    if (args[0] === 'open') {
      this.emit = emit;
      callback();
    } else if (args[0] === 'error') {
      this.emit = emit;
      callback(args[1]);
      return;
    }
    Reflect.apply(emit, this, args);
  };
  stream.open();
}

function _construct(callback) {
  const stream = this;
  if (typeof stream.fd === 'number') {
    callback();
    return;
  }
  if (typeof stream.open === 'function') {
    constructByOpen(stream, callback);
    return;
  }
  stream[kFs].open(stream.path, stream.flags, stream.mode, (error, fd) => {
    if (error) {
      callback(error);
      return;
    }
    stream.fd = fd;
    callback();
    stream.emit('open', stream.fd);
    stream.emit('ready');
  });
}

function ReadStream(path, options) {
  if (!(this instanceof ReadStream)) return new ReadStream(path, options);

  options = copyObject(getOptions(options, kEmptyObject));
  if (options.highWaterMark === undefined) options.highWaterMark = 64 * 1024;
  setSource(this, path, options, 'r');
  options.autoDestroy = options.autoClose === undefined ? true : options.autoClose;
  validateFunction(this[kFs].read, 'options.fs.read');
  if (options.autoDestroy) validateFunction(this[kFs].close, 'options.fs.close');

  this.start = options.start;
  this.end = options.end;
  this.pos = undefined;
  this.bytesRead = 0;
  this[kIsPerformingIO] = false;
  setStart(this, options);
  if (this.end === undefined) {
    this.end = Infinity;
  } else if (this.end !== Infinity) {
    validateInteger(this.end, 'end', 0);
    if (this.start !== undefined && this.start > this.end) {
      throw new ERR_OUT_OF_RANGE('start', `<= "end" (here: ${this.end})`, this.start);
    }
  }
  Reflect.apply(Readable, this, [options]);
}
Object.setPrototypeOf(ReadStream.prototype, Readable.prototype);
Object.setPrototypeOf(ReadStream, Readable);

function autoCloseOf(Class, state) {
  Object.defineProperty(Class.prototype, 'autoClose', {
    __proto__: null,
    get() {
      validateThisInternalField(this, kFs, Class.name);
      return this[state].autoDestroy;
    },
    set(value) {
      validateThisInternalField(this, kFs, Class.name);
      this[state].autoDestroy = value;
    },
    configurable: true,
  });
}

autoCloseOf(ReadStream, '_readableState');

ReadStream.prototype._construct = _construct;

ReadStream.prototype._read = function(n) {
  const before = this.pos !== undefined ? this.pos : this.bytesRead;
  n = Math.min(this.end - before + 1, n);
  if (n <= 0) {
    this.push(null);
    return;
  }
  this[kIsPerformingIO] = true;
  const done = (error, bytesRead, buffer) => {
    this[kIsPerformingIO] = false;
    // _destroy() waits for this.
    if (this.destroyed) {
      this.emit(kIoDone, error);
      return;
    }
    if (error) {
      errorOrDestroy(this, error);
      return;
    }
    if (bytesRead === 0) {
      this.push(null);
      return;
    }
    if (this.pos !== undefined) this.pos += bytesRead;
    this.bytesRead += bytesRead;
    // A few bytes shall not keep a large buffer alive.
    this.push(bytesRead === buffer.length ? buffer : copyOf(buffer, bytesRead));
  };
  if (n >= kLarge && this[kFs].read === read && typeof this.fd === 'number') readChunk(this.fd, n, this.pos, done);
  else this[kFs].read(this.fd, Buffer.allocUnsafeSlow(n), 0, n, this.pos, done);
};

// As fs.read(), into memory that comes with the bytes and is used again when they are garbage.
function readChunk(fd, length, position, callback) {
  ops.op_fs_read(fd, null, 0, length, position, (error, content) => {
    if (error) callback(error);
    else if (content === 0) callback(null, 0);
    else callback(null, content.byteLength, new FastBuffer(content));
  });
}

function copyOf(buffer, length) {
  const copy = Buffer.allocUnsafeSlow(length);
  buffer.copy(copy, 0, 0, length);
  return copy;
}

ReadStream.prototype._destroy = function(error, callback) {
  destroyWhenIdle(this, error, callback);
};

ReadStream.prototype.close = function(callback) {
  if (typeof callback === 'function') finished(this, callback);
  this.destroy();
};

function pendingOf(Class) {
  Object.defineProperty(Class.prototype, 'pending', {
    __proto__: null,
    get() { return this.fd === null; },
    configurable: true,
  });
}

pendingOf(ReadStream);

function WriteStream(path, options) {
  if (!(this instanceof WriteStream)) return new WriteStream(path, options);

  options = copyObject(getOptions(options, kEmptyObject));
  // Only buffers are written.
  options.decodeStrings = true;
  setSource(this, path, options, 'w');
  options.autoDestroy = options.autoClose === undefined ? true : options.autoClose;
  const functions = this[kFs];
  if (!functions.write && !functions.writev) {
    throw new ERR_INVALID_ARG_TYPE('options.fs.write', 'function', functions.write);
  }
  if (functions.write) validateFunction(functions.write, 'options.fs.write');
  if (functions.writev) validateFunction(functions.writev, 'options.fs.writev');
  if (options.autoDestroy) validateFunction(functions.close, 'options.fs.close');

  this.flush = options.flush;
  if (this.flush == null) {
    this.flush = false;
  } else {
    validateBoolean(this.flush, 'options.flush');
    validateFunction(functions.fsync, 'options.fs.fsync');
  }
  if (!functions.write) this._write = null;
  if (!functions.writev) this._writev = null;

  this.start = options.start;
  this.pos = undefined;
  this.bytesWritten = 0;
  this[kIsPerformingIO] = false;
  setStart(this, options);
  Reflect.apply(Writable, this, [options]);
  if (options.encoding) this.setDefaultEncoding(options.encoding);
}
Object.setPrototypeOf(WriteStream.prototype, Writable.prototype);
Object.setPrototypeOf(WriteStream, Writable);

autoCloseOf(WriteStream, '_writableState');

WriteStream.prototype._construct = _construct;

const kMaxRetries = 5;

// Writes again what did not go out: EAGAIN, or fewer bytes than asked for.
function writeUntilDone(stream, write, rest, size, pos, callback, retries = 0) {
  write(rest, pos, (error, written) => {
    if (error?.code === 'EAGAIN') {
      error = null;
      written = 0;
    }
    if (stream.destroyed || error) return callback(error || new ERR_STREAM_DESTROYED('write'));

    stream.bytesWritten += written;
    size -= written;
    retries = written ? 0 : retries + 1;
    if (retries > kMaxRetries) return callback(genericNodeError('write failed'));
    if (size === 0) return callback();
    if (pos !== undefined) pos += written;
    writeUntilDone(stream, write, skip(rest, written), size, pos, callback, retries);
  });
}

// What is left of a buffer, or of a list of buffers, after `count` bytes.
function skip(rest, count) {
  if (!Array.isArray(rest)) return rest.subarray(count);
  let index = 0;
  while (index < rest.length && count >= rest[index].length) count -= rest[index++].length;
  const left = rest.slice(index);
  if (count > 0) left[0] = left[0].subarray(count);
  return left;
}

function perform(stream, write, data, size, callback) {
  stream[kIsPerformingIO] = true;
  writeUntilDone(stream, write, data, size, stream.pos, (error) => {
    stream[kIsPerformingIO] = false;
    const { destroyed } = stream;
    callback(error);
    // _destroy() waits for this.
    if (destroyed) stream.emit(kIoDone, error);
  });
  if (stream.pos !== undefined) stream.pos += size;
}

WriteStream.prototype._write = function(data, encoding, callback) {
  const write = (rest, pos, done) => this[kFs].write(this.fd, rest, 0, rest.length, pos, done);
  perform(this, write, data, data.length, callback);
};

WriteStream.prototype._writev = function(data, callback) {
  const chunks = data.map(({ chunk }) => chunk);
  const size = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const write = (rest, pos, done) => this[kFs].writev(this.fd, rest, pos, done);
  perform(this, write, chunks, size, callback);
};

WriteStream.prototype._destroy = function(error, callback) {
  destroyWhenIdle(this, error, callback);
};

WriteStream.prototype.close = function(callback) {
  if (callback) {
    if (this.closed) {
      process.nextTick(callback);
      return;
    }
    this.on('close', callback);
  }
  // Without autoClose the end of the writing would leave the file open.
  if (!this.autoClose) this.on('finish', this.destroy);
  this.end();
};

WriteStream.prototype.destroySoon = WriteStream.prototype.end;

pendingOf(WriteStream);

module.exports = { ReadStream, WriteStream };
