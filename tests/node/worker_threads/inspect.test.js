// What a parent can ask about a running worker.
'use strict';
const assert = require('assert');
const { once } = require('events');
const { Worker } = require('worker_threads');

(async () => {
  for (const source of ['setInterval(() => {}, 1000)', 'for (;;);']) {
    const worker = new Worker(source, { eval: true });
    await once(worker, 'online');
    const usage = await worker.cpuUsage();
    assert(usage.user >= 0 && usage.system >= 0);
    const heap = await worker.getHeapStatistics();
    assert(heap.used_heap_size > 100000);
    let text = '';
    for await (const chunk of (await worker.getHeapSnapshot()).setEncoding('utf8')) text += chunk;
    assert(JSON.parse(text).snapshot.node_count > 100);
    const { idle, active } = worker.performance.eventLoopUtilization();
    assert(idle + active > 0);
    await worker.terminate();
    await assert.rejects(worker.cpuUsage(), { code: 'ERR_WORKER_NOT_RUNNING' });
    await assert.rejects(worker.getHeapSnapshot(), { code: 'ERR_WORKER_NOT_RUNNING' });
    await assert.rejects(worker.getHeapStatistics(), { code: 'ERR_WORKER_NOT_RUNNING' });
    assert.deepStrictEqual(worker.performance.eventLoopUtilization(), { idle: 0, active: 0, utilization: 0 });
    assert.strictEqual(worker.threadId, -1);
  }
})();
