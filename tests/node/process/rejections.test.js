'use strict';
// The modes of --unhandled-rejections, and who is told about a rejection.
const assert = require('assert');
const { spawnSync } = require('child_process');

const run = (mode, code) => {
  const flags = mode === undefined ? [] : [`--unhandled-rejections=${mode}`];
  const child = spawnSync(process.execPath, [...flags, '-e', code], { encoding: 'utf8' });
  return { status: child.status, out: child.stdout, err: child.stderr };
};
const reject = 'Promise.reject(new Error("gone"))';
const reject1 = 'Promise.reject(1)';
const tell = 'process.on("unhandledRejection", (e) => console.log("told", e.message));';

{
  const { status, err } = run(undefined, reject);
  assert.strictEqual(status, 1);
  assert.match(err, /^Error: gone$/m);
}
{
  const { status, err } = run(undefined, reject1);
  assert.strictEqual(status, 1);
  assert.match(err, /The promise rejected with the reason "1"/);
  assert.match(err, /code: 'ERR_UNHANDLED_REJECTION'/);
}
assert.deepStrictEqual(run(undefined, tell + reject), { status: 0, out: 'told gone\n', err: '' });
assert.deepStrictEqual(run('none', reject), { status: 0, out: '', err: '' });
{
  const { status, err } = run('warn', reject);
  assert.strictEqual(status, 0);
  assert.match(err, /UnhandledPromiseRejectionWarning: Error: gone/);
  assert.match(err, /\(rejection id: 1\)/);
}
assert.strictEqual(run('warn-with-error-code', reject).status, 1);
assert.strictEqual(run('strict', tell + reject).status, 1);
{
  const { out } = run(undefined, `
    process.on('unhandledRejection', () => {});
    process.on('rejectionHandled', (p) => console.log('handled', p === late));
    const late = Promise.reject(new Error('x'));
    setTimeout(() => late.catch(() => {}), 5);`);
  assert.strictEqual(out, 'handled true\n');
}
