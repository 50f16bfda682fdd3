'use strict';
// AbortController and AbortSignal with abort(), timeout() and any().
const assert = require('assert');

const controller = new AbortController();
const { signal } = controller;
assert.strictEqual(signal.aborted, false);
assert.strictEqual(signal.reason, undefined);
signal.throwIfAborted();
const seen = [];
signal.onabort = (event) => seen.push(['attribute', event.isTrusted]);
signal.addEventListener('abort', () => seen.push(['listener']));
controller.abort('reason');
controller.abort('ignored');
assert.deepStrictEqual(seen, [['attribute', true], ['listener']]);
assert.strictEqual(signal.reason, 'reason');
try {
  signal.throwIfAborted();
  assert.fail('throws');
} catch (err) {
  assert.strictEqual(err, 'reason');
}

const aborted = AbortSignal.abort();
assert.strictEqual(aborted.reason.name, 'AbortError');
assert.strictEqual(aborted.reason.code, 20);
assert.ok(aborted.reason instanceof DOMException);
assert.throws(() => new AbortSignal(), { code: 'ERR_ILLEGAL_CONSTRUCTOR' });
assert.throws(() => AbortSignal.timeout(-1), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => AbortSignal.any([1]), { code: 'ERR_INVALID_ARG_TYPE' });

// All followers are aborted before the first listener runs.
{
  const first = new AbortController();
  const second = new AbortController();
  const either = AbortSignal.any([first.signal, second.signal]);
  const nested = AbortSignal.any([either, new AbortController().signal]);
  const order = [];
  first.signal.addEventListener('abort', () => order.push(['source', either.aborted, nested.aborted]));
  either.addEventListener('abort', () => order.push('either'));
  nested.addEventListener('abort', () => order.push('nested'));
  first.abort(7);
  second.abort(8);
  assert.deepStrictEqual(order, [['source', true, true], 'either', 'nested']);
  assert.strictEqual(nested.reason, 7);
  assert.strictEqual(AbortSignal.any([aborted, either]).reason, aborted.reason);
  assert.strictEqual(AbortSignal.any([]).aborted, false);
}

const keep = setTimeout(() => assert.fail('the signal comes first'), 10000);
AbortSignal.any([AbortSignal.timeout(5)]).addEventListener('abort', (event) => {
  assert.strictEqual(event.target.reason.name, 'TimeoutError');
  clearTimeout(keep);
});
