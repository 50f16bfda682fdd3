// Deep equality in its three forms: loose, strict and partial.
'use strict';

const assert = require('assert');
const { isDeepStrictEqual } = require('util');

function outcome(check) {
  try {
    check();
    return true;
  } catch (error) {
    assert.strictEqual(error.code, 'ERR_ASSERTION');
    return false;
  }
}

// actual, expected, loose, strict, partial
const cycle = () => { const a = { x: [] }; a.x.push(a); return a; };
const cases = [
  [1, '1', true, false, false],
  [NaN, NaN, true, true, true],
  [0, -0, true, false, false],
  [null, undefined, true, false, false],
  [{}, [], false, false, false],
  [{ a: 1 }, { a: '1' }, true, false, false],
  [{ a: 1, b: 2 }, { b: 2, a: 1 }, true, true, true],
  [{ a: 1, b: 2 }, { a: 1 }, false, false, true],
  [{ a: undefined }, {}, false, false, true],
  [{ a: { b: { c: 1, d: 2 } } }, { a: { b: { d: 2 } } }, false, false, true],
  [[1, 2, 3], [1, 3], false, false, true],
  [[1, 2, 3], [3, 1], false, false, false],
  [[1, , 3], [1, undefined, 3], false, false, false],
  [[1, , 3], [1, , 3], true, true, true],
  [Object.assign([1], { k: 1 }), [1], false, false, true],
  [new Set([1, 2]), new Set([2, 1]), true, true, true],
  [new Set([{ a: 1 }, { b: 2 }]), new Set([{ b: 2 }, { a: 1 }]), true, true, true],
  [new Set([{ a: 1 }, { a: 1 }]), new Set([{ a: 1 }, { a: 2 }]), false, false, false],
  [new Set([1, 2, 3]), new Set([3]), false, false, true],
  [new Set(['1']), new Set([1]), true, false, false],
  [new Set([[1], [2], [3]]), new Set([[3], [2], [1]]), true, true, true],
  [new Map([[1, 'a']]), new Map([[1, 'a']]), true, true, true],
  [new Map([[{ k: 1 }, { v: 1 }], [2, 3]]), new Map([[2, 3], [{ k: 1 }, { v: 1 }]]), true, true, true],
  [new Map([['1', 1]]), new Map([[1, 1]]), true, false, false],
  [new Map([[1, 1], [2, 2]]), new Map([[2, 2]]), false, false, true],
  [new Map([[null, 1]]), new Map([[undefined, 1]]), true, false, false],
  [new Date(5), new Date(5), true, true, true],
  [new Date(5), new Date(6), false, false, false],
  [/a/g, /a/g, true, true, true],
  [/a/g, /a/i, false, false, false],
  [new Uint8Array([1, 2]), new Uint8Array([1, 2]), true, true, true],
  [new Uint8Array([1, 2, 3]), new Uint8Array([1, 3]), false, false, true],
  [new Uint8Array([1]), new Int8Array([1]), false, false, false],
  [new Float32Array([0]), new Float32Array([-0]), true, false, false],
  [new Error('a'), new Error('a'), true, true, true],
  [new Error('a'), new Error('b'), false, false, false],
  [new Error('a', { cause: 1 }), new Error('a'), false, false, true],
  [new TypeError('a'), new Error('a'), false, false, false],
  [Object(1), Object(1), true, true, true],
  [Object(1), Object(2), false, false, false],
  [Object('a'), 'a', false, false, false],
  [{ [Symbol.for('s')]: 1 }, { [Symbol.for('s')]: 2 }, true, false, false],
  [new (class A {})(), new (class B {})(), true, false, true],
  [{ __proto__: null, a: 1 }, { a: 1 }, true, false, true],
  [cycle(), cycle(), true, true, true],
  [cycle(), { x: [{ x: [] }] }, false, false, false],
  [new WeakMap(), new WeakMap(), false, false, false],
  [Promise.resolve(1), Promise.resolve(1), false, false, false],
  [new URL('http://a/b'), new URL('http://a/b'), true, true, true],
  [new URL('http://a/b'), new URL('http://a/c'), false, false, false],
  [(function() { return arguments; })(1), [1], false, false, false],
];
for (const [actual, expected, loose, strict, partial] of cases) {
  const label = () => require('util').inspect([actual, expected]);
  assert.strictEqual(outcome(() => assert.deepEqual(actual, expected)), loose, `loose ${label()}`);
  assert.strictEqual(outcome(() => assert.notDeepEqual(actual, expected)), !loose, `not loose ${label()}`);
  assert.strictEqual(outcome(() => assert.deepStrictEqual(actual, expected)), strict, `strict ${label()}`);
  assert.strictEqual(outcome(() => assert.notDeepStrictEqual(actual, expected)), !strict, `not strict ${label()}`);
  assert.strictEqual(outcome(() => assert.partialDeepStrictEqual(actual, expected)), partial, `partial ${label()}`);
  assert.strictEqual(isDeepStrictEqual(actual, expected), strict, `util ${label()}`);
}
