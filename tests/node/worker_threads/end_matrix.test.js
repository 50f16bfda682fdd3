// How a worker can end: each way ends it alone, with Node's events and codes.
'use strict';
const assert = require('assert');
const { Worker } = require('worker_threads');

function end(source, options, during) {
  return new Promise((resolve) => {
    const worker = new Worker(source, { eval: true, ...options });
    const events = [];
    worker.on('online', () => events.push('online'));
    worker.on('message', (message) => events.push(`message ${message}`));
    worker.on('error', (error) => events.push(`error ${error.code ?? error.message}`));
    worker.on('exit', (code) => {
      events.push(`exit ${code}`);
      resolve(events);
    });
    during?.(worker);
  });
}

(async () => {
  assert.deepStrictEqual(await end(''), ['online', 'exit 0']);
  assert.deepStrictEqual(await end('throw new Error("broken")'), ['online', 'error broken', 'exit 1']);
  assert.deepStrictEqual(await end('process.exit(3)'), ['online', 'exit 3']);
  assert.deepStrictEqual(await end('process.exitCode = 4'), ['online', 'exit 4']);
  assert.deepStrictEqual(await end('Promise.reject(new Error("late"))'), ['online', 'error late', 'exit 1']);
  assert.deepStrictEqual(
    await end('const { parentPort } = require("worker_threads");' +
              'for (let i = 0; i < 3; i++) parentPort.postMessage(i); process.exit(5)'),
    ['online', 'message 0', 'message 1', 'message 2', 'exit 5']);
  // Wherever it is: in a loop without end, asleep in the kernel, asleep in its event loop.
  const stop = (worker) => worker.on('message', () => worker.terminate());
  const ready = 'require("worker_threads").parentPort.postMessage("ready");';
  for (const busy of ['for (;;);', 'setInterval(() => {}, 1e6);',
                      'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);',
                      'const f = () => Promise.resolve().then(f); f();']) {
    assert.deepStrictEqual(await end(ready + busy, {}, stop), ['online', 'message ready', 'exit 1'], busy);
  }
  // Before it has begun.
  assert.deepStrictEqual(await end('for (;;);', {}, (worker) => worker.terminate()), ['exit 0']);
  assert.deepStrictEqual(
    await end('const all = []; for (;;) all.push({});', { resourceLimits: { maxOldGenerationSizeMb: 24 } }),
    ['online', 'error ERR_WORKER_OUT_OF_MEMORY', 'exit 1']);
  assert.deepStrictEqual(await end('(function f() { f(); })()'),
                         ['online', 'error Maximum call stack size exceeded', 'exit 1']);
})();
