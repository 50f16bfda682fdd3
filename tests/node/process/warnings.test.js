'use strict';
// process.emitWarning: its forms, and what is printed.
const assert = require('assert');
const { spawnSync } = require('child_process');

if (process.argv[2] === 'child') {
  process.emitWarning('first', { type: 'Own', code: 'C1', detail: 'more' });
  process.emitWarning('old', 'DeprecationWarning', 'DEP9');
  process.emitWarning(Object.assign(new Error('made'), { name: 'Made' }));
} else {
  const run = (...flags) => spawnSync(process.execPath, [...flags, __filename, 'child'], { encoding: 'utf8' });
  const { stderr, status } = run();
  assert.strictEqual(status, 0);
  const text = stderr.replaceAll(/\(node:\d+\)/g, '(node)').replaceAll(/`\S+ --trace/g, '`x --trace');
  assert.strictEqual(text,
                     '(node) [C1] Own: first\nmore\n' +
                     '(Use `x --trace-warnings ...` to show where the warning was created)\n' +
                     '(node) [DEP9] DeprecationWarning: old\n' +
                     '(node) Made: made\n');
  assert.strictEqual(run('--no-warnings').stderr, '');
  assert.ok(!run('--no-deprecation').stderr.includes('DEP9'));
  assert.notStrictEqual(run('--throw-deprecation').status, 0);
  assert.throws(() => process.emitWarning(1), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => process.emitWarning('x', 1), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => process.emitWarning('x', 'T', 1), { code: 'ERR_INVALID_ARG_TYPE' });
}
