'use strict';
// createTracing(), Tracing objects and getEnabledCategories(): https://nodejs.org/api/tracing.html
const assert = require('assert');
const { inspect } = require('util');
const { Worker } = require('worker_threads');
const { createTracing, getEnabledCategories } = require('trace_events');

assert.strictEqual(getEnabledCategories(), undefined);
for (const wrong of [undefined, null, 1, 'a', true]) {
  assert.throws(() => createTracing(wrong), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => createTracing({ categories: wrong }), { code: 'ERR_INVALID_ARG_TYPE' });
}
assert.throws(() => createTracing({ categories: ['a', 1] }), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => createTracing({ categories: [] }), {
  name: 'TypeError', code: 'ERR_TRACE_EVENTS_CATEGORY_REQUIRED', message: 'At least one category is required',
});

const one = createTracing({ categories: ['x.one', 'both'] });
const two = createTracing({ categories: ['both', 'a.two'] });
assert.strictEqual(one.enabled, false);
assert.strictEqual(one.categories, 'x.one,both');
assert.strictEqual(inspect(one), "Tracing { enabled: false, categories: 'x.one,both' }");
assert.deepStrictEqual(Object.keys(one), []);
assert.throws(() => { one.enabled = true; }, TypeError);

one.enable();
one.enable();
assert.strictEqual(one.enabled, true);
assert.strictEqual(getEnabledCategories(), 'both,x.one');
two.enable();
assert.strictEqual(getEnabledCategories(), 'a.two,both,x.one');
one.disable();
one.disable();
assert.strictEqual(getEnabledCategories(), 'a.two,both');
two.disable();
assert.strictEqual(getEnabledCategories(), undefined);

// More than ten at once are suspicious.
let warnings = 0;
process.on('warning', ({ message }) => {
  warnings++;
  assert.match(message, /^Possible trace_events memory leak detected\. There are more than 10 enabled Tracing objects\.$/);
});
const many = Array.from({ length: 11 }, (_, i) => createTracing({ categories: [`c${i}`] }));
many.forEach((tracing) => tracing.enable());
many.forEach((tracing) => tracing.disable());
process.on('exit', () => assert.strictEqual(warnings, 1));

// Only the main thread decides what is traced.
const worker = new Worker("require('trace_events')", { eval: true });
worker.on('error', (error) => assert.strictEqual(error.code, 'ERR_TRACE_EVENTS_UNAVAILABLE'));
worker.on('exit', (code) => assert.strictEqual(code, 1));
