'use strict';
// --test: which files are found, what options do to them, how reporters get the outcome.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');

const write = (name, text) => fs.writeFileSync(name, text);
for (const folder of ['test', 'lib', 'node_modules/x/test']) fs.mkdirSync(folder, { recursive: true });
const passing = (name) => `require('node:test').test('${name}', () => {});`;
write('test/in_folder.js', passing('in folder'));
write('lib/a.test.js', passing('by suffix'));
write('lib/b-test.mjs', `import { test } from 'node:test'; test('as module', () => {});`);
write('lib/test-c.cjs', passing('by prefix'));
write('lib/d.js', passing('not found'));
write('node_modules/x/test/e.js', passing('not ours'));

const run = (...args) => {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--test', '--test-reporter=tap', ...args], {
    encoding: 'utf8', env: { ...process.env, NODE_TEST_CONTEXT: undefined },
  });
  return { stdout, stderr, status, names: [...stdout.matchAll(/^ *(?:not )?ok \d+ - (.*)$/gm)].map((m) => m[1]) };
};

assert.deepStrictEqual(run().names, ['by suffix', 'as module', 'by prefix', 'in folder']);
assert.deepStrictEqual(run('lib/d.js', '**/a.*').names, ['by suffix', 'not found']);
assert.deepStrictEqual(run('--test-shard=1/2').names, ['by suffix', 'by prefix']);
assert.deepStrictEqual(run('--test-name-pattern=by', '--test-skip-pattern=/PRE/i').names.filter((n) => !n.includes('/')),
                       ['by suffix']);
const lost = run('no_such.js');
assert.match(lost.stderr, /^Could not find 'no_such\.js'/);
assert.strictEqual(lost.status, 1);
assert.match(run('--test-shard=x').stderr, /ERR_INVALID_ARG_VALUE/);
for (const other of ['--check', '--interactive']) {
  assert.strictEqual(run(other).status, 9);
  assert.match(run(other).stderr, new RegExp(`either --test or ${other} can be used, not both`));
}

write('marked.js', `const { test } = require('node:test');
  test('with', { only: true }, () => {}); test('without', () => { throw new Error('ran'); });`);
assert.deepStrictEqual(run('--test-only', 'marked.js').names, ['with']);
assert.deepStrictEqual(run('--test-isolation=none', 'marked.js', 'lib/d.js').names, ['with']);
const failing = run('marked.js');
assert.deepStrictEqual(failing.names, ['with', 'without']);
assert.strictEqual(failing.status, 1);

write('hooks.cjs', `const test = require('node:test');
  test.before(() => console.log('before all')); test.beforeEach(() => console.log('before each'));`);
write('setup.mjs', `export const globalSetup = () => console.log('set up');
  export const globalTeardown = () => console.log('torn down');`);
const here = run('--test-isolation=none', '--require', './hooks.cjs', '--test-global-setup=setup.mjs', 'lib/a.test.js',
                 'lib/d.js');
const order = ['set up', 'before all', 'before each', 'before each', 'torn down'];
assert.deepStrictEqual(here.stdout.match(/^(set up|torn down|before .*)$/gm), order);
assert.deepStrictEqual(here.names, ['by suffix', 'not found']);

write('numbers.js', `const { test } = require('node:test');
  test('number', (t) => { if (!(t.workerId >= 1)) throw new Error(String(t.workerId)); });`);
assert.strictEqual(run('numbers.js', 'lib/d.js').status, 0);

const both = spawnSync(process.execPath, [
  '--test', '--test-reporter=spec', '--test-reporter-destination=stdout', '--test-reporter=junit',
  '--test-reporter-destination=out.xml', '--test-reporter=dot', '--test-reporter-destination=stderr', 'lib/a.test.js',
], { encoding: 'utf8' });
assert.match(both.stdout, /\u2714 by suffix/);
assert.match(both.stderr, /^\.$/m);
assert.match(fs.readFileSync('out.xml', 'utf8'), /<testcase name="by suffix"/);
