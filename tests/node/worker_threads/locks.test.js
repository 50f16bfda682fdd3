// Web Locks: among the callbacks of one thread and among threads.
'use strict';
const assert = require('assert');
const { once } = require('events');
const { locks, Worker } = require('worker_threads');

(async () => {
  assert.strictEqual(navigator.locks, locks);
  assert.strictEqual(Object.prototype.toString.call(locks), '[object LockManager]');
  const log = [];
  const hold = (name, options, tag) => {
    let release;
    const done = locks.request(name, options, (lock) => {
      log.push(`${tag} ${lock.name} ${lock.mode}`);
      return new Promise((resolve) => { release = () => resolve(tag); });
    });
    return { done, release: () => release() };
  };
  // A free lock is given at once; others wait for their turn, and shared ones come together.
  const first = hold('a', {}, 1);
  const second = hold('a', { mode: 'shared' }, 2);
  const third = hold('a', { mode: 'shared' }, 3);
  const fourth = hold('a', {}, 4);
  assert.deepStrictEqual(log, ['1 a exclusive']);
  assert.deepStrictEqual((await locks.query()).pending.map(({ mode }) => mode), ['shared', 'shared', 'exclusive']);
  assert.strictEqual(await locks.request('a', { ifAvailable: true }, (lock) => lock), null);
  first.release();
  assert.strictEqual(await first.done, 1);
  assert.deepStrictEqual(log, ['1 a exclusive', '2 a shared', '3 a shared']);
  second.release();
  await second.done;
  assert.strictEqual(log.length, 3);
  third.release();
  await third.done;
  assert.strictEqual(log[3], '4 a exclusive');

  // Stolen: the holder's promise is rejected although its callback goes on.
  const thief = locks.request('a', { steal: true }, () => 'stolen');
  await assert.rejects(fourth.done, { name: 'AbortError' });
  assert.strictEqual(await thief, 'stolen');

  // What the callback throws is the result, and the lock is free again.
  await assert.rejects(locks.request('a', () => { throw new RangeError('x'); }), { name: 'RangeError' });
  await assert.rejects(locks.request('a', async () => { throw new RangeError('y'); }), { message: 'y' });
  assert.strictEqual(await locks.request('a', () => 5), 5);

  // An abort ends the waiting, not the holding.
  const holder = hold('b', {}, 5);
  const controller = new AbortController();
  const waiting = locks.request('b', { signal: controller.signal }, assert.fail);
  controller.abort(new Error('enough'));
  await assert.rejects(waiting, { message: 'enough' });
  await assert.rejects(locks.request('b', { signal: AbortSignal.abort() }, assert.fail), { name: 'AbortError' });
  assert.deepStrictEqual((await locks.query()).pending, []);
  holder.release();
  await holder.done;

  await assert.rejects(locks.request('x'), { code: 'ERR_INVALID_ARG_TYPE' });
  await assert.rejects(locks.request('x', { mode: 'y' }, () => {}), { code: 'ERR_INVALID_ARG_VALUE' });
  await assert.rejects(locks.request('-x', () => {}), { name: 'NotSupportedError' });
  await assert.rejects(locks.request('x', { steal: true, ifAvailable: true }, () => {}), { name: 'NotSupportedError' });
  await assert.rejects(locks.request('x', { steal: true, mode: 'shared' }, () => {}), { name: 'NotSupportedError' });

  // A worker takes part, and what it holds is free when it ends.
  const worker = new Worker(`
    const { parentPort, locks } = require('worker_threads');
    locks.request('w', () => { parentPort.postMessage('mine'); return new Promise(() => {}); });
    setInterval(() => {}, 1000);
  `, { eval: true });
  await once(worker, 'message');
  const { held: [{ name, mode, clientId }] } = await locks.query();
  assert.deepStrictEqual([name, mode], ['w', 'exclusive']);
  assert.match(clientId, new RegExp(`^node-${process.pid}-\\d+$`));
  const after = locks.request('w', () => 'free');
  await worker.terminate();
  assert.strictEqual(await after, 'free');
  assert.deepStrictEqual(await locks.query(), { held: [], pending: [] });
})();
