'use strict';
// writeFile, appendFile, write, writev and their forms.
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');

const dir = fs.mkdtempSync(path.join(require('node:os').tmpdir(), 'fs-write-file-'));
process.on('exit', () => fs.rmSync(dir, { recursive: true }));
const file = path.join(dir, 'file');
const content = () => fs.readFileSync(file, 'utf8');

fs.writeFileSync(file, 'abc');
assert.strictEqual(content(), 'abc');
fs.writeFileSync(file, 'x', { flag: 'a' });
fs.appendFileSync(file, Buffer.from('y'));
assert.strictEqual(content(), 'abcxy');
fs.writeFileSync(file, new Uint16Array([0x6161, 0x6262]));
assert.strictEqual(content(), 'aabb');
fs.writeFileSync(file, 'ff00', 'hex');
assert.deepStrictEqual([...fs.readFileSync(file)], [255, 0]);
fs.writeFileSync(path.join(dir, 'mode'), '', { mode: 0o600, flush: true });
assert.strictEqual(fs.statSync(path.join(dir, 'mode')).mode & 0o777, 0o600);
assert.throws(() => fs.writeFileSync(file, 5), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => fs.writeFileSync(file, 'a', { flag: 'q' }), { code: 'ERR_INVALID_ARG_VALUE' });
assert.throws(() => fs.writeFileSync(file, 'a', { flag: 'wx' }), { code: 'EEXIST', syscall: 'open' });
assert.throws(() => fs.writeFileSync('/dev/full', 'a'), { code: 'ENOSPC', message: /, write$/ });

const fd = fs.openSync(file, 'w+');
assert.strictEqual(fs.writeSync(fd, 'hello'), 5);
assert.strictEqual(fs.writeSync(fd, Buffer.from('HE'), 0, 2, 0), 2);
assert.strictEqual(fs.writevSync(fd, [Buffer.from('-'), Buffer.alloc(0), Buffer.from('world')]), 6);
assert.strictEqual(content(), 'HEllo-world');
const parts = [Buffer.alloc(3), Buffer.alloc(20)];
assert.strictEqual(fs.readvSync(fd, parts, 0), 11);
assert.strictEqual(parts[0].toString(), 'HEl');
assert.strictEqual(fs.readSync(fd, parts[0], { position: 8n }), 3);
assert.strictEqual(parts[0].toString(), 'rld');
assert.throws(() => fs.writeSync(fd, parts[0], 4), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => fs.readSync(fd, parts[0], 0, 4), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => fs.readSync(-1, parts[0]), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => fs.readSync(fd, Buffer.alloc(0), 0, 1), { code: 'ERR_INVALID_ARG_VALUE' });
fs.closeSync(fd);
assert.throws(() => fs.closeSync(fd), { code: 'EBADF', syscall: 'close' });

// More buffers than one system call takes.
const many = fs.openSync(file, 'w');
assert.strictEqual(fs.writevSync(many, Array.from({ length: 3000 }, () => Buffer.from('ab'))), 6000);
fs.closeSync(many);
assert.strictEqual(content(), 'ab'.repeat(3000));

(async () => {
  const { promises } = fs;
  await promises.writeFile(file, 'p');
  await promises.appendFile(file, 'q');
  assert.strictEqual(content(), 'pq');
  await promises.writeFile(file, (function* () { yield 'one'; yield Buffer.from('two'); })());
  assert.strictEqual(content(), 'onetwo');
  await assert.rejects(promises.writeFile('/nope/x', ''), { code: 'ENOENT', path: '/nope/x' });
  const handle = await promises.open(file, 'w+');
  const { bytesWritten, buffer } = await handle.write('text');
  assert.deepStrictEqual([bytesWritten, buffer], [4, 'text']);
  await handle.appendFile('!');
  assert.strictEqual((await handle.read(Buffer.alloc(10), 0, 10, 0)).bytesRead, 5);
  await handle.truncate(2);
  assert.strictEqual((await handle.stat()).size, 2);
  await handle.sync();
  await handle.close();
  assert.strictEqual(handle.fd, -1);
  await assert.rejects(handle.read(), { code: 'EBADF', message: 'file closed', syscall: 'read' });

  await new Promise((resolve) => {
    fs.writeFile(file, 'cb', (error) => {
      assert.strictEqual(error, null);
      fs.appendFile(file, '+', (error) => {
        assert.strictEqual(error, null);
        assert.strictEqual(content(), 'cb+');
        resolve();
      });
    });
  });
})().then(() => console.log('ok'));
