// Checks of header names and values, and the expressions that http looks for in values.
// https://nodejs.org/docs/latest-v26.x/api/http.html#httpvalidateheadernamename-label
'use strict';

const { hideStackFrames, quietCodes } = require('internal/errors');
const { assignFunctionName } = require('internal/util');

// RFC 9110, 5.6.2: the characters of a token.
const token = /^[\w!#$%&'*+.^`|~-]+$/;
// What may not stand in a value: RFC 9110, 5.5 (strict), and the Fetch standard (lenient).
const notInStrictValue = /[^\t\x20-\x7e\x80-\xff]/;
const notInLenientValue = /[\0\n\r]|[^\0-\xff]/;

// Names that have passed. Programs send the same few names again and again.
const knownNames = new Set();

function checkIsHttpToken(value) {
  if (knownNames.has(value)) return true;
  if (!token.test(value)) return false;
  if (knownNames.size < 256 && value.length <= 64) knownNames.add(value);
  return true;
}

function checkInvalidHeaderChar(value, lenient = false) {
  return (lenient ? notInLenientValue : notInStrictValue).test(value);
}

const validateHeaderName = assignFunctionName('validateHeaderName', hideStackFrames((name, label) => {
  if (typeof name !== 'string' || !name || !checkIsHttpToken(name)) {
    throw new quietCodes.ERR_INVALID_HTTP_TOKEN(label || 'Header name', name);
  }
}));

const validateHeaderValue = assignFunctionName('validateHeaderValue', hideStackFrames((name, value, lenient) => {
  if (value === undefined) throw new quietCodes.ERR_HTTP_INVALID_HEADER_VALUE(value, name);
  if (checkInvalidHeaderChar(value, lenient)) {
    throw new quietCodes.ERR_INVALID_CHAR('header content', name);
  }
}));

// The option `uniqueHeaders` as a set of lower-case names, or null.
function parseUniqueHeadersOption(names) {
  if (!Array.isArray(names)) return null;
  const unique = new Set();
  for (let i = 0; i < names.length; i++) unique.add(names[i].toLowerCase());
  return unique;
}

module.exports = {
  checkInvalidHeaderChar,
  checkIsHttpToken,
  chunkExpression: /(?:^|\W)chunked(?:$|\W)/i,
  closeExpression: /(?:^|\W)close(?:$|\W)/i,
  continueExpression: /(?:^|\W)100-continue(?:$|\W)/i,
  parseUniqueHeadersOption,
  validateHeaderName,
  validateHeaderValue,
};
