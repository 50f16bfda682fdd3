'use strict';
// Histograms: counts, percentiles and moments of what was recorded.
const assert = require('assert');
const { createHistogram, monitorEventLoopDelay } = require('perf_hooks');

const h = createHistogram();
assert.strictEqual(h.min, 9223372036854776000);
assert.strictEqual(h.max, 0);
assert.ok(Number.isNaN(h.mean));
assert.deepStrictEqual([...h.percentiles], [[100, 0]]);
for (const value of [1, 5, 1000, 123456]) h.record(value);
assert.strictEqual(h.count, 4);
assert.strictEqual(h.countBigInt, 4n);
assert.strictEqual(h.min, 1);
assert.strictEqual(h.max, 123519);
assert.strictEqual(h.mean, 31123.5);
assert.strictEqual(h.percentile(50), 5);
assert.strictEqual(h.percentileBigInt(100), 123519n);
assert.deepStrictEqual([...h.percentiles], [[0, 1], [50, 5], [75, 1000], [87.5, 123456], [100, 123456]]);

const other = createHistogram();
other.record(5n);
h.add(other);
assert.strictEqual(h.count, 5);
h.reset();
assert.strictEqual(h.count, 0);

const small = createHistogram({ lowest: 1, highest: 10, figures: 1 });
small.record(300);
assert.strictEqual(small.exceeds, 1);
assert.strictEqual(small.count, 0);
assert.throws(() => h.record(0), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => h.record('1'), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => h.percentile(101), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => createHistogram({ figures: 6 }), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => Reflect.construct(h.constructor, []), { code: 'ERR_ILLEGAL_CONSTRUCTOR' });

const delay = monitorEventLoopDelay({ resolution: 1 });
assert.strictEqual(delay.enable(), true);
assert.strictEqual(delay.enable(), false);
// On a busy machine the first turns may come late, all in one.
function look() {
  if (delay.count === 0) {
    setTimeout(look, 5);
    return;
  }
  assert.ok(delay.min > 0);
  assert.strictEqual(delay.disable(), true);
  assert.strictEqual(delay.disable(), false);
}

look();
