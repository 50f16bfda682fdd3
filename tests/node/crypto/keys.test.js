'use strict';
// Keys: made, written and read in every form, compared, sent to others, and refused with Node's codes.
const assert = require('assert');
const crypto = require('crypto');

const pairs = {
  'rsa': crypto.generateKeyPairSync('rsa', { modulusLength: 1024 }),
  'rsa-pss': crypto.generateKeyPairSync('rsa-pss', {
    modulusLength: 1024, hashAlgorithm: 'sha256', mgf1HashAlgorithm: 'sha256', saltLength: 16,
  }),
  'ec': crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  'ed25519': crypto.generateKeyPairSync('ed25519'),
  'ed448': crypto.generateKeyPairSync('ed448'),
  'x25519': crypto.generateKeyPairSync('x25519'),
  'x448': crypto.generateKeyPairSync('x448'),
  'dh': crypto.generateKeyPairSync('dh', { group: 'modp5' }),
  'ml-dsa-44': crypto.generateKeyPairSync('ml-dsa-44'),
};
const details = {
  'rsa': { modulusLength: 1024, publicExponent: 65537n },
  'rsa-pss': {
    modulusLength: 1024, publicExponent: 65537n, hashAlgorithm: 'sha256', mgf1HashAlgorithm: 'sha256', saltLength: 16,
  },
  'ec': { namedCurve: 'prime256v1' },
};
const hasJwk = (type) => type !== 'dh' && type !== 'rsa-pss';

for (const [type, { publicKey, privateKey }] of Object.entries(pairs)) {
  for (const key of [publicKey, privateKey]) {
    assert(key instanceof crypto.KeyObject);
    assert.strictEqual(key.asymmetricKeyType, type);
    assert.deepStrictEqual(key.asymmetricKeyDetails, details[type] ?? {});
    assert(key.equals(structuredClone(key)));
    if (hasJwk(type)) {
      const jwk = key.export({ format: 'jwk' });
      const read = key.type === 'public' ? crypto.createPublicKey : crypto.createPrivateKey;
      assert(read({ key: jwk, format: 'jwk' }).equals(key), type);
    } else {
      assert.throws(() => key.export({ format: 'jwk' }), { code: 'ERR_CRYPTO_JWK_UNSUPPORTED_KEY_TYPE' });
    }
  }
  assert.strictEqual(publicKey.type, 'public');
  assert.strictEqual(privateKey.type, 'private');
  assert(crypto.createPublicKey(privateKey).equals(publicKey));
  assert(!privateKey.equals(publicKey));
  for (const format of ['pem', 'der']) {
    const open = publicKey.export({ format, type: 'spki' });
    assert.strictEqual(typeof open, format === 'pem' ? 'string' : 'object');
    assert(crypto.createPublicKey({ key: open, format, type: 'spki' }).equals(publicKey));
    const secret = privateKey.export({ format, type: 'pkcs8' });
    assert(crypto.createPrivateKey({ key: secret, format, type: 'pkcs8' }).equals(privateKey));
    assert(crypto.createPublicKey({ key: secret, format, type: 'pkcs8' }).equals(publicKey));
    const closed = privateKey.export({ format, type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'secret' });
    assert(crypto.createPrivateKey({ key: closed, format, type: 'pkcs8', passphrase: 'secret' }).equals(privateKey));
    assert.throws(() => crypto.createPrivateKey({ key: closed, format, type: 'pkcs8', passphrase: 'wrong' }));
  }
}

// The older forms.
const { rsa, ec } = pairs;
for (const [pair, type] of [[rsa, 'pkcs1'], [ec, 'sec1']]) {
  for (const format of ['pem', 'der']) {
    const key = pair.privateKey.export({ format, type });
    assert(crypto.createPrivateKey({ key, format, type }).equals(pair.privateKey));
  }
}
assert.match(rsa.publicKey.export({ format: 'pem', type: 'pkcs1' }), /^-----BEGIN RSA PUBLIC KEY-----\n/);
assert.throws(() => ec.publicKey.export({ format: 'pem', type: 'pkcs1' }), {
  code: 'ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS', message: 'The selected key encoding pkcs1 can only be used for RSA keys.',
});

// Encoded at once, and later.
const encoded = crypto.generateKeyPairSync('ec', {
  namedCurve: 'secp256k1',
  publicKeyEncoding: { type: 'spki', format: 'der' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
assert(Buffer.isBuffer(encoded.publicKey));
assert.match(encoded.privateKey, /^-----BEGIN PRIVATE KEY-----/);
let pending = 2;
process.on('exit', () => assert.strictEqual(pending, 0));
crypto.generateKeyPair('ed25519', { privateKeyEncoding: { format: 'jwk' } }, (error, publicKey, privateKey) => {
  pending--;
  assert.ifError(error);
  assert.strictEqual(publicKey.type, 'public');
  assert.strictEqual(privateKey.kty, 'OKP');
});
crypto.generateKey('hmac', { length: 64 }, (error, key) => {
  pending--;
  assert.ifError(error);
  assert.strictEqual(key.symmetricKeySize, 8);
});

// Secret keys.
const secret = crypto.createSecretKey('616263', 'hex');
assert.strictEqual(secret.type, 'secret');
assert.strictEqual(secret.symmetricKeySize, 3);
assert.deepStrictEqual(secret.export(), Buffer.from('abc'));
assert.deepStrictEqual(secret.export({ format: 'jwk' }), { kty: 'oct', k: 'YWJj' });
assert(secret.equals(crypto.createSecretKey(Buffer.from('abc'))));
assert(!secret.equals(crypto.createSecretKey(Buffer.from('abd'))));
assert(structuredClone(secret).equals(secret));
const code = (key) => crypto.createHmac('sha256', key).update('x').digest('hex');
assert.strictEqual(code(secret), code('abc'));
assert.strictEqual(crypto.generateKeySync('aes', { length: 256 }).symmetricKeySize, 32);

// What is refused.
assert.throws(() => crypto.createPublicKey(1), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => crypto.createPublicKey('nonsense'), { code: 'ERR_OSSL_UNSUPPORTED' });
assert.throws(() => crypto.createPublicKey(secret), { code: 'ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE' });
assert.throws(() => crypto.createPrivateKey({ key: Buffer.alloc(1), format: 'der' }), { code: 'ERR_INVALID_ARG_VALUE' });
assert.throws(() => crypto.createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' }, format: 'jwk' }), {
  code: 'ERR_CRYPTO_INVALID_JWK',
});
assert.throws(() => rsa.publicKey.export({ format: 'x' }), { code: 'ERR_INVALID_ARG_VALUE' });
assert.throws(() => crypto.generateKeyPairSync('rsa2', {}), { code: 'ERR_INVALID_ARG_VALUE' });
assert.throws(() => crypto.generateKeyPairSync('rsa', {}), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => crypto.generateKeyPairSync('ec', { namedCurve: 'x' }), { code: 'ERR_CRYPTO_INVALID_CURVE' });
assert.throws(() => new crypto.KeyObject('x'), { code: 'ERR_INVALID_ARG_VALUE' });
assert.throws(() => new crypto.KeyObject('secret', {}), { code: 'ERR_INVALID_ARG_TYPE' });
