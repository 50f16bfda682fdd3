// What the spec and dot reporters share: the line of a result, and the error under it.
'use strict';

const colors = require('internal/util/colors');

const symbols = {
  __proto__: null,
  pass: '\u2714 ', fail: '\u2716 ', info: '\u2139 ', skip: '\ufe63 ', warning: '\u26a0 ', open: '\u25b6 ',
};

function indent(nesting) {
  return '  '.repeat(nesting);
}

// An error of the program may have an inspection of its own that fails.
function inspectSafely(value, options) {
  const { inspect } = require('util');
  try {
    return inspect(value, options);
  } catch {
    return inspect(value, { ...options, customInspect: false });
  }
}

function formatError(error, indentation) {
  if (!error) return '';
  const thrown = error.code === 'ERR_TEST_FAILURE' ? error.cause : error;
  const options = { colors: colors.shouldColorize(require('process').stdout), breakLength: Infinity };
  const text = inspectSafely(thrown, options).split(/\r?\n/).join(`\n${indentation}  `);
  return `\n${indentation}  ${text}\n`;
}

function formatResult(passed, data, withError, prefix = '', indentation = '') {
  const { details, expectFailure, skip, todo } = data;
  let color = passed ? colors.green : colors.red;
  let symbol = passed ? symbols.pass : symbols.fail;
  let title = data.name;
  if (details?.duration_ms) title += ` ${colors.gray}(${details.duration_ms}ms)${colors.white}`;
  if (skip !== undefined) {
    color = colors.gray;
    symbol = symbols.skip;
    title += ` # ${typeof skip === 'string' && skip !== '' ? skip : 'SKIP'}`;
  } else if (todo !== undefined) {
    if (!passed) {
      color = colors.yellow;
      symbol = symbols.warning;
    }
    title += ` # ${typeof todo === 'string' && todo !== '' ? todo : 'TODO'}`;
  } else if (expectFailure !== undefined) {
    title += ' # EXPECTED FAILURE';
  }
  const error = withError ? formatError(details?.error, indentation) : '';
  return `${prefix}${indentation}${color}${symbol}${title}${colors.white}${error}`;
}

module.exports = { colors, formatResult, indent, inspectSafely, symbols };
