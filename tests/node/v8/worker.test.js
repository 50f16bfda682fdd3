// A worker that ends with profilers still open ends in peace.
'use strict';

const assert = require('node:assert');
const { Worker } = require('node:worker_threads');

const source = `
  const v8 = require('node:v8');
  v8.startCpuProfile();
  v8.startHeapProfile();
  new v8.GCProfiler().start();
  const kept = [new v8.Serializer(), new v8.Deserializer(v8.serialize({}))];
  require('node:worker_threads').parentPort.postMessage(kept.length);
`;

let answers = 0;
for (let i = 0; i < 3; i++) {
  const worker = new Worker(source, { eval: true });
  worker.on('message', (count) => {
    assert.strictEqual(count, 2);
    answers++;
  });
  worker.on('exit', (code) => assert.strictEqual(code, 0));
}
process.on('exit', () => assert.strictEqual(answers, 3));
