// Compiled code is kept on disk, used again, and renewed when the file has changed.
'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { spawnSync } = require('node:child_process');
const { constants: { compileCacheStatus: status }, enableCompileCache, getCompileCacheDir } = require('node:module');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'compile-cache-'));
const cache = path.join(folder, 'cache');
const main = path.join(folder, 'main.js');
const imported = path.join(folder, 'imported.mjs');

function run(extra = {}) {
  const env = { ...process.env, NODE_COMPILE_CACHE: cache, NODE_DEBUG_NATIVE: 'COMPILE_CACHE', ...extra };
  const { status: code, stdout, stderr } = spawnSync(process.execPath, [main], { env, encoding: 'utf8' });
  assert.strictEqual(code, 0, stderr);
  return { stdout, stderr };
}

fs.writeFileSync(main, 'import("./imported.mjs").then(({ x }) => console.log(x, require("module").getCompileCacheDir()))');
fs.writeFileSync(imported, 'export const x = 1;');

const first = run();
assert.match(first.stderr, /main\.js was not initialized, initializing the in-memory entry/);
assert.match(first.stderr, /writing cache for ESM .*imported\.mjs.*success/);
assert.ok(first.stdout.startsWith(`1 ${cache}${path.sep}`));
assert.strictEqual(fs.readdirSync(path.join(cache, fs.readdirSync(cache)[0])).length, 2);

const second = run();
assert.match(second.stderr, /CommonJS .*main\.js was accepted, keeping the in-memory entry/);
assert.match(second.stderr, /skip persisting ESM .*imported\.mjs because cache was the same/);
assert.strictEqual(second.stdout, first.stdout);

fs.writeFileSync(imported, 'export const x = 2;');
const third = run();
assert.match(third.stderr, /imported\.mjs.*code hash mismatch/);
assert.ok(third.stdout.startsWith('2 '));

// What is not whole is not used.
const [tag] = fs.readdirSync(cache);
for (const name of fs.readdirSync(path.join(cache, tag))) fs.truncateSync(path.join(cache, tag, name), 40);
assert.ok(run().stdout.startsWith('2 '));

assert.strictEqual(run({ NODE_DISABLE_COMPILE_CACHE: '1' }).stdout, '2 undefined\n');

assert.throws(() => enableCompileCache(1), { code: 'ERR_INVALID_ARG_TYPE', message: 'cacheDir should be a string' });
if (getCompileCacheDir() === undefined && !process.env.NODE_DISABLE_COMPILE_CACHE) {
  assert.strictEqual(enableCompileCache(path.join(main, 'under a file')).status, status.FAILED);
  const { status: enabled, directory } = enableCompileCache({ directory: cache });
  assert.strictEqual(enabled, status.ENABLED);
  assert.strictEqual(directory, cache);
  assert.strictEqual(path.dirname(getCompileCacheDir()), cache);
  assert.strictEqual(enableCompileCache().status, status.ALREADY_ENABLED);
}
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
