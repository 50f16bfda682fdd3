'use strict';
// structuredClone(): values, transfers, errors.
const assert = require('assert');

const original = {
  date: new Date(5), map: new Map([[1, { a: 1 }]]), set: new Set(['x']), regexp: /a/g, big: 1n, nothing: undefined,
  error: new RangeError('no'), typed: new Float64Array([1.5]), text: '\u20ac', list: [1, , 3],
};
original.self = original;
const copy = structuredClone(original);
assert.notStrictEqual(copy, original);
assert.strictEqual(copy.self, copy);
assert.deepStrictEqual(copy.map, original.map);
assert.deepStrictEqual(copy.typed, original.typed);
assert.ok(copy.error instanceof RangeError);
assert.strictEqual(1 in copy.list, false);
for (const value of [undefined, null, true, -0, 1.5, 'a', 10n]) assert.ok(Object.is(structuredClone(value), value));

const buffer = new ArrayBuffer(8);
const moved = structuredClone({ buffer }, { transfer: [buffer] });
assert.strictEqual(buffer.byteLength, 0);
assert.strictEqual(moved.buffer.byteLength, 8);

const shared = new SharedArrayBuffer(4);
new Uint8Array(structuredClone({ shared }).shared)[0] = 7;
assert.strictEqual(new Uint8Array(shared)[0], 7);

// Of a view the whole buffer comes along.
const view = structuredClone(new Uint8Array(new ArrayBuffer(10), 2, 3));
assert.deepStrictEqual([view.byteOffset, view.length, view.buffer.byteLength], [2, 3, 10]);

const clone = { name: 'DataCloneError', code: 25 };
for (const value of [() => {}, Symbol('x'), { f() {} }, new WeakMap(), Promise.resolve(), new Proxy({}, {})]) {
  assert.throws(() => structuredClone(value), { ...clone, message: /could not be cloned\.$/ });
}
const twice = new ArrayBuffer(1);
assert.throws(() => structuredClone(1, { transfer: [twice, twice] }), clone);
assert.throws(() => structuredClone(1, { transfer: [buffer] }), clone);
assert.throws(() => structuredClone(1, { transfer: [{}] }), clone);
assert.throws(() => structuredClone(), { code: 'ERR_MISSING_ARGS' });
assert.throws(() => structuredClone(1, 5), { code: 'ERR_INVALID_ARG_TYPE' });
const { port1 } = new MessageChannel();
assert.throws(() => structuredClone(port1), { ...clone, message: /needs transfer/ });

// A getter that throws leaves everything in its place.
const kept = new ArrayBuffer(2);
assert.throws(() => structuredClone({ get a() { throw new EvalError('stop'); } }, { transfer: [kept] }), EvalError);
assert.strictEqual(kept.byteLength, 2);

const exception = structuredClone(new DOMException('m', 'AbortError'));
assert.ok(exception instanceof DOMException);
assert.strictEqual(exception.code, 20);
