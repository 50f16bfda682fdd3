// writeFile over what is there: the length, the times, other names of the file, what is no regular file; and text of
// every kind, on a disk and in memory.
'use strict';

const assert = require('assert');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { execFileSync } = require('child_process');
const { forms } = require('./forms');

const texts = [
  '',
  'plain',
  'caf\u00e9',
  '\u00ff'.repeat(100000),
  'x'.repeat(300000),
  'x'.repeat(70000) + '\u00e9',
  'x'.repeat(3000000),
  '\u20ac and \u{1f600}',
  '\u20ac'.repeat(50000),
  'half a pair \ud83d and \ude00',
  'a' + 'b'.repeat(40000) + '\ud83d',
  `${'left '.repeat(10000)}${'right'.repeat(10000)}`,
];

async function checkTexts(file) {
  for (const call of forms) {
    for (const text of texts) {
      await call('writeFile', file, text);
      assert.ok(fs.readFileSync(file).equals(Buffer.from(text)), `${text.length} units`);
      await call('writeFile', file, text, 'utf-8');
      assert.ok(fs.readFileSync(file).equals(Buffer.from(text)), `${text.length} units`);
      await call('appendFile', file, text);
      assert.ok(fs.readFileSync(file).equals(Buffer.from(text + text)), `${text.length} units`);
    }
    for (const encoding of ['latin1', 'utf16le', 'hex', 'base64', 'UTF8', null]) {
      await call('writeFile', file, 'abcd\u00e9', { encoding });
      assert.ok(fs.readFileSync(file).equals(Buffer.from('abcd\u00e9', encoding ?? 'utf8')), encoding);
    }
  }
}

async function checkLengths(file) {
  for (const call of forms) {
    for (const length of [10, 300000, 0, 5, 5, 2000000, 1, 0, 0]) {
      await call('writeFile', file, Buffer.alloc(length, 'n'));
      assert.strictEqual(fs.statSync(file).size, length);
      assert.strictEqual(fs.readFileSync(file, 'latin1'), 'n'.repeat(length));
    }
  }
}

async function checkTimes(file) {
  for (const call of forms) {
    for (const [before, after] of [['', ''], ['a', ''], ['', 'a'], ['a', 'a'], ['abc', 'a']]) {
      fs.writeFileSync(file, before);
      fs.utimesSync(file, 1000, 1000);
      await call('writeFile', file, after);
      assert.ok(fs.statSync(file).mtimeMs > 1000000, `'${before}' '${after}'`);
    }
  }
}

async function checkFlags(file) {
  const { O_APPEND, O_CREAT, O_TRUNC, O_WRONLY } = fs.constants;
  for (const call of forms) {
    const write = async (before, after, flag) => {
      fs.writeFileSync(file, before);
      await call('writeFile', file, after, { flag });
      return fs.readFileSync(file, 'utf8');
    };
    assert.strictEqual(await write('before', 'x', 'w'), 'x');
    assert.strictEqual(await write('before', 'x', 'w+'), 'x');
    assert.strictEqual(await write('before', 'x', 'r+'), 'xefore');
    assert.strictEqual(await write('before', 'x', 'a'), 'beforex');
    assert.strictEqual(await write('before', 'x', O_WRONLY), 'xefore');
    assert.strictEqual(await write('before', 'x', O_WRONLY | O_TRUNC), 'x');
    assert.strictEqual(await write('before', 'x', O_WRONLY | O_TRUNC | O_APPEND), 'x');
    await assert.rejects(call('writeFile', file, 'x', { flag: 'wx' }), { code: 'EEXIST', syscall: 'open', path: file });
    fs.rmSync(file);
    await assert.rejects(call('writeFile', file, 'x', { flag: O_WRONLY | O_TRUNC }), { code: 'ENOENT', syscall: 'open' });
    await call('writeFile', file, 'x', { flag: O_WRONLY | O_TRUNC | O_CREAT, mode: 0o640 });
    assert.strictEqual(fs.statSync(file).mode & 0o777, 0o640);
  }
}

async function checkNames(folder, file) {
  const other = path.join(folder, 'other');
  const link = path.join(folder, 'link');
  fs.writeFileSync(file, 'old content');
  fs.linkSync(file, other);
  fs.symlinkSync('file', link);
  for (const call of forms) {
    await call('writeFile', link, 'by link');
    assert.strictEqual(fs.readFileSync(other, 'utf8'), 'by link');
    await call('writeFile', other, 'other');
    assert.strictEqual(fs.readFileSync(file, 'utf8'), 'other');
    await assert.rejects(call('writeFile', folder, 'x'), { code: 'EISDIR', syscall: 'open', path: folder });
    const inFile = path.join(file, 'x');
    await assert.rejects(call('writeFile', inFile, 'x'), { code: 'ENOTDIR', syscall: 'open', path: inFile });
  }
  for (const name of [other, link]) fs.rmSync(name);
}

async function checkPipe(folder) {
  const pipe = path.join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const reader = fs.openSync(pipe, 'r+');
  const got = Buffer.alloc(100);
  for (const call of forms) {
    for (const data of ['through the pipe', Buffer.from('bytes')]) {
      await call('writeFile', pipe, data);
      assert.strictEqual(got.toString('utf8', 0, fs.readSync(reader, got)), String(data));
    }
  }
  fs.closeSync(reader);
  fs.rmSync(pipe);
  for (const call of forms) await call('writeFile', '/dev/null', 'x'.repeat(100000));
}

async function main() {
  const open = fs.readdirSync('/proc/self/fd').length;
  for (const place of [os.tmpdir(), '/dev/shm']) {
    if (!fs.existsSync(place)) continue;
    const folder = fs.mkdtempSync(path.join(place, 'fs-write-over-'));
    const file = path.join(folder, 'file');
    try {
      await checkTexts(file);
      await checkLengths(file);
      await checkTimes(file);
      await checkFlags(file);
      await checkNames(folder, file);
      await checkPipe(folder);
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  }
  assert.strictEqual(fs.readdirSync('/proc/self/fd').length, open);
}

main();
