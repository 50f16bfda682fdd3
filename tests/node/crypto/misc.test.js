'use strict';
// Comparing in constant time, primes, SPKAC, settings, and the shape of the module.
const assert = require('assert');
const crypto = require('crypto');

assert.strictEqual(crypto.timingSafeEqual(Buffer.from('abc'), new Uint8Array([97, 98, 99])), true);
assert.strictEqual(crypto.timingSafeEqual(Buffer.from('abc'), Buffer.from('abd')), false);
assert.throws(() => crypto.timingSafeEqual(Buffer.alloc(1), Buffer.alloc(2)), {
  name: 'RangeError', code: 'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH',
});
assert.throws(() => crypto.timingSafeEqual('a', Buffer.alloc(1)), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => crypto.timingSafeEqual(Buffer.alloc(1), 'a'), { code: 'ERR_INVALID_ARG_TYPE' });

for (const prime of [2n, 3n, 17n, 2n ** 61n - 1n]) assert.strictEqual(crypto.checkPrimeSync(prime), true);
for (const other of [0n, 1n, 4n, 2n ** 61n + 1n]) assert.strictEqual(crypto.checkPrimeSync(other), false);
const prime = crypto.generatePrimeSync(32, { bigint: true, add: 12n, rem: 11n });
assert.strictEqual(prime % 12n, 11n);
assert.strictEqual(crypto.checkPrimeSync(prime), true);
assert.strictEqual(crypto.generatePrimeSync(16).byteLength, 2);
assert.throws(() => crypto.generatePrimeSync(0), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => crypto.checkPrimeSync('x'), { code: 'ERR_INVALID_ARG_TYPE' });
let pending = 2;
crypto.generatePrime(32, { safe: true }, (error, bytes) => {
  pending--;
  assert.ifError(error);
  crypto.checkPrime(bytes, (error, good) => {
    pending--;
    assert.ifError(error);
    assert.strictEqual(good, true);
  });
});
process.on('exit', () => assert.strictEqual(pending, 0));

assert.strictEqual(crypto.Certificate.verifySpkac(Buffer.from('nonsense')), false);
assert.strictEqual(crypto.Certificate().exportPublicKey(Buffer.from('nonsense')), '');
assert.strictEqual(new crypto.Certificate().exportChallenge('nonsense'), '');

assert.strictEqual(crypto.getFips(), 0);
assert.deepStrictEqual(Object.keys(crypto.secureHeapUsed()), ['total', 'used', 'utilization', 'min']);
assert.throws(() => crypto.setEngine(1), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => crypto.setEngine('nonsense'), { code: 'ERR_CRYPTO_ENGINE_UNKNOWN' });

assert.strictEqual(crypto.constants.RSA_PKCS1_PADDING, 1);
assert.strictEqual(Object.getPrototypeOf(crypto.constants), null);
assert.strictEqual(Object.isFrozen(crypto.constants), false);
assert.match(crypto.constants.defaultCoreCipherList, /^TLS_AES_256_GCM_SHA384:/);

// What a program puts in the place of a function stays there.
const original = crypto.randomInt;
crypto.randomInt = () => 4;
assert.strictEqual(require('node:crypto').randomInt(9), 4);
crypto.randomInt = original;
