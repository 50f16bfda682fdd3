// Flags: --experimental-test-module-mocks --no-warnings
// A mock stands for a module in both loaders, until it is restored.
'use strict';

const assert = require('assert');
const { writeFileSync } = require('fs');
const { createRequire } = require('module');
const { join } = require('path');
const { mock, test } = require('node:test');
const { pathToFileURL } = require('url');

const file = join(process.cwd(), 'part.js');
const url = pathToFileURL(file).href;
writeFileSync(file, 'exports.name = "real";');
writeFileSync('user.mjs', 'import part, { name } from "./part.js"; export { name, part };');
const require_ = createRequire(file);

test('a CommonJS module', async () => {
  const context = mock.module(url, { exports: { name: 'mocked', default: { other: 1 } } });
  assert.deepStrictEqual(require_('./part.js'), { name: 'mocked', other: 1 });
  const { name, part } = await import(pathToFileURL(join(process.cwd(), 'user.mjs')).href);
  assert.strictEqual(name, 'mocked');
  assert.strictEqual(part.other, 1);
  assert.throws(() => mock.module(url), { code: 'ERR_INVALID_STATE' });
  context.restore();
  assert.deepStrictEqual(require_('./part.js'), { name: 'real' });
  assert.strictEqual((await import(url)).name, 'real');
});

test('a builtin, kept or made anew', (t) => {
  const fresh = t.mock.module('os', { exports: { eol: 1 } });
  assert.notStrictEqual(require('os'), require('node:os'));
  fresh.restore();
  t.mock.module('node:os', { cache: true, exports: { eol: 2 } });
  assert.strictEqual(require('os'), require('node:os'));
  assert.strictEqual(require('os').eol, 2);
});

test('the test has given back what it mocked', () => {
  assert.strictEqual(typeof require('os').cpus, 'function');
});

test('what is refused', () => {
  assert.throws(() => mock.module(1), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => mock.module(url, { cache: 1 }), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => mock.module(url, { exports: 1 }), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => mock.module('./there is no such file.js'), { code: 'ERR_MODULE_NOT_FOUND' });
});
