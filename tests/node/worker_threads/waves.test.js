// Many workers, started and ended in waves, leave nothing behind: no thread, no descriptor, no running handle.
'use strict';
const assert = require('assert');
const fs = require('fs');
const { Worker } = require('worker_threads');

const kWaves = 20;
const kEach = 10;

const bodies = [
  '',
  'process.exit(3)',
  'throw new Error("broken")',
  'require("worker_threads").parentPort.postMessage("x".repeat(1000))',
  'setInterval(() => {}, 1000); require("worker_threads").parentPort.postMessage("ready")',
  'for (;;);',
  'require("fs").openSync("/proc/self/stat")',
  'require("net").createServer().listen(0); process.exitCode = 2; setImmediate(() => process.exit())',
  'console.log.call(null, ""); new (require("worker_threads").Worker)("setInterval(() => {}, 1000)", { eval: true }); setImmediate(() => process.exit(4))',
  'new (require("worker_threads").BroadcastChannel)("wave").unref(); require("worker_threads").locks.request("wave", { mode: "shared" }, () => new Promise(() => {}))',
];

const count = (folder) => fs.readdirSync(folder).length;

function run(body, i) {
  return new Promise((resolve) => {
    const worker = new Worker(body, { eval: true, stdout: true });
    worker.stdout.resume();
    worker.on('error', () => {});
    worker.on('exit', (code) => resolve(code));
    if (i === 4) worker.on('message', () => worker.terminate());
    if (i === 5) worker.on('online', () => worker.terminate());
  });
}

async function wave() {
  const codes = await Promise.all(bodies.map(run));
  assert.deepStrictEqual(codes, [0, 3, 1, 0, 1, 1, 0, 2, 4, 0]);
}

// A thread is gone a moment after its end was told.
async function settled(read, limit) {
  for (let i = 0; i < 200 && read() > limit; i++) await new Promise((resolve) => setTimeout(resolve, 10));
  return read();
}

(async () => {
  assert.strictEqual(bodies.length, kEach);
  // What the process keeps for itself, such as the threads of a pool, has come after a first wave.
  await wave();
  const threads = () => count('/proc/self/task');
  const descriptors = () => count('/proc/self/fd');
  await settled(threads, 8);
  const before = { threads: threads(), descriptors: descriptors() };
  for (let i = 0; i < kWaves; i++) await wave();
  assert.ok(await settled(threads, before.threads) <= before.threads, `threads: ${before.threads}, ${threads()}`);
  assert.ok(await settled(descriptors, before.descriptors) <= before.descriptors,
            `descriptors: ${before.descriptors}, ${descriptors()}`);
  assert.deepStrictEqual(process.getActiveResourcesInfo().filter((name) => /Worker|MessagePort/i.test(name)), []);
  const { held, pending } = await require('worker_threads').locks.query();
  assert.deepStrictEqual([held, pending], [[], []]);
})();
