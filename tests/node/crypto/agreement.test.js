'use strict';
// Key agreement: two sides find the same secret, by all three ways, and bad values are refused with Node's words.
const assert = require('assert');
const crypto = require('crypto');

// With a prime of one's own, and with a group that has a name.
{
  const first = crypto.createDiffieHellman(512);
  const second = crypto.createDiffieHellman(first.getPrime(), first.getGenerator());
  const key = first.generateKeys('hex');
  assert.strictEqual(key, first.getPublicKey('hex'));
  second.generateKeys();
  const secret = second.computeSecret(key, 'hex');
  assert.deepStrictEqual(first.computeSecret(second.getPublicKey()), secret);
  assert.strictEqual(first.verifyError, 0);
}
for (const name of ['modp2', 'modp5', 'modp14']) {
  const first = crypto.getDiffieHellman(name);
  const second = crypto.createDiffieHellmanGroup(name);
  first.generateKeys();
  second.generateKeys();
  assert.strictEqual(first.computeSecret(second.getPublicKey(), null, 'hex'), second.computeSecret(first.getPublicKey(), null, 'hex'));
  assert.deepStrictEqual(first.getGenerator(), Buffer.from([2]));
  assert.strictEqual(first.setPrivateKey, undefined);
  assert.throws(() => first.computeSecret(Buffer.from([0])), {
    name: 'RangeError', code: 'ERR_CRYPTO_INVALID_KEYLEN', message: 'Supplied key is too small',
  });
}
assert.throws(() => crypto.getDiffieHellman('modp0'), { code: 'ERR_CRYPTO_UNKNOWN_DH_GROUP' });
assert.throws(() => crypto.createDiffieHellman(1), { code: 'ERR_OSSL_DH_MODULUS_TOO_SMALL' });
assert.throws(() => crypto.createDiffieHellman('abcdef', 'hex', -1), { code: 'ERR_OSSL_DH_BAD_GENERATOR' });
assert.throws(() => crypto.createDiffieHellman({}), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => crypto.createDiffieHellman('abcdef').getPublicKey(), { code: 'ERR_CRYPTO_INVALID_STATE' });

// On curves.
for (const curve of ['prime256v1', 'secp256k1', 'secp521r1']) {
  assert(crypto.getCurves().includes(curve));
  const first = crypto.createECDH(curve);
  const second = crypto.createECDH(curve);
  const key = first.generateKeys('hex', 'compressed');
  second.generateKeys();
  const secret = second.computeSecret(key, 'hex', 'base64');
  assert.strictEqual(first.computeSecret(second.getPublicKey(), null, 'base64'), secret);
  const copy = crypto.createECDH(curve);
  copy.setPrivateKey(first.getPrivateKey());
  assert.deepStrictEqual(copy.getPublicKey(), first.getPublicKey());
  assert.strictEqual(crypto.ECDH.convertKey(first.getPublicKey(), curve, null, 'hex', 'compressed'), key);
  assert.throws(() => first.computeSecret(Buffer.alloc(3)), { code: 'ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY' });
  assert.throws(() => first.setPrivateKey(Buffer.alloc(32)), { message: 'Private key is not valid for specified curve.' });
  assert.throws(() => first.getPublicKey('hex', 'x'), { code: 'ERR_CRYPTO_ECDH_INVALID_FORMAT' });
}
assert.throws(() => crypto.createECDH('x'), { code: 'ERR_CRYPTO_INVALID_CURVE' });
assert.throws(() => crypto.createECDH('secp256k1').getPublicKey(), { message: 'Failed to get ECDH public key' });

// Between key objects.
let pending = 0;
process.on('exit', () => assert.strictEqual(pending, 0));
for (const [type, options] of [['x25519'], ['x448'], ['ec', { namedCurve: 'P-384' }], ['dh', { group: 'modp5' }]]) {
  const first = crypto.generateKeyPairSync(type, options);
  const second = crypto.generateKeyPairSync(type, options);
  const secret = crypto.diffieHellman({ privateKey: first.privateKey, publicKey: second.publicKey });
  assert.deepStrictEqual(crypto.diffieHellman({ privateKey: second.privateKey, publicKey: first.publicKey }), secret);
  pending++;
  crypto.diffieHellman({ privateKey: first.privateKey, publicKey: second.publicKey }, (error, later) => {
    pending--;
    assert.ifError(error);
    assert.deepStrictEqual(later, secret);
  });
}
assert.throws(() => crypto.diffieHellman({
  privateKey: crypto.generateKeyPairSync('x25519').privateKey,
  publicKey: crypto.generateKeyPairSync('x448').publicKey,
}), { code: 'ERR_CRYPTO_INCOMPATIBLE_KEY' });
assert.throws(() => crypto.diffieHellman({}), { code: 'ERR_INVALID_ARG_VALUE' });
