// http.ServerResponse.
// https://nodejs.org/docs/latest-v26.x/api/http.html#class-httpserverresponse
'use strict';

const dc = require('diagnostics_channel');
const { OutgoingMessage } = require('_http_outgoing');
const { kOutHeaders } = require('internal/http');
const {
  checkInvalidHeaderChar,
  chunkExpression,
  validateHeaderName,
  validateHeaderValue,
} = require('internal/http/fields');
const { emitClose } = require('internal/http/outgoing_body');
const { kDirect } = require('internal/http/outgoing_symbols');
const perf = require('internal/http/perf');
const STATUS_CODES = require('internal/http/status_codes');
const {
  codes: {
    ERR_HTTP_HEADERS_SENT,
    ERR_HTTP_INVALID_STATUS_CODE,
    ERR_HTTP_SOCKET_ASSIGNED,
    ERR_INVALID_ARG_VALUE,
    ERR_INVALID_CHAR,
  },
} = require('internal/errors');
const { validateInteger, validateLinkHeaderValue, validateObject } = require('internal/validators');
const assert = require('internal/assert');

const onResponseCreatedChannel = dc.channel('http.server.response.created');

function ServerResponse(req, options) {
  OutgoingMessage.call(this, options);

  if (req.method === 'HEAD') this._hasBody = false;

  this.req = req;
  this.sendDate = true;
  this._sent100 = false;
  this._expect_continue = false;

  if (req.httpVersionMajor < 1 || req.httpVersionMinor < 1) {
    this.useChunkedEncodingByDefault = chunkExpression.test(req.headers.te);
    this.shouldKeepAlive = false;
  }

  if (perf.isObserved()) perf.beginRequest(this, req);
  if (onResponseCreatedChannel.hasSubscribers) {
    onResponseCreatedChannel.publish({ request: req, response: this });
  }
}
Object.setPrototypeOf(ServerResponse.prototype, OutgoingMessage.prototype);
Object.setPrototypeOf(ServerResponse, OutgoingMessage);

ServerResponse.prototype._finish = function _finish() {
  if (perf.isObserved()) perf.endRequest(this);
  OutgoingMessage.prototype._finish.call(this);
};

ServerResponse.prototype.statusCode = 200;
ServerResponse.prototype.statusMessage = undefined;

function closeResponse(res) {
  if (res._closed) return;
  res.destroyed = true;
  emitClose(res);
}

// The socket may have lost its message to an earlier listener of the same 'close'.
function onServerResponseClose() {
  if (this._httpMessage) closeResponse(this._httpMessage);
}

ServerResponse.prototype.assignSocket = function assignSocket(socket) {
  if (socket._httpMessage) throw new ERR_HTTP_SOCKET_ASSIGNED();
  socket._httpMessage = this;
  // The listeners of a server's own connection see to the message too.
  if (!socket[kDirect]) socket.on('close', onServerResponseClose);
  this.socket = socket;
  this.emit('socket', socket);
  this._flush();
};

ServerResponse.prototype.detachSocket = function detachSocket(socket) {
  assert(socket._httpMessage === this);
  if (!socket[kDirect]) socket.removeListener('close', onServerResponseClose);
  socket._httpMessage = null;
  this.socket = null;
};

// Calls `each(name, value)` for headers in any of the forms that writeHead() takes.
function forEachHeader(headers, each) {
  if (!Array.isArray(headers)) {
    validateObject(headers, 'headers');
    for (const key of Object.keys(headers)) each(key, headers[key]);
  } else if (headers.length > 0 && Array.isArray(headers[0])) {
    for (let i = 0; i < headers.length; i++) each(headers[i][0], headers[i][1]);
  } else {
    if (headers.length % 2 !== 0) throw new ERR_INVALID_ARG_VALUE('headers', headers);
    for (let i = 0; i < headers.length; i += 2) each(headers[i], headers[i + 1]);
  }
}

ServerResponse.prototype.writeInformation = function writeInformation(statusCode, headers, cb) {
  if (this._header) throw new ERR_HTTP_HEADERS_SENT('write');

  validateInteger(statusCode, 'statusCode', 100, 199);
  // 101 ends HTTP on the connection: writeHead() is for that.
  if (statusCode === 101) throw new ERR_HTTP_INVALID_STATUS_CODE(statusCode);

  let head = `HTTP/1.1 ${statusCode} ${STATUS_CODES[statusCode] || 'unknown'}\r\n`;
  if (headers !== undefined && headers !== null) {
    const lenient = this._isLenientHeaderValidation();
    forEachHeader(headers, (name, value) => {
      validateHeaderName(name);
      validateHeaderValue(name, value, lenient);
      head += `${name}: ${value}\r\n`;
    });
  }
  return this._writeRaw(head + '\r\n', 'ascii', cb);
};

ServerResponse.prototype.writeContinue = function writeContinue(cb) {
  this.writeInformation(100, null, cb);
  this._sent100 = true;
};

ServerResponse.prototype.writeProcessing = function writeProcessing(cb) {
  this.writeInformation(102, null, cb);
};

ServerResponse.prototype.writeEarlyHints = function writeEarlyHints(hints, cb) {
  validateObject(hints, 'hints');
  if (hints.link === null || hints.link === undefined) return;

  const link = validateLinkHeaderValue(hints.link);
  if (link.length === 0) return;
  if (checkInvalidHeaderChar(link)) throw new ERR_INVALID_CHAR('header content', 'Link');

  const headers = { __proto__: null, Link: link };
  for (const key of Object.keys(hints)) {
    if (key !== 'link') headers[key] = hints[key];
  }
  this.writeInformation(103, headers, cb);
};

ServerResponse.prototype._implicitHeader = function _implicitHeader() {
  this.writeHead(this.statusCode);
};

// Adds headers of writeHead() to those that are set. A flat array may name a field twice.
function mergeHeaders(res, headers) {
  if (!Array.isArray(headers)) {
    for (const key of Object.keys(headers)) {
      if (key) res.setHeader(key, headers[key]);
    }
    return;
  }
  if (headers.length % 2 !== 0) throw new ERR_INVALID_ARG_VALUE('headers', headers);
  for (let i = 0; i < headers.length; i += 2) res.removeHeader(headers[i]);
  for (let i = 0; i < headers.length; i += 2) {
    if (headers[i]) res.appendHeader(headers[i], headers[i + 1]);
  }
}

function hasNoBody(statusCode) {
  return statusCode === 204 || statusCode === 304 || statusCode < 200;
}

// The status line of the last response: most say 200 OK.
let lineCode = 0;
let lineMessage;
let line;

function statusLine(statusCode, message) {
  if (statusCode !== lineCode || message !== lineMessage) {
    if (checkInvalidHeaderChar(message)) throw new ERR_INVALID_CHAR('statusMessage');
    line = `HTTP/1.1 ${statusCode} ${message}\r\n`;
    lineCode = statusCode;
    lineMessage = message;
  }
  return line;
}

ServerResponse.prototype.writeHead = writeHead;
function writeHead(statusCode, reason, obj) {
  if (this._header) throw new ERR_HTTP_HEADERS_SENT('write');

  const code = statusCode | 0;
  if (code < 100 || code > 999) throw new ERR_HTTP_INVALID_STATUS_CODE(statusCode);

  if (typeof reason === 'string') {
    this.statusMessage = reason;
  } else {
    this.statusMessage ||= STATUS_CODES[code] || 'unknown';
    obj ??= reason;
  }
  this.statusCode = code;

  let headers = obj;
  if (this[kOutHeaders]) {
    if (obj) mergeHeaders(this, obj);
    headers = this[kOutHeaders];
  }

  const firstLine = statusLine(code, this.statusMessage);
  if (hasNoBody(code)) this._hasBody = false;

  // A client that was not told to continue may send its body, or not: the connection cannot be used again.
  if (this._expect_continue && !this._sent100) this.shouldKeepAlive = false;

  this._storeHeader(firstLine, headers);
  return this;
}

module.exports = { ServerResponse, closeResponse, onServerResponseClose };
