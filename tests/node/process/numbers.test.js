'use strict';
// Clocks, memory, resources and ids of the process.
const assert = require('assert');

const before = process.hrtime();
const difference = process.hrtime(before);
assert.ok(difference[0] >= 0 && difference[1] >= 0 && difference[1] < 1e9);
assert.strictEqual(typeof process.hrtime.bigint(), 'bigint');
assert.ok(process.hrtime.bigint() >= process.hrtime.bigint() - 1000000000n);
assert.throws(() => process.hrtime(1), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => process.hrtime([1]), { code: 'ERR_OUT_OF_RANGE' });

assert.deepStrictEqual(Object.keys(process.memoryUsage()), ['rss', 'heapTotal', 'heapUsed', 'external', 'arrayBuffers']);
assert.ok(process.memoryUsage.rss() > 1e6);
assert.strictEqual(Object.keys(process.resourceUsage()).length, 16);
const cpu = process.cpuUsage();
assert.ok(cpu.user >= 0 && cpu.system >= 0);
assert.ok(process.cpuUsage(cpu).user >= 0);
assert.throws(() => process.cpuUsage({ user: -1, system: 1 }), { code: 'ERR_INVALID_ARG_VALUE' });
assert.throws(() => process.cpuUsage(1), { code: 'ERR_INVALID_ARG_TYPE' });
assert.ok(process.uptime() > 0);
assert.ok(process.availableMemory() > 0);
assert.ok(process.constrainedMemory() >= 0);

assert.strictEqual(process.kill(process.pid, 0), true);
assert.throws(() => process.kill(process.pid, 'SIGNOPE'), { code: 'ERR_UNKNOWN_SIGNAL' });
assert.throws(() => process.kill('x'), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => process.kill(2 ** 30, 0), { code: 'ESRCH', syscall: 'kill' });
assert.ok(process.getuid() >= 0);
assert.ok(process.getgroups().includes(process.getegid()));
assert.throws(() => process.setuid('nobody-of-this-name'), { code: 'ERR_UNKNOWN_CREDENTIAL' });
assert.throws(() => process.setgid(1.5), { code: 'ERR_OUT_OF_RANGE' });

const old = process.umask(0o22);
assert.strictEqual(process.umask(), 0o22);
assert.strictEqual(process.umask(old), 0o22);
assert.throws(() => process.umask('8'), { code: 'ERR_INVALID_ARG_VALUE' });
assert.throws(() => process.chdir('/no/such/folder'), (err) => {
  assert.strictEqual(err.code, 'ENOENT');
  assert.strictEqual(err.dest, '/no/such/folder');
  return true;
});

assert.throws(() => { process.exitCode = 'x'; }, { code: 'ERR_INVALID_ARG_TYPE' });
process.exitCode = '0';
assert.strictEqual(process.exitCode, 0);
assert.strictEqual(process.version, `v${process.versions.node}`);
assert.strictEqual(process.release.name, 'node');
assert.ok(process.allowedNodeEnvironmentFlags.has('no_warnings'));
assert.strictEqual(process.allowedNodeEnvironmentFlags.has('--nope'), false);
assert.strictEqual(Object.prototype.toString.call(process), '[object process]');
process.title = 'short';
assert.strictEqual(process.title, 'short');
