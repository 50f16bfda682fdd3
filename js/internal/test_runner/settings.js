// The options of a test, checked. https://nodejs.org/docs/latest-v26.x/api/test.html#testname-options-fn
'use strict';

const { codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } } = require('internal/errors');
const { validateArray, validateNumber, validateString, validateUint32 } = require('internal/validators');

const kLongest = 2 ** 31 - 1;

function readConcurrency(value, inherited, isRoot) {
  switch (typeof value) {
    case 'number':
      validateUint32(value, 'options.concurrency', true);
      return value;
    case 'boolean':
      if (!value) return 1;
      return isRoot ? Math.max(require('os').availableParallelism() - 1, 1) : Infinity;
    default:
      if (value === undefined || value === null) return inherited;
      throw new ERR_INVALID_ARG_TYPE('options.concurrency', ['boolean', 'number'], value);
  }
}

function readTimeout(value, inherited) {
  if (value === undefined || value === null || value === Infinity) return inherited;
  validateNumber(value, 'options.timeout', 0, kLongest);
  return value;
}

// Tags are lower case, without repetition, and include those of the suites around.
function readTags(value, inherited) {
  if (value === undefined) return inherited;
  validateArray(value, 'options.tags');
  const tags = new Set(inherited);
  for (let i = 0; i < value.length; i++) {
    validateString(value[i], `options.tags[${i}]`);
    if (value[i] === '') throw new ERR_INVALID_ARG_VALUE(`options.tags[${i}]`, value[i], 'must not be an empty string');
    tags.add(value[i].toLowerCase());
  }
  return [...tags];
}

module.exports = { readConcurrency, readTags, readTimeout };
