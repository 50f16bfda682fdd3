'use strict';
// Near the limit of the heap a heap profile that the program has begun is written, as often as it asked for; a worker
// writes a snapshot when its own options say so.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const { Worker } = require('node:worker_threads');
const v8 = require('node:v8');

assert.throws(() => v8.setHeapProfileNearHeapLimit(0), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => v8.setHeapProfileNearHeapLimit('1'), { code: 'ERR_INVALID_ARG_TYPE' });

const leak = 'const kept = []; setImmediate(function more() {' +
  ' kept.push(new Array(2e4).fill({ a: 1 })); setImmediate(more); });';
const written = (extension) => fs.readdirSync('.').filter((name) => name.endsWith(extension));
const run = (code) => spawnSync(process.execPath, ['--max-old-space-size=30', '-e', code + leak]);

run('v8.setHeapProfileNearHeapLimit(1);');
assert.deepStrictEqual(written('.heapprofile'), []);
run('v8.startHeapProfile(); v8.setHeapProfileNearHeapLimit(1); v8.setHeapProfileNearHeapLimit(9);');
const profiles = written('.heapprofile');
assert.strictEqual(profiles.length, 1);
assert.match(profiles[0], /^Heap\.\d{8}\.\d{6}\.\d+\.0\.\d{3}\.heapprofile$/);
assert.ok(JSON.parse(fs.readFileSync(profiles[0], 'utf8')).head.callFrame);

const worker = new Worker(leak, {
  eval: true,
  execArgv: ['--heapsnapshot-near-heap-limit=1'],
  resourceLimits: { maxOldGenerationSizeMb: 30 },
});
let error;
worker.on('error', (e) => { error = e; });
worker.on('exit', () => {
  assert.strictEqual(error.code, 'ERR_WORKER_OUT_OF_MEMORY');
  assert.strictEqual(written('.heapsnapshot').length, 1);
});
