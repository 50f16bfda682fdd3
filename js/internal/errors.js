// Errors of the builtins: the table of codes, the classes behind it, and helpers.
// https://nodejs.org/docs/latest-v26.x/api/errors.html
'use strict';

const {
  AggregateError,
  ArrayIsArray,
  ArrayPrototypePush,
  Error,
  ErrorCaptureStackTrace,
  ObjectAssign,
  SafeArrayIterator,
} = primordials;

const { codes, getMessage, kIsNodeError, quietCodes } = require('internal/errors/node_error');
const stack = require('internal/errors/stack');
const { defineLazy } = require('bootstrap/lazy_values');
const { determineSpecificType, formatList } = require('internal/errors/describe');

const { hideStackFrames, isErrorStackTraceLimitWritable } = stack;

// Not the DOMException of the web classes: a plain Error with a code and a name, as Node's streams and fs throw it.
class AbortError extends Error {
  constructor(message = 'The operation was aborted', options = undefined) {
    if (options !== undefined && typeof options !== 'object') {
      throw new codes.ERR_INVALID_ARG_TYPE('options', 'Object', options);
    }
    super(message, options);
    this.code = 'ABORT_ERR';
    this.name = 'AbortError';
  }
}

// One error for two that happened: the outer one, with the inner one kept in `errors`.
function aggregateTwoErrors(innerError, outerError) {
  if (!innerError || !outerError || innerError === outerError) return innerError || outerError;
  if (ArrayIsArray(outerError.errors)) {
    ArrayPrototypePush(outerError.errors, innerError);
    return outerError;
  }
  const both = new SafeArrayIterator([outerError, innerError]);
  let error;
  if (isErrorStackTraceLimitWritable()) {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    error = new AggregateError(both, outerError.message);
    Error.stackTraceLimit = limit;
    ErrorCaptureStackTrace(error, aggregateTwoErrors);
  } else {
    error = new AggregateError(both, outerError.message);
  }
  error.code = outerError.code;
  return error;
}

class NodeAggregateError extends AggregateError {
  constructor(errors, message) {
    super(new SafeArrayIterator(errors), message);
    this.code = errors[0]?.code;
  }

  get [kIsNodeError]() {
    return true;
  }

  get ['constructor']() {
    return AggregateError;
  }
}

const genericNodeError = hideStackFrames(function genericNodeError(message, errorProperties) {
  const error = new Error(message);
  ObjectAssign(error, errorProperties);
  return error;
});

// A custom inspect function that throws must not hide the error whose message is being made.
function inspectWithNoCustomRetry(value, options) {
  const { inspect } = require('internal/util/inspect');
  try {
    return inspect(value, options);
  } catch {
    return inspect(value, { ...options, customInspect: false });
  }
}

function isErrorLike(value) {
  return typeof value === 'object' && value !== null && typeof value.message === 'string' &&
    typeof value.stack === 'string';
}

module.exports = {
  AbortError,
  ErrorPrepareStackTrace: stack.ErrorPrepareStackTrace,
  NodeAggregateError,
  aggregateTwoErrors,
  codes,
  defaultPrepareStackTrace: stack.defaultPrepareStackTrace,
  determineSpecificType,
  fatalExceptionStackEnhancers: stack.fatalExceptionStackEnhancers,
  formatList,
  genericNodeError,
  getArrowMessage: stack.getArrowMessage,
  getMessage,
  hideInternalStackFrames: stack.hideInternalStackFrames,
  hideStackFrames,
  inspectWithNoCustomRetry,
  isErrorLike,
  isErrorStackTraceLimitWritable,
  isStackOverflowError: stack.isStackOverflowError,
  kEnhanceStackBeforeInspector: stack.kEnhanceStackBeforeInspector,
  kIsNodeError,
  overrideStackTrace: stack.overrideStackTrace,
  prepareStackTraceCallback: stack.prepareStackTraceCallback,
  quietCodes,
  setArrowMessage: stack.setArrowMessage,
  setInternalPrepareStackTrace: stack.setInternalPrepareStackTrace,
};

defineLazy(module.exports, ['internal/errors/system_error', [
  'ConnResetException', 'DNSException', 'ErrnoException', 'ExceptionWithHostPort', 'SystemError', 'UVException',
  'UVExceptionWithHostPort', 'getErrorMap', 'uvErrmapGet',
]], true);
