// Assertions of the builtins about themselves; they fail with ERR_INTERNAL_ASSERTION.
// https://nodejs.org/docs/latest-v26.x/api/errors.html#err_internal_assertion
'use strict';

function fail(message) {
  const { codes: { ERR_INTERNAL_ASSERTION } } = require('internal/errors');
  throw new ERR_INTERNAL_ASSERTION(message);
}

function assert(value, message) {
  if (!value) fail(message);
}

assert.fail = fail;

module.exports = assert;
