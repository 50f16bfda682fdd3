// Flags: --permission --allow-fs-read=*
'use strict';
// Processes, threads, the network, the inspector and addons need permissions of their own.
const assert = require('assert');
const child = require('child_process');
const dns = require('dns');
const net = require('net');
const { Worker } = require('worker_threads');
const { Session } = require('inspector');

const denied = (permission, resource) => ({ code: 'ERR_ACCESS_DENIED', permission, ...resource && { resource } });
assert.throws(() => child.spawn('true'), denied('ChildProcess', 'true'));
assert.throws(() => child.spawnSync('true'), denied('ChildProcess', 'true'));
assert.throws(() => child.execSync('true'), denied('ChildProcess'));
assert.throws(() => child.fork(__filename), denied('ChildProcess', process.execPath));
assert.throws(() => new Worker(__filename), denied('WorkerThreads'));
assert.throws(() => new Session().connect(), denied('Inspector'));
assert.throws(() => process.binding('fs'), { code: 'ERR_ACCESS_DENIED' });
assert.throws(() => process.dlopen({ exports: {} }, __filename), { code: 'ERR_DLOPEN_DISABLED' });

let heard = 0;
net.connect(1, '127.0.0.1').on('error', (error) => {
  assert.strictEqual(error.code, 'ERR_ACCESS_DENIED');
  assert.strictEqual(error.syscall, 'connect');
  heard++;
});
dns.lookup('localhost', (error) => {
  assert.strictEqual(error.code, 'ERR_ACCESS_DENIED');
  heard++;
});
dns.promises.resolve('localhost').catch((error) => {
  assert.strictEqual(error.code, 'ERR_ACCESS_DENIED');
  heard++;
});
dns.lookup('127.0.0.1', (error) => {
  assert.ifError(error);
  heard++;
});
process.on('exit', () => assert.strictEqual(heard, 4));
