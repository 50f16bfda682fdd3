'use strict';
// timers/promises: values, signals, intervals, the scheduler, promisify.
const assert = require('assert');
const { promisify } = require('util');
const timers = require('timers');
const promises = require('timers/promises');

assert.strictEqual(timers.promises, promises);
assert.strictEqual(promisify(setTimeout), promises.setTimeout);
assert.strictEqual(promisify(setImmediate), promises.setImmediate);

(async () => {
  assert.strictEqual(await promises.setTimeout(1, 'value'), 'value');
  assert.strictEqual(await promises.setImmediate('soon'), 'soon');
  assert.strictEqual(await promises.scheduler.wait(1), undefined);
  assert.strictEqual(await promises.scheduler.yield(), undefined);

  const signal = AbortSignal.abort('because');
  await assert.rejects(promises.setTimeout(1, 0, { signal }), { name: 'AbortError', cause: 'because' });
  await assert.rejects(promises.setImmediate(0, { signal }), { code: 'ABORT_ERR' });
  const controller = new AbortController();
  const waiting = promises.setTimeout(1e6, 0, { signal: controller.signal });
  controller.abort();
  await assert.rejects(waiting, { name: 'AbortError' });
  await assert.rejects(promises.setTimeout(1, 0, { ref: 1 }), { code: 'ERR_INVALID_ARG_TYPE' });
  await assert.rejects(promises.setTimeout('1'), { code: 'ERR_INVALID_ARG_TYPE' });

  let count = 0;
  for await (const value of promises.setInterval(1, 'tick')) {
    assert.strictEqual(value, 'tick');
    if (++count === 3) break;
  }
  assert.strictEqual(count, 3);
  const stop = new AbortController();
  await assert.rejects(async () => {
    for await (const _ of promises.setInterval(1, 0, { signal: stop.signal })) stop.abort();
  }, { name: 'AbortError' });
  assert.throws(() => Reflect.construct(promises.scheduler.constructor, []), { code: 'ERR_ILLEGAL_CONSTRUCTOR' });
})();
