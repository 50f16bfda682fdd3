// How the head of an OutgoingMessage is made: its fields, and those that HTTP wants beside them.
'use strict';

const { Buffer } = require('buffer');
const { kOutHeaders, utcDate } = require('internal/http');
const { chunkExpression, closeExpression, validateHeaderName, validateHeaderValue } = require('internal/http/fields');
const { kUniqueHeaders } = require('internal/http/outgoing_symbols');
const { codes: { ERR_HTTP_TRAILER_INVALID, ERR_INVALID_ARG_VALUE } } = require('internal/errors');

// The fields that decide how the message is framed, as bits.
const CONNECTION = 1;
const CONTENT_LENGTH = 2;
const TRANSFER_ENCODING = 4;
const DATE = 8;
const EXPECT = 16;
const TRAILER = 32;
const KEEP_ALIVE = 64;
const COOKIE = 128;
const CONTENT_DISPOSITION = 256;

const roles = new Map([
  ['connection', CONNECTION],
  ['content-length', CONTENT_LENGTH],
  ['transfer-encoding', TRANSFER_ENCODING],
  ['date', DATE],
  ['expect', EXPECT],
  ['trailer', TRAILER],
  ['keep-alive', KEEP_ALIVE],
  ['cookie', COOKIE],
  ['content-disposition', CONTENT_DISPOSITION],
]);
const MAX_SPELLINGS = 512;

// The bit of a field, in whatever case it is written. Spellings are kept: a program has few.
function roleOf(field) {
  if (field.length < 4 || field.length > 19) return 0;
  let role = roles.get(field);
  if (role === undefined) {
    role = roles.get(field.toLowerCase()) ?? 0;
    if (roles.size < MAX_SPELLINGS) roles.set(field, role);
  }
  return role;
}

// A head in the making.
class Head {
  constructor(message, firstLine, checked) {
    this.message = message;
    this.text = firstLine;
    this.found = 0;
    // Whether the fields have been validated, as setHeader() does.
    this.checked = checked;
    this.lenient = !checked && message._isLenientHeaderValidation();
  }

  addAll(headers) {
    if (!Array.isArray(headers)) {
      for (const key in headers) {
        if (Object.hasOwn(headers, key)) this.add(key, headers[key]);
      }
    } else if (headers.length > 0 && Array.isArray(headers[0])) {
      for (let i = 0; i < headers.length; i++) this.add(headers[i][0], headers[i][1]);
    } else {
      if (headers.length % 2 !== 0) throw new ERR_INVALID_ARG_VALUE('headers', headers);
      for (let i = 0; i < headers.length; i += 2) this.add(headers[i], headers[i + 1]);
    }
  }

  add(field, value) {
    if (!this.checked) validateHeaderName(field);
    const role = roleOf(field);
    // RFC 6266, 4.3: the value goes out as latin1, which matters when the length of the body is known.
    if (role === CONTENT_DISPOSITION && this.message._contentLength) {
      value = Array.isArray(value) ? value.map((one) => Buffer.from(one, 'latin1')) : Buffer.from(value, 'latin1');
    }
    if (Array.isArray(value)) {
      const join = (role === COOKIE && value.length > 1) || this.message[kUniqueHeaders]?.has(field.toLowerCase());
      if (!join) {
        for (let i = 0; i < value.length; i++) this.addLine(field, value[i], role);
        return;
      }
      value = value.join('; ');
    }
    this.addLine(field, value, role);
  }

  addLine(field, value, role) {
    if (!this.checked) validateHeaderValue(field, value, this.lenient);
    this.text += field + ': ' + value + '\r\n';
    if (role !== 0) this.note(role, value);
  }

  // What a field of the program's says about the message.
  note(role, value) {
    const { message } = this;
    this.found |= role;
    if (role === CONNECTION) {
      message._removedConnection = false;
      if (closeExpression.test(value)) message._last = true;
      else message.shouldKeepAlive = true;
    } else if (role === CONTENT_LENGTH) {
      message._contentLength = +value;
      message._removedContLen = false;
    } else if (role === TRANSFER_ENCODING) {
      message._removedTE = false;
      if (chunkExpression.test(value)) message.chunkedEncoding = true;
    } else if (role === KEEP_ALIVE) {
      message._defaultKeepAlive = false;
    }
  }
}

// The Connection and Keep-Alive fields that `message` gets, and whether it is the last on its connection.
function connectionFields(message, found) {
  if (message._removedConnection) {
    // HTTP/1.1 persists without a word.
    message._last = !message.shouldKeepAlive;
    return '';
  }
  if (found & CONNECTION) return '';
  const keep = message.shouldKeepAlive &&
    ((found & CONTENT_LENGTH) || message.useChunkedEncodingByDefault || message.agent);
  if (!keep) {
    message._last = true;
    return 'Connection: close\r\n';
  }
  if (message.maxRequestsOnConnectionReached) return 'Connection: close\r\n';
  if (!message._keepAliveTimeout || !message._defaultKeepAlive) return 'Connection: keep-alive\r\n';
  return keepAliveFields(message._keepAliveTimeout, message._maxRequestsPerSocket);
}

let lastTimeout;
let lastMax;
let lastFields;

// A server says the same on each of its connections.
function keepAliveFields(timeout, max) {
  if (timeout !== lastTimeout || max !== lastMax) {
    lastTimeout = timeout;
    lastMax = max;
    const limit = ~~max > 0 ? `, max=${max}` : '';
    lastFields = `Connection: keep-alive\r\nKeep-Alive: timeout=${Math.floor(timeout / 1000)}${limit}\r\n`;
  }
  return lastFields;
}

// The Content-Length or Transfer-Encoding field that `message` gets.
function framingField(message, found) {
  if (found & (CONTENT_LENGTH | TRANSFER_ENCODING)) return '';
  if (!message._hasBody) {
    message.chunkedEncoding = false;
  } else if (!message.useChunkedEncodingByDefault) {
    message._last = true;
  } else if (!(found & TRAILER) && !message._removedContLen && typeof message._contentLength === 'number') {
    return 'Content-Length: ' + message._contentLength + '\r\n';
  } else if (!message._removedTE) {
    message.chunkedEncoding = true;
    return 'Transfer-Encoding: chunked\r\n';
  } else {
    // With both fields removed only the end of the connection ends the body.
    message._last = true;
  }
  return '';
}

// `firstLine` ends with CRLF. `headers` are the message's own, an object, a flat array, or an array of pairs.
function _storeHeader(firstLine, headers) {
  const own = headers === this[kOutHeaders];
  const head = new Head(this, firstLine, own);
  if (own) {
    for (const key in headers) head.add(headers[key][0], headers[key][1]);
  } else if (headers) {
    head.addAll(headers);
  }
  const { found } = head;

  if (this.sendDate && !(found & DATE)) head.text += 'Date: ' + utcDate() + '\r\n';

  // These never have a body, not even an empty chunk, which clients have taken for the next response.
  if (this.chunkedEncoding && (this.statusCode === 204 || this.statusCode === 304)) {
    this.chunkedEncoding = false;
    this.shouldKeepAlive = false;
  }

  head.text += connectionFields(this, found);
  head.text += framingField(this, found);

  // Only a chunked body can have trailers.
  if (this.chunkedEncoding !== true && (found & TRAILER)) throw new ERR_HTTP_TRAILER_INVALID();

  this._header = head.text + '\r\n';
  this._headerSent = false;

  // The head waits for the first piece of the body, except where the other side is asked before.
  if (found & EXPECT) this._send('');
}

module.exports = { methods: { _storeHeader } };
