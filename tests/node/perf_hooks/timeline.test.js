'use strict';
// performance.mark and measure, what the timeline holds, and an observer that sees them.
const assert = require('assert');
const { performance, PerformanceObserver, PerformanceEntry } = require('perf_hooks');

assert.strictEqual(typeof performance.timeOrigin, 'number');
assert.ok(performance.now() > 0);

performance.mark('a', { detail: { x: 1 } });
performance.mark('b');
const measure = performance.measure('a to b', 'a', 'b');
assert.ok(measure instanceof PerformanceEntry);
assert.strictEqual(measure.entryType, 'measure');
assert.ok(measure.duration >= 0);
assert.deepStrictEqual(performance.getEntriesByType('mark').map((e) => e.name), ['a', 'b']);
assert.deepStrictEqual(performance.getEntriesByName('a')[0].detail, { x: 1 });
performance.clearMarks('a');
assert.deepStrictEqual(performance.getEntriesByType('mark').map((e) => e.name), ['b']);
assert.throws(() => performance.measure('m', 'missing'), { name: 'SyntaxError' });

let seen = 0;
const observer = new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    assert.strictEqual(entry.name, 'observed');
    seen++;
  }
  observer.disconnect();
});
observer.observe({ entryTypes: ['mark'] });
performance.mark('observed');
process.on('exit', () => assert.strictEqual(seen, 1));
