// env, argv, execArgv, workerData, names, data: URLs, nesting.
'use strict';
const assert = require('assert');
const { once } = require('events');
const { SHARE_ENV, Worker, setEnvironmentData } = require('worker_threads');

async function reply(source, options) {
  const worker = new Worker(source, { eval: true, ...options });
  const [message] = await once(worker, 'message');
  return message;
}
const post = (expression) => `const wt = require('worker_threads'); wt.parentPort.postMessage(${expression})`;

(async () => {
  process.env.WT_A = 'a';
  assert.strictEqual(await reply(post('process.env.WT_A')), 'a');
  assert.deepStrictEqual(await reply(post('[process.env.WT_A, process.env.B]'), { env: { B: 'b' } }), [undefined, 'b']);
  await reply(`process.env.WT_A = 'copy'; ${post('1')}`);
  assert.strictEqual(process.env.WT_A, 'a');
  await reply(`process.env.WT_A = 'shared'; ${post('1')}`, { env: SHARE_ENV });
  assert.strictEqual(process.env.WT_A, 'shared');
  assert.deepStrictEqual(await reply(post('process.argv.slice(2)'), { argv: [1, 'x'] }), ['1', 'x']);
  assert.deepStrictEqual(await reply(post('process.execArgv'), { execArgv: ['--no-warnings'] }), ['--no-warnings']);
  assert.deepStrictEqual(await reply(post('wt.workerData'), { workerData: { m: new Map([[1, { deep: true }]]) } }),
                         { m: new Map([[1, { deep: true }]]) });
  assert.deepStrictEqual(await reply(post('[wt.threadName, wt.isMainThread, wt.threadId > 0]'), { name: 'loom' }),
                         ['loom', false, true]);
  const { port1, port2 } = new MessageChannel();
  const through = once(port1, 'message');
  await reply(`require('worker_threads').workerData.port.postMessage('hi'); ${post('1')}`,
              { workerData: { port: port2 }, transferList: [port2] });
  assert.strictEqual((await through)[0], 'hi');
  port1.close();
  setEnvironmentData('k', { v: 1 });
  assert.deepStrictEqual(await reply(post('wt.getEnvironmentData("k")')), { v: 1 });
  const url = new URL(`data:text/javascript,${encodeURIComponent('import { parentPort } from "node:worker_threads"; parentPort.postMessage(import.meta.url.slice(0, 5))')}`);
  assert.strictEqual(await reply(url, { eval: false }), 'data:');
  assert.strictEqual(await reply(`
    const { Worker, parentPort } = require('worker_threads');
    new Worker("require('worker_threads').parentPort.postMessage(process.env.WT_A)", { eval: true })
      .on('message', (m) => parentPort.postMessage('nested ' + m));`), 'nested shared');
  assert.throws(() => new Worker('x.js'), { code: 'ERR_WORKER_PATH' });
  assert.throws(() => new Worker('', { eval: true, execArgv: ['--title=x'] }), { code: 'ERR_WORKER_INVALID_EXEC_ARGV' });
  assert.throws(() => new Worker('', { eval: true, workerData: () => {} }), { name: 'DataCloneError' });
})();
