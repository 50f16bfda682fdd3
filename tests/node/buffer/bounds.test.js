'use strict';
// No offset and no length reaches memory that is not the buffer's.
const assert = require('assert');

const buffer = Buffer.from([1, 2, 3, 4, 5, 6, 7, 8]);
const range = { code: 'ERR_OUT_OF_RANGE', name: 'RangeError' };
const bounds = { code: 'ERR_BUFFER_OUT_OF_BOUNDS', name: 'RangeError' };

for (const read of [
  (b, at) => b.readUInt32LE(at), (b, at) => b.readInt32BE(at), (b, at) => b.readFloatLE(at),
  (b, at) => b.readUIntBE(at, 4), (b, at) => b.readIntLE(at, 4),
]) {
  assert.throws(() => read(buffer, 5), { ...range, message: /"offset".* >= 0 and <= 4\. Received 5/ });
  assert.throws(() => read(buffer, -1), range);
  assert.throws(() => read(buffer, 1.5), range);
  assert.throws(() => read(buffer, '1'), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => read(Buffer.alloc(2), 0), bounds);
}
assert.throws(() => buffer.writeUInt8(256), { ...range, message: /"value".* >= 0 and <= 255\. Received 256/ });
assert.throws(() => buffer.writeIntLE(2 ** 47, 0, 6), { ...range, message: /< 2 \*\* 47/ });
assert.throws(() => buffer.writeBigInt64LE(2n ** 63n), { ...range, message: /< 2n \*\* 63n/ });

assert.throws(() => buffer.utf8Slice(-1, 2), range);
assert.throws(() => buffer.utf8Slice(0, 9), range);
assert.throws(() => buffer.hexSlice(0, 2 ** 40), range);
assert.strictEqual(buffer.latin1Slice(3, 2), '');
assert.throws(() => buffer.utf8Write('a', 9), bounds);
assert.throws(() => buffer.utf8Write('a', 1, 8), bounds);
assert.throws(() => Buffer.prototype.utf8Slice.call({}), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => Buffer.prototype.hexWrite.call({}, 'a'), { code: 'ERR_INVALID_ARG_TYPE' });

assert.throws(() => buffer.copy(Buffer.alloc(1), 0, 9), range);
assert.throws(() => buffer.copy(Buffer.alloc(1), -1), range);
assert.strictEqual(buffer.copy(Buffer.alloc(1), 5), 0);
assert.strictEqual(buffer.copy(Buffer.alloc(3), 1, 0, 2 ** 50), 2);
assert.throws(() => buffer.compare(Buffer.alloc(1), 0, 100), range);
assert.throws(() => buffer.fill('a', 0, 9), range);

// A view whose memory went away is empty.
const gone = Buffer.from(new ArrayBuffer(8));
structuredClone(gone.buffer, { transfer: [gone.buffer] });
assert.strictEqual(gone.toString('hex'), '');
assert.strictEqual(gone.indexOf(1), -1);
assert.strictEqual(gone.compare(Buffer.alloc(0)), 0);
const shrinking = new ArrayBuffer(8, { maxByteLength: 8 });
const view = Buffer.from(shrinking, 4);
shrinking.resize(2);
assert.strictEqual(view.toString('latin1'), '');

// valueOf() of an index may take the memory away.
const victim = Buffer.from(new ArrayBuffer(16));
const trap = { valueOf() { structuredClone(victim.buffer, { transfer: [victim.buffer] }); return 0; } };
assert.match(victim.hexSlice(trap, 16), /^0*$/);
