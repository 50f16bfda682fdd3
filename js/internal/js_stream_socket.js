// A socket over any duplex stream: its handle is made of JS functions.
'use strict';

const process = require('process');
const { Socket } = require('net');
const { setImmediate } = require('timers');
const { newAsyncId, symbols: { async_id_symbol } } = require('internal/async_hooks');
const { codes: { ERR_STREAM_WRAP } } = require('internal/errors');
const { kArrayBufferOffset, kBoundSession, kBytesWritten, kLastWriteWasAsync, kReadBytesOrError, streamBaseState } =
  require('internal/stream_base_commons');
const { uv: { UV_ECANCELED, UV_EOF } } = require('internal/net');
const { errnoOf } = require('internal/tls/errno');

const noop = () => {};

// The handle of such a socket.
class JSStream {
  constructor(owner, stream) {
    this.owner = owner;
    this.stream = stream;
    this.onread = noop;
    this.reading = false;
    this.closed = false;
    this.bytesRead = 0;
    this.bytesWritten = 0;
    this.writing = null;
    this.ending = null;
  }

  getAsyncId() { return this[async_id_symbol] ??= newAsyncId(); }
  get isStreamBase() { return false; }
  get fd() { return -1; }
  get writeQueueSize() { return this.stream.writableLength ?? 0; }
  ref() {}
  unref() {}
  hasRef() { return false; }
  useUserBuffer() { return 0; }

  readStart() {
    this.stream.resume();
    return 0;
  }

  readStop() {
    this.stream.pause();
    return 0;
  }

  // Bytes of the stream, a number below 0 for its end.
  deliver(chunk) {
    if (this.closed) return;
    if (typeof chunk === 'number') {
      streamBaseState()[kReadBytesOrError] = chunk;
      this.onread(undefined);
      return;
    }
    this.bytesRead += chunk.length;
    const state = streamBaseState();
    state[kReadBytesOrError] = chunk.length;
    state[kArrayBufferOffset] = 0;
    this.onread(chunk.buffer.slice(chunk.byteOffset, chunk.byteOffset + chunk.byteLength));
  }

  finish(req, status) {
    if (req.done) return;
    req.done = true;
    if (this.writing === req) this.writing = null;
    if (this.ending === req) this.ending = null;
    req.oncomplete(status);
  }

  writeBuffer(req, data) {
    const state = streamBaseState();
    state[kBytesWritten] = data.length;
    state[kLastWriteWasAsync] = 1;
    this.bytesWritten += data.length;
    this.writing = req;
    this.stream.write(data, (err) => {
      // Never within the call, and after what the other side does with the data.
      setImmediate(() => this.finish(req, err ? errnoOf(err) : 0));
    });
    return 0;
  }

  writev(req, chunks, allBuffers) {
    const { Buffer } = require('buffer');
    const list = [];
    for (let i = 0; i < chunks.length; i += allBuffers ? 1 : 2) {
      list.push(typeof chunks[i] === 'string' ? Buffer.from(chunks[i], chunks[i + 1]) : chunks[i]);
    }
    if (list.length < 2) return this.writeBuffer(req, list[0] ?? Buffer.alloc(0));
    // Each chunk stays a chunk.
    this.stream.cork?.();
    for (let i = 0; i < list.length - 1; i++) {
      this.bytesWritten += list[i].length;
      this.stream.write(list[i]);
    }
    const result = this.writeBuffer(req, list[list.length - 1]);
    this.stream.uncork?.();
    streamBaseState()[kBytesWritten] = list.reduce((sum, chunk) => sum + chunk.length, 0);
    return result;
  }

  writeText(req, text, encoding) {
    return this.writeBuffer(req, require('buffer').Buffer.from(text, encoding));
  }

  writeUtf8String(req, text) { return this.writeText(req, text, 'utf8'); }
  writeAsciiString(req, text) { return this.writeText(req, text, 'latin1'); }
  writeLatin1String(req, text) { return this.writeText(req, text, 'latin1'); }
  writeUcs2String(req, text) { return this.writeText(req, text, 'utf16le'); }

  shutdown(req) {
    this.ending = req;
    // The stream may have ended by itself.
    if (this.stream.writableEnded || this.stream.destroyed) {
      process.nextTick(() => this.finish(req, 0));
      return 0;
    }
    this.stream.end(() => process.nextTick(() => this.finish(req, 0)));
    return 0;
  }

  close(callback) {
    if (this.closed) return;
    this.closed = true;
    this.stream.removeListener('data', this.ondata);
    this.stream.destroy?.();
    // After what the stream has to say.
    setImmediate(() => {
      // A stream that is destroyed may call nobody back.
      if (this.writing !== null) this.finish(this.writing, UV_ECANCELED);
      if (this.ending !== null) this.finish(this.ending, UV_ECANCELED);
      if (typeof callback === 'function') Reflect.apply(callback, this, []);
    });
  }
}

class JSStreamSocket extends Socket {
  constructor(stream) {
    const handle = new JSStream(null, stream);
    stream.pause();
    super({ handle, manualStart: true });
    handle.owner = this;
    this.stream = stream;

    stream.on('error', (err) => this.emit('error', err));
    handle.ondata = (chunk) => {
      if (typeof chunk === 'string' || stream.readableObjectMode === true) {
        stream.pause();
        stream.removeListener('data', handle.ondata);
        this.emit('error', new ERR_STREAM_WRAP());
        return;
      }
      handle.deliver(chunk);
    };
    stream.on('data', handle.ondata);
    stream.pause();
    stream.once('end', () => handle.deliver(UV_EOF));
    stream.once('close', () => this.destroy());
  }

  // Checking for streams of this kind without loading the class.
  get isStreamSocket() { return true; }

  // The HTTP/2 session that has taken the stream.
  get [kBoundSession]() { return this.stream[kBoundSession]; }
  set [kBoundSession](session) { this.stream[kBoundSession] = session; }
}

module.exports = { JSStreamSocket };
