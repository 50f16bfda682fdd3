// What a thrown or rejected value is checked against:
// https://nodejs.org/docs/latest-v26.x/api/assert.html#assertthrowsfn-error-message
'use strict';

const {
  codes: {
    ERR_AMBIGUOUS_ARGUMENT,
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
    ERR_INVALID_RETURN_VALUE,
  },
} = require('internal/errors');
const AssertionError = require('internal/assert/assertion_error');
const { innerFail } = require('internal/assert/utils');
const { isError } = require('internal/util');
const { inspect } = require('internal/util/inspect');
const { isPromise, isRegExp } = require('internal/util/types');
const { validateFunction } = require('internal/validators');

// Stands for "nothing was thrown"; undefined can be thrown.
const kNothing = {};
const kMatchers = ['Object', 'Error', 'Function', 'RegExp'];

function isDeepStrictEqual(a, b) {
  return require('internal/util/comparisons').isDeepStrictEqual(a, b);
}

// ---- running the code under test ----

function catchThrown(fn) {
  validateFunction(fn, 'fn');
  try {
    fn();
  } catch (error) {
    return error;
  }
  return kNothing;
}

// Promises of other libraries count; mere thenables do not.
function isPromiseLike(value) {
  return isPromise(value) || (value !== null && typeof value === 'object' && typeof value.then === 'function' &&
    typeof value.catch === 'function');
}

async function catchRejected(promiseFn) {
  let promise = promiseFn;
  if (typeof promiseFn === 'function') {
    promise = promiseFn();
    if (!isPromiseLike(promise)) throw new ERR_INVALID_RETURN_VALUE('instance of Promise', 'promiseFn', promise);
  } else if (!isPromiseLike(promiseFn)) {
    throw new ERR_INVALID_ARG_TYPE('promiseFn', ['Function', 'Promise'], promiseFn);
  }
  try {
    await promise;
  } catch (error) {
    return error;
  }
  return kNothing;
}

// ---- an object as the expectation: its properties, where a regular expression matches a string ----

// Both sides as objects of one class with the keys in question, so that the difference is all that the message shows.
class Comparison {
  constructor(source, keys, actual) {
    for (const key of keys) {
      if (!(key in source)) continue;
      this[key] = actual !== undefined && matchesText(source[key], actual[key]) ? actual[key] : source[key];
    }
  }
}

function matchesText(expected, actual) {
  return typeof actual === 'string' && isRegExp(expected) && RegExp.prototype.exec.call(expected, actual) !== null;
}

function checkProperties(actual, expected, message, fn, diff) {
  const keys = Object.keys(expected);
  if (expected instanceof Error) keys.push('name', 'message');
  else if (keys.length === 0) throw new ERR_INVALID_ARG_VALUE('error', expected, 'may not be an empty object');
  for (const key of keys) {
    if (matchesText(expected[key], actual[key])) continue;
    if (key in actual && isDeepStrictEqual(actual[key], expected[key])) continue;
    if (message) {
      innerFail({ actual, expected, message: [message], operator: fn.name, stackStartFn: fn, diff });
    }
    const error = new AssertionError({
      actual: new Comparison(actual, keys),
      expected: new Comparison(expected, keys, actual),
      operator: 'deepStrictEqual',
      stackStartFn: fn,
      diff,
    });
    error.actual = actual;
    error.expected = expected;
    error.operator = fn.name;
    throw error;
  }
}

// ---- the other expectations: each returns undefined when it is met, and otherwise the text that says why not ----

function regExpProblem(actual, expected) {
  const text = String(actual);
  if (RegExp.prototype.exec.call(expected, text) !== null) return undefined;
  return `The input did not match the regular expression ${inspect(expected)}. Input:\n\n${inspect(text)}\n`;
}

function classProblem(actual, expected) {
  const head = `The error is expected to be an instance of "${expected.name}". Received `;
  if (!isError(actual)) return `${head}"${inspect(actual, { depth: -1 })}"`;
  const name = actual.constructor?.name || actual.name;
  const what = expected.name === name ? 'an error with identical name but a different prototype.' : `"${name}"`;
  return head + what + (actual.message ? `\n\nError message:\n\n${actual.message}` : '');
}

function predicateProblem(actual, expected) {
  const result = expected.call({}, actual);
  if (result === true) return undefined;
  const name = expected.name ? `"${expected.name}" ` : '';
  return `The ${name}validation function is expected to return "true". Received ${inspect(result)}` +
    (isError(actual) ? `\n\nCaught error:\n\n${actual}` : '');
}

function isErrorClass(value) {
  return Object.prototype.isPrototypeOf.call(Error, value);
}

function problemOf(actual, expected) {
  if (isRegExp(expected)) return regExpProblem(actual, expected);
  // Arrow functions have no prototype.
  if (expected.prototype !== undefined && actual instanceof expected) return undefined;
  return isErrorClass(expected) ? classProblem(actual, expected) : predicateProblem(actual, expected);
}

function checkExpectation(actual, expected, message, fn, diff) {
  if (typeof expected !== 'function' && !isRegExp(expected)) {
    if (typeof actual === 'object' && actual !== null) {
      checkProperties(actual, expected, message, fn, diff);
      return;
    }
    const error = new AssertionError({
      actual, expected, message, operator: 'deepStrictEqual', stackStartFn: fn, diff,
    });
    error.operator = fn.name;
    throw error;
  }
  const problem = problemOf(actual, expected);
  if (problem === undefined) return;
  const error = new AssertionError({
    actual, expected, message: message || problem, operator: fn.name, stackStartFn: fn, diff,
  });
  error.generatedMessage = !message;
  throw error;
}

// ---- throws() and rejects() ----

// A text in the place of the error is the message, if it cannot be meant as the error.
function checkAmbiguity(actual, text) {
  if (typeof actual === 'object' && actual !== null) {
    if (actual.message === text) {
      throw new ERR_AMBIGUOUS_ARGUMENT(
        'error/message', `The error message "${actual.message}" is identical to the message.`);
    }
  } else if (actual === text) {
    throw new ERR_AMBIGUOUS_ARGUMENT('error/message', `The error "${actual}" is identical to the message.`);
  }
}

// `args` is what followed the code under test: [], [error], [message] or [error, message].
function expectsError(fn, actual, args, noun, diff) {
  let { 0: error, 1: message } = args;
  if (typeof error === 'string') {
    if (args.length === 2) throw new ERR_INVALID_ARG_TYPE('error', kMatchers, error);
    checkAmbiguity(actual, error);
    message = error;
    error = undefined;
  } else if (error != null && typeof error !== 'object' && typeof error !== 'function') {
    throw new ERR_INVALID_ARG_TYPE('error', kMatchers, error);
  }
  if (actual === kNothing) {
    const name = error?.name ? ` (${error.name})` : '';
    innerFail({
      actual: undefined,
      expected: error,
      operator: fn.name,
      message: [`Missing expected ${noun}${name}${message ? `: ${message}` : '.'}`],
      stackStartFn: fn,
      diff,
    });
  }
  if (error) checkExpectation(actual, error, message, fn, diff);
}

// ---- doesNotThrow() and doesNotReject() ----

function isUnwanted(actual, expected) {
  if (isRegExp(expected)) return RegExp.prototype.exec.call(expected, String(actual)) !== null;
  if (typeof expected !== 'function') {
    throw new ERR_INVALID_ARG_TYPE('expected', ['Function', 'RegExp'], expected);
  }
  if (expected.prototype !== undefined && actual instanceof expected) return true;
  return !isErrorClass(expected) && expected.call({}, actual) === true;
}

function expectsNoError(fn, actual, args, noun, diff) {
  if (actual === kNothing) return;
  let { 0: error, 1: message } = args;
  if (typeof error === 'string') {
    message = error;
    error = undefined;
  }
  if (error && !isUnwanted(actual, error)) throw actual;
  innerFail({
    actual,
    expected: error,
    operator: fn.name,
    message: [`Got unwanted ${noun}${message ? `: ${message}` : '.'}\nActual message: "${actual?.message}"`],
    stackStartFn: fn,
    diff,
  });
}

module.exports = { catchRejected, catchThrown, expectsError, expectsNoError };
