// The header methods of OutgoingMessage.
// https://nodejs.org/docs/latest-v26.x/api/http.html#outgoingmessagesetheadername-value
'use strict';

const { kOutHeaders } = require('internal/http');
const { checkInvalidHeaderChar, validateHeaderName } = require('internal/http/fields');
const { isLenient } = require('internal/http/parser_pool');
const { kUniqueHeaders } = require('internal/http/outgoing_symbols');
const {
  codes: { ERR_HTTP_HEADERS_SENT, ERR_HTTP_INVALID_HEADER_VALUE, ERR_INVALID_ARG_TYPE, ERR_INVALID_CHAR,
           ERR_METHOD_NOT_IMPLEMENTED },
} = require('internal/errors');
const { validateString } = require('internal/validators');

// Throws unless `name` and `value` may become a field of `message` now.
function checkField(message, verb, name, value) {
  if (message._header) throw new ERR_HTTP_HEADERS_SENT(verb);
  validateHeaderName(name);
  if (value === undefined) throw new ERR_HTTP_INVALID_HEADER_VALUE(value, name);
  if (checkInvalidHeaderChar(value, message._isLenientHeaderValidation())) {
    throw new ERR_INVALID_CHAR('header content', name);
  }
}

// Which characters a value may have: the message's own options, else its server's, else the command line's.
function _isLenientHeaderValidation() {
  const server = this.req?.socket?.server;
  const validation = this.httpValidation ?? server?.httpValidation;
  if (validation !== undefined) return validation !== 'strict';
  if (typeof this.insecureHTTPParser === 'boolean') return this.insecureHTTPParser;
  if (typeof server?.insecureHTTPParser === 'boolean') return server.insecureHTTPParser;
  return isLenient();
}

function setHeader(name, value) {
  checkField(this, 'set', name, value);
  const headers = this[kOutHeaders] ??= { __proto__: null };
  headers[name.toLowerCase()] = [name, value];
  return this;
}

function setHeaders(headers) {
  if (this._header) throw new ERR_HTTP_HEADERS_SENT('set');
  if (!headers || Array.isArray(headers) || typeof headers.keys !== 'function' || typeof headers.get !== 'function') {
    throw new ERR_INVALID_ARG_TYPE('headers', ['Headers', 'Map'], headers);
  }
  // Each cookie is an entry of its own: together they become one field with a list.
  const cookies = [];
  for (const { 0: name, 1: value } of headers) {
    if (name !== 'set-cookie') this.setHeader(name, value);
    else if (Array.isArray(value)) cookies.push(...value);
    else cookies.push(value);
  }
  if (cookies.length > 0) this.setHeader('set-cookie', cookies);
  return this;
}

function appendHeader(name, value) {
  checkField(this, 'append', name, value);
  const entry = this[kOutHeaders]?.[name.toLowerCase()];
  if (!entry) return this.setHeader(name, value);
  if (!Array.isArray(entry[1])) entry[1] = [entry[1]];
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) entry[1].push(value[i]);
  } else {
    entry[1].push(value);
  }
  return this;
}

function getHeader(name) {
  validateString(name, 'name');
  const headers = this[kOutHeaders];
  return headers === null ? undefined : headers[name.toLowerCase()]?.[1];
}

function getHeaderNames() {
  const headers = this[kOutHeaders];
  return headers === null ? [] : Object.keys(headers);
}

function getRawHeaderNames() {
  const headers = this[kOutHeaders];
  return headers === null ? [] : Object.values(headers).map((entry) => entry[0]);
}

function getHeaders() {
  const copy = { __proto__: null };
  const headers = this[kOutHeaders];
  for (const key in headers) copy[key] = headers[key][1];
  return copy;
}

function hasHeader(name) {
  validateString(name, 'name');
  const headers = this[kOutHeaders];
  return headers !== null && !!headers[name.toLowerCase()];
}

function removeHeader(name) {
  validateString(name, 'name');
  if (this._header) throw new ERR_HTTP_HEADERS_SENT('remove');

  // A field that is removed is not added by default either.
  const key = name.toLowerCase();
  if (key === 'connection') this._removedConnection = true;
  else if (key === 'content-length') this._removedContLen = true;
  else if (key === 'transfer-encoding') this._removedTE = true;
  else if (key === 'date') this.sendDate = false;

  if (this[kOutHeaders] !== null) delete this[kOutHeaders][key];
}

function addTrailers(headers) {
  this._trailer = '';
  const lenient = this._isLenientHeaderValidation();
  const isArray = Array.isArray(headers);
  for (const key of Object.keys(headers)) {
    const field = isArray ? headers[key][0] : key;
    let value = isArray ? headers[key][1] : headers[key];
    validateHeaderName(field, 'Trailer name');
    if (Array.isArray(value)) {
      if (value.length > 1 && !this[kUniqueHeaders]?.has(field.toLowerCase())) {
        for (let i = 0; i < value.length; i++) addTrailer(this, field, value[i], lenient);
        continue;
      }
      value = value.join('; ');
    }
    addTrailer(this, field, value, lenient);
  }
}

function addTrailer(message, field, value, lenient) {
  if (checkInvalidHeaderChar(value, lenient)) throw new ERR_INVALID_CHAR('trailer content', field);
  message._trailer += field + ': ' + value + '\r\n';
}

function _renderHeaders() {
  if (this._header) throw new ERR_HTTP_HEADERS_SENT('render');
  const rendered = {};
  const headers = this[kOutHeaders];
  for (const key in headers) rendered[headers[key][0]] = headers[key][1];
  return rendered;
}

function _implicitHeader() {
  throw new ERR_METHOD_NOT_IMPLEMENTED('_implicitHeader()');
}

module.exports = {
  methods: {
    _isLenientHeaderValidation,
    _renderHeaders,
    setHeader,
    setHeaders,
    appendHeader,
    getHeader,
    getHeaderNames,
    getRawHeaderNames,
    getHeaders,
    hasHeader,
    removeHeader,
    addTrailers,
    _implicitHeader,
  },
};
