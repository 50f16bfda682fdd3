'use strict';
// Keys from passwords and from keys: known answers, both doors, and bad numbers.
const assert = require('assert');
const crypto = require('crypto');

let pending = 0;
process.on('exit', () => assert.strictEqual(pending, 0));

function both(name, args, answer) {
  const now = crypto[`${name}Sync`](...args);
  assert.strictEqual(Buffer.from(now).toString('hex'), answer);
  pending++;
  crypto[name](...args, (error, later) => {
    pending--;
    assert.strictEqual(error, null);
    assert.deepStrictEqual(new Uint8Array(later), new Uint8Array(now));
  });
}

// https://www.rfc-editor.org/rfc/rfc6070
both('pbkdf2', ['password', 'salt', 1, 20, 'sha1'], '0c60c80f961f0e71f3a9b524af6012062fe037a6');
both('pbkdf2', ['password', Buffer.from('salt'), 4096, 20, 'SHA1'], '4b007901b765489abead49d926f721d065a429c1');
both('pbkdf2', ['pass\0word', 'sa\0lt', 4096, 16, 'sha256'], '89b69d0516f829893c696226650a8687');
assert.throws(() => crypto.pbkdf2Sync('p', 's', 0, 20, 'sha1'), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => crypto.pbkdf2Sync('p', 's', 1, -1, 'sha1'), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => crypto.pbkdf2Sync('p', 's', 1, 20), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => crypto.pbkdf2Sync('p', 's', 1, 20, 'no'), { code: 'ERR_CRYPTO_INVALID_DIGEST' });
assert.throws(() => crypto.pbkdf2('p', 's', 1, 20, 'sha1'), { code: 'ERR_INVALID_ARG_TYPE' });

// https://www.rfc-editor.org/rfc/rfc7914
both('scrypt', ['', '', 64, { N: 16, r: 1, p: 1 }],
     '77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf' +
     '35e20c38d18906');
both('scrypt', ['password', 'NaCl', 16, { cost: 1024, blockSize: 8, parallelization: 16 }], 'fdbabe1c9d3472007856e7190d01e9fe');
assert.throws(() => crypto.scryptSync('p', 's', 1, { N: 3 }), { code: 'ERR_CRYPTO_INVALID_SCRYPT_PARAMS' });
assert.throws(() => crypto.scryptSync('p', 's', 1, { N: 2 ** 20 }), {
  name: 'RangeError', code: 'ERR_CRYPTO_INVALID_SCRYPT_PARAMS', message: /memory limit exceeded/,
});
assert.throws(() => crypto.scryptSync('p', 's', 1, { N: 2, cost: 2 }), { code: 'ERR_INCOMPATIBLE_OPTION_PAIR' });

// https://www.rfc-editor.org/rfc/rfc5869
both('hkdf', ['sha256', Buffer.alloc(22, 0x0b), Buffer.from('000102030405060708090a0b0c', 'hex'),
              Buffer.from('f0f1f2f3f4f5f6f7f8f9', 'hex'), 42],
     '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865');
both('hkdf', ['sha1', Buffer.alloc(22, 0x0b), '', '', 42],
     '0ac1af7002b3d761d1e55298da9d0506b9ae52057220a306e07b6b87e8df21d0ea00033de03984d34918');
assert(crypto.hkdfSync('sha256', 'k', 's', 'i', 8) instanceof ArrayBuffer);
assert.throws(() => crypto.hkdfSync('sha256', 'k', 's', 'i', 255 * 32 + 1), { code: 'ERR_CRYPTO_INVALID_KEYLEN' });
assert.throws(() => crypto.hkdfSync('sha256', 'k', 's', Buffer.alloc(1025), 8), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => crypto.hkdfSync('no', 'k', 's', 'i', 8), { code: 'ERR_CRYPTO_INVALID_DIGEST' });

// https://www.rfc-editor.org/rfc/rfc9106#section-5.3
both('argon2', ['argon2id', {
  message: Buffer.alloc(32, 1), nonce: Buffer.alloc(16, 2), secret: Buffer.alloc(8, 3),
  associatedData: Buffer.alloc(12, 4), parallelism: 4, tagLength: 32, memory: 32, passes: 3,
}], '0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659');
assert.throws(() => crypto.argon2Sync('argon2x', {}), { code: 'ERR_INVALID_ARG_VALUE' });
