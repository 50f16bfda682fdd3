// Header fields on their way out (checked, then packed into one string for the native side) and in.
// https://nodejs.org/docs/latest-v26.x/api/http2.html#headers-object
'use strict';

const { _checkIsHttpToken: checkIsHttpToken } = require('_http_common');
const {
  codes: {
    ERR_HTTP2_CONNECT_AUTHORITY,
    ERR_HTTP2_CONNECT_PATH,
    ERR_HTTP2_CONNECT_SCHEME,
    ERR_HTTP2_HEADER_SINGLE_VALUE,
    ERR_HTTP2_INVALID_CONNECTION_HEADERS,
    ERR_HTTP2_INVALID_PSEUDOHEADER,
    ERR_INVALID_HTTP_TOKEN,
  },
} = require('internal/errors');
const { kAuthority, kProtocol, kSensitiveHeaders, kStrictSingleValueFields } = require('internal/http2/symbols');

const pseudoHeaders = new Set([':status', ':method', ':authority', ':scheme', ':path', ':protocol']);

// Fields of which a message has at most one.
const singleValueFields = new Set([
  ...pseudoHeaders,
  'access-control-allow-credentials', 'access-control-max-age', 'access-control-request-method', 'age',
  'authorization', 'content-encoding', 'content-language', 'content-length', 'content-location', 'content-md5',
  'content-range', 'content-type', 'date', 'dnt', 'etag', 'expires', 'from', 'host', 'if-match',
  'if-modified-since', 'if-none-match', 'if-range', 'if-unmodified-since', 'last-modified', 'location',
  'max-forwards', 'proxy-authorization', 'range', 'referer', 'retry-after', 'tk', 'upgrade-insecure-requests',
  'user-agent', 'x-content-type-options',
]);

// Fields that speak about one HTTP/1 connection; HTTP/2 forbids them (RFC 9113, section 8.2.2).
const connectionFields = new Set([
  'connection', 'upgrade', 'http2-settings', 'keep-alive', 'proxy-connection', 'transfer-encoding',
]);

// Requests whose body would mean nothing: their streams are ended at once.
function isPayloadMeaningless(method) {
  return method === 'GET' || method === 'HEAD' || method === 'DELETE';
}

// The error starts at the caller of `check`.
function pseudoHeaderError(check, key) {
  const error = new ERR_HTTP2_INVALID_PSEUDOHEADER(key);
  if (Error.stackTraceLimit) Error.captureStackTrace(error, check);
  return error;
}

function assertValidPseudoHeader(key) {
  if (!pseudoHeaders.has(key)) throw pseudoHeaderError(assertValidPseudoHeader, key);
}

function assertValidPseudoHeaderResponse(key) {
  if (key !== ':status') throw pseudoHeaderError(assertValidPseudoHeaderResponse, key);
}

function assertValidPseudoHeaderTrailer(key) {
  throw pseudoHeaderError(assertValidPseudoHeaderTrailer, key);
}

// The host a request is for: `:authority`, or the `host` of a message that was HTTP/1.
function getAuthority(headers) {
  const authority = headers[':authority'];
  return authority === undefined ? headers.host : authority;
}

const NO_INDEX = '\x01';
const PLAIN = '\x00';

// Packs header fields: name NUL value NUL flag, pseudo headers first. The flag keeps a field out of the compression
// tables of both sides.
class HeaderBlock {
  constructor(source, checkPseudo, strict) {
    this.pseudo = '';
    this.regular = '';
    this.count = 0;
    this.checkPseudo = checkPseudo;
    this.strict = strict;
    this.seen = undefined;
    const sensitive = source[kSensitiveHeaders];
    this.sensitive = sensitive?.length > 0 ? sensitive.map((name) => name.toLowerCase()) : undefined;
  }

  add(name, value) {
    if (value === undefined || name === '') return;
    const key = name.toLowerCase();
    let list;
    if (Array.isArray(value)) {
      if (value.length === 0) return;
      if (value.length > 1) list = value;
      else value = value[0];
    }
    const single = singleValueFields.has(key);
    if (single && this.strict) this.addSingle(key, list);
    const flag = this.sensitive?.includes(key) ? NO_INDEX : PLAIN;
    if (list === undefined) value = String(value);

    if (key.charCodeAt(0) === 58) {
      this.checkPseudo(key);
      this.pseudo += `${key}\0${list === undefined ? value : String(list)}\0${flag}`;
      this.count++;
      return;
    }
    // A field of the table above is a token and no connection field.
    if (!single) {
      if (!checkIsHttpToken(key)) throw new ERR_INVALID_HTTP_TOKEN('Header name', key);
      if (connectionFields.has(key) || (key === 'te' && value !== 'trailers')) {
        throw new ERR_HTTP2_INVALID_CONNECTION_HEADERS(key);
      }
    }
    if (list === undefined) {
      this.regular += `${key}\0${value}\0${flag}`;
      this.count++;
      return;
    }
    for (const item of list) this.regular += `${key}\0${item}\0${flag}`;
    this.count += list.length;
  }

  addSingle(key, list) {
    if (list !== undefined || this.seen?.includes(key)) throw new ERR_HTTP2_HEADER_SINGLE_VALUE(key);
    if (this.seen === undefined) this.seen = [key];
    else this.seen.push(key);
  }
}

// `source` is an object, or a flat list of names and values. Gives the packed text and the number of fields.
function buildNgHeaderString(source, checkPseudo, strict) {
  if (Array.isArray(source)) {
    const block = new HeaderBlock(source, checkPseudo, strict);
    for (let i = 0; i < source.length; i += 2) block.add(source[i], source[i + 1]);
    return [block.pseudo + block.regular, block.count];
  }
  const keys = Object.keys(source);
  if (keys.length === 0) return ['', 0];
  const block = new HeaderBlock(source, checkPseudo, strict);
  for (let i = 0; i < keys.length; i++) block.add(keys[i], source[keys[i]]);
  return [block.pseudo + block.regular, block.count];
}

// CONNECT names no resource, unless the extended form (RFC 8441) does.
function checkConnect(authority, scheme, path) {
  if (authority === undefined) throw new ERR_HTTP2_CONNECT_AUTHORITY();
  if (scheme !== undefined) throw new ERR_HTTP2_CONNECT_SCHEME();
  if (path !== undefined) throw new ERR_HTTP2_CONNECT_PATH();
}

// The pseudo headers that the program left out are put before its own list.
function prepareRequestHeadersArray(headers, session) {
  const given = { __proto__: null };
  for (let i = 0; i < headers.length; i += 2) {
    if (headers[i][0] === ':') given[headers[i].toLowerCase()] = headers[i + 1];
  }
  let { ':method': method, ':scheme': scheme, ':authority': authority } = given;
  const added = [];
  if (method === undefined) {
    method = 'GET';
    added.push(':method', method);
  }
  if (method === 'CONNECT' && given[':protocol'] === undefined) {
    checkConnect(authority, scheme, given[':path']);
  } else {
    if (authority === undefined && headers.host === undefined) {
      authority = session[kAuthority];
      added.push(':authority', authority);
    }
    if (scheme === undefined) {
      scheme = session[kProtocol].slice(0, -1);
      added.push(':scheme', scheme);
    }
    if (given[':path'] === undefined) added.push(':path', '/');
  }

  const rawHeaders = added.length === 0 ? headers : added.concat(headers);
  const sensitive = headers[kSensitiveHeaders];
  if (sensitive !== undefined) rawHeaders[kSensitiveHeaders] = sensitive;
  const headersList = buildNgHeaderString(rawHeaders, assertValidPseudoHeader, session[kStrictSingleValueFields]);
  return { rawHeaders, headersList, scheme, authority: authority ?? headers.host, method };
}

function prepareRequestHeadersObject(headers, session) {
  const headersObject = Object.assign({ __proto__: null }, headers);
  if (headersObject[':method'] === undefined) headersObject[':method'] = 'GET';
  if (headersObject[':method'] === 'CONNECT' && headersObject[':protocol'] === undefined) {
    checkConnect(headersObject[':authority'], headersObject[':scheme'], headersObject[':path']);
  } else {
    if (getAuthority(headersObject) === undefined) headersObject[':authority'] = session[kAuthority];
    if (headersObject[':scheme'] === undefined) headersObject[':scheme'] = session[kProtocol].slice(0, -1);
    if (headersObject[':path'] === undefined) headersObject[':path'] = '/';
  }
  return {
    headersObject,
    headersList: buildNgHeaderString(headersObject, assertValidPseudoHeader, session[kStrictSingleValueFields]),
    scheme: headersObject[':scheme'],
    authority: getAuthority(headersObject),
    method: headersObject[':method'],
  };
}

// A received block: of a field that may appear once the first value counts, the others are joined.
function toHeaderObject(headers, sensitiveHeaders) {
  const object = { __proto__: null };
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i];
    const value = name === ':status' ? headers[i + 1] | 0 : headers[i + 1];
    const existing = object[name];
    if (existing === undefined) object[name] = name === 'set-cookie' ? [value] : value;
    else if (name === 'set-cookie') existing.push(value);
    else if (name === 'cookie') object[name] = `${existing}; ${value}`;
    else if (!singleValueFields.has(name)) object[name] = `${existing}, ${value}`;
  }
  object[kSensitiveHeaders] = sensitiveHeaders;
  return object;
}

module.exports = {
  assertValidPseudoHeader,
  assertValidPseudoHeaderResponse,
  assertValidPseudoHeaderTrailer,
  buildNgHeaderString,
  getAuthority,
  isPayloadMeaningless,
  prepareRequestHeadersArray,
  prepareRequestHeadersObject,
  toHeaderObject,
};
