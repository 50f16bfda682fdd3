// A worker at its memory limit, or ended while it allocates, ends alone: the main program goes on.
'use strict';
const assert = require('assert');
const { Worker } = require('worker_threads');

let ticks = 0;
const clock = setInterval(() => ticks++, 1);

function end(source, options, during) {
  return new Promise((resolve) => {
    const worker = new Worker(source, { eval: true, ...options });
    const events = [];
    worker.on('error', (error) => events.push(error.code ?? error.message));
    worker.on('exit', (code) => resolve([...events, code]));
    during?.(worker);
  });
}

const small = { resourceLimits: { maxOldGenerationSizeMb: 24 } };
const growing = [
  'const all = []; for (;;) all.push({});',
  'const all = []; for (;;) all.push(0.5);',
  'const all = new Map(); for (let i = 0; ; i++) all.set(i, { i });',
  'const all = []; for (;;) all.push(new Promise(() => {}));',
  'const all = []; (async () => { for (;;) { await null; all.push(new Array(100).fill(all)); } })();',
  'const all = []; setInterval(() => { for (let i = 0; i < 1e4; i++) all.push({}); }, 0);',
  'const all = []; for (;;) { try { for (;;) all.push({}); } catch { all.length = 0; } finally { all.push(1); } }',
  'JSON.parse("[" + "1,".repeat(2e7) + "1]");',
];

(async () => {
  for (const source of growing) {
    assert.deepStrictEqual(await end(source, small), ['ERR_WORKER_OUT_OF_MEMORY', 1], source);
  }
  // Neither handlers of exceptions nor of the end run any more.
  const silent = 'process.on("uncaughtException", () => {}); process.on("exit", () => { for (;;); });';
  assert.deepStrictEqual(await end(silent + growing[0], small), ['ERR_WORKER_OUT_OF_MEMORY', 1]);

  const message = await new Promise((resolve) => {
    new Worker(growing[0], { eval: true, ...small }).on('error', resolve);
  });
  assert.strictEqual(message.name, 'Error');
  assert.strictEqual(message.message, 'Worker terminated due to reaching memory limit: JS heap out of memory');

  // Ended from outside while it allocates what is soon garbage.
  const busy = 'require("worker_threads").parentPort.postMessage("ready");' +
    'for (;;) { const some = []; for (let i = 0; i < 1e4; i++) some.push({ i }); }';
  for (let i = 0; i < 3; i++) {
    assert.deepStrictEqual(
      await end(busy, {}, (worker) => worker.on('message', () => setTimeout(() => worker.terminate(), 20))), [1]);
  }

  // Several at once, and a healthy one beside them.
  const healthy = end('const { parentPort } = require("worker_threads"); parentPort.once("message", () => {});', {},
                      (worker) => setTimeout(() => worker.postMessage('end'), 300));
  assert.deepStrictEqual(await Promise.all([end(growing[0], small), end(growing[2], small), end('process.exit(3)')]),
                         [['ERR_WORKER_OUT_OF_MEMORY', 1], ['ERR_WORKER_OUT_OF_MEMORY', 1], [3]]);
  assert.deepStrictEqual(await healthy, [0]);

  // The stack has its limit too, by `stackSizeMb`.
  const depth = async (stackSizeMb) => {
    const count = new Int32Array(new SharedArrayBuffer(4));
    const source = 'const { workerData } = require("worker_threads"); (function f() { workerData[0]++; f(); })();';
    assert.deepStrictEqual(await end(source, { workerData: count, resourceLimits: { stackSizeMb } }),
                           ['Maximum call stack size exceeded', 1]);
    return count[0];
  };
  const depths = [await depth(1), await depth(4), await depth(16)];
  assert.ok(depths[1] > depths[0] * 2 && depths[2] > depths[1] * 2, `${depths}`);
  clearInterval(clock);
  assert.ok(ticks > 50, `${ticks}`);
})();
