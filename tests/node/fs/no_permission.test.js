// Files and folders that the user may not touch: EACCES reaches the caller in each form, and no descriptor stays open.
// https://man7.org/linux/man-pages/man7/path_resolution.7.html
'use strict';

const assert = require('assert');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { pipeline } = require('stream/promises');
const { inEachForm } = require('./forms');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fs-no-permission-'));
const isRoot = process.getuid() === 0;
const nobody = 65534;

const openDescriptors = () => fs.readdirSync('/proc/self/fd').length;

async function denied(syscall, file, name, ...args) {
  const expected = { code: 'EACCES', errno: -13, syscall, path: file };
  await inEachForm(expected, name, ...args);
}

async function check() {
  const shut = path.join(folder, 'shut');
  const inner = path.join(shut, 'inner');
  const secret = path.join(folder, 'secret');
  const locked = path.join(folder, 'locked');
  const kept = path.join(locked, 'kept');

  for (const args of [[secret], [secret, 'utf8'], [inner]]) await denied('open', args[0], 'readFile', ...args);
  for (const options of [undefined, { flush: true }]) {
    for (const file of [secret, inner, path.join(locked, 'new')]) {
      await denied('open', file, 'writeFile', file, 'x', options);
      await denied('open', file, 'appendFile', file, Buffer.from('x'), options);
    }
  }
  await denied('open', secret, 'open', secret, 'r');
  for (const file of [inner, path.join(inner, 'deeper')]) {
    await denied('stat', file, 'stat', file);
    await denied('lstat', file, 'lstat', file);
  }
  // access(2) asks for the real user, who is still the superuser.
  if (!isRoot) {
    await denied('access', inner, 'access', inner);
    await denied('access', secret, 'access', secret, fs.constants.R_OK);
    assert.strictEqual(fs.existsSync(inner), false);
  }
  await denied('scandir', shut, 'readdir', shut);
  await denied('scandir', shut, 'readdir', shut, { withFileTypes: true });
  await denied('scandir', shut, 'readdir', folder, { recursive: true });
  assert.throws(() => fs.opendirSync(shut), { code: 'EACCES', syscall: 'opendir' });
  await assert.rejects(fs.promises.opendir(shut), { code: 'EACCES', syscall: 'opendir' });
  await denied('mkdir', inner, 'mkdir', inner);
  await denied('unlink', kept, 'unlink', kept);
  await denied('rmdir', inner, 'rmdir', inner);
  await denied('rename', kept, 'rename', kept, path.join(locked, 'other'));
  await denied('symlink', 'x', 'symlink', 'x', path.join(locked, 'link'));
  await denied('copyfile', secret, 'copyFile', secret, path.join(folder, 'copy'));
  await assert.rejects(pipeline(fs.createReadStream(secret), async (chunks) => { for await (const _ of chunks); }),
                       { code: 'EACCES', syscall: 'open', path: secret });
  await assert.rejects(pipeline(['x'], fs.createWriteStream(secret)), { code: 'EACCES', syscall: 'open', path: secret });
  for (const file of await Promise.all(Array.from({ length: 300 }, (_, i) => fs.promises.stat(i % 2 ? kept : folder)))) {
    assert.ok(file.ino > 0);
  }
}

async function main() {
  fs.mkdirSync(path.join(folder, 'shut/inner'), { recursive: true });
  fs.mkdirSync(path.join(folder, 'locked'));
  fs.writeFileSync(path.join(folder, 'secret'), 'text');
  fs.writeFileSync(path.join(folder, 'locked/kept'), 'text');
  fs.chmodSync(path.join(folder, 'shut'), 0o000);
  fs.chmodSync(path.join(folder, 'secret'), 0o000);
  fs.chmodSync(path.join(folder, 'locked'), 0o555);
  fs.chmodSync(folder, 0o777);
  // What is loaded on demand needs files that the other user may not read.
  await pipeline(['x'], fs.createWriteStream('/dev/null'));
  fs.opendirSync(folder).closeSync();

  const before = openDescriptors();
  // The superuser may do everything.
  if (isRoot) process.seteuid(nobody);
  try {
    await check();
  } finally {
    if (isRoot) process.seteuid(0);
    for (const name of ['shut', 'locked']) fs.chmodSync(path.join(folder, name), 0o755);
  }
  assert.strictEqual(openDescriptors(), before);
  assert.strictEqual(fs.readFileSync(path.join(folder, 'locked/kept'), 'utf8'), 'text');
}

process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
main();
