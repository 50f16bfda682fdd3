// Checks of arguments that only node:http2 makes, and the error of a failed nghttp2 call.
'use strict';

const {
  codes: { ERR_HTTP2_INVALID_SETTING_VALUE, ERR_INVALID_ARG_TYPE },
  getMessage,
  hideStackFrames,
  kIsNodeError,
} = require('internal/errors');

// hideStackFrames() costs a call that every request would pay.
function typeError(check, name, types, value) {
  const error = new ERR_INVALID_ARG_TYPE(name, types, value);
  if (Error.stackTraceLimit) Error.captureStackTrace(error, check);
  return error;
}

function assertIsObject(value, name, types) {
  if (value === undefined || (typeof value === 'object' && value !== null && !Array.isArray(value))) return;
  throw typeError(assertIsObject, name, types || 'Object', value);
}

function assertIsArray(value, name, types) {
  if (value === undefined || Array.isArray(value)) return;
  throw typeError(assertIsArray, name, types || 'Array', value);
}

const assertWithinRange = hideStackFrames((name, value, min = 0, max = Infinity) => {
  if (value !== undefined && (typeof value !== 'number' || value < min || value > max)) {
    throw new ERR_HTTP2_INVALID_SETTING_VALUE.RangeError.HideStackFramesError(name, value, min, max);
  }
});

// `errno` is nghttp2's number; the text is nghttp2's too unless the native side names one of our codes.
class NghttpError extends Error {
  constructor(integerCode, customErrorCode) {
    super(customErrorCode ?
      getMessage(customErrorCode, [], null) :
      require('internal/http2/binding').nghttp2ErrorString(integerCode));
    this.code = customErrorCode || 'ERR_HTTP2_ERROR';
    this.errno = integerCode;
  }

  get [kIsNodeError]() {
    return true;
  }

  toString() {
    return `${this.name} [${this.code}]: ${this.message}`;
  }
}

module.exports = { NghttpError, assertIsArray, assertIsObject, assertWithinRange };
