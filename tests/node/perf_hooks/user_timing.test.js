'use strict';
// Marks, measures, the timeline and its observers.
const assert = require('assert');
const { performance, PerformanceObserver, PerformanceEntry } = require('perf_hooks');

assert.strictEqual(globalThis.performance, performance);
assert.ok(performance.now() > 0);
assert.ok(Math.abs(performance.timeOrigin + performance.now() - Date.now()) < 1000);

const seen = [];
const observer = new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) seen.push([entry.entryType, entry.name]);
});
observer.observe({ entryTypes: ['mark', 'measure', 'function'] });

const a = performance.mark('a', { startTime: 10, detail: { x: 1 } });
assert.ok(a instanceof PerformanceEntry);
assert.deepStrictEqual(a.toJSON(), { name: 'a', entryType: 'mark', startTime: 10, duration: 0, detail: { x: 1 } });
performance.mark('b', { startTime: 30 });
assert.strictEqual(performance.measure('ab', 'a', 'b').duration, 20);
assert.strictEqual(performance.measure('from', { start: 5, duration: 7 }).startTime, 5);
assert.strictEqual(performance.measure('to', { end: 50, duration: 7 }).startTime, 43);
assert.deepStrictEqual(performance.getEntriesByType('measure').map((e) => e.name), ['from', 'ab', 'to']);
assert.strictEqual(performance.getEntriesByName('a', 'mark').length, 1);
performance.clearMarks('a');
assert.deepStrictEqual(performance.getEntriesByName('a'), []);
assert.throws(() => performance.measure('x', 'a'), { name: 'SyntaxError' });
assert.throws(() => performance.mark('nodeStart'), { code: 'ERR_INVALID_ARG_VALUE' });
assert.throws(() => performance.mark('x', { startTime: -1 }), { code: 'ERR_PERFORMANCE_INVALID_TIMESTAMP' });
assert.throws(() => performance.measure('x', { start: 1, end: 2, duration: 1 }),
              { code: 'ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS' });
assert.throws(() => new PerformanceEntry(), { code: 'ERR_ILLEGAL_CONSTRUCTOR' });
assert.throws(() => observer.observe({ type: 'mark' }), { name: 'InvalidModificationError' });

const add = performance.timerify(function add(x, y) { return x + y; });
assert.strictEqual(add.name, 'timerified add');
assert.strictEqual(add(1, 2), 3);

assert.deepStrictEqual(performance.eventLoopUtilization(), { idle: 0, active: 0, utilization: 0 });
setTimeout(() => {
  assert.deepStrictEqual(seen.map((e) => e[1]).sort(), ['a', 'ab', 'add', 'b', 'from', 'to']);
  const elu = performance.eventLoopUtilization();
  assert.ok(elu.idle > 0 && elu.active > 0 && elu.utilization < 1);
  assert.ok(performance.nodeTiming.loopStart >= performance.nodeTiming.bootstrapComplete);
  observer.disconnect();
}, 30);
