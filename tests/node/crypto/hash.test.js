'use strict';
// Hashes: known answers in every encoding, by any way of feeding them, and what goes wrong.
const assert = require('assert');
const crypto = require('crypto');

const answers = {
  'md5': '900150983cd24fb0d6963f7d28e17f72',
  'sha1': 'a9993e364706816aba3e25717850c26c9cd0d89d',
  'sha224': '23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7',
  'sha256': 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  'SHA256': 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  'RSA-SHA256': 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  'sha512': 'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a' +
    '2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
  'sha3-256': '3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532',
  'blake2s256': '508c5e8c327c14e2e1a72ba34eeb452f37458b209ed63a294d999b4c86675982',
  'ripemd160': '8eb208f7e05d987a9b044a8e98c6b087f15a0bfc',
};

for (const [name, answer] of Object.entries(answers)) {
  const bytes = Buffer.from(answer, 'hex');
  assert.strictEqual(crypto.createHash(name).update('abc').digest('hex'), answer);
  assert.strictEqual(crypto.createHash(name).update(Buffer.from('abc')).digest('hex'), answer);
  assert.strictEqual(crypto.createHash(name).update('a').update('b').update(Buffer.from('c')).digest('hex'), answer);
  assert.strictEqual(crypto.createHash(name).update(new Uint8Array([97])).update('bc').digest('hex'), answer);
  assert.strictEqual(crypto.createHash(name).update('616263', 'hex').digest('hex'), answer);
  assert.strictEqual(crypto.createHash(name).update('YWJj', 'base64').digest('hex'), answer);
  assert.deepStrictEqual(crypto.createHash(name).update('abc').digest(), bytes);
  assert.deepStrictEqual(crypto.createHash(name).update('abc').digest('buffer'), bytes);
  for (const encoding of ['base64', 'base64url', 'latin1', 'binary', 'ucs2', 'utf8', 'ascii']) {
    assert.strictEqual(crypto.createHash(name).update('abc').digest(encoding), bytes.toString(encoding), encoding);
    assert.strictEqual(crypto.hash(name, 'abc', encoding), bytes.toString(encoding), encoding);
  }
  assert.strictEqual(crypto.hash(name, 'abc'), answer);
  assert.strictEqual(crypto.hash(name, Buffer.from('abc'), 'hex'), answer);
  assert.deepStrictEqual(crypto.hash(name, 'abc', 'buffer'), bytes);

  const stream = crypto.createHash(name);
  stream.write('a');
  stream.write(Buffer.from('b'));
  stream.end('c');
  assert.deepStrictEqual(stream.read(), bytes);
}

// Text is UTF-8, also where it is not ASCII, and lone surrogates are replaced.
for (const text of ['\u00e4\u00f6', '\u4e2d\u6587', '\ud83d\ude00', 'a\ud800b', 'x'.repeat(100_000), '\u00e4'.repeat(5000)]) {
  const answer = crypto.createHash('sha1').update(Buffer.from(text)).digest('hex');
  assert.strictEqual(crypto.createHash('sha1').update(text).digest('hex'), answer);
  assert.strictEqual(crypto.hash('sha1', text), answer);
  assert.strictEqual(crypto.createHash('sha1').update('').update(text, 'utf8').digest('hex'), answer);
}
assert.strictEqual(crypto.createHash('sha256').digest('hex'), crypto.hash('sha256', ''));

// A copy goes its own way.
{
  const first = crypto.createHash('sha256').update('ab');
  const second = first.copy();
  assert.strictEqual(first.update('c').digest('hex'), answers.sha256);
  assert.strictEqual(second.update('c').digest('hex'), answers.sha256);
  assert.throws(() => first.copy(), { code: 'ERR_CRYPTO_HASH_FINALIZED' });
  assert.throws(() => first.update('x'), { code: 'ERR_CRYPTO_HASH_FINALIZED' });
  assert.throws(() => first.digest(), { code: 'ERR_CRYPTO_HASH_FINALIZED' });
}

// Any length.
assert.strictEqual(crypto.createHash('shake128', { outputLength: 5 }).digest('hex'), '7f9c2ba4e8');
assert.strictEqual(crypto.createHash('shake128', { outputLength: 0 }).digest('hex'), '');
assert.strictEqual(crypto.createHash('shake256', { outputLength: 100 }).update('x').digest().length, 100);
assert.strictEqual(crypto.hash('shake128', '', { outputLength: 5 }), '7f9c2ba4e8');
assert.throws(() => crypto.createHash('sha256', { outputLength: 5 }), { code: 'ERR_OSSL_EVP_NOT_XOF_OR_INVALID_LENGTH' });
assert.throws(() => crypto.createHash('sha256', { outputLength: -1 }), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => crypto.createHash('sha256', { outputLength: 'x' }), { code: 'ERR_INVALID_ARG_TYPE' });

assert.throws(() => crypto.createHash('nonsense'), /Digest method not supported/);
assert.throws(() => crypto.createHash(1), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => crypto.createHash('sha1').update(1), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => crypto.createHash('sha1').update('abc', 'hex'), { code: 'ERR_INVALID_ARG_VALUE' });
assert.throws(() => crypto.hash('sha1', 1), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => crypto.hash('sha1', 'x', 'nonsense'), { code: 'ERR_INVALID_ARG_VALUE' });

const hashes = crypto.getHashes();
for (const name of ['sha1', 'sha256', 'md5', 'RSA-SHA256', 'sha512-256', 'shake128']) assert(hashes.includes(name), name);
hashes.length = 0;
assert.notStrictEqual(crypto.getHashes().length, 0);
