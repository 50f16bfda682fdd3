'use strict';
// ReadableStream: reading, backpressure, tee, iteration, errors.
const assert = require('assert');

(async () => {
  const pulls = [];
  const stream = new ReadableStream({
    pull(controller) {
      pulls.push(controller.desiredSize);
      controller.enqueue(pulls.length);
      if (pulls.length === 4) controller.close();
    },
  }, { highWaterMark: 2 });
  const seen = [];
  for await (const chunk of stream) seen.push(chunk);
  assert.deepStrictEqual(seen, [1, 2, 3, 4]);
  assert.strictEqual(stream.locked, false);

  const [one, two] = ReadableStream.from(['a', Promise.resolve('b')]).tee();
  assert.deepStrictEqual([await Array.fromAsync(one), await Array.fromAsync(two)], [['a', 'b'], ['a', 'b']]);

  let cancelled;
  const endless = new ReadableStream({ pull(c) { c.enqueue(1); }, cancel(reason) { cancelled = reason; } });
  for await (const chunk of endless) if (chunk) break;
  assert.strictEqual(cancelled, undefined);
  assert.strictEqual((await endless.getReader().read()).done, true);

  const broken = new ReadableStream({ start() { return Promise.reject(new EvalError('start')); } });
  await assert.rejects(broken.getReader().read(), EvalError);

  const reader = new ReadableStream().getReader();
  const pending = reader.read();
  reader.releaseLock();
  await assert.rejects(pending, { code: 'ERR_INVALID_STATE' });
  assert.throws(() => { const s = new ReadableStream(); s.getReader(); s.getReader(); }, { code: 'ERR_INVALID_STATE' });
  assert.throws(() => ReadableStream.from(5), { code: 'ERR_ARG_NOT_ITERABLE' });
  process.exitCode = 0;
})();
process.exitCode = 1;
