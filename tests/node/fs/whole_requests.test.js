// Requests that do much at once or many at a time: copies over files that are there, trees of many folders, answers to
// thousands of questions, long texts that wait for their turn.
'use strict';

const assert = require('assert');
const fs = require('fs');
const path = require('path');

const folder = fs.mkdtempSync(path.join(require('os').tmpdir(), 'whole_requests_'));
const at = (name) => path.join(folder, name);

async function copyOver() {
  for (const [from, to] of [[0, 5], [5, 0], [70000, 100], [100, 70000], [3 << 20, 3 << 20], [4097, 4096]]) {
    for (const copy of [fs.copyFileSync, fs.promises.copyFile]) {
      const source = Buffer.alloc(from, 'source');
      fs.writeFileSync(at('source'), source);
      fs.writeFileSync(at('target'), Buffer.alloc(to, 'x'), { mode: 0o600 });
      fs.chmodSync(at('source'), 0o640);
      await copy(at('source'), at('target'));
      assert.ok(fs.readFileSync(at('target')).equals(source), `${from} over ${to}`);
      assert.strictEqual(fs.statSync(at('target')).mode & 0o777, 0o640);
      assert.throws(() => fs.copyFileSync(at('source'), at('target'), fs.constants.COPYFILE_EXCL), { code: 'EEXIST' });
    }
  }
}

async function listTree() {
  const expected = [];
  for (let i = 0; i < 60; i++) {
    fs.mkdirSync(at(`tree/folder_${i}/inner`), { recursive: true });
    expected.push(`folder_${i}`, path.join(`folder_${i}`, 'inner'));
    for (const name of ['b', 'a', `\u00e9${i}`, 'inner/z']) {
      fs.writeFileSync(at(`tree/folder_${i}/${name}`), '');
      expected.push(path.join(`folder_${i}`, name));
    }
  }
  fs.symlinkSync('folder_3', at('tree/link'));
  expected.push('link', ...['a', 'b', 'inner', 'inner/z', '\u00e93'].map((name) => path.join('link', name)));
  expected.sort();
  const options = { recursive: true };
  const list = fs.readdirSync(at('tree'), options);
  assert.deepStrictEqual(list.toSorted(), expected);
  assert.deepStrictEqual(await fs.promises.readdir(at('tree'), options), list);
  const entries = await fs.promises.readdir(at('tree'), { recursive: true, withFileTypes: true });
  const paths = entries.map((entry) => path.relative(at('tree'), path.join(entry.parentPath, entry.name)));
  assert.deepStrictEqual(paths, list);
  for (const entry of entries) {
    assert.strictEqual(entry.isDirectory(), /^(folder_\d+|inner)$/.test(entry.name), entry.name);
    assert.strictEqual(entry.isSymbolicLink(), entry.name === 'link');
  }
}

// The numbers of one answer are never those of another, whatever comes in between.
async function ask() {
  const names = Array.from({ length: 300 }, (_, i) => at(`size_${i}`));
  names.forEach((name, i) => fs.writeFileSync(name, 'x'.repeat(i)));
  const thrown = [];
  process.on('uncaughtException', (error) => thrown.push(error.message));
  for (let round = 0; round < 3; round++) {
    await Promise.all(names.map(async (name, i) => {
      if (i % 7 === 0) fs.stat(name, () => { process.nextTick(() => { throw new Error('tick'); }); throw new Error('callback'); });
      const stats = await fs.promises.stat(name);
      assert.strictEqual(stats.size, i);
      const [big, link, missing] = await Promise.all([
        fs.promises.stat(name, { bigint: true }),
        fs.promises.lstat(name, { signal: new AbortController().signal }),
        fs.promises.stat(`${name}_`, { throwIfNoEntry: false }),
      ]);
      assert.strictEqual(big.size, BigInt(i));
      assert.strictEqual(link.size, i);
      assert.strictEqual(missing, undefined);
    }));
  }
  process.removeAllListeners('uncaughtException');
  assert.ok(thrown.includes('callback'));
  // A name that was known a moment ago.
  fs.unlinkSync(names[9]);
  await assert.rejects(fs.promises.stat(names[9]), { code: 'ENOENT', syscall: 'stat', path: names[9] });
  fs.symlinkSync(names[10], names[9]);
  assert.strictEqual((await fs.promises.stat(names[9])).size, 10);
  assert.ok((await fs.promises.lstat(names[9])).isSymbolicLink());
}

async function writeTexts() {
  const texts = [];
  for (let i = 0; i < 40; i++) texts.push(['x', '\u00e9', '\u20ac', 'a\ud83d'][i % 4].repeat(20000 + i * 2000) + i);
  await Promise.all(texts.map((text, i) => fs.promises.writeFile(at(`text_${i}`), text)));
  const check = (text, i) => assert.ok(fs.readFileSync(at(`text_${i}`)).equals(Buffer.from(text)), `text ${i}`);
  texts.forEach(check);
  await Promise.all(texts.map((text, i) => new Promise((resolve, reject) => {
    fs.writeFile(at(`text_${i}`), `${text}!`, (error) => (error ? reject(error) : resolve()));
  })));
  texts.map((text) => `${text}!`).forEach(check);
  const results = await Promise.allSettled(texts.map((text) => fs.promises.writeFile(at('no/such'), text)));
  assert.ok(results.every(({ reason }) => reason.code === 'ENOENT'));
  // The order of requests for one file is that of the calls when each waits for the one before.
  for (const text of texts.slice(0, 6)) await fs.promises.appendFile(at('log'), text);
  assert.strictEqual(fs.readFileSync(at('log'), 'utf8'), texts.slice(0, 6).join('').toWellFormed());
}

(async () => {
  try {
    await copyOver();
    await listTree();
    await ask();
    await writeTexts();
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
})();
