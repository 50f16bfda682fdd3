// Copies of plain data: what is shared stays shared, and what is not plain is refused or loses its class as ever.
'use strict';

const assert = require('node:assert');
const { markAsUncloneable } = require('node:worker_threads');

const refused = { name: 'DataCloneError', code: 25 };

{
  const shared = { deep: [1, { x: 'y' }] };
  const value = { a: shared, b: shared, list: [shared, 1.5, 'text', null, undefined, true, 12n], when: new Date(5) };
  value.self = value;
  value.list.push(value.list);
  const copy = structuredClone(value);
  assert.notStrictEqual(copy, value);
  assert.strictEqual(copy.self, copy);
  assert.strictEqual(copy.a, copy.b);
  assert.notStrictEqual(copy.a, shared);
  assert.strictEqual(copy.list[0], copy.a);
  assert.strictEqual(copy.list[7], copy.list);
  assert.deepStrictEqual(copy.a, shared);
  assert.deepStrictEqual(copy.list.slice(0, 7), value.list.slice(0, 7));
  assert.deepStrictEqual(copy.when, new Date(5));
  assert.deepStrictEqual(Object.keys(copy), ['a', 'b', 'list', 'when', 'self']);
}

{
  // More than a few objects, each met twice.
  const objects = Array.from({ length: 50 }, (_, i) => ({ i }));
  const copy = structuredClone([objects, new Set(objects), new Map(objects.map((o) => [o, [o]]))]);
  let i = 0;
  for (const member of copy[1]) assert.strictEqual(member, copy[0][i++]);
  i = 0;
  for (const [key, [member]] of copy[2]) {
    assert.strictEqual(key, copy[0][i]);
    assert.strictEqual(member, copy[0][i++]);
  }
  const map = new Map();
  map.set(map, new Set([map]));
  const mapCopy = structuredClone(map);
  const [[key, set]] = mapCopy;
  assert.strictEqual(key, mapCopy);
  assert(set.has(mapCopy));
}

{
  // Arrays: holes, further properties, classes, length.
  const sparse = [1];
  sparse[2] = 3;
  sparse[3] = undefined;
  const holes = structuredClone(sparse);
  assert.strictEqual(1 in holes, false);
  assert.strictEqual(3 in holes, true);
  assert.strictEqual(holes.length, 4);
  const named = structuredClone(Object.assign([1, 2], { name: 'x' }));
  assert.deepStrictEqual(named, Object.assign([1, 2], { name: 'x' }));
  class List extends Array {}
  const list = structuredClone(List.from([1, 2, 3]));
  assert.strictEqual(Object.getPrototypeOf(list), Array.prototype);
  assert.deepStrictEqual(list, [1, 2, 3]);
  const odd = [1, 2];
  odd.constructor = undefined;
  assert.deepStrictEqual({ ...structuredClone(odd) }, { 0: 1, 1: 2, constructor: undefined });
  const hidden = [1];
  Object.defineProperty(hidden, 'hidden', { value: 1 });
  assert.strictEqual('hidden' in structuredClone(hidden), false);
  assert.deepStrictEqual(structuredClone(Array.from({ length: 100 }, (_, i) => (i % 2 ? i : i + 0.5))).length, 100);
}

{
  // Properties.
  const symbol = Symbol('s');
  const value = { [symbol]: 1, shown: 2, get made() { return { n: 3 }; } };
  Object.defineProperty(value, 'hidden', { value: 4 });
  const copy = structuredClone(value);
  assert.deepStrictEqual(Reflect.ownKeys(copy), ['shown', 'made']);
  assert.deepStrictEqual(Object.getOwnPropertyDescriptor(copy, 'made'),
    { value: { n: 3 }, writable: true, enumerable: true, configurable: true });
  const proto = structuredClone(JSON.parse('{"__proto__": {"a": 1}, "b": {"__proto__": 5}}'));
  assert.deepStrictEqual(Object.getOwnPropertyNames(proto), ['__proto__', 'b']);
  assert.strictEqual(Object.getPrototypeOf(proto), Object.prototype);
  assert.deepStrictEqual(Object.entries(proto.b), [['__proto__', 5]]);
  assert.strictEqual(Object.isFrozen(structuredClone(Object.freeze({ a: 1 }))), false);
  assert.throws(() => structuredClone({ get x() { throw new RangeError('mine'); } }), { name: 'RangeError', message: 'mine' });
  (function() {
    assert.throws(() => structuredClone(arguments), refused);
  })('a', 'b');
}

{
  // What is more than its properties.
  class Point { constructor() { this.x = 1; } }
  const copy = structuredClone({ p: new Point(), n: Object.create(null, { y: { value: 2, enumerable: true } }) });
  assert.strictEqual(Object.getPrototypeOf(copy.p), Object.prototype);
  assert.strictEqual(Object.getPrototypeOf(copy.n), Object.prototype);
  assert.deepStrictEqual(copy, { p: { x: 1 }, n: { y: 2 } });
  const disguised = (object) => Object.setPrototypeOf(object, Object.prototype);
  assert(structuredClone(disguised(new Map([[1, 2]]))) instanceof Map);
  assert(structuredClone(disguised(new Date(7))) instanceof Date);
  assert(structuredClone([disguised(new Error('e'))])[0] instanceof Error);
  assert(structuredClone({ v: disguised(new Uint8Array(2)) }).v instanceof Uint8Array);
  assert(structuredClone(disguised(Object('text'))) instanceof String);
  assert(structuredClone(disguised(/x/g)).global);
  const pattern = /a(b)/gimsuy;
  pattern.lastIndex = 3;
  const regexp = structuredClone(pattern);
  assert.strictEqual(String(regexp), String(pattern));
  assert.strictEqual(regexp.lastIndex, 0);
  assert.strictEqual(Number.isNaN(structuredClone(new Date(NaN)).getTime()), true);
}

for (const value of [() => {}, Symbol('x'), new Proxy({}, {}), new Proxy([], {}), new WeakMap(), Promise.resolve()]) {
  assert.throws(() => structuredClone(value), refused);
  assert.throws(() => structuredClone({ value }), refused);
  assert.throws(() => structuredClone([1, value]), refused);
  assert.throws(() => structuredClone(new Map([[value, 1]])), refused);
  assert.throws(() => structuredClone(new Set([value])), refused);
}

{
  const marked = { a: 1 };
  markAsUncloneable(marked);
  assert.throws(() => structuredClone(marked), refused);
  assert.throws(() => structuredClone([marked]), refused);
}

{
  const buffer = new Uint8Array([1, 2, 3, 4]).buffer;
  const copy = structuredClone({ buffer, again: buffer });
  assert.strictEqual(copy.buffer, copy.again);
  assert.notStrictEqual(copy.buffer, buffer);
  assert.deepStrictEqual(new Uint8Array(copy.buffer), new Uint8Array(buffer));
  const view = structuredClone({ buffer, view: new Uint16Array(buffer, 2) });
  assert.strictEqual(view.view.buffer, view.buffer);
  const resizable = structuredClone(new ArrayBuffer(4, { maxByteLength: 9 }));
  assert.strictEqual(resizable.maxByteLength, 9);
  assert.strictEqual(structuredClone(new ArrayBuffer(0)).byteLength, 0);
  const moved = structuredClone({ buffer }, { transfer: [buffer] });
  assert.strictEqual(buffer.byteLength, 0);
  assert.strictEqual(moved.buffer.byteLength, 4);
  assert.throws(() => structuredClone(buffer), refused);
}

{
  // A very deep value.
  let deep = {};
  for (let i = 0; i < 1000; i++) deep = { deep };
  let copy = structuredClone(deep);
  let depth = 0;
  for (; copy.deep; copy = copy.deep) depth++;
  assert.strictEqual(depth, 1000);
}
