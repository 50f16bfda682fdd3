'use strict';
// Names that are no UTF-8, encodings of names, links, and the functions that take two names.
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');

const dir = fs.mkdtempSync(path.join(require('node:os').tmpdir(), 'fs-names-'));
process.on('exit', () => fs.rmSync(dir, { recursive: true }));
const join = (...parts) => path.join(dir, ...parts);

const odd = Buffer.concat([Buffer.from(`${dir}/`), Buffer.from([0xff, 0x80, 0x61])]);
fs.writeFileSync(odd, 'odd');
assert.strictEqual(fs.readFileSync(odd, 'utf8'), 'odd');
assert.ok(fs.existsSync(odd));
assert.deepStrictEqual(fs.readdirSync(dir, 'buffer'), [Buffer.from([0xff, 0x80, 0x61])]);
assert.deepStrictEqual(fs.readdirSync(dir, 'hex'), ['ff8061']);
assert.deepStrictEqual(fs.readdirSync(dir, { encoding: 'buffer', withFileTypes: true })[0].name, Buffer.from([0xff, 0x80, 0x61]));
fs.renameSync(odd, join('b'));
fs.symlinkSync('b', join('a-link'));
fs.linkSync(join('b'), join('hard'));
assert.strictEqual(fs.statSync(join('hard')).nlink, 2);
assert.strictEqual(fs.readlinkSync(join('a-link')), 'b');
assert.deepStrictEqual(fs.readlinkSync(join('a-link'), 'buffer'), Buffer.from('b'));
assert.ok(fs.lstatSync(join('a-link')).isSymbolicLink());
assert.strictEqual(fs.realpathSync(join('a-link')), fs.realpathSync.native(join('b')));
assert.deepStrictEqual(fs.readdirSync(dir), ['a-link', 'b', 'hard']);
assert.throws(() => fs.renameSync(join('no'), join('x')), {
  code: 'ENOENT', syscall: 'rename', path: join('no'), dest: join('x'),
  message: `ENOENT: no such file or directory, rename '${join('no')}' -> '${join('x')}'`,
});
fs.copyFileSync(join('b'), join('copy'));
assert.strictEqual(fs.readFileSync(join('copy'), 'utf8'), 'odd');
assert.throws(() => fs.copyFileSync(join('b'), join('copy'), fs.constants.COPYFILE_EXCL), { code: 'EEXIST', syscall: 'copyfile' });
assert.throws(() => fs.accessSync(join('no')), { code: 'ENOENT', syscall: 'access' });
fs.unlinkSync(join('copy'));
assert.throws(() => fs.unlinkSync(join('copy')), { code: 'ENOENT', syscall: 'unlink' });

fs.symlinkSync('loop', join('loop'));
assert.throws(() => fs.realpathSync(join('loop')), { code: 'ELOOP' });
assert.strictEqual(fs.existsSync(join('loop')), false);
assert.strictEqual(fs.existsSync({}), false);

(async () => {
  assert.strictEqual(await fs.promises.readlink(join('a-link')), 'b');
  assert.deepStrictEqual(await fs.promises.readdir(dir, { encoding: 'base64' }).then((list) => list.length), 4);
  assert.strictEqual(await fs.promises.realpath(join('a-link')), fs.realpathSync(join('b')));
  await new Promise((resolve) => fs.realpath(join('a-link'), (error, real) => {
    assert.strictEqual(real, fs.realpathSync(join('b')));
    resolve();
  }));
})().then(() => console.log('ok'));
