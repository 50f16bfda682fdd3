'use strict';
// Ciphers: what goes in comes back in every mode, tags are checked, and states and sizes are refused with Node's codes.
const assert = require('assert');
const crypto = require('crypto');

const key = (size) => Buffer.from(Array.from({ length: size }, (_, i) => i * 7 & 255));
const text = 'The quick brown fox jumps over the lazy dog \u00e4\u4e2d';

for (const [name, keySize, ivSize] of [
  ['aes-128-cbc', 16, 16], ['aes-256-cbc', 32, 16], ['aes-192-ctr', 24, 16], ['aes-128-ecb', 16, 0],
  ['aes-256-cfb', 32, 16], ['aes-128-ofb', 16, 16], ['des-ede3-cbc', 24, 8], ['camellia-128-cbc', 16, 16],
  ['aria-128-ctr', 16, 16], ['sm4-cbc', 16, 16], ['chacha20', 32, 16],
]) {
  const iv = ivSize === 0 ? null : key(ivSize);
  const cipher = crypto.createCipheriv(name, key(keySize), iv);
  const hex = cipher.update(text, 'utf8', 'hex') + cipher.final('hex');
  const decipher = crypto.createDecipheriv(name, key(keySize), iv);
  assert.strictEqual(decipher.update(hex, 'hex', 'utf8') + decipher.final('utf8'), text, name);
  const info = crypto.getCipherInfo(name);
  assert.strictEqual(info.keyLength, keySize);
  assert.strictEqual(info.ivLength, ivSize || undefined);
  assert(crypto.getCiphers().includes(name), name);
}

// https://nvlpubs.nist.gov/nistpubs/Legacy/SP/nistspecialpublication800-38a.pdf
{
  const cipher = crypto.createCipheriv('aes-128-ecb', Buffer.from('2b7e151628aed2a6abf7158809cf4f3c', 'hex'), null);
  cipher.setAutoPadding(false);
  const out = cipher.update('6bc1bee22e409f96e93d7e117393172a', 'hex', 'hex') + cipher.final('hex');
  assert.strictEqual(out, '3ad77bb40d7a3660a89ecaf32466ef97');
}

// Authenticated modes.
for (const [name, keySize, tagLength] of [
  ['aes-128-gcm', 16, undefined], ['aes-256-gcm', 32, 12], ['chacha20-poly1305', 32, 16], ['aes-128-ccm', 16, 8],
  ['aes-256-ocb', 32, 16],
]) {
  const options = { authTagLength: tagLength };
  const iv = key(12);
  const bytes = Buffer.from(text);
  const aad = Buffer.from('more');
  const plaintextLength = bytes.length;
  const cipher = crypto.createCipheriv(name, key(keySize), iv, options);
  cipher.setAAD(aad, { plaintextLength });
  assert.throws(() => cipher.getAuthTag(), { code: 'ERR_CRYPTO_INVALID_STATE' });
  const out = Buffer.concat([cipher.update(bytes), cipher.final()]);
  const tag = cipher.getAuthTag();
  assert.strictEqual(tag.length, tagLength ?? 16);
  const open = (tag, aad) => {
    const decipher = crypto.createDecipheriv(name, key(keySize), iv, options);
    decipher.setAuthTag(tag);
    decipher.setAAD(aad, { plaintextLength });
    return Buffer.concat([decipher.update(out), decipher.final()]);
  };
  assert.deepStrictEqual(open(tag, aad), bytes, name);
  const wrong = Buffer.from(tag);
  wrong[0] ^= 1;
  assert.throws(() => open(wrong, aad), /Unsupported state or unable to authenticate data/, name);
  assert.throws(() => open(tag, Buffer.from('less')), /Unsupported state or unable to authenticate data/, name);
  assert.throws(() => open(tag.subarray(1), aad), { code: 'ERR_CRYPTO_INVALID_AUTH_TAG' }, name);
}
assert.throws(() => crypto.createCipheriv('aes-128-ccm', key(16), key(12)), {
  code: 'ERR_CRYPTO_INVALID_AUTH_TAG', message: 'authTagLength required for aes-128-ccm',
});
assert.throws(() => crypto.createCipheriv('aes-128-gcm', key(16), key(12), { authTagLength: 5 }), {
  code: 'ERR_CRYPTO_INVALID_AUTH_TAG', message: 'Invalid authentication tag length: 5',
});

// Sizes, names and states.
assert.throws(() => crypto.createCipheriv('aes-128-cbc', key(15), key(16)), { name: 'RangeError', code: 'ERR_CRYPTO_INVALID_KEYLEN' });
assert.throws(() => crypto.createCipheriv('aes-128-cbc', key(16), key(15)), { name: 'TypeError', code: 'ERR_CRYPTO_INVALID_IV' });
assert.throws(() => crypto.createCipheriv('aes-128-cbc', key(16), null), { code: 'ERR_CRYPTO_INVALID_IV' });
assert.throws(() => crypto.createCipheriv('aes-9', key(16), key(16)), { code: 'ERR_CRYPTO_UNKNOWN_CIPHER' });
assert.throws(() => crypto.createCipheriv(null, key(16), key(16)), { code: 'ERR_INVALID_ARG_TYPE' });
{
  const cipher = crypto.createCipheriv('aes-128-cbc', key(16), key(16));
  assert.throws(() => cipher.update(1), { code: 'ERR_INVALID_ARG_TYPE' });
  cipher.final();
  assert.throws(() => cipher.final(), { code: 'ERR_CRYPTO_INVALID_STATE' });
  assert.throws(() => cipher.setAutoPadding(), { code: 'ERR_CRYPTO_INVALID_STATE' });
  assert.throws(() => cipher.update('x'), /Trying to add data in unsupported state/);
}
assert.throws(() => crypto.createDecipheriv('aes-128-cbc', key(16), key(16)).final(), {
  message: 'error:1C80006B:Provider routines::wrong final block length',
  opensslErrorStack: ['error:1C80006B:Provider routines::wrong final block length'],
  library: 'Provider routines',
  reason: 'wrong final block length',
  code: 'ERR_OSSL_WRONG_FINAL_BLOCK_LENGTH',
});

// As a stream, in pieces.
{
  const cipher = crypto.createCipheriv('aes-256-cbc', key(32), key(16));
  const decipher = crypto.createDecipheriv('aes-256-cbc', key(32), key(16));
  let out = '';
  decipher.setEncoding('utf8');
  decipher.on('data', (chunk) => out += chunk);
  decipher.on('end', () => assert.strictEqual(out, text.repeat(1000)));
  cipher.pipe(decipher);
  for (let i = 0; i < 1000; i++) cipher.write(text);
  cipher.end();
}

assert.strictEqual(crypto.getCipherInfo('nothing'), undefined);
assert.strictEqual(crypto.getCipherInfo('aes-128-cbc', { keyLength: 12 }), undefined);
assert.deepStrictEqual({ ...crypto.getCipherInfo(419) }, {
  mode: 'cbc', name: 'aes-128-cbc', nid: 419, keyLength: 16, blockSize: 16, ivLength: 16,
});
