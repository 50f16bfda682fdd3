// The headers of a response: status, date, and what may not be in them.
'use strict';

const { codes: { ERR_HTTP2_STATUS_INVALID, ERR_INVALID_ARG_VALUE } } = require('internal/errors');
const { utcDate } = require('internal/http');
const { assertValidPseudoHeaderResponse, buildNgHeaderString } = require('internal/http2/headers');
const {
  kRawHeaders,
  kSensitiveHeaders,
  kSentHeaders,
  kStrictSingleValueFields,
} = require('internal/http2/symbols');
const { assertIsObject } = require('internal/http2/validators');
const { kSession } = require('internal/stream_base_commons');

// Stricter than HTTP/1, where anything from 100 to 999 goes.
function checkResponse(headers, statusCode) {
  if (statusCode < 200 || statusCode > 599) throw new ERR_HTTP2_STATUS_INVALID(statusCode);
  const sensitive = headers[kSensitiveHeaders];
  if (sensitive !== undefined && !Array.isArray(sensitive)) {
    throw new ERR_INVALID_ARG_VALUE('headers[http2.neverIndex]', sensitive);
  }
}

function wantsDate({ sendDate }) {
  return sendDate == null || !!sendDate;
}

function prepareResponseHeadersObject(given, options) {
  assertIsObject(given, 'headers', ['Object', 'Array']);
  // An object without a prototype that is not a dictionary, which a literal with a null prototype would be.
  const headers = Object.setPrototypeOf({ ...given }, null);
  headers[kSensitiveHeaders] = given?.[kSensitiveHeaders];
  const statusCode = headers[':status'] = headers[':status'] | 0 || 200;
  if (headers.date == null && wantsDate(options)) headers.date = utcDate();
  checkResponse(headers, statusCode);
  return { headers, statusCode };
}

// A flat list is used as it is, and what is missing is added to it.
function prepareResponseHeadersArray(headers, options) {
  let statusCode = 0;
  let hasDate = false;
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i].toLowerCase();
    if (name === ':status') statusCode = headers[i + 1] | 0;
    else if (name === 'date') hasDate = true;
  }
  if (statusCode === 0) {
    statusCode = 200;
    headers.unshift(':status', statusCode);
  }
  if (!hasDate && wantsDate(options)) headers.push('date', utcDate());
  checkResponse(headers, statusCode);
  return { headers, statusCode };
}

function packResponseHeaders(stream, headers) {
  return buildNgHeaderString(
    headers, assertValidPseudoHeaderResponse, stream[kSession][kStrictSingleValueFields]);
}

function prepareResponseHeaders(stream, given, options) {
  let prepared;
  if (Array.isArray(given)) {
    prepared = prepareResponseHeadersArray(given, options);
    stream[kRawHeaders] = prepared.headers;
  } else {
    prepared = prepareResponseHeadersObject(given, options);
    stream[kSentHeaders] = prepared.headers;
  }
  const { headers, statusCode } = prepared;
  return { headers, statusCode, headersList: packResponseHeaders(stream, headers) };
}

module.exports = { packResponseHeaders, prepareResponseHeaders, prepareResponseHeadersObject };
