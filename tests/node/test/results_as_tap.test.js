// node:test run in a process of its own: results, nesting, skips, todos, hooks, mocks, plans, timeouts, as TAP and as exit codes.
'use strict';

const { spawnSync } = require('child_process');
const fs = require('fs');

fs.writeFileSync('sample.cjs', `
const { after, afterEach, before, beforeEach, describe, it, mock, suite, test } = require('node:test');
const assert = require('node:assert');
test('passes', () => {});
test('fails', () => { assert.strictEqual(1, 2, 'numbers differ'); });
test('async', async () => { await 1; });
test('rejects', async () => { throw new TypeError('rejected'); });
test('callback', (t, done) => setImmediate(done));
test('callback fails', (t, done) => setImmediate(done, new Error('from callback')));
test('skipped', { skip: 'not now' }, () => { throw new Error('never'); });
test('todo', { todo: 'later' }, () => { throw new Error('expected'); });
test('inner skip', (t) => { t.skip('inside'); });
test('outer', async (t) => {
  t.diagnostic('a note');
  await t.test('one', () => {});
  await t.test('two', (t2) => { t2.todo('unfinished'); });
});
test('plan kept', (t) => { t.plan(2); t.assert.ok(true); t.assert.equal(1, 1); });
test('plan broken', (t) => { t.plan(2); t.assert.ok(true); });
test('times out', { timeout: 10 }, () => new Promise((resolve) => setTimeout(resolve, 5000).unref()));
describe('group', () => {
  const seen = [];
  before(() => seen.push('before'));
  beforeEach(() => seen.push('each'));
  afterEach(() => seen.push('afterEach'));
  after(() => console.log('#', seen.join()));
  it('first', () => {});
  it.skip('second', () => {});
  it.todo('third');
  it('mocks', (t) => {
    const f = t.mock.fn((a) => a + 1);
    assert.strictEqual(f(1), 2);
    assert.deepStrictEqual(f.mock.calls[0].arguments, [1]);
    const o = { m() { return 1; } };
    t.mock.method(o, 'm', () => 5);
    assert.strictEqual(o.m(), 5);
    t.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1000 });
    let ran = false;
    setTimeout(() => { ran = true; }, 50);
    t.mock.timers.tick(50);
    assert.ok(ran && Date.now() === 1050);
  });
});
suite('empty suite', () => {});
`);
const clean = (text) => text.replace(/duration_ms: [\d.]+/g, 'duration_ms: N').replace(/# duration_ms [\d.]+/g, '# duration_ms N')
  .replace(/^ *stack: \|-\n(?:.*\n)*?(?= *\.\.\.$)/gm, '').replace(/location: '[^']*'/g, "location: 'L'");
for (const args of [['--test-reporter=tap', 'sample.cjs'], ['--test-name-pattern=pass', '--test-reporter=tap', 'sample.cjs'], ['--test-only', '--test-reporter=tap', 'sample.cjs']]) {
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', env: { ...process.env, NODE_TEST_CONTEXT: undefined } });
  console.log(args[0], status);
  console.log(clean(stdout));
}
