// ServerHttp2Stream's respondWithFD() and respondWithFile(): the body is read from a file descriptor.
// https://nodejs.org/docs/latest-v26.x/api/http2.html#http2streamrespondwithfdfd-headers-options
'use strict';

const { Buffer } = require('buffer');
const fs = require('fs');
const assert = require('internal/assert');
const {
  codes: {
    ERR_HTTP2_INVALID_STREAM,
    ERR_HTTP2_PAYLOAD_FORBIDDEN,
    ERR_HTTP2_SEND_FILE,
    ERR_HTTP2_SEND_FILE_NOSEEK,
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
  },
} = require('internal/errors');
const { constants: { NGHTTP2_INTERNAL_ERROR, STREAM_OPTION_GET_TRAILERS } } = require('internal/http2/constants');
const { debugStream } = require('internal/http2/debug');
const { packResponseHeaders, prepareResponseHeadersObject } = require('internal/http2/response_headers');
const { hasNoBody } = require('internal/http2/server_stream');
const { trackWriteState } = require('internal/http2/stream_write');
const { kSentHeaders, kState } = require('internal/http2/symbols');
const { NghttpError, assertIsObject } = require('internal/http2/validators');
const { ShutdownWrap, WriteWrap, kHandle, kUpdateTimer } = require('internal/stream_base_commons');

const CHUNK = 65536;

function tryClose(fd) {
  fs.close(fd, (err) => assert(!err, 'closing a file descriptor failed'));
}

// Reads and writes in turns until the end of the file or of the range; `length` below 0 is all of it.
class FilePump {
  constructor(stream, fd, offset, length) {
    this.stream = stream;
    this.handle = stream[kHandle];
    this.fd = fd;
    this.position = offset >= 0 ? offset : null;
    this.left = length >= 0 ? length : Infinity;
  }

  get stopped() {
    return this.stream.destroyed || this.stream[kHandle] !== this.handle;
  }

  next() {
    if (this.stopped || this.left === 0) {
      this.end();
      return;
    }
    const size = Math.min(CHUNK, this.left);
    fs.read(this.fd, Buffer.allocUnsafeSlow(size), 0, size, this.position, (err, count, chunk) => {
      if (err) {
        this.release();
        if (!this.stopped) this.stream.close(NGHTTP2_INTERNAL_ERROR);
      } else if (count === 0 || this.stopped) {
        this.end();
      } else {
        this.write(chunk.subarray(0, count));
      }
    });
  }

  write(chunk) {
    if (this.position !== null) this.position += chunk.length;
    this.left -= chunk.length;
    const req = new WriteWrap();
    req.handle = this.handle;
    req.buffer = chunk;
    req.oncomplete = () => {
      if (!this.stopped) this.stream[kUpdateTimer]();
      this.next();
    };
    if (this.handle.writeBuffer(req, chunk) !== 0) this.end();
  }

  end() {
    this.release();
    if (this.stopped) return;
    const req = new ShutdownWrap();
    req.handle = this.handle;
    req.oncomplete = () => {};
    this.handle.shutdown(req);
  }

  release() {
    const { fd, stream } = this;
    this.fd = -1;
    if (stream.ownsFd && fd >= 0) fs.close(fd, (err) => { if (err) stream.destroy(err); });
  }
}

function sendFD(stream, fd, headers, offset = 0, length = -1, flags = 0) {
  stream[kState].headersSent = true;
  let list;
  try {
    list = packResponseHeaders(stream, headers);
  } catch (err) {
    if (stream.ownsFd) tryClose(fd);
    stream.destroy(err);
    return;
  }
  stream[kSentHeaders] = headers;

  // The program writes nothing; the end of the file ends the native stream.
  stream._final = null;
  stream.end();

  const ret = stream[kHandle].respond(list, flags);
  if (ret < 0) {
    if (stream.ownsFd) tryClose(fd);
    stream.destroy(new NghttpError(ret));
    return;
  }
  new FilePump(stream, fd, offset, length).next();
  // For the timeout a write is under way, whatever its size.
  trackWriteState(stream, 1);
}

function rangeOf({ offset = 0, length = -1 }) {
  return { offset, length };
}

// Whether options.statCheck, which may also respond by itself, stops this response.
function isRefused(stream, options, args) {
  if (typeof options.statCheck === 'function' && Reflect.apply(options.statCheck, stream, args) === false) return true;
  return stream.headersSent;
}

function afterFDStat(stream, fd, headers, options, flags, err, stat) {
  if (err) {
    stream.destroy(err);
    return;
  }
  if (stream.destroyed || stream.closed) {
    stream.destroy(new ERR_HTTP2_INVALID_STREAM());
    return;
  }
  const range = rangeOf(options);
  if (isRefused(stream, options, [stat, headers, range])) return;
  sendFD(stream, fd, headers, range.offset | 0, range.length | 0, flags);
}

function fail(stream, options, err) {
  if (options.onError) options.onError(err);
  else stream.destroy(err);
}

function afterFileStat(stream, fd, headers, options, flags, err, stat) {
  if (err) {
    tryClose(fd);
    fail(stream, options, err);
    return;
  }
  if (!stat.isFile()) {
    const isDirectory = stat.isDirectory();
    if (isDirectory || options.offset !== undefined || options.length !== undefined) {
      tryClose(fd);
      fail(stream, options, isDirectory ? new ERR_HTTP2_SEND_FILE() : new ERR_HTTP2_SEND_FILE_NOSEEK());
      return;
    }
    // Read from where it stands to its end.
    options.offset = -1;
    options.length = -1;
  }
  if (stream.destroyed || stream.closed) {
    tryClose(fd);
    stream.destroy(new ERR_HTTP2_INVALID_STREAM());
    return;
  }
  const range = rangeOf(options);
  if (isRefused(stream, options, [stat, headers])) {
    tryClose(fd);
    return;
  }
  if (stat.isFile()) {
    const rest = stat.size - Number(range.offset);
    range.length = range.length < 0 ? rest : Math.min(rest, range.length);
    headers['content-length'] = range.length;
  }
  sendFD(stream, fd, headers, options.offset | 0, range.length | 0, flags);
}

function afterOpen(stream, headers, options, flags, err, fd) {
  if (err) {
    fail(stream, options, err);
    return;
  }
  if (stream.destroyed || stream.closed) {
    tryClose(fd);
    return;
  }
  stream[kState].fd = fd;
  fs.fstat(fd, (error, stat) => afterFileStat(stream, fd, headers, options, flags, error, stat));
}

function checkOptions(options) {
  assertIsObject(options, 'options');
  options = { ...options };
  const check = (name, type) => {
    const value = options[name];
    if (value !== undefined && typeof value !== type) throw new ERR_INVALID_ARG_VALUE(`options.${name}`, value);
  };
  check('offset', 'number');
  check('length', 'number');
  check('statCheck', 'function');
  return options;
}

function prepare(stream, headersParam, options) {
  const { headers, statusCode } = prepareResponseHeadersObject(headersParam, options);
  if (hasNoBody(stream, statusCode)) throw new ERR_HTTP2_PAYLOAD_FORBIDDEN(statusCode);
  return headers;
}

function trailerFlags(stream, options) {
  if (!options.waitForTrailers) return 0;
  stream[kState].hasTrailers = true;
  return STREAM_OPTION_GET_TRAILERS;
}

function respondWithFD(stream, fd, headersParam, options) {
  options = checkOptions(options);
  const flags = trailerFlags(stream, options);
  if (typeof fd !== 'number') {
    if (!(fd instanceof require('internal/fs/promises').FileHandle)) {
      throw new ERR_INVALID_ARG_TYPE('fd', ['number', 'FileHandle'], fd);
    }
    fd = fd.fd;
  }
  debugStream(stream, 'initiating response from fd');
  stream[kUpdateTimer]();
  stream.ownsFd = false;
  const headers = prepare(stream, headersParam, options);
  if (options.statCheck === undefined) {
    sendFD(stream, fd, headers, options.offset, options.length, flags);
    return;
  }
  fs.fstat(fd, (err, stat) => afterFDStat(stream, fd, headers, options, flags, err, stat));
}

function respondWithFile(stream, path, headersParam, options) {
  options = checkOptions(options);
  const flags = trailerFlags(stream, options);
  debugStream(stream, 'initiating response from file');
  stream[kUpdateTimer]();
  stream.ownsFd = true;
  const headers = prepare(stream, headersParam, options);
  fs.open(path, 'r', (err, fd) => afterOpen(stream, headers, options, flags, err, fd));
}

module.exports = { respondWithFD, respondWithFile };
