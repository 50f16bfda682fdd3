// A device without room and file systems that refuse: the error reaches the caller in each form, and no descriptor stays
// open. https://man7.org/linux/man-pages/man4/full.4.html
'use strict';

const assert = require('assert');
const fs = require('fs');
const { once } = require('events');
const { pipeline } = require('stream/promises');

function openDescriptors() {
  return fs.readdirSync('/proc/self/fd').length;
}

function byCallback(name, ...args) {
  return new Promise((resolve, reject) => {
    fs[name](...args, (error, value) => (error ? reject(error) : resolve(value)));
  });
}

async function inEachForm(name, args, expected) {
  assert.throws(() => fs[`${name}Sync`](...args), expected);
  await assert.rejects(byCallback(name, ...args), expected);
  await assert.rejects(fs.promises[name](...args), expected);
}

async function main() {
  const before = openDescriptors();

  const noRoom = { code: 'ENOSPC', errno: -28, syscall: 'write' };
  await inEachForm('writeFile', ['/dev/full', 'text'], noRoom);
  await inEachForm('writeFile', ['/dev/full', Buffer.alloc(200000), { flush: true }], noRoom);
  await inEachForm('appendFile', ['/dev/full', 'text'], noRoom);
  await assert.rejects(pipeline([Buffer.alloc(100000)], fs.createWriteStream('/dev/full')), noRoom);

  const stream = fs.createWriteStream('/dev/full');
  stream.write('text');
  const [error] = await once(stream, 'error');
  assert.strictEqual(error.code, 'ENOSPC');
  if (!stream.closed) await once(stream, 'close');

  const handle = await fs.promises.open('/dev/full', 'w');
  await assert.rejects(handle.write('text'), noRoom);
  await assert.rejects(handle.writev([Buffer.from('a'), Buffer.from('b')]), noRoom);
  await handle.close();

  // The memory of a process at address 0 cannot be read.
  await inEachForm('readFile', ['/proc/self/mem'], { code: 'EIO', errno: -5, syscall: 'read' });
  await assert.rejects(fs.createReadStream('/proc/self/mem').toArray(), { code: 'EIO', syscall: 'read' });

  await inEachForm('readFile', ['/'], { code: 'EISDIR', syscall: 'read' });
  await inEachForm('mkdir', ['/proc/new'], { code: 'ENOENT', syscall: 'mkdir', path: '/proc/new' });
  await inEachForm('writeFile', ['/proc/version', 'x'], (e) => ['EACCES', 'EIO', 'EPERM'].includes(e.code));

  assert.strictEqual(openDescriptors(), before);
}

main();
