// A device without room and file systems that refuse: the error reaches the caller in each form, and no descriptor stays
// open. https://man7.org/linux/man-pages/man4/full.4.html
'use strict';

const assert = require('assert');
const fs = require('fs');
const { once } = require('events');
const { pipeline } = require('stream/promises');
const { inEachForm } = require('./forms');

function openDescriptors() {
  return fs.readdirSync('/proc/self/fd').length;
}

async function main() {
  const before = openDescriptors();

  const noRoom = { code: 'ENOSPC', errno: -28, syscall: 'write' };
  await inEachForm(noRoom, 'writeFile', '/dev/full', 'text');
  await inEachForm(noRoom, 'writeFile', '/dev/full', Buffer.alloc(200000), { flush: true });
  await inEachForm(noRoom, 'appendFile', '/dev/full', 'text');
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
  await inEachForm({ code: 'EIO', errno: -5, syscall: 'read' }, 'readFile', '/proc/self/mem');
  await assert.rejects(fs.createReadStream('/proc/self/mem').toArray(), { code: 'EIO', syscall: 'read' });

  await inEachForm({ code: 'EISDIR', syscall: 'read' }, 'readFile', '/');
  await inEachForm({ code: 'ENOENT', syscall: 'mkdir', path: '/proc/new' }, 'mkdir', '/proc/new');
  await inEachForm((e) => ['EACCES', 'EIO', 'EPERM'].includes(e.code), 'writeFile', '/proc/version', 'x');

  assert.strictEqual(openDescriptors(), before);
}

main();
