// A worker from `new` to its exit event, one after the other; and the memory of an idle one.
import { Worker } from 'node:worker_threads';

const run = () => new Promise((resolve, reject) => {
  const worker = new Worker('', { eval: true });
  worker.on('error', reject);
  worker.on('exit', resolve);
});

for (let i = 0; i < 3; i++) await run();
const count = 20;
const since = performance.now();
for (let i = 0; i < count; i++) await run();
console.log(`worker, new to exit\t${((performance.now() - since) / count).toFixed(3)}\tms`);

const code = 'const { parentPort } = require("node:worker_threads");'
  + 'parentPort.on("message", () => parentPort.close()); parentPort.postMessage("here");';
const before = process.memoryUsage().rss;
const workers = await Promise.all(Array.from({ length: 8 }, () => new Promise((resolve, reject) => {
  const worker = new Worker(code, { eval: true });
  worker.on('error', reject);
  worker.once('message', () => resolve(worker));
})));
console.log(`worker, memory of an idle one\t${((process.memoryUsage().rss - before) / 8 / 2 ** 20).toFixed(2)}\tMB`);
for (const worker of workers) worker.postMessage('close');
