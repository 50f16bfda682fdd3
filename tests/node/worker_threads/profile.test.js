// Profiles of a worker, whether it sleeps or runs without end.
'use strict';
const assert = require('assert');
const { once } = require('events');
const { Worker } = require('worker_threads');

(async () => {
  for (const source of ['setInterval(() => {}, 1000)', 'for (;;) [1, 2, 3].map(String);']) {
    const worker = new Worker(source, { eval: true });
    await once(worker, 'online');
    const [one, two] = await Promise.all([worker.startCpuProfile(), worker.startCpuProfile()]);
    await new Promise((resolve) => setTimeout(resolve, 30));
    const text = await one.stop();
    const { nodes, samples, timeDeltas, startTime, endTime } = JSON.parse(text);
    assert.ok(nodes.length > 0 && samples.length === timeDeltas.length && endTime > startTime);
    assert.strictEqual(nodes[0].callFrame.functionName, '(root)');
    assert.strictEqual(await one.stop(), text);
    JSON.parse(await two.stop());

    const heap = await worker.startHeapProfile();
    await assert.rejects(worker.startHeapProfile(), { code: 'ERR_HEAP_PROFILE_HAVE_BEEN_STARTED' });
    const { head } = JSON.parse(await heap.stop());
    assert.strictEqual(head.callFrame.functionName, '(root)');

    assert.throws(() => worker.startCpuProfile(1), { code: 'ERR_INVALID_ARG_TYPE' });
    assert.throws(() => worker.startHeapProfile({ sampleInterval: 'x' }), { code: 'ERR_INVALID_ARG_TYPE' });
    const last = await worker.startCpuProfile();
    await worker.terminate();
    await assert.rejects(last.stop(), { code: 'ERR_WORKER_NOT_RUNNING' });
    await assert.rejects(worker.startCpuProfile(), { code: 'ERR_WORKER_NOT_RUNNING' });
    await assert.rejects(worker.startHeapProfile(), { code: 'ERR_WORKER_NOT_RUNNING' });
  }
})();
