// https://nodejs.org/docs/latest-v26.x/api/assert.html
'use strict';

const {
  codes: { ERR_CONSTRUCT_CALL_REQUIRED, ERR_INVALID_ARG_TYPE, ERR_MISSING_ARGS },
} = require('internal/errors');
const AssertionError = require('internal/assert/assertion_error');
const { innerFail, innerOk } = require('internal/assert/utils');
const throwing = require('internal/assert/throws');
const { isError, setOwnProperty } = require('internal/util');
const { inspect } = require('internal/util/inspect');
const { isRegExp } = require('internal/util/types');
const { validateOneOf } = require('internal/validators');

const kOptions = Symbol('options');

// A method that was taken off its Assert object has no `this` and so the default options.
function diffOf(self) {
  return self?.[kOptions]?.diff;
}

function comparisons() {
  return require('internal/util/comparisons');
}

function requireBoth(args) {
  if (args.length < 2) throw new ERR_MISSING_ARGS('actual', 'expected');
}

function assert(...args) {
  innerOk(assert, ...args);
}

function Assert(options) {
  if (!new.target) throw new ERR_CONSTRUCT_CALL_REQUIRED('Assert');
  const settings = Object.assign({ __proto__: null, strict: true, skipPrototype: false }, options);
  if (settings.diff !== undefined) validateOneOf(settings.diff, 'options.diff', ['simple', 'full']);
  this.AssertionError = AssertionError;
  Object.defineProperty(this, kOptions, { __proto__: null, value: settings });
  if (settings.strict) {
    this.equal = this.strictEqual;
    this.deepEqual = this.deepStrictEqual;
    this.notEqual = this.notStrictEqual;
    this.notDeepEqual = this.notDeepStrictEqual;
  }
}

Assert.prototype.fail = function fail(message) {
  if (isError(message)) throw message;
  const error = new AssertionError({
    operator: 'fail',
    stackStartFn: fail,
    message: message === undefined ? 'Failed' : message,
    diff: diffOf(this),
  });
  if (message === undefined) error.generatedMessage = true;
  throw error;
};

Assert.prototype.ok = function ok(...args) {
  innerOk(ok, ...args);
};

Assert.prototype.equal = function equal(actual, expected, ...message) {
  requireBoth(arguments);
  if (actual == expected || (Number.isNaN(actual) && Number.isNaN(expected))) return;
  innerFail({ actual, expected, message, operator: '==', stackStartFn: equal, diff: diffOf(this) });
};

Assert.prototype.notEqual = function notEqual(actual, expected, ...message) {
  requireBoth(arguments);
  if (actual != expected && !(Number.isNaN(actual) && Number.isNaN(expected))) return;
  innerFail({ actual, expected, message, operator: '!=', stackStartFn: notEqual, diff: diffOf(this) });
};

Assert.prototype.deepEqual = function deepEqual(actual, expected, ...message) {
  requireBoth(arguments);
  if (comparisons().isDeepEqual(actual, expected)) return;
  innerFail({ actual, expected, message, operator: 'deepEqual', stackStartFn: deepEqual, diff: diffOf(this) });
};

Assert.prototype.notDeepEqual = function notDeepEqual(actual, expected, ...message) {
  requireBoth(arguments);
  if (!comparisons().isDeepEqual(actual, expected)) return;
  innerFail({ actual, expected, message, operator: 'notDeepEqual', stackStartFn: notDeepEqual, diff: diffOf(this) });
};

Assert.prototype.deepStrictEqual = function deepStrictEqual(actual, expected, ...message) {
  requireBoth(arguments);
  if (comparisons().isDeepStrictEqual(actual, expected, this?.[kOptions]?.skipPrototype)) return;
  innerFail({
    actual, expected, message, operator: 'deepStrictEqual', stackStartFn: deepStrictEqual, diff: diffOf(this),
  });
};

Assert.prototype.notDeepStrictEqual = function notDeepStrictEqual(actual, expected, ...message) {
  requireBoth(arguments);
  if (!comparisons().isDeepStrictEqual(actual, expected, this?.[kOptions]?.skipPrototype)) return;
  innerFail({
    actual, expected, message, operator: 'notDeepStrictEqual', stackStartFn: notDeepStrictEqual, diff: diffOf(this),
  });
};

Assert.prototype.strictEqual = function strictEqual(actual, expected, ...message) {
  requireBoth(arguments);
  if (Object.is(actual, expected)) return;
  innerFail({ actual, expected, message, operator: 'strictEqual', stackStartFn: strictEqual, diff: diffOf(this) });
};

Assert.prototype.notStrictEqual = function notStrictEqual(actual, expected, ...message) {
  requireBoth(arguments);
  if (!Object.is(actual, expected)) return;
  innerFail({
    actual, expected, message, operator: 'notStrictEqual', stackStartFn: notStrictEqual, diff: diffOf(this),
  });
};

Assert.prototype.partialDeepStrictEqual = function partialDeepStrictEqual(actual, expected, ...message) {
  requireBoth(arguments);
  if (comparisons().isPartialStrictEqual(actual, expected)) return;
  innerFail({
    actual,
    expected,
    message,
    operator: 'partialDeepStrictEqual',
    stackStartFn: partialDeepStrictEqual,
    diff: diffOf(this),
  });
};

Assert.prototype.throws = function throws(promiseFn, ...args) {
  throwing.expectsError(throws, throwing.catchThrown(promiseFn), args, 'exception');
};

Assert.prototype.rejects = async function rejects(promiseFn, ...args) {
  throwing.expectsError(rejects, await throwing.catchRejected(promiseFn), args, 'rejection');
};

Assert.prototype.doesNotThrow = function doesNotThrow(fn, ...args) {
  throwing.expectsNoError(doesNotThrow, throwing.catchThrown(fn), args, 'exception');
};

Assert.prototype.doesNotReject = async function doesNotReject(fn, ...args) {
  throwing.expectsNoError(doesNotReject, await throwing.catchRejected(fn), args, 'rejection');
};

Assert.prototype.ifError = function ifError(err) {
  if (err === null || err === undefined) return;
  require('internal/assert/if_error').failWith(err, ifError, diffOf(this));
};

function checkMatch(string, regexp, message, fn, wanted, diff) {
  if (!isRegExp(regexp)) throw new ERR_INVALID_ARG_TYPE('regexp', 'RegExp', regexp);
  const isString = typeof string === 'string';
  if (isString && (RegExp.prototype.exec.call(regexp, string) !== null) === wanted) return;
  const generatedMessage = message.length === 0;
  if (!message[0]) {
    const verb = wanted ? 'did not match' : 'was expected to not match';
    message[0] = isString ?
      `The input ${verb} the regular expression ${inspect(regexp)}. Input:\n\n${inspect(string)}\n` :
      `The "string" argument must be of type string. Received type ${typeof string} (${inspect(string)})`;
  }
  innerFail({
    actual: string, expected: regexp, message, operator: fn.name, stackStartFn: fn, diff, generatedMessage,
  });
}

Assert.prototype.match = function match(string, regexp, ...message) {
  checkMatch(string, regexp, message, match, true, diffOf(this));
};

Assert.prototype.doesNotMatch = function doesNotMatch(string, regexp, ...message) {
  checkMatch(string, regexp, message, doesNotMatch, false, diffOf(this));
};

function strict(...args) {
  innerOk(strict, ...args);
}

assert.AssertionError = AssertionError;
for (const name of [
  'ok', 'fail', 'equal', 'notEqual', 'deepEqual', 'notDeepEqual', 'deepStrictEqual', 'notDeepStrictEqual',
  'strictEqual', 'notStrictEqual', 'partialDeepStrictEqual', 'match', 'doesNotMatch', 'throws', 'rejects',
  'doesNotThrow', 'doesNotReject', 'ifError',
]) {
  setOwnProperty(assert, name, Assert.prototype[name]);
}

assert.strict = Object.assign(strict, assert, {
  equal: assert.strictEqual,
  deepEqual: assert.deepStrictEqual,
  notEqual: assert.notStrictEqual,
  notDeepEqual: assert.notDeepStrictEqual,
});
assert.strict.Assert = Assert;
assert.strict.strict = assert.strict;
assert.Assert = Assert;

module.exports = assert;
