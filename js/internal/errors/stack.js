// Stack traces: their text, their limit, and the frames that belong to builtins.
// https://nodejs.org/docs/latest-v26.x/api/errors.html#errorstack
'use strict';

const {
  ArrayPrototypeFilter,
  ArrayPrototypeJoin,
  Error,
  ErrorCaptureStackTrace,
  ErrorPrototypeToString,
  MathMax,
  ObjectDefineProperty,
  ObjectGetOwnPropertyDescriptor,
  ObjectIsExtensible,
  ObjectPrototypeHasOwnProperty,
  ReflectApply,
  SafeWeakMap,
  StringPrototypeStartsWith,
  Symbol,
} = primordials;

const { kIsNodeError } = require('internal/errors/node_error');

// Errors whose stack a builtin formats in its own way: error -> (error, callSites) => string.
const overrideStackTrace = new SafeWeakMap();
// The source line with a caret under it that a fatal error is printed with: error -> string.
const arrowMessages = new SafeWeakMap();
const kEnhanceStackBeforeInspector = Symbol('kEnhanceStackBeforeInspector');

let formatStack = defaultPrepareStackTrace;

function defaultPrepareStackTrace(error, trace) {
  const head = kIsNodeError in error ?
    `${error.name} [${error.code}]: ${error.message}` : ErrorPrototypeToString(error);
  return trace.length === 0 ? head : `${head}\n    at ${ArrayPrototypeJoin(trace, '\n    at ')}`;
}

function setInternalPrepareStackTrace(format) {
  formatStack = format;
}

// What V8 asks for the `stack` of an error of any realm; `realmGlobal` is the global object of that realm.
function prepareStackTraceCallback(realmGlobal, error, trace) {
  const override = overrideStackTrace.get(error);
  if (override !== undefined) {
    overrideStackTrace.delete(error);
    return override(error, trace);
  }
  const RealmError = realmGlobal.Error;
  if (typeof RealmError?.prepareStackTrace === 'function') return RealmError.prepareStackTrace(error, trace);
  if (typeof Error.prepareStackTrace === 'function') return Error.prepareStackTrace(error, trace);
  return formatStack(error, trace);
}

// The value of Error.prepareStackTrace that programs find and call.
function ErrorPrepareStackTrace(error, trace) {
  return formatStack(error, trace);
}

function defineErrorPrepareStackTrace() {
  ObjectDefineProperty(Error, 'prepareStackTrace', {
    __proto__: null,
    value: ErrorPrepareStackTrace,
    writable: true,
    enumerable: false,
    configurable: true,
  });
}

function isErrorStackTraceLimitWritable() {
  const descriptor = ObjectGetOwnPropertyDescriptor(Error, 'stackTraceLimit');
  if (descriptor === undefined) return ObjectIsExtensible(Error);
  return ObjectPrototypeHasOwnProperty(descriptor, 'writable') ? descriptor.writable : descriptor.set !== undefined;
}

// Errors that leave `fn` show the caller of the wrapper as their first frame.
function hideStackFrames(fn) {
  function wrappedFn(...args) {
    try {
      return ReflectApply(fn, this, args);
    } catch (error) {
      if (Error.stackTraceLimit) ErrorCaptureStackTrace(error, wrappedFn);
      throw error;
    }
  }
  wrappedFn.withoutStackTrace = fn;
  return wrappedFn;
}

// The stack of `error` keeps only the frames of user code.
function hideInternalStackFrames(error) {
  overrideStackTrace.set(error, (self, trace) => {
    const frames = ArrayPrototypeFilter(trace, (frame) =>
      !StringPrototypeStartsWith(frame.getFileName() || '', 'node:internal'));
    return frames.length === 0 ? `${self}` : `${self}\n    at ${ArrayPrototypeJoin(frames, '\n    at ')}`;
  });
}

function setArrowMessage(error, text) {
  arrowMessages.set(error, text);
}

function getArrowMessage(error) {
  return arrowMessages.get(error);
}

let overflow;
function isStackOverflowError(error) {
  if (overflow === undefined) {
    try {
      (function recurse() { recurse(); })();
    } catch (probe) {
      overflow = { name: probe.name, message: probe.message };
    }
  }
  return error && error.name === overflow.name && error.message === overflow.message;
}

// Called on fatal exceptions, before the process exits.
const fatalExceptionStackEnhancers = {
  beforeInspector(error) {
    if (typeof error[kEnhanceStackBeforeInspector] !== 'function') return error.stack;
    try {
      error.stack = error[kEnhanceStackBeforeInspector]();
    } catch {
      // A better stack is a courtesy; the plain one is still there.
    }
    return error.stack;
  },
  afterInspector(error) {
    const plain = error.stack;
    const { inspect, inspectDefaultOptions } = require('internal/util/inspect');
    try {
      const colors = require('internal/util/colors').shouldColorize(require('process').stderr) ||
        inspectDefaultOptions.colors;
      return inspect(error, { colors, customInspect: false, depth: MathMax(inspect.defaultOptions.depth, 5) });
    } catch {
      return plain;
    }
  },
};

module.exports = {
  ErrorPrepareStackTrace,
  defaultPrepareStackTrace,
  defineErrorPrepareStackTrace,
  fatalExceptionStackEnhancers,
  getArrowMessage,
  hideInternalStackFrames,
  hideStackFrames,
  isErrorStackTraceLimitWritable,
  isStackOverflowError,
  kEnhanceStackBeforeInspector,
  overrideStackTrace,
  prepareStackTraceCallback,
  setArrowMessage,
  setInternalPrepareStackTrace,
};
