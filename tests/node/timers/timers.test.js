'use strict';
// What a Timeout and an Immediate are: fields, ids, references, refresh, disposal.
const assert = require('assert');
const timers = require('timers');

const t = setTimeout(() => assert.fail('was cleared'), 10, 'a', 'b');
assert.deepStrictEqual(Object.keys(t), [
  '_idleTimeout', '_idlePrev', '_idleNext', '_idleStart', '_onTimeout', '_timerArgs', '_repeat', '_destroyed',
]);
assert.strictEqual(t._idleTimeout, 10);
assert.deepStrictEqual(t._timerArgs, ['a', 'b']);
assert.strictEqual(t.hasRef(), true);
assert.strictEqual(t.unref(), t);
assert.strictEqual(t.hasRef(), false);
assert.strictEqual(t.ref(), t);
assert.strictEqual(typeof +t, 'number');
clearTimeout(`${t}`);
assert.strictEqual(t._destroyed, true);
assert.strictEqual(t._onTimeout, undefined);

// Neither nonsense nor what has gone does harm.
clearTimeout();
clearTimeout(null);
clearTimeout({});
clearTimeout(t);
clearImmediate({});
assert.throws(() => setTimeout('code'), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => setImmediate(), { code: 'ERR_INVALID_ARG_TYPE' });
assert.strictEqual(timers.setTimeout, setTimeout);

// A timer that has fired starts again with refresh().
let fired = 0;
const again = setTimeout(() => {
  if (++fired === 1) {
    assert.strictEqual(again.refresh(), again);
    return;
  }
  assert.strictEqual(fired, 2);
  assert.strictEqual(again._destroyed, false);
  setImmediate(() => assert.strictEqual(again._destroyed, true));
}, 1);

// `using` clears, close() clears.
{
  const gone = setTimeout(() => assert.fail('disposed'), 1);
  gone[Symbol.dispose]();
  const closed = setInterval(() => assert.fail('closed'), 1);
  assert.strictEqual(closed.close(), closed);
  const immediate = setImmediate(() => assert.fail('disposed'));
  immediate[Symbol.dispose]();
  assert.strictEqual(immediate._destroyed, true);
}

// The callback of a timer is a method of it.
setTimeout(function(x) {
  assert.strictEqual(this.constructor.name, 'Timeout');
  assert.strictEqual(x, 5);
}, 1, 5);

// Durations that are none are 1 and bring a warning, once of each sort.
const warnings = [];
process.on('warning', (w) => warnings.push(w.name));
for (const bad of [2 ** 31, 2 ** 31, -1, -2, NaN, 'x']) setTimeout(() => {}, bad);
process.on('exit', () => {
  assert.strictEqual(fired, 2);
  assert.deepStrictEqual(warnings, [
    'TimeoutOverflowWarning', 'TimeoutOverflowWarning', 'TimeoutNegativeWarning', 'TimeoutNaNWarning',
  ]);
});
