// https://nodejs.org/docs/latest-v26.x/api/util.html
'use strict';

const {
  codes: { ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE },
  ErrnoException,
  ExceptionWithHostPort,
  isErrorStackTraceLimitWritable,
} = require('internal/errors');
const internalUtil = require('internal/util');
const { format, formatWithOptions, inspect, stripVTControlCharacters } = require('internal/util/inspect');
const { debuglog } = require('internal/util/debuglog');
const { validateNumber, validateString } = require('internal/validators');
const types = require('internal/util/types');

const { defineLazyProperties, kEmptyObject } = internalUtil;

function inherits(ctor, superCtor) {
  if (ctor === undefined || ctor === null) throw new ERR_INVALID_ARG_TYPE('ctor', 'Function', ctor);
  if (superCtor === undefined || superCtor === null) {
    throw new ERR_INVALID_ARG_TYPE('superCtor', 'Function', superCtor);
  }
  if (superCtor.prototype === undefined) {
    throw new ERR_INVALID_ARG_TYPE('superCtor.prototype', 'Object', superCtor.prototype);
  }
  Object.defineProperty(ctor, 'super_', { __proto__: null, value: superCtor, writable: true, configurable: true });
  Object.setPrototypeOf(ctor.prototype, superCtor.prototype);
}

function _extend(target, source) {
  if (source === null || typeof source !== 'object') return target;
  const keys = Object.keys(source);
  for (let i = keys.length - 1; i >= 0; i--) target[keys[i]] = source[keys[i]];
  return target;
}

function checkErrno(err) {
  validateNumber(err, 'err');
  if (err >= 0 || !Number.isSafeInteger(err)) throw new ERR_OUT_OF_RANGE('err', 'a negative integer', err);
}

function getSystemErrorMessage(err) {
  checkErrno(err);
  return internalUtil.getSystemErrorMessage(err);
}

function getSystemErrorName(err) {
  checkErrno(err);
  return internalUtil.getSystemErrorName(err);
}

// An error whose stack starts at the caller of `caller`.
function makeException(Class, args, caller) {
  if (!isErrorStackTraceLimitWritable()) return new Class(...args);
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  const exception = new Class(...args);
  Error.stackTraceLimit = limit;
  Error.captureStackTrace(exception, caller);
  return exception;
}

function _errnoException(...args) {
  return makeException(ErrnoException, args, _errnoException);
}

function _exceptionWithHostPort(...args) {
  return makeException(ExceptionWithHostPort, args, _exceptionWithHostPort);
}

function getSystemErrorMap() {
  return new Map(internalUtil.getSystemErrorMap());
}

function callbackify(original) {
  return require('internal/util/callbackify').callbackify(original);
}

function styleText(format, text, options) {
  return require('internal/util/style_text').styleText(format, text, options);
}

function getCallSites(frameCount = 10, options) {
  return require('internal/util/call_sites').getCallSites(frameCount, options);
}

function parseEnv(content) {
  validateString(content, 'content');
  return require('internal/dotenv').parseEnv(content);
}

function deprecate(fn, msg, code, { modifyPrototype } = kEmptyObject) {
  return internalUtil.deprecate(fn, msg, code, undefined, modifyPrototype);
}

function markPromiseAsHandled(promise) {
  if (!types.isPromise(promise)) throw new ERR_INVALID_ARG_TYPE('promise', 'Promise', promise);
  ops.op_util_mark_promise_as_handled(promise);
}

module.exports = {
  _errnoException,
  _exceptionWithHostPort,
  _extend: internalUtil.deprecate(
    _extend, 'The `util._extend` API is deprecated. Please use Object.assign() instead.', 'DEP0060'),
  callbackify,
  convertProcessSignalToExitCode: internalUtil.convertProcessSignalToExitCode,
  debug: debuglog,
  debuglog,
  deprecate,
  format,
  styleText,
  formatWithOptions,
  getCallSites,
  getSystemErrorMap,
  getSystemErrorName,
  getSystemErrorMessage,
  inherits,
  inspect,
  isArray: internalUtil.deprecate(
    Array.isArray, 'The `util.isArray` API is deprecated. Please use `Array.isArray()` instead.', 'DEP0044'),
  isDeepStrictEqual(a, b, skipPrototype) {
    return require('internal/util/comparisons').isDeepStrictEqual(a, b, skipPrototype);
  },
  markPromiseAsHandled,
  promisify: internalUtil.promisify,
  stripVTControlCharacters,
  toUSVString(input) {
    return internalUtil.toUSVString(input);
  },
  get transferableAbortSignal() {
    return require('internal/abort_controller').transferableAbortSignal;
  },
  get transferableAbortController() {
    return require('internal/abort_controller').transferableAbortController;
  },
  get aborted() {
    return require('internal/abort_controller').aborted;
  },
  types,
  parseEnv,
};

// The rest is loaded when it is first used.
defineLazyProperties(module.exports, 'internal/util/parse_args/parse_args', ['parseArgs']);
defineLazyProperties(module.exports, 'internal/encoding', ['TextDecoder', 'TextEncoder']);
defineLazyProperties(module.exports, 'internal/mime', ['MIMEType', 'MIMEParams']);
defineLazyProperties(module.exports, 'internal/util/diff', ['diff']);
for (const name of ['debounce', 'throttle']) {
  Object.defineProperty(module.exports, name, {
    __proto__: null,
    get() { return require(`internal/util/${name}`)[name]; },
    enumerable: true,
    configurable: true,
  });
}
defineLazyProperties(module.exports, 'internal/util/trace_sigint', ['setTraceSigInt']);
