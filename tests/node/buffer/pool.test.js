'use strict';
// Small buffers share memory that nobody can detach; large ones have their own.
const assert = require('assert');

const a = Buffer.from('hello');
const b = Buffer.from('world');
assert.strictEqual(a.buffer, b.buffer);
assert.strictEqual(a.byteOffset % 8, 0);
assert.notStrictEqual(a.byteOffset, b.byteOffset);
assert.throws(() => structuredClone(1, { transfer: [a.buffer] }), { name: 'DataCloneError', code: 25 });
assert.throws(() => a.buffer.transfer(), { name: 'TypeError' });
assert.strictEqual(`${a} ${b}`, 'hello world');

assert.strictEqual(Buffer.alloc(5).buffer.byteLength, 5);
assert.strictEqual(Buffer.allocUnsafeSlow(5).buffer.byteLength, 5);
const large = Buffer.from('x'.repeat(Buffer.poolSize));
assert.notStrictEqual(large.buffer, a.buffer);
assert.strictEqual(large.length, Buffer.poolSize);

// Through several pools nothing is overwritten.
const many = Array.from({ length: 3000 }, (_, i) => Buffer.from(`${i}`.padStart(40, '\u00e9')));
many.forEach((buffer, i) => assert.strictEqual(buffer.toString(), `${i}`.padStart(40, '\u00e9')));
