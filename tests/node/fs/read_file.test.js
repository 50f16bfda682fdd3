'use strict';
// readFile in its three forms: small and large files, encodings, descriptors, what has no size, errors.
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');

const dir = fs.mkdtempSync(path.join(require('node:os').tmpdir(), 'fs-read-file-'));
process.on('exit', () => fs.rmSync(dir, { recursive: true }));
const file = (name) => path.join(dir, name);

const samples = {
  empty: Buffer.alloc(0),
  ascii: Buffer.from('hello'),
  latin: Buffer.from('gr\u00fc\u00dfe '.repeat(3000)),
  wide: Buffer.from('\u4e2d\u6587\ud83d\ude00'.repeat(20000)),
  broken: Buffer.concat([Buffer.from([0xff, 0xfe, 0xc3]), Buffer.from('x'.repeat(10000)), Buffer.from([0xe4, 0xb8])]),
  bom: Buffer.from('\ufeffbom'),
  big: Buffer.alloc(3_000_000, 'abcdefg'),
};

async function check(name, content) {
  fs.writeFileSync(file(name), content);
  const text = content.toString('utf8');
  assert.deepStrictEqual(fs.readFileSync(file(name)), content);
  assert.strictEqual(fs.readFileSync(file(name), 'utf8'), text);
  assert.strictEqual(fs.readFileSync(Buffer.from(file(name)), { encoding: 'latin1' }), content.toString('latin1'));
  assert.deepStrictEqual(await fs.promises.readFile(file(name)), content);
  assert.strictEqual(await fs.promises.readFile(file(name), 'utf-8'), text);
  assert.strictEqual(await fs.promises.readFile(file(name), 'base64'), content.toString('base64'));
  await new Promise((resolve, reject) => {
    fs.readFile(require('node:url').pathToFileURL(file(name)), 'utf8', (error, data) => {
      if (error) return reject(error);
      assert.strictEqual(data, text);
      resolve();
    });
  });
  const fd = fs.openSync(file(name));
  fs.readSync(fd, Buffer.alloc(2), 0, 2, null);
  assert.deepStrictEqual(fs.readFileSync(fd), content.subarray(2));
  fs.closeSync(fd);
}

(async () => {
  for (const [name, content] of Object.entries(samples)) await check(name, content);

  // The Buffer has memory of its own.
  const buffer = await fs.promises.readFile(file('ascii'));
  assert.strictEqual(buffer.buffer.byteLength, buffer.length);

  // Files of /proc say that they are empty.
  assert.match(fs.readFileSync('/proc/self/status', 'utf8'), /^Name:/);
  assert.match(await fs.promises.readFile('/proc/self/status', 'utf8'), /^Name:/);

  const missing = { name: 'Error', code: 'ENOENT', errno: -2, syscall: 'open', path: '/nope',
                    message: "ENOENT: no such file or directory, open '/nope'" };
  assert.throws(() => fs.readFileSync('/nope'), missing);
  await assert.rejects(fs.promises.readFile('/nope'), missing);
  fs.readFile('/nope', (error) => {
    assert.deepStrictEqual(Object.keys(error), ['errno', 'code', 'syscall', 'path']);
    assert.strictEqual(error.stack, `Error: ${error.message}`);
  });
  assert.throws(() => fs.readFileSync(dir), { code: 'EISDIR', syscall: 'read' });
  await assert.rejects(fs.promises.readFile(dir), { code: 'EISDIR', path: dir });
  assert.throws(() => fs.readFileSync('a\0b'), { code: 'ERR_INVALID_ARG_VALUE' });
  assert.throws(() => fs.readFileSync({}), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => fs.readFileSync(file('ascii'), 'utf9'), { code: 'ERR_INVALID_ARG_VALUE' });
  assert.throws(() => fs.readFile(file('ascii')), { code: 'ERR_INVALID_ARG_TYPE' });

  const controller = new AbortController();
  controller.abort();
  await assert.rejects(fs.promises.readFile(file('big'), { signal: controller.signal }), { name: 'AbortError' });

  // A FIFO holds nobody up but its reader.
  require('node:child_process').execFileSync('mkfifo', [file('fifo')]);
  const reading = fs.promises.readFile(file('fifo'), 'utf8');
  await new Promise((resolve) => setTimeout(resolve, 20));
  fs.writeFileSync(file('fifo'), 'through the pipe');
  assert.strictEqual(await reading, 'through the pipe');
})().then(() => console.log('ok'));
