'use strict';
// cp in its three forms, and glob.
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');

const dir = fs.mkdtempSync(path.join(require('node:os').tmpdir(), 'fs-cp-'));
process.on('exit', () => fs.rmSync(dir, { recursive: true }));
const join = (...parts) => path.join(dir, ...parts);

fs.mkdirSync(join('src/a/b'), { recursive: true });
fs.writeFileSync(join('src/a/one.js'), '1');
fs.writeFileSync(join('src/a/b/two.txt'), '2');
fs.writeFileSync(join('src/.hidden'), '');
fs.symlinkSync('a/one.js', join('src/link'));
const list = (folder) => fs.readdirSync(folder, { recursive: true }).sort();

fs.cpSync(join('src'), join('d1'), { recursive: true });
assert.deepStrictEqual(list(join('d1')), list(join('src')));
assert.strictEqual(fs.readlinkSync(join('d1/link')), join('src/a/one.js'));
assert.throws(() => fs.cpSync(join('src'), join('d2')), { code: 'ERR_FS_EISDIR' });
assert.throws(() => fs.cpSync(join('src'), join('src/in'), { recursive: true }), { code: 'ERR_FS_CP_EINVAL' });
assert.throws(() => fs.cpSync(join('src'), join('src'), { recursive: true }), { code: 'ERR_FS_CP_EINVAL' });
assert.throws(() => fs.cpSync(join('src/a/one.js'), join('d1'), {}), { code: 'ERR_FS_CP_NON_DIR_TO_DIR' });
assert.throws(() => fs.cpSync(join('src/a/one.js'), join('d1/a/one.js'), { force: false, errorOnExist: true }),
              { code: 'ERR_FS_CP_EEXIST' });
assert.throws(() => fs.cpSync(join('src'), join('d3'), { recursive: true, filter: async () => true }),
              { code: 'ERR_INVALID_RETURN_VALUE' });

(async () => {
  await fs.promises.cp(join('src'), join('d4'), {
    recursive: true, verbatimSymlinks: true, filter: async (src) => !src.endsWith('.txt'),
  });
  assert.deepStrictEqual(list(join('d4')), ['.hidden', 'a', 'a/b', 'a/one.js', 'link']);
  assert.strictEqual(fs.readlinkSync(join('d4/link')), 'a/one.js');
  await new Promise((resolve) => fs.cp(join('src/a/one.js'), join('d5/x/one.js'), (error) => {
    assert.strictEqual(error, null);
    assert.strictEqual(fs.readFileSync(join('d5/x/one.js'), 'utf8'), '1');
    resolve();
  }));

  const cwd = join('src');
  const glob = (pattern, options) => fs.globSync(pattern, { cwd, ...options }).sort();
  assert.deepStrictEqual(glob('**/*.js'), ['a/one.js']);
  assert.deepStrictEqual(glob('*'), ['a', 'link']);
  assert.deepStrictEqual(glob('a/{one,b}*'), ['a/b', 'a/one.js']);
  assert.deepStrictEqual(glob('**/[ot]*.{js,txt}'), ['a/b/two.txt', 'a/one.js']);
  assert.deepStrictEqual(glob('.hid*'), ['.hidden']);
  assert.deepStrictEqual(glob('**/*.*', { exclude: (name) => name === 'a/b' }), ['a/one.js']);
  const entries = fs.globSync('a/*', { cwd, withFileTypes: true });
  assert.deepStrictEqual(entries.map((entry) => entry.name).sort(), ['b', 'one.js']);
  const found = [];
  for await (const name of fs.promises.glob('a/**', { cwd })) found.push(name);
  assert.deepStrictEqual(found.sort(), ['a', 'a/b', 'a/b/two.txt', 'a/one.js']);
})().then(() => console.log('ok'));
