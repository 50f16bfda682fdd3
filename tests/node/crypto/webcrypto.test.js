'use strict';
// subtle: each operation there and back, keys in every format, and the exceptions of what does not work.
const assert = require('assert');
const { webcrypto, KeyObject } = require('crypto');

const { subtle } = webcrypto;
assert.strictEqual(globalThis.crypto, webcrypto);
const data = new TextEncoder().encode('The quick brown fox');
const text = (bytes) => Buffer.from(bytes).toString('hex');
const name = (expected) => (error) => error.name === expected;

async function encrypting() {
  for (const [algorithm, params] of [
    [{ name: 'AES-CBC', length: 256 }, { iv: new Uint8Array(16) }],
    [{ name: 'AES-CTR', length: 128 }, { counter: new Uint8Array(16).fill(255), length: 64 }],
    [{ name: 'AES-GCM', length: 256 }, { iv: new Uint8Array(12), additionalData: data, tagLength: 96 }],
    [{ name: 'RSA-OAEP', modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-1' }, { label: data }],
  ]) {
    const key = await subtle.generateKey(algorithm, true, ['encrypt', 'decrypt']);
    const full = { name: algorithm.name, ...params };
    const closed = await subtle.encrypt(full, key.publicKey ?? key, data);
    assert.deepStrictEqual(new Uint8Array(await subtle.decrypt(full, key.privateKey ?? key, closed)), data);
    await assert.rejects(subtle.sign('HMAC', key.privateKey ?? key, data), name('InvalidAccessError'));
  }
  const key = await subtle.generateKey({ name: 'AES-GCM', length: 128 }, false, ['encrypt']);
  await assert.rejects(subtle.decrypt({ name: 'AES-GCM', iv: new Uint8Array(12) }, key, data), name('InvalidAccessError'));
  await assert.rejects(subtle.exportKey('raw', key), name('InvalidAccessError'));
  await assert.rejects(subtle.encrypt({ name: 'AES-GCM' }, key, data), TypeError);
}

async function signing() {
  const rsa = { modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' };
  for (const [algorithm, params] of [
    [{ name: 'HMAC', hash: 'SHA-512' }, {}],
    [{ name: 'RSASSA-PKCS1-v1_5', ...rsa }, {}],
    [{ name: 'RSA-PSS', ...rsa }, { saltLength: 20 }],
    [{ name: 'ECDSA', namedCurve: 'P-384' }, { hash: 'SHA-256' }],
    [{ name: 'Ed25519' }, {}],
  ]) {
    const key = await subtle.generateKey(algorithm, true, ['sign', 'verify']);
    const full = { name: algorithm.name, ...params };
    const signature = await subtle.sign(full, key.privateKey ?? key, data);
    assert.strictEqual(await subtle.verify(full, key.publicKey ?? key, signature, data), true);
    assert.strictEqual(await subtle.verify(full, key.publicKey ?? key, signature, new Uint8Array(3)), false);
    for (const [format, one] of key.publicKey === undefined ? [['raw', key], ['jwk', key]] :
      [['spki', key.publicKey], ['jwk', key.publicKey], ['pkcs8', key.privateKey], ['jwk', key.privateKey]]) {
      const exported = await subtle.exportKey(format, one);
      const again = await subtle.importKey(format, exported, algorithm, true, one.usages);
      assert.deepStrictEqual(again.algorithm, one.algorithm);
      assert(KeyObject.from(again).equals(KeyObject.from(one)));
    }
  }
}

async function deriving() {
  const bits = async (format, bytes, params, length) => {
    const key = await subtle.importKey(format, bytes, params.name, false, ['deriveBits', 'deriveKey']);
    const derived = await subtle.deriveKey(params, key, { name: 'AES-GCM', length: 128 }, true, ['encrypt']);
    assert.strictEqual(derived.algorithm.length, 128);
    return text(await subtle.deriveBits(params, key, length));
  };
  const salt = Buffer.from('salt');
  assert.strictEqual(await bits('raw', Buffer.from('password'), { name: 'PBKDF2', hash: 'SHA-1', salt, iterations: 1 }, 160),
                     '0c60c80f961f0e71f3a9b524af6012062fe037a6');
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt, info: new Uint8Array() };
  assert.strictEqual(
    await bits('raw', Buffer.from('key'), hkdf, 128),
    text(require('crypto').hkdfSync('sha256', 'key', 'salt', '', 16)));
  for (const algorithm of [{ name: 'ECDH', namedCurve: 'P-256' }, { name: 'X25519' }]) {
    const [first, second] = await Promise.all([1, 2].map(() => subtle.generateKey(algorithm, false, ['deriveBits'])));
    const secret = await subtle.deriveBits({ name: algorithm.name, public: second.publicKey }, first.privateKey, 256);
    const other = await subtle.deriveBits({ name: algorithm.name, public: first.publicKey }, second.privateKey, 256);
    assert.strictEqual(text(secret), text(other));
  }
}

async function wrapping() {
  const key = await subtle.generateKey({ name: 'HMAC', hash: 'SHA-256', length: 256 }, true, ['sign']);
  const wrapper = await subtle.generateKey({ name: 'AES-KW', length: 128 }, false, ['wrapKey', 'unwrapKey']);
  for (const format of ['raw', 'jwk']) {
    const wrapped = await subtle.wrapKey(format, key, wrapper, 'AES-KW');
    const again = await subtle.unwrapKey(format, wrapped, wrapper, 'AES-KW', key.algorithm, true, ['sign']);
    assert(KeyObject.from(again).equals(KeyObject.from(key)));
  }
}

async function others() {
  assert.strictEqual(text(await subtle.digest('sha-256', Buffer.from('abc'))),
                     'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  await assert.rejects(subtle.digest('MD5', data), name('NotSupportedError'));
  await assert.rejects(subtle.digest(), { code: 'ERR_MISSING_ARGS' });
  await assert.rejects(subtle.generateKey({ name: 'AES-GCM', length: 128 }, true, ['sign']), name('SyntaxError'));
  await assert.rejects(subtle.generateKey({ name: 'AES-GCM', length: 100 }, true, ['encrypt']), name('OperationError'));
  await assert.rejects(subtle.importKey('raw', new Uint8Array(3), 'AES-CBC', true, ['encrypt']), name('DataError'));
  assert.throws(() => new CryptoKey(), { code: 'ERR_ILLEGAL_CONSTRUCTOR' });
  const key = await subtle.generateKey({ name: 'AES-CBC', length: 128 }, true, ['decrypt', 'encrypt']);
  assert.deepStrictEqual(key.usages, ['encrypt', 'decrypt']);
  const clone = structuredClone(key);
  assert(clone instanceof CryptoKey);
  assert(KeyObject.from(clone).equals(KeyObject.from(key)));
  assert.strictEqual(webcrypto.randomUUID().length, 36);
  const array = new Uint32Array(8);
  assert.strictEqual(webcrypto.getRandomValues(array), array);
  assert(array.some((word) => word !== 0));
  assert.throws(() => webcrypto.getRandomValues(new Float32Array(1)), name('TypeMismatchError'));
  assert.throws(() => webcrypto.getRandomValues(new Uint8Array(65537)), name('QuotaExceededError'));
}

let done = false;
process.on('exit', () => assert(done));
Promise.all([encrypting(), signing(), deriving(), wrapping(), others()]).then(() => done = true);
