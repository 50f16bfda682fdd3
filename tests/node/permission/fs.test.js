// Flags: --permission --allow-fs-read=*
'use strict';
// What may not be written: every door to the file system asks.
const assert = require('assert');
const fs = require('fs');
const path = require('path');

const target = path.resolve('target');
const denied = { code: 'ERR_ACCESS_DENIED', permission: 'FileSystemWrite', resource: target,
                 message: 'Access to this API has been restricted. Use --allow-fs-write to manage permissions.' };

assert.deepStrictEqual(Object.keys(process.permission), ['has', 'drop']);
assert.strictEqual(process.permission.has('fs.read'), true);
assert.strictEqual(process.permission.has('fs.write', target), false);
assert.strictEqual(process.permission.has('nothing'), false);
assert.throws(() => process.permission.has(1), { code: 'ERR_INVALID_ARG_TYPE' });

const doors = [
  ['writeFile', ''], ['appendFile', ''], ['mkdir'], ['rmdir'], ['unlink'], ['chmod', 0o600], ['chown', 1, 1],
  ['utimes', 1, 1], ['lutimes', 1, 1], ['truncate', 1], ['open', 'w'], ['open', 'a'], ['open', 'r+'],
];
for (const [name, ...args] of doors) {
  assert.throws(() => fs[`${name}Sync`](target, ...args), name === 'truncate' ? { code: denied.code } : denied,
                name);
}
assert.throws(() => fs.rmSync('/proc/version'), { ...denied, resource: '/proc/version' });
assert.throws(() => fs.copyFileSync(__filename, target), denied);
assert.throws(() => fs.cpSync(__filename, target), denied);
assert.throws(() => fs.linkSync(target, __filename), denied);
assert.throws(() => fs.renameSync(target, 'other'), denied);
assert.throws(() => fs.symlinkSync(__filename, target), { code: 'ERR_ACCESS_DENIED', message: /symlink API requires full/ });
assert.throws(() => fs.mkdtempSync(target), { ...denied, resource: `${target}XXXXXX` });
assert.throws(() => fs.writeFileSync(Buffer.from(target), ''), denied);
assert.throws(() => fs.fsyncSync(0), { code: 'ERR_ACCESS_DENIED', message: /fsync API is disabled/ });
assert.throws(() => require('v8').writeHeapSnapshot(target), { code: denied.code });

let heard = 0;
fs.writeFile(target, '', (error) => {
  assert.strictEqual(error.code, 'ERR_ACCESS_DENIED');
  heard++;
});
fs.promises.writeFile(target, '').catch((error) => {
  assert.strictEqual(error.permission, 'FileSystemWrite');
  heard++;
});
fs.promises.chmod(target, 0o600).catch((error) => {
  assert.strictEqual(error.resource, target);
  heard++;
});
fs.createWriteStream(target).on('error', (error) => {
  assert.strictEqual(error.code, 'ERR_ACCESS_DENIED');
  heard++;
});
process.on('exit', () => {
  assert.strictEqual(heard, 4);
  assert.strictEqual(fs.existsSync(target), false);
  // What is given up does not come back.
  process.permission.drop('fs.read');
  assert.strictEqual(process.permission.has('fs.read'), false);
  assert.throws(() => fs.readFileSync(__filename), { permission: 'FileSystemRead' });
});
