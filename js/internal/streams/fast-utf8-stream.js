// fs.Utf8Stream: a stream for logs, with few system calls. https://nodejs.org/api/fs.html#class-fsutf8stream
'use strict';

const { Buffer } = require('buffer');
const EventEmitter = require('events');
const path = require('path');
const process = require('process');
const {
  codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_STATE, ERR_OPERATION_FAILED },
} = require('internal/errors');
const { kEmptyObject } = require('internal/util');
const {
  validateBoolean,
  validateFunction,
  validateObject,
  validateOneOf,
  validateString,
  validateUint32,
} = require('internal/validators');
const { clearInterval, setInterval, setTimeout } = require('timers');

const kBusyPause = 100;
const kMaxWrite = 16 * 1024;
const kHighWaterMark = 16387;
const kNothing = Buffer.alloc(0);

const isBusy = (error) => error.code === 'EAGAIN' || error.code === 'EBUSY';

function sleep(milliseconds) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

// What waits to be written, in pieces of at most `maxWrite`; strings.
class Texts {
  empty = '';
  #pieces = [];

  check(data) {
    validateString(data, 'data');
  }

  get size() {
    return this.#pieces.length;
  }

  push(data, maxWrite) {
    const last = this.#pieces.length - 1;
    if (last < 0 || this.#pieces[last].length + data.length > maxWrite) this.#pieces.push(`${data}`);
    else this.#pieces[last] += data;
  }

  shift() {
    return this.#pieces.shift() ?? '';
  }

  unshift(piece) {
    this.#pieces.unshift(piece);
  }

  // [what is left of a piece, how much of it has gone] after `written` bytes. A character that has gone in part is
  // written again: half a character would be lost anyway.
  rest(piece, written) {
    if (Buffer.byteLength(piece) !== written) {
      const bytes = Buffer.from(piece);
      while (written > 0 && (bytes[written] & 0xc0) === 0x80) written--;
      written = bytes.toString('utf8', 0, written).length;
    }
    return [piece.slice(written), written];
  }

  write(fs, fd, piece, callback) {
    fs.write(fd, piece, 'utf8', callback);
  }

  writeSync(fs, fd, piece) {
    return fs.writeSync(fd, piece, 'utf8');
  }
}

// The same of Buffers.
class Bytes {
  empty = kNothing;
  // [buffers, their length together]
  #pieces = [];

  check(data) {
    if (!Buffer.isBuffer(data)) throw new ERR_INVALID_ARG_TYPE('data', 'Buffer', data);
  }

  get size() {
    return this.#pieces.length;
  }

  push(data, maxWrite) {
    const last = this.#pieces.at(-1);
    if (last === undefined || last[1] + data.length > maxWrite) {
      this.#pieces.push([[data], data.length]);
    } else {
      last[0].push(data);
      last[1] += data.length;
    }
  }

  shift() {
    const piece = this.#pieces.shift();
    if (piece === undefined) return kNothing;
    return piece[0].length === 1 ? piece[0][0] : Buffer.concat(piece[0], piece[1]);
  }

  unshift(piece) {
    this.#pieces.unshift([[piece], piece.length]);
  }

  rest(piece, written) {
    return [piece.subarray(written), written];
  }

  write(fs, fd, piece, callback) {
    fs.write(fd, piece, callback);
  }

  writeSync(fs, fd, piece) {
    return fs.writeSync(fd, piece);
  }
}

class Utf8Stream extends EventEmitter {
  #fs;
  #queue;
  // The piece under way, or what is left of it.
  #piece;
  // Characters or bytes that wait, the piece under way included.
  #length = 0;
  #fd = -1;
  #file = null;
  #writing = false;
  #opening = false;
  #reopening = false;
  #ending = false;
  #destroyed = false;
  #drainScheduled = false;
  #flushPending = false;
  #timer;
  #options;

  constructor(options = { __proto__: null }) {
    validateObject(options, 'options');
    const { append = true, contentMode = 'utf8', dest, fs: ownFs = kEmptyObject, mode } = options;
    super();

    validateObject(ownFs, 'options.fs');
    this.#fs = { ...require('fs'), ...ownFs };
    for (const name of ['write', 'writeSync', 'fsync', 'fsyncSync', 'close', 'open', 'mkdir', 'mkdirSync']) {
      validateFunction(this.#fs[name], `options.fs.${name}`);
    }
    const minLength = options.minLength || 0;
    const settings = {
      __proto__: null,
      append: append || false,
      contentMode,
      fsync: options.fsync || false,
      highWaterMark: Math.max(minLength, kHighWaterMark),
      maxLength: options.maxLength || 0,
      maxWrite: options.maxWrite || kMaxWrite,
      minLength,
      mkdir: options.mkdir || false,
      mode,
      periodicFlush: options.periodicFlush || 0,
      retryEAGAIN: options.retryEAGAIN || (() => true),
      sync: options.sync || false,
    };
    for (const name of ['minLength', 'maxLength', 'maxWrite', 'periodicFlush']) {
      validateUint32(settings[name], `options.${name}`);
    }
    for (const name of ['sync', 'fsync', 'append', 'mkdir']) validateBoolean(settings[name], `options.${name}`);
    validateFunction(settings.retryEAGAIN, 'options.retryEAGAIN');
    validateOneOf(contentMode, 'options.contentMode', ['buffer', 'utf8']);
    this.#options = settings;
    this.#queue = contentMode === 'buffer' ? new Bytes() : new Texts();
    this.#piece = this.#queue.empty;

    const fd = options.fd ?? dest;
    if (typeof fd === 'number') {
      this.#fd = fd;
      process.nextTick(() => this.emit('ready'));
    } else if (typeof fd === 'string') {
      this.#open(fd);
    } else {
      throw new ERR_INVALID_ARG_TYPE('fd', ['number', 'string'], fd);
    }
    if (settings.minLength >= settings.maxWrite) {
      throw new ERR_INVALID_ARG_VALUE.RangeError('minLength', settings.minLength,
                                                 `should be smaller than maxWrite (${settings.maxWrite})`);
    }
    this.on('newListener', (name) => {
      if (name === 'drain') this.#drainScheduled = false;
    });
    if (settings.periodicFlush !== 0) {
      this.#timer = setInterval(() => this.flush(() => {}), settings.periodicFlush);
      this.#timer.unref();
    }
  }

  write(data) {
    this.#throwIfDestroyed();
    this.#queue.check(data);
    const { highWaterMark, maxLength, maxWrite, minLength } = this.#options;
    const length = this.#length + data.length;
    if (maxLength && length > maxLength) {
      this.emit('drop', data);
      return this.#length < highWaterMark;
    }
    this.#queue.push(data, maxWrite);
    this.#length = length;
    if (!this.#writing && length >= minLength) this.#writeNext();
    return this.#length < highWaterMark;
  }

  flush(callback = function(_err) {}) {
    validateFunction(callback, 'cb');
    if (this.#destroyed) {
      callback(new ERR_INVALID_STATE('Utf8Stream is destroyed'));
      return;
    }
    // Without a minimum nothing waits longer than it must.
    if (this.#options.minLength <= 0) {
      callback();
      return;
    }
    this.#afterDrain(callback);
    if (!this.#writing) this.#writeNext();
  }

  flushSync() {
    this.#throwIfDestroyed();
    if (this.#fd < 0) throw new ERR_INVALID_STATE('Invalid file descriptor');
    const queue = this.#queue;
    if (!this.#writing && this.#piece.length > 0) {
      queue.unshift(this.#piece);
      this.#piece = queue.empty;
    }
    let piece = queue.empty;
    try {
      while (queue.size > 0 || piece.length > 0) {
        if (piece.length === 0) piece = queue.shift();
        piece = this.#writeOrSleep(piece);
      }
    } finally {
      if (piece.length > 0) queue.unshift(piece);
    }
    if (this.#options.contentMode === 'buffer') return;
    try {
      this.#fs.fsyncSync(this.#fd);
    } catch {
      // A pipe for example cannot be synced.
    }
  }

  #writeOrSleep(piece) {
    if (piece.length === 0) return piece;
    try {
      return this.#written(piece, this.#queue.writeSync(this.#fs, this.#fd, piece));
    } catch (error) {
      const { retryEAGAIN } = this.#options;
      if (!isBusy(error) || !retryEAGAIN(error, piece.length, this.#length - piece.length)) throw error;
      sleep(kBusyPause);
      return piece;
    }
  }

  reopen(file) {
    this.#throwIfDestroyed();
    if (this.#opening) {
      this.once('ready', () => this.reopen(file));
      return;
    }
    if (this.#ending) return;
    if (!this.#file) {
      throw new ERR_OPERATION_FAILED('Unable to reopen a file descriptor, you must pass a file to SonicBoom');
    }
    if (file) this.#file = file;
    this.#reopening = true;
    if (this.#writing) return;

    const fd = this.#fd;
    this.once('ready', () => {
      if (fd === this.#fd) return;
      this.#fs.close(fd, (error) => {
        if (error) this.emit('error', error);
      });
    });
    this.#open(this.#file);
  }

  end() {
    this.#throwIfDestroyed();
    if (this.#opening) {
      this.once('ready', () => this.end());
      return;
    }
    if (this.#ending) return;
    this.#ending = true;
    if (this.#writing) return;
    if (this.#length > 0 && this.#fd >= 0) this.#writeNext();
    else this.#close();
  }

  destroy() {
    if (!this.#destroyed) this.#close();
  }

  get mode() { return this.#options.mode; }

  get file() { return this.#file; }

  get fd() { return this.#fd; }

  get minLength() { return this.#options.minLength; }

  get maxLength() { return this.#options.maxLength; }

  get writing() { return this.#writing; }

  get sync() { return this.#options.sync; }

  get fsync() { return this.#options.fsync; }

  get append() { return this.#options.append; }

  get periodicFlush() { return this.#options.periodicFlush; }

  get contentMode() { return this.#options.contentMode; }

  get mkdir() { return this.#options.mkdir; }

  [Symbol.dispose]() { this.destroy(); }

  #throwIfDestroyed() {
    if (this.#destroyed) throw new ERR_INVALID_STATE('Utf8Stream is destroyed');
  }

  // What is left of a piece after `count` bytes of it were written.
  #written(piece, count) {
    const { 0: rest, 1: gone } = this.#queue.rest(piece, count);
    this.#length = Math.max(this.#length - gone, 0);
    return rest;
  }

  #writeNext() {
    this.#writing = true;
    if (this.#piece.length === 0) this.#piece = this.#queue.shift();
    if (!this.#options.sync) {
      this.#writePiece();
      return;
    }
    let count;
    try {
      count = this.#queue.writeSync(this.#fs, this.#fd, this.#piece);
    } catch (error) {
      this.#afterWrite(error);
      return;
    }
    this.#afterWrite(null, count);
  }

  #writePiece() {
    this.#queue.write(this.#fs, this.#fd, this.#piece, (error, count) => this.#afterWrite(error, count));
  }

  #afterError(error) {
    const { retryEAGAIN, sync } = this.#options;
    if (!isBusy(error) || !retryEAGAIN(error, this.#piece.length, this.#length - this.#piece.length)) {
      this.#writing = false;
      this.emit('error', error);
    } else if (sync) {
      sleep(kBusyPause);
      this.#afterWrite(undefined, 0);
    } else {
      setTimeout(() => this.#writePiece(), kBusyPause);
    }
  }

  #afterWrite(error, count) {
    if (error) {
      this.#afterError(error);
      return;
    }
    this.emit('write', count);
    this.#piece = this.#written(this.#piece, count);
    const { fsync, minLength, sync } = this.#options;
    if (this.#piece.length > 0 && !sync) {
      this.#writePiece();
      return;
    }
    try {
      while (this.#piece.length > 0) {
        this.#piece = this.#written(this.#piece, this.#queue.writeSync(this.#fs, this.#fd, this.#piece));
      }
    } catch (error) {
      this.#afterError(error);
      return;
    }
    if (fsync) this.#fs.fsyncSync(this.#fd);

    if (this.#reopening) {
      this.#writing = false;
      this.#reopening = false;
      this.reopen();
    } else if (this.#length > minLength || (this.#ending && this.#length > 0)) {
      this.#writeNext();
    } else if (this.#ending) {
      this.#writing = false;
      this.#close();
    } else {
      this.#writing = false;
      this.#drain();
    }
  }

  #drain() {
    if (!this.#options.sync) {
      this.emit('drain');
      return;
    }
    if (this.#drainScheduled) return;
    this.#drainScheduled = true;
    process.nextTick(() => {
      if (this.listenerCount('drain') === 0) return;
      this.#drainScheduled = false;
      this.emit('drain');
    });
  }

  #open(file) {
    this.#opening = true;
    this.#writing = true;
    this.#drainScheduled = false;
    const { append, mkdir, mode, sync } = this.#options;
    const flags = append ? 'a' : 'w';
    const opened = (error, fd) => (error ? this.#openFailed(error) : this.#opened(file, fd));
    if (sync) {
      let fd;
      try {
        if (mkdir) this.#fs.mkdirSync(path.dirname(file), { recursive: true });
        fd = this.#fs.openSync(file, flags, mode);
      } catch (error) {
        opened(error);
        throw error;
      }
      opened(null, fd);
    } else if (mkdir) {
      this.#fs.mkdir(path.dirname(file), { recursive: true }, (error) => {
        if (error) opened(error);
        else this.#fs.open(file, flags, mode, opened);
      });
    } else {
      this.#fs.open(file, flags, mode, opened);
    }
  }

  #openFailed(error) {
    this.#reopening = false;
    this.#writing = false;
    this.#opening = false;
    if (!this.#options.sync) {
      this.emit('error', error);
      return;
    }
    // The caller has got it already.
    process.nextTick(() => {
      if (this.listenerCount('error') > 0) this.emit('error', error);
    });
  }

  #opened(file, fd) {
    const reopening = this.#reopening;
    this.#fd = fd;
    this.#file = file;
    this.#reopening = false;
    this.#opening = false;
    this.#writing = false;
    if (this.#options.sync) process.nextTick(() => this.emit('ready'));
    else this.emit('ready');
    if (this.#destroyed) return;

    if ((!this.#writing && this.#length > this.#options.minLength) || this.#flushPending) this.#writeNext();
    else if (reopening && !this.#writing) process.nextTick(() => this.emit('drain'));
  }

  #afterDrain(callback) {
    this.#flushPending = true;
    const done = (error) => {
      this.#flushPending = false;
      // Closed meanwhile: there is nothing to be synced.
      if (error && error.code !== 'EBADF') callback(error);
      else callback();
    };
    const onDrain = () => {
      if (this.#options.fsync || this.#destroyed) {
        done();
      } else {
        try {
          this.#fs.fsync(this.#fd, done);
        } catch (error) {
          done(error);
        }
      }
      this.off('error', onError);
    };
    const onError = (error) => {
      this.#flushPending = false;
      callback(error);
      this.off('drain', onDrain);
    };
    this.once('drain', onDrain);
    this.once('error', onError);
  }

  #close() {
    if (this.#fd === -1) {
      this.once('ready', () => this.#close());
      return;
    }
    if (this.#timer !== undefined) clearInterval(this.#timer);
    this.#destroyed = true;
    this.#queue = this.#options.contentMode === 'buffer' ? new Bytes() : new Texts();

    const done = (error) => {
      if (error) {
        this.emit('error', error);
        return;
      }
      if (this.#ending && !this.#writing) this.emit('finish');
      this.emit('close');
    };
    try {
      this.#fs.fsync(this.#fd, () => {
        // Standard output and error are not the stream's to close.
        if (this.#fd !== 1 && this.#fd !== 2) this.#fs.close(this.#fd, done);
        else done();
      });
    } catch {
      // What cannot be synced stays open.
    }
  }
}

module.exports = Utf8Stream;
