'use strict';
// Buffer.allocUnsafe() and allocUnsafeSlow() with an alignment, and searches that stop early.
const assert = require('assert');

for (const allocate of [Buffer.allocUnsafe, Buffer.allocUnsafeSlow]) {
  for (const alignment of [1, 8, 64, 4096]) {
    for (const size of [0, 1, 100, 70000]) assert.strictEqual(allocate(size, alignment).length, size);
  }
  for (const alignment of [0, -8, 1.5, 2 ** 31]) {
    assert.throws(() => allocate(8, alignment), { code: 'ERR_OUT_OF_RANGE' });
  }
  assert.throws(() => allocate(8, 3), { code: 'ERR_INVALID_ARG_VALUE' });
  assert.throws(() => allocate(8, 'x'), { code: 'ERR_INVALID_ARG_TYPE' });
  // Two that are aligned alike in the same memory differ by a multiple of it.
  const buffer = allocate(100, 64).fill(7);
  assert.ok(buffer.every((byte) => byte === 7));
}

const text = Buffer.from('abcabc');
assert.strictEqual(text.indexOf('b', 0, 1), -1);
assert.strictEqual(text.indexOf('b', 0, 2), 1);
assert.strictEqual(text.indexOf('b', 2, 4), -1);
assert.strictEqual(text.indexOf('b', 2, 5, 'latin1'), 4);
assert.strictEqual(text.indexOf('b', 2, 'latin1'), 4);
assert.strictEqual(text.indexOf(99, -6, 3), 2);
assert.strictEqual(text.indexOf(Buffer.from('bc'), 0, 2), -1);
assert.strictEqual(text.lastIndexOf('b', undefined, 4), 1);
assert.strictEqual(text.lastIndexOf('c', -1, 3), 2);
assert.strictEqual(text.includes('c', 0, 2), false);
assert.strictEqual(text.includes('c', 0, 3), true);
assert.strictEqual(text.indexOf('a', 0, -2), -1);
