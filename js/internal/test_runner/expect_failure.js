// The expectFailure option: a test that must fail, perhaps in a certain way.
// https://nodejs.org/docs/latest-v26.x/api/test.html#expecting-tests-to-fail
'use strict';

const { codes: { ERR_INVALID_ARG_VALUE } } = require('internal/errors');
const { failure, kinds } = require('internal/test_runner/failure');

// Text is a reason; what `error` of assert.throws() would take is a match.
function readExpectation(option) {
  if (option === undefined || option === false) return undefined;
  if (typeof option === 'string') return { label: option, match: undefined };
  if (typeof option === 'function' || option instanceof RegExp) return { label: undefined, match: option };
  if (typeof option !== 'object' || option === null) return { label: undefined, match: undefined };
  const keys = Object.keys(option);
  if (keys.length === 0) {
    throw new ERR_INVALID_ARG_VALUE('options.expectFailure', option, 'must not be an empty object');
  }
  if (keys.every((key) => key === 'label' || key === 'match')) return { label: option.label, match: option.match };
  return { label: undefined, match: option };
}

// Whether the failure is the expected one; if not, `because` is the error that says so.
function meetsExpectation({ match }, error) {
  if (match === undefined) return { met: true, because: undefined };
  const thrown = error.cause ?? error;
  try {
    require('assert').throws(() => {
      throw thrown;
    }, match);
  } catch (cause) {
    const because = failure('The test failed, but the error did not match the expected validation', kinds.code);
    because.cause = cause;
    return { met: false, because };
  }
  return { met: true, because: undefined };
}

module.exports = { meetsExpectation, readExpectation };
