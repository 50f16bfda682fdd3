'use strict';
// mkdir, readdir, opendir, rm and rmdir.
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');

const dir = fs.mkdtempSync(path.join(require('node:os').tmpdir(), 'fs-directory-'));
process.on('exit', () => fs.rmSync(dir, { recursive: true }));
const join = (...parts) => path.join(dir, ...parts);

assert.strictEqual(fs.mkdirSync(join('a')), undefined);
assert.throws(() => fs.mkdirSync(join('a')), { code: 'EEXIST', syscall: 'mkdir', path: join('a') });
assert.strictEqual(fs.mkdirSync(join('a/b/c'), { recursive: true }), join('a/b'));
assert.strictEqual(fs.mkdirSync(join('a/b/c/'), { recursive: true }), undefined);
fs.writeFileSync(join('a/file'), '');
assert.throws(() => fs.mkdirSync(join('a/file'), { recursive: true }), { code: 'EEXIST' });
assert.throws(() => fs.mkdirSync(join('a/file/x'), { recursive: true }), { code: 'ENOTDIR' });
fs.symlinkSync('a', join('link'));

assert.deepStrictEqual(fs.readdirSync(join('a')), ['b', 'file']);
const entries = fs.readdirSync(dir, { withFileTypes: true });
assert.deepStrictEqual(entries.map((entry) => [entry.name, entry.isDirectory(), entry.isSymbolicLink(), entry.parentPath]),
                       [['a', true, false, dir], ['link', false, true, dir]]);
assert.deepStrictEqual(fs.readdirSync(join('a'), { recursive: true }).sort(), ['b', 'b/c', 'file']);
assert.throws(() => fs.readdirSync(join('no')), { code: 'ENOENT', syscall: 'scandir' });
assert.throws(() => fs.readdirSync(join('a/file')), { code: 'ENOTDIR', syscall: 'scandir' });

const open = fs.opendirSync(join('a'));
assert.strictEqual(open.path, join('a'));
const names = [];
for (let entry; (entry = open.readSync()) !== null;) names.push(entry.name);
open.closeSync();
assert.deepStrictEqual(names.sort(), ['b', 'file']);
assert.throws(() => open.readSync(), { code: 'ERR_DIR_CLOSED' });
assert.throws(() => fs.opendirSync(join('no')), { code: 'ENOENT', syscall: 'opendir' });

assert.throws(() => fs.rmdirSync(join('a')), { code: 'ENOTEMPTY', syscall: 'rmdir' });
assert.throws(() => fs.rmSync(join('a')), { code: 'ERR_FS_EISDIR', name: 'SystemError' });
assert.throws(() => fs.rmSync(join('no')), { code: 'ENOENT', syscall: 'lstat' });
fs.rmSync(join('no'), { force: true });
fs.rmSync(join('link'));
assert.ok(fs.existsSync(join('a/file')), 'the target of a link stays');

// Deeper than a stack.
let deep = join('deep');
fs.mkdirSync(deep);
const cwd = process.cwd();
process.chdir(deep);
for (let i = 0; i < 300; i++) {
  fs.mkdirSync('d');
  process.chdir('d');
}
process.chdir(cwd);
fs.rmSync(deep, { recursive: true });
assert.strictEqual(fs.existsSync(deep), false);

(async () => {
  const found = [];
  for await (const entry of await fs.promises.opendir(dir, { recursive: true })) found.push(entry.name);
  assert.deepStrictEqual(found.sort(), ['a', 'b', 'c', 'file']);
  await fs.promises.rm(join('a'), { recursive: true });
  await assert.rejects(fs.promises.rmdir(join('a')), { code: 'ENOENT', syscall: 'rmdir' });
  const made = await fs.promises.mkdtemp(join('tmp-'));
  assert.match(made, /tmp-\w{6}$/);
  await fs.promises.rmdir(made);
  using temporary = fs.mkdtempDisposableSync(join('gone-'));
  assert.ok(fs.existsSync(temporary.path));
  assert.deepStrictEqual(fs.readdirSync(dir), [path.basename(temporary.path)]);
})().then(() => {
  assert.deepStrictEqual(fs.readdirSync(dir), []);
  console.log('ok');
});
