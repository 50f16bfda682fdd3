'use strict';
// Random bytes, numbers and UUIDs: their shapes, their limits, and that they differ.
const assert = require('assert');
const crypto = require('crypto');

let pending = 0;
const later = (check) => {
  pending++;
  return (...args) => {
    pending--;
    check(...args);
  };
};
process.on('exit', () => assert.strictEqual(pending, 0));

for (const size of [0, 1, 16, 255, 256, 257, 4096, 100_000]) {
  const bytes = crypto.randomBytes(size);
  assert(Buffer.isBuffer(bytes));
  assert.strictEqual(bytes.length, size);
  assert.strictEqual(bytes.buffer.byteLength, size);
  crypto.randomBytes(size, later((error, other) => {
    assert.strictEqual(error, null);
    assert.strictEqual(other.length, size);
    if (size >= 16) assert.notDeepStrictEqual(bytes, other);
  }));
}

// No bytes come twice.
{
  const seen = new Set();
  for (let i = 0; i < 3000; i++) seen.add(crypto.randomBytes(8).toString('hex'));
  assert.strictEqual(seen.size, 3000);
}

for (const size of [-1, 2 ** 31, NaN, 1e12]) assert.throws(() => crypto.randomBytes(size), { code: 'ERR_OUT_OF_RANGE' });
for (const size of [undefined, 'x', {}]) assert.throws(() => crypto.randomBytes(size), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => crypto.randomBytes(1, 2), { code: 'ERR_INVALID_ARG_TYPE' });

// A part of a view is filled, nothing else.
{
  const buffer = Buffer.alloc(64);
  assert.strictEqual(crypto.randomFillSync(buffer, 8, 40), buffer);
  assert(buffer.subarray(0, 8).every((byte) => byte === 0));
  assert(buffer.subarray(48).every((byte) => byte === 0));
  assert(buffer.subarray(8, 48).some((byte) => byte !== 0));
  const words = new Uint32Array(8);
  crypto.randomFillSync(words, 2, 4);
  assert.deepStrictEqual([words[0], words[1], words[6], words[7]], [0, 0, 0, 0]);
  assert(words.subarray(2, 6).some((word) => word !== 0));
  const plain = new ArrayBuffer(32);
  crypto.randomFill(plain, later((error, same) => {
    assert.strictEqual(error, null);
    assert.strictEqual(same, plain);
  }));
  const part = new Uint16Array(new ArrayBuffer(64), 16, 16);
  crypto.randomFill(part, 4, 8, later((error, same) => {
    assert.strictEqual(error, null);
    assert.strictEqual(same, part);
    assert(part.subarray(0, 4).every((word) => word === 0));
    assert(part.subarray(12).every((word) => word === 0));
    assert(part.subarray(4, 12).some((word) => word !== 0));
  }));
  assert.throws(() => crypto.randomFillSync(buffer, 65), { code: 'ERR_OUT_OF_RANGE' });
  assert.throws(() => crypto.randomFillSync(buffer, 60, 5), { code: 'ERR_OUT_OF_RANGE' });
  assert.throws(() => crypto.randomFillSync('x'), { code: 'ERR_INVALID_ARG_TYPE' });
}

{
  const seen = new Set();
  for (let i = 0; i < 1000; i++) {
    const number = crypto.randomInt(-2, 3);
    assert(Number.isInteger(number) && number >= -2 && number < 3);
    seen.add(number);
  }
  assert.strictEqual(seen.size, 5);
  crypto.randomInt(10, later((error, number) => {
    assert.strictEqual(error, undefined);
    assert(number >= 0 && number < 10);
  }));
  assert.strictEqual(crypto.randomInt(5, 6), 5);
  assert.throws(() => crypto.randomInt(0), { code: 'ERR_OUT_OF_RANGE' });
  assert.throws(() => crypto.randomInt(5, 5), { code: 'ERR_OUT_OF_RANGE' });
  assert.throws(() => crypto.randomInt(2 ** 48), { code: 'ERR_OUT_OF_RANGE' });
  assert.throws(() => crypto.randomInt('x'), { code: 'ERR_INVALID_ARG_TYPE' });
}

{
  const form = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  const seen = new Set();
  for (let i = 0; i < 1000; i++) {
    const uuid = crypto.randomUUID();
    assert.match(uuid, form);
    seen.add(uuid);
  }
  assert.strictEqual(seen.size, 1000);
  assert.match(crypto.randomUUID({ disableEntropyCache: true }), form);
  assert.throws(() => crypto.randomUUID(1), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => crypto.randomUUID({ disableEntropyCache: 1 }), { code: 'ERR_INVALID_ARG_TYPE' });

  const before = Date.now();
  const uuid = crypto.randomUUIDv7();
  assert.match(uuid, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  const time = parseInt(uuid.replaceAll('-', '').slice(0, 12), 16);
  assert(time >= before && time <= Date.now());
}

assert.strictEqual(crypto.rng, crypto.randomBytes);
assert.strictEqual(crypto.pseudoRandomBytes, crypto.randomBytes);
