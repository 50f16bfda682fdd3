// Files that are not files on a disk, and names that are not text.
'use strict';

const assert = require('assert');
const { execFileSync } = require('child_process');
const fs = require('fs');
const path = require('path');

const here = process.cwd();

async function everyForm(file, expected) {
  assert.throws(() => fs.readFileSync(file), expected);
  await assert.rejects(fs.promises.readFile(file), expected);
  await assert.rejects(new Promise((resolve, reject) => {
    fs.readFile(file, (error, data) => (error ? reject(error) : resolve(data)));
  }), expected);
  await assert.rejects(fs.createReadStream(file).toArray(), expected);
}

async function fifo() {
  const pipe = path.join(here, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const reading = fs.promises.readFile(pipe, 'utf8');
  await fs.promises.writeFile(pipe, 'through the pipe');
  assert.strictEqual(await reading, 'through the pipe');
}

async function endless() {
  let length = 0;
  for await (const chunk of fs.createReadStream('/dev/zero', { end: 199999 })) length += chunk.length;
  assert.strictEqual(length, 200000);
}

async function proc() {
  const status = fs.readFileSync('/proc/self/status', 'utf8');
  assert.match(status, /^Name:/);
  assert.match(await fs.promises.readFile('/proc/self/status', 'utf8'), /^Name:/);
  assert.strictEqual(fs.statSync('/proc/self/status').size, 0);
}

async function names() {
  await everyForm(here, { code: 'EISDIR', syscall: 'read' });
  fs.symlinkSync('loop', path.join(here, 'loop'));
  await everyForm(path.join(here, 'loop'), { code: 'ELOOP', syscall: 'open' });
  await everyForm(path.join(here, 'missing', 'file'), { code: 'ENOENT', syscall: 'open' });
  await everyForm(`${__filename}/below`, { code: 'ENOTDIR', syscall: 'open' });
  await everyForm(path.join(here, 'x'.repeat(300)), { code: 'ENAMETOOLONG', syscall: 'open' });
  const withNull = { code: 'ERR_INVALID_ARG_VALUE', name: 'TypeError' };
  assert.throws(() => fs.readFileSync('a\0b'), withNull);
  assert.throws(() => fs.readFile('a\0b', () => {}), withNull);
  await assert.rejects(fs.promises.readFile('a\0b'), withNull);

  const folder = path.join(here, 'names');
  fs.mkdirSync(folder);
  const odd = Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xff, 0xfe, 0x41])]);
  fs.writeFileSync(odd, 'odd');
  assert.strictEqual(fs.readFileSync(odd, 'utf8'), 'odd');
  assert.deepStrictEqual(fs.readdirSync(folder, 'buffer'), [Buffer.from([0xff, 0xfe, 0x41])]);
  assert.deepStrictEqual(fs.readdirSync(folder), ['\ufffd\ufffdA']);
  assert.deepStrictEqual(await fs.promises.readdir(folder, 'latin1'), ['\xff\xfeA']);
  fs.unlinkSync(odd);
  assert.deepStrictEqual(fs.readdirSync(folder), []);
}

async function main() {
  await fifo();
  await endless();
  await proc();
  await names();
}

main();
