'use strict';
// stat and its kin, and what changes what they say.
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { inspect } = require('node:util');

const dir = fs.mkdtempSync(path.join(require('node:os').tmpdir(), 'fs-stat-'));
process.on('exit', () => fs.rmSync(dir, { recursive: true }));
const file = path.join(dir, 'file');
fs.writeFileSync(file, '12345');

const stats = fs.statSync(file);
assert.ok(stats instanceof fs.Stats);
assert.deepStrictEqual(Object.keys(stats), ['dev', 'mode', 'nlink', 'uid', 'gid', 'rdev', 'blksize', 'ino', 'size', 'blocks',
                                            'atimeMs', 'mtimeMs', 'ctimeMs', 'birthtimeMs']);
assert.ok(stats.isFile() && !stats.isDirectory() && !stats.isSocket());
assert.strictEqual(stats.size, 5);
assert.strictEqual(stats.mtime.getTime(), Math.round(stats.mtimeMs));
assert.match(inspect(stats), /^Stats \{\n {2}dev: /);
const big = fs.statSync(file, { bigint: true });
assert.strictEqual(big.size, 5n);
assert.strictEqual(big.mtimeNs / 1_000_000n, big.mtimeMs);
assert.strictEqual(big.constructor.name, 'BigIntStats');
const fd = fs.openSync(file, 'r+');
assert.strictEqual(fs.fstatSync(fd, { bigint: true }).ino, big.ino);

assert.strictEqual(fs.statSync('/nope', { throwIfNoEntry: false }), undefined);
assert.strictEqual(fs.statSync(`${file}/x`, { throwIfNoEntry: false }), undefined);
assert.strictEqual(fs.lstatSync('/nope', { throwIfNoEntry: false }), undefined);
assert.throws(() => fs.lstatSync(`${file}/x`, { throwIfNoEntry: false }), { code: 'ENOTDIR' });
assert.throws(() => fs.statSync('/nope'), { code: 'ENOENT', syscall: 'stat', path: '/nope' });
assert.throws(() => fs.fstatSync(99999), { code: 'EBADF', syscall: 'fstat' });

fs.utimesSync(file, 1000.5, new Date(2_000_250));
assert.deepStrictEqual([fs.statSync(file).atimeMs, fs.statSync(file).mtimeMs], [1_000_500, 2_000_250]);
fs.futimesSync(fd, 1, '2');
assert.strictEqual(fs.statSync(file).mtimeMs, 2000);
fs.symlinkSync(file, `${file}-link`);
fs.lutimesSync(`${file}-link`, 5, 5);
assert.strictEqual(fs.lstatSync(`${file}-link`).mtimeMs, 5000);
assert.throws(() => fs.utimesSync(file, {}, 1), { code: 'ERR_INVALID_ARG_TYPE' });
fs.chmodSync(file, '600');
assert.strictEqual(fs.statSync(file).mode & 0o777, 0o600);
fs.fchmodSync(fd, 0o640);
assert.strictEqual(fs.statSync(file).mode & 0o777, 0o640);
fs.chownSync(file, stats.uid, -1);
assert.throws(() => fs.chownSync(file, 'x', 1), { code: 'ERR_INVALID_ARG_TYPE' });
fs.ftruncateSync(fd, 2);
assert.strictEqual(fs.statSync(file).size, 2);
fs.truncateSync(file);
assert.strictEqual(fs.statSync(file).size, 0);
fs.closeSync(fd);
assert.strictEqual(typeof fs.statfsSync(dir).bavail, 'number');
assert.strictEqual(typeof fs.statfsSync(dir, { bigint: true }).files, 'bigint');

(async () => {
  assert.ok((await fs.promises.stat(dir)).isDirectory());
  assert.ok((await fs.promises.lstat(`${file}-link`)).isSymbolicLink());
  // A failed promise shows who waits for it.
  await (async function caller() {
    await assert.rejects(fs.promises.stat('/nope'), (error) => {
      assert.match(error.stack, /^Error: ENOENT: no such file or directory, stat '\/nope'\n {4}at async .*stat \(node:internal\/fs\/promises/);
      return true;
    });
  })();
  await new Promise((resolve) => fs.stat(file, { bigint: true }, (error, result) => {
    assert.strictEqual(error, null);
    assert.strictEqual(result.size, 0n);
    resolve();
  }));
})().then(() => console.log('ok'));
