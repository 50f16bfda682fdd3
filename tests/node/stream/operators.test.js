// The iterator helpers of Readable.
'use strict';

const assert = require('assert');
const { Readable } = require('stream');

const numbers = () => Readable.from([1, 2, 3, 4, 5]);

async function main() {
  assert.deepStrictEqual(await numbers().map((x) => x * 2).toArray(), [2, 4, 6, 8, 10]);
  assert.deepStrictEqual(await numbers().map(async (x) => x + 1, { concurrency: 3 }).toArray(), [2, 3, 4, 5, 6]);
  assert.deepStrictEqual(await numbers().filter((x) => x % 2).toArray(), [1, 3, 5]);
  assert.deepStrictEqual(await numbers().flatMap((x) => [x, x]).take(4).toArray(), [1, 1, 2, 2]);
  assert.deepStrictEqual(await numbers().drop(3).toArray(), [4, 5]);
  assert.strictEqual(await numbers().reduce((a, b) => a + b), 15);
  assert.strictEqual(await numbers().reduce((a, b) => a + b, 10), 25);
  assert.strictEqual(await numbers().some((x) => x > 4), true);
  assert.strictEqual(await numbers().every((x) => x > 4), false);
  assert.strictEqual(await numbers().find((x) => x > 3), 4);
  const seen = [];
  await numbers().forEach((x) => { seen.push(x); });
  assert.deepStrictEqual(seen, [1, 2, 3, 4, 5]);

  // At most two calls run at the same time, and the order stays.
  let running = 0;
  let most = 0;
  const slow = numbers().map(async (x) => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 6 - x));
    running--;
    return x;
  }, { concurrency: 2 });
  assert.deepStrictEqual(await slow.toArray(), [1, 2, 3, 4, 5]);
  assert.strictEqual(most, 2);

  await assert.rejects(Readable.from([]).reduce((a, b) => a), { code: 'ERR_MISSING_ARGS' });
  await assert.rejects(numbers().map(() => { throw new Error('mapped'); }).toArray(), { message: 'mapped' });
  assert.throws(() => numbers().map(1), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => numbers().map((x) => x, { concurrency: 0 }), { code: 'ERR_OUT_OF_RANGE' });
  assert.throws(() => numbers().take(-1), { code: 'ERR_OUT_OF_RANGE' });
  const controller = new AbortController();
  controller.abort();
  await assert.rejects(numbers().toArray({ signal: controller.signal }), { name: 'AbortError' });
}
let done = false;
main().then(() => { done = true; });
process.on('exit', () => assert.ok(done));
