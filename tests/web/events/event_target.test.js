'use strict';
// EventTarget and Event.
const assert = require('assert');

const target = new EventTarget();
const calls = [];
const listener = { handleEvent(event) { calls.push(['object', event.type, this === listener]); } };
target.addEventListener('x', listener);
target.addEventListener('x', listener); // a duplicate
target.addEventListener('x', function(event) {
  calls.push(['function', this === target, event.target === target]);
}, { once: true });
const event = new Event('x', { cancelable: true });
assert.strictEqual(target.dispatchEvent(event), true);
assert.strictEqual(event.eventPhase, 0);
target.dispatchEvent(new Event('x'));
assert.deepStrictEqual(calls, [['object', 'x', true], ['function', true, true], ['object', 'x', true]]);

{
  const t = new EventTarget();
  const seen = [];
  t.addEventListener('y', (e) => { seen.push(1); e.stopImmediatePropagation(); });
  t.addEventListener('y', () => seen.push(2));
  t.dispatchEvent(new Event('y'));
  assert.deepStrictEqual(seen, [1]);
  t.addEventListener('z', (e) => e.preventDefault());
  assert.strictEqual(t.dispatchEvent(new Event('z', { cancelable: true })), false);
  assert.strictEqual(t.dispatchEvent(new Event('z')), true);
  t.addEventListener('p', (e) => e.preventDefault(), { passive: true });
  assert.strictEqual(t.dispatchEvent(new Event('p', { cancelable: true })), true);
  const controller = new AbortController();
  t.addEventListener('s', () => assert.fail('its signal was aborted'), { signal: controller.signal });
  controller.abort();
  t.dispatchEvent(new Event('s'));
}

assert.strictEqual(new CustomEvent('c', { detail: 5 }).detail, 5);
assert.throws(() => new Event(), { code: 'ERR_MISSING_ARGS' });
assert.throws(() => target.dispatchEvent({}), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => target.addEventListener('x', 1), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => EventTarget.prototype.addEventListener.call({}, 'x', () => {}), { code: 'ERR_INVALID_THIS' });
target.addEventListener('r', (e) => {
  assert.throws(() => target.dispatchEvent(e), { code: 'ERR_EVENT_RECURSION' });
});
target.dispatchEvent(new Event('r'));

// What a listener throws is thrown on its own, after the others have run.
const order = [];
process.once('uncaughtException', (err) => order.push(err.message));
target.addEventListener('t', () => { throw new Error('listener'); });
target.addEventListener('t', () => order.push('other'));
target.dispatchEvent(new Event('t'));
order.push('dispatched');
process.on('exit', () => assert.deepStrictEqual(order, ['other', 'dispatched', 'listener']));
