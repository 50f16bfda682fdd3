// The header fields that a program gives to an Http2ServerResponse: what is refused, and what is dropped with a warning.
'use strict';

const process = require('process');
const { _checkIsHttpToken: checkIsHttpToken } = require('_http_common');
const {
  codes: { ERR_HTTP2_INVALID_HEADER_VALUE, ERR_HTTP2_PSEUDOHEADER_NOT_ALLOWED, ERR_INVALID_HTTP_TOKEN },
} = require('internal/errors');
const { assertValidPseudoHeader } = require('internal/http2/headers');

const ownPseudoHeaders = new Set([':status', ':method', ':path', ':authority', ':scheme']);

function warnOnce(text) {
  let warned = false;
  return () => {
    if (warned) return;
    warned = true;
    process.emitWarning(text, 'UnsupportedWarning');
  };
}

const warnStatusMessage = warnOnce('Status message is not supported by HTTP/2 (RFC7540 8.1.2.4)');
const warnConnection = warnOnce('The provided connection header is not valid, the value will be dropped from the header ' +
  'and will never be in use.');

function isDropped(name, value) {
  return name === 'connection' && value !== 'trailers';
}

function headerError(name, value) {
  if (name === '' || typeof name !== 'string' || name.includes(' ')) {
    return new ERR_INVALID_HTTP_TOKEN('Header name', name);
  }
  if (ownPseudoHeaders.has(name)) return new ERR_HTTP2_PSEUDOHEADER_NOT_ALLOWED();
  if (value === undefined || value === null) return new ERR_HTTP2_INVALID_HEADER_VALUE(value, name);
  return undefined;
}

// Its errors start at its caller, as those of hideStackFrames() do, which would cost a call for each header.
function assertValidHeader(name, value) {
  const error = headerError(name, value);
  if (error !== undefined) {
    if (Error.stackTraceLimit) Error.captureStackTrace(error, assertValidHeader);
    throw error;
  }
  if (isDropped(name, value)) warnConnection();
}

// The error of a name that is no token, if it is none.
function nameError(name) {
  if (name[0] === ':') assertValidPseudoHeader(name);
  else if (!checkIsHttpToken(name)) return new ERR_INVALID_HTTP_TOKEN('Header name', name);
  return undefined;
}

module.exports = { assertValidHeader, isDropped, nameError, warnStatusMessage };
