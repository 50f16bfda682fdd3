// Http2ServerResponse: a response in the form of node:http.
// https://nodejs.org/docs/latest-v26.x/api/http2.html#class-http2http2serverresponse
'use strict';

const process = require('process');
const Stream = require('stream');
const {
  codes: {
    ERR_HTTP2_HEADERS_SENT,
    ERR_HTTP2_INFO_STATUS_NOT_ALLOWED,
    ERR_HTTP2_INVALID_STREAM,
    ERR_HTTP2_STATUS_INVALID,
    ERR_INVALID_ARG_VALUE,
    ERR_INVALID_HTTP_TOKEN,
    ERR_STREAM_WRITE_AFTER_END,
  },
} = require('internal/errors');
const { assertValidHeader, isDropped, nameError, warnStatusMessage } = require('internal/http2/compat_headers');
const { streamSocket } = require('internal/http2/compat_socket');
const { kProxySocket, kRequest, kResponse } = require('internal/http2/symbols');
const { kEmptyObject } = require('internal/util');
const { validateFunction, validateLinkHeaderValue, validateObject, validateString } = require('internal/validators');

const kAppendHeader = Symbol('appendHeader');
const kBeginSend = Symbol('begin-send');
const kHeaders = Symbol('headers');
const kSetHeader = Symbol('setHeader');
const kState = Symbol('state');
const kStream = Symbol('stream');
const kTrailers = Symbol('trailers');

// Listeners of the stream; `this` is the stream.
function onDrain() {
  this[kResponse]?.emit('drain');
}

function onWantTrailers() {
  const response = this[kResponse];
  if (response !== undefined) this.sendTrailers(response[kTrailers] ?? kEmptyObject);
}

function onClose() {
  const response = this[kResponse];
  if (response === undefined) return;
  const state = response[kState];
  if (this.headRequest !== state.headRequest) return;
  state.closed = true;
  this[kProxySocket] = null;
  this[kResponse] = undefined;
  response.emit('finish');
  response.emit('close');
}

function assertNotSent(response) {
  if (response[kStream].headersSent) throw new ERR_HTTP2_HEADERS_SENT();
}

function normalize(name) {
  return name.trim().toLowerCase();
}

// The headers of writeHead() as pairs; they may be a list of pairs or a flat list.
function pairsOf(headers) {
  if (headers.length > 0 && Array.isArray(headers[0])) return headers;
  if (headers.length % 2 !== 0) throw new ERR_INVALID_ARG_VALUE('headers', headers);
  const pairs = [];
  for (let i = 0; i < headers.length; i += 2) pairs.push([headers[i], headers[i + 1]]);
  return pairs;
}

class Http2ServerResponse extends Stream {
  constructor(stream, options) {
    super(options);
    this[kState] = {
      closed: false,
      ending: false,
      destroyed: false,
      headRequest: false,
      sendDate: true,
      statusCode: 200,
    };
    // Not a literal with a null prototype: that would be a dictionary, which is slow to make.
    this[kHeaders] = Object.setPrototypeOf({}, null);
    this[kTrailers] = undefined;
    this[kStream] = stream;
    stream[kProxySocket] = null;
    stream[kResponse] = this;
    this.writable = true;
    this.req = stream[kRequest];
    stream.on('drain', onDrain);
    stream.on('close', onClose);
    stream.on('wantTrailers', onWantTrailers);
  }

  // Some programs look whether there is one.
  get _header() {
    return this.headersSent;
  }

  get writableEnded() {
    return this[kState].ending;
  }

  get finished() {
    return this[kState].ending;
  }

  get socket() {
    return this[kState].closed ? undefined : streamSocket(this[kStream]);
  }

  get connection() {
    return this.socket;
  }

  get stream() {
    return this[kStream];
  }

  get headersSent() {
    return this[kStream].headersSent;
  }

  get sendDate() {
    return this[kState].sendDate;
  }

  set sendDate(bool) {
    this[kState].sendDate = Boolean(bool);
  }

  get statusCode() {
    return this[kState].statusCode;
  }

  get writableCorked() {
    return this[kStream].writableCorked;
  }

  get writableHighWaterMark() {
    return this[kStream].writableHighWaterMark;
  }

  get writableObjectMode() {
    return this[kStream].writableObjectMode;
  }

  get writableFinished() {
    return this[kStream].writableFinished;
  }

  get writableLength() {
    return this[kStream].writableLength;
  }

  get writableNeedDrain() {
    return this[kStream].writableNeedDrain;
  }

  set statusCode(code) {
    code |= 0;
    if (code >= 100 && code < 200) throw new ERR_HTTP2_INFO_STATUS_NOT_ALLOWED();
    if (code < 100 || code > 599) throw new ERR_HTTP2_STATUS_INVALID(code);
    this[kState].statusCode = code;
  }

  setTrailer(name, value) {
    if (typeof name !== 'string') validateString(name, 'name');
    name = normalize(name);
    assertValidHeader(name, value);
    (this[kTrailers] ??= { __proto__: null })[name] = value;
  }

  addTrailers(headers) {
    for (const name of Object.keys(headers)) this.setTrailer(name, headers[name]);
  }

  getHeader(name) {
    if (typeof name !== 'string') validateString(name, 'name');
    return this[kHeaders][normalize(name)];
  }

  getHeaderNames() {
    return Object.keys(this[kHeaders]);
  }

  getHeaders() {
    return Object.assign({ __proto__: null }, this[kHeaders]);
  }

  hasHeader(name) {
    if (typeof name !== 'string') validateString(name, 'name');
    return Object.hasOwn(this[kHeaders], normalize(name));
  }

  removeHeader(name) {
    if (typeof name !== 'string') validateString(name, 'name');
    assertNotSent(this);
    name = normalize(name);
    if (name === 'date') this[kState].sendDate = false;
    else delete this[kHeaders][name];
  }

  setHeader(name, value) {
    if (typeof name !== 'string') validateString(name, 'name');
    assertNotSent(this);
    this[kSetHeader](name, value);
  }

  [kSetHeader](name, value) {
    name = normalize(name);
    assertValidHeader(name, value);
    if (isDropped(name, value)) return;
    const error = nameError(name);
    if (error !== undefined) this.destroy(error);
    this[kHeaders][name] = value;
  }

  appendHeader(name, value) {
    if (typeof name !== 'string') validateString(name, 'name');
    assertNotSent(this);
    this[kAppendHeader](name, value);
  }

  [kAppendHeader](name, value) {
    name = normalize(name);
    assertValidHeader(name, value);
    if (isDropped(name, value)) return;
    const error = nameError(name);
    if (error !== undefined) this.destroy(error);
    const headers = this[kHeaders];
    const existing = headers[name];
    if (!existing) {
      this.setHeader(name, value);
      return;
    }
    headers[name] = Array.isArray(existing) ? existing : [existing];
    if (Array.isArray(value)) headers[name].push(...value);
    else headers[name].push(value);
  }

  get statusMessage() {
    warnStatusMessage();
    return '';
  }

  set statusMessage(msg) {
    warnStatusMessage();
  }

  flushHeaders() {
    const state = this[kState];
    if (!state.closed && !this[kStream].headersSent) this.writeHead(state.statusCode);
  }

  writeHead(statusCode, statusMessage, headers) {
    const state = this[kState];
    const stream = this[kStream];
    if (state.closed || stream.destroyed || stream.closed) return this;
    assertNotSent(this);
    if (typeof statusMessage === 'string') warnStatusMessage();
    if (headers === undefined && typeof statusMessage === 'object') headers = statusMessage;

    if (Array.isArray(headers)) {
      const pairs = pairsOf(headers);
      // They replace those of setHeader(); names that they repeat stay repeated.
      for (const [name] of pairs) this.removeHeader(name);
      for (const [name, value] of pairs) this[kAppendHeader](name, value);
    } else if (typeof headers === 'object') {
      for (const name of Object.keys(headers)) this[kSetHeader](name, headers[name]);
    }
    state.statusCode = statusCode;
    this[kBeginSend]();
    return this;
  }

  cork() {
    this[kStream].cork();
  }

  uncork() {
    this[kStream].uncork();
  }

  write(chunk, encoding, cb) {
    const state = this[kState];
    if (typeof encoding === 'function') {
      cb = encoding;
      encoding = 'utf8';
    }
    let err;
    if (state.ending) err = new ERR_STREAM_WRITE_AFTER_END();
    else if (state.closed) err = new ERR_HTTP2_INVALID_STREAM();
    else if (state.destroyed) return false;
    if (err) {
      if (typeof cb === 'function') process.nextTick(cb, err);
      this.destroy(err);
      return false;
    }
    const stream = this[kStream];
    if (!stream.headersSent) this.writeHead(state.statusCode);
    return stream.write(chunk, encoding, cb);
  }

  end(chunk, encoding, cb) {
    const stream = this[kStream];
    const state = this[kState];
    if (typeof chunk === 'function') {
      cb = chunk;
      chunk = null;
    } else if (typeof encoding === 'function') {
      cb = encoding;
      encoding = 'utf8';
    }
    if ((state.closed || state.ending) && state.headRequest === stream.headRequest) {
      if (typeof cb === 'function') process.nextTick(cb);
      return this;
    }

    if (chunk !== null && chunk !== undefined) this.write(chunk, encoding);
    state.headRequest = stream.headRequest;
    state.ending = true;
    if (typeof cb === 'function') (stream.writableEnded ? this : stream).once('finish', cb);
    if (!stream.headersSent) this.writeHead(state.statusCode);
    if (state.closed || stream.destroyed) Reflect.apply(onClose, stream, []);
    else stream.end();
    return this;
  }

  destroy(err) {
    const state = this[kState];
    if (state.destroyed) return;
    state.destroyed = true;
    this[kStream].destroy(err);
  }

  setTimeout(msecs, callback) {
    if (!this[kState].closed) this[kStream].setTimeout(msecs, callback);
  }

  createPushResponse(headers, callback) {
    validateFunction(callback, 'callback');
    if (this[kState].closed) {
      process.nextTick(callback, new ERR_HTTP2_INVALID_STREAM());
      return;
    }
    this[kStream].pushStream(headers, {}, (err, stream) => {
      if (err) callback(err);
      else callback(null, new Http2ServerResponse(stream));
    });
  }

  [kBeginSend]() {
    const { statusCode, ending, sendDate } = this[kState];
    const headers = this[kHeaders];
    headers[':status'] = statusCode;
    this[kStream].respond(headers, { endStream: ending, waitForTrailers: true, sendDate });
  }

  writeInformation(statusCode, headers) {
    if (typeof statusCode !== 'number' || statusCode < 100 || statusCode > 199 || statusCode === 101) {
      throw new ERR_HTTP2_STATUS_INVALID(statusCode);
    }
    const stream = this[kStream];
    if (stream.headersSent || this[kState].closed) return false;
    const fields = { __proto__: null };
    if (headers !== undefined && headers !== null) {
      validateObject(headers, 'headers');
      for (const name of Object.keys(headers)) fields[name] = headers[name];
    }
    fields[':status'] = statusCode;
    stream.additionalHeaders(fields);
    return true;
  }

  writeContinue() {
    return this.writeInformation(100);
  }

  writeEarlyHints(hints) {
    validateObject(hints, 'hints');
    const link = validateLinkHeaderValue(hints.link);
    const headers = { __proto__: null };
    for (const key of Object.keys(hints)) {
      if (key === 'link') continue;
      const name = normalize(key);
      assertValidHeader(name, hints[key]);
      const error = name[0] === ':' ? new ERR_INVALID_HTTP_TOKEN('Header name', name) : nameError(name);
      if (error !== undefined) throw error;
      headers[name] = hints[key];
    }
    if (link.length === 0) return false;
    headers.Link = link;
    return this.writeInformation(103, headers);
  }
}

module.exports = { Http2ServerResponse };
