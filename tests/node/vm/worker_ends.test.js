// A worker that is ended while it makes contexts, some of them garbage and some marked as V8 goes.
'use strict';

const assert = require('assert');
const { Worker } = require('worker_threads');

const source = `
  const vm = require('vm');
  const { parentPort, workerData } = require('worker_threads');
  for (let i = 0; ; i++) {
    vm.runInNewContext('i + 1', { i });
    if (i === workerData) parentPort.postMessage('running');
  }
`;

async function end(workerData) {
  const worker = new Worker(source, { eval: true, workerData });
  await new Promise((resolve) => { worker.once('message', resolve); });
  assert.strictEqual(await worker.terminate(), 1);
}

(async () => {
  for (let round = 0; round < 20; round++) await Promise.all([end(40 + round), end(80 + round)]);
})();
