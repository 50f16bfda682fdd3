// The dot reporter: one character for each test. https://nodejs.org/docs/latest-v26.x/api/test.html#test-reporters
'use strict';

const { colors, formatResult } = require('internal/test_runner/reporter/format');

function lineLength() {
  return Math.max(require('process').stdout.columns ?? 20, 20);
}

module.exports = async function* dot(source) {
  const failed = [];
  let count = 0;
  let columns = lineLength();
  for await (const { type, data } of source) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    yield type === 'test:pass' ? `${colors.green}.${colors.reset}` : `${colors.red}X${colors.reset}`;
    if (type === 'test:fail') failed.push(data);
    if (++count === columns) {
      yield '\n';
      columns = lineLength();
      count = 0;
    }
  }
  yield '\n';
  if (failed.length === 0) return;
  yield `\n${colors.red}Failed tests:${colors.white}\n\n`;
  for (const data of failed) yield formatResult(false, data, true);
};
