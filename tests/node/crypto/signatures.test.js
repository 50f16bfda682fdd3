'use strict';
// Signatures and encrypting with keys: by every kind of key, through both doors, and what does not verify.
const assert = require('assert');
const crypto = require('crypto');

const data = Buffer.from('The quick brown fox');
const rsa = crypto.generateKeyPairSync('rsa', { modulusLength: 1024 });
const ec = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' });
const { RSA_PKCS1_PSS_PADDING, RSA_PKCS1_PADDING, RSA_PSS_SALTLEN_DIGEST } = crypto.constants;
let pending = 0;
process.on('exit', () => assert.strictEqual(pending, 0));

const cases = [
  ['sha256', rsa, {}],
  ['sha1', rsa, { padding: RSA_PKCS1_PSS_PADDING }],
  ['sha256', rsa, { padding: RSA_PKCS1_PSS_PADDING, saltLength: RSA_PSS_SALTLEN_DIGEST }],
  ['sha384', ec, {}],
  ['sha384', ec, { dsaEncoding: 'ieee-p1363' }],
  [null, crypto.generateKeyPairSync('ed25519'), {}],
  [null, crypto.generateKeyPairSync('ed448'), {}],
  [undefined, crypto.generateKeyPairSync('ml-dsa-44'), {}],
];

for (const [digest, { publicKey, privateKey }, options] of cases) {
  const own = { key: privateKey, ...options };
  const other = { key: publicKey, ...options };
  const signature = crypto.sign(digest, data, own);
  assert(crypto.verify(digest, data, other, signature));
  assert(crypto.verify(digest, data, own, signature));
  assert(!crypto.verify(digest, Buffer.from('other'), other, signature));
  if (options.dsaEncoding) assert.strictEqual(signature.length, 64);
  const wrong = Buffer.from(signature);
  wrong[wrong.length - 1] ^= 1;
  assert(!crypto.verify(digest, data, other, wrong));
  pending++;
  crypto.sign(digest, data, own, (error, later) => {
    assert.ifError(error);
    crypto.verify(digest, data, other, later, (error, good) => {
      pending--;
      assert.ifError(error);
      assert.strictEqual(good, true);
    });
  });
  if (!digest) {
    assert.throws(() => crypto.createSign('sha256').update('x').sign(privateKey), {
      code: 'ERR_CRYPTO_UNSUPPORTED_OPERATION',
    });
    continue;
  }
  const streamed = crypto.createSign(digest).update('The quick ').update('brown fox').sign(own, 'hex');
  assert(crypto.createVerify(digest).update(data).verify(other, streamed, 'hex'));
  const verify = crypto.createVerify(digest);
  verify.write('The quick ');
  verify.end('brown fox');
  assert(verify.verify(other, Buffer.from(streamed, 'hex')));
}

assert.throws(() => crypto.createSign('nonsense'), { code: 'ERR_CRYPTO_INVALID_DIGEST' });
assert.throws(() => crypto.createSign('sha256').sign(), { code: 'ERR_CRYPTO_SIGN_KEY_REQUIRED' });
assert.throws(() => crypto.createSign('sha256').update(1), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => crypto.sign('sha256', data, { key: ec.privateKey, dsaEncoding: 'x' }), { code: 'ERR_INVALID_ARG_VALUE' });
assert.throws(() => crypto.verify('sha256', data, ec.publicKey, 1), { code: 'ERR_INVALID_ARG_TYPE' });

// RSA encrypts.
for (const options of [{}, { oaepHash: 'sha256' }, { oaepLabel: Buffer.from('label') }, { padding: RSA_PKCS1_PADDING }]) {
  const closed = crypto.publicEncrypt({ key: rsa.publicKey, ...options }, data);
  assert.deepStrictEqual(crypto.privateDecrypt({ key: rsa.privateKey, ...options }, closed), data);
}
const closed = crypto.privateEncrypt(rsa.privateKey, data);
assert.deepStrictEqual(crypto.publicDecrypt(rsa.publicKey, closed), data);
assert.throws(() => crypto.privateDecrypt(rsa.privateKey, Buffer.alloc(3)), /error:/);
assert.throws(() => crypto.publicEncrypt({ key: rsa.publicKey, oaepHash: 'x' }, data), { code: 'ERR_OSSL_EVP_INVALID_DIGEST' });

// Encapsulation.
for (const type of ['ml-kem-768', 'x25519']) {
  const { publicKey, privateKey } = crypto.generateKeyPairSync(type);
  const { sharedKey, ciphertext } = crypto.encapsulate(publicKey);
  assert.strictEqual(sharedKey.length, 32);
  assert.deepStrictEqual(crypto.decapsulate(privateKey, ciphertext), sharedKey);
}
