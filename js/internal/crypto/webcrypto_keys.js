// Making keys for `subtle`, and their algorithms. https://w3c.github.io/webcrypto/#SubtleCrypto-method-generateKey
'use strict';

const { lazyDOMException } = require('internal/util');
const kinds = require('internal/crypto/kinds');
const { createCryptoKey } = require('internal/crypto/crypto_key');
const { KeyObjectHandle, SecretKeyObject, wrapHandle } = require('internal/crypto/keys');
const { checkUsages, job, usagesIn } = require('internal/crypto/webcrypto_util');

const SECRET = 100;

// Usages that a public and a private key can have; a secret key has the first list only.
const crypt = ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey'];
const signing = { public: ['verify'], private: ['sign'] };
const agreeing = { public: [], private: ['deriveKey', 'deriveBits'] };
const encapsulating = {
  public: ['encapsulateKey', 'encapsulateBits'], private: ['decapsulateKey', 'decapsulateBits'],
};
const deriving = { secret: ['deriveKey', 'deriveBits'] };
const usagesOf = {
  '__proto__': null,
  'RSA-OAEP': { public: ['encrypt', 'wrapKey'], private: ['decrypt', 'unwrapKey'] },
  'RSASSA-PKCS1-v1_5': signing,
  'RSA-PSS': signing,
  'ECDSA': signing,
  'Ed25519': signing,
  'Ed448': signing,
  'ML-DSA-44': signing,
  'ML-DSA-65': signing,
  'ML-DSA-87': signing,
  'ECDH': agreeing,
  'X25519': agreeing,
  'X448': agreeing,
  'ML-KEM-512': encapsulating,
  'ML-KEM-768': encapsulating,
  'ML-KEM-1024': encapsulating,
  'AES-CBC': { secret: crypt },
  'AES-CTR': { secret: crypt },
  'AES-GCM': { secret: crypt },
  'AES-OCB': { secret: crypt },
  'ChaCha20-Poly1305': { secret: crypt },
  'AES-KW': { secret: ['wrapKey', 'unwrapKey'] },
  'HMAC': { secret: ['sign', 'verify'] },
  'KMAC128': { secret: ['sign', 'verify'] },
  'KMAC256': { secret: ['sign', 'verify'] },
  'HKDF': deriving,
  'PBKDF2': deriving,
  'Argon2d': deriving,
  'Argon2i': deriving,
  'Argon2id': deriving,
};

// OpenSSL's names for the curves.
const curves = { '__proto__': null, 'P-256': 'prime256v1', 'P-384': 'secp384r1', 'P-521': 'secp521r1' };

// Bits of a block: the length of a key for HMAC when none is given.
const blocks = {
  '__proto__': null, 'SHA-1': 512, 'SHA-256': 512, 'SHA-384': 1024, 'SHA-512': 1024, 'SHA3-256': 1088, 'SHA3-384': 832,
  'SHA3-512': 576,
};

function checkAesLength(length) {
  if (length !== 128 && length !== 192 && length !== 256) {
    throw lazyDOMException('AES key length must be 128, 192, or 256 bits', 'OperationError');
  }
}

function checkCurve(name) {
  if (curves[name] === undefined) throw lazyDOMException('Unrecognized namedCurve', 'NotSupportedError');
}

function exponentOf(bytes) {
  let value = 0;
  for (const byte of bytes) value = value * 256 + byte;
  if (value > 0xffff_ffff || bytes.length === 0) {
    throw lazyDOMException('The publicExponent must be equivalent to an unsigned 32-bit value', 'OperationError');
  }
  return value;
}

// Bits of the secret key that is wanted, and its algorithm.
function secretKeyOf(algorithm) {
  const { name, hash } = algorithm;
  switch (name) {
    case 'HMAC': {
      const length = algorithm.length ?? blocks[hash.name];
      if (length === 0) throw lazyDOMException('Zero-length key is not supported', 'OperationError');
      return { length, algorithm: { name, length, hash } };
    }
    case 'KMAC128':
    case 'KMAC256': {
      const length = algorithm.length ?? (name === 'KMAC128' ? 128 : 256);
      if (length === 0) throw lazyDOMException('Zero-length key is not supported', 'OperationError');
      return { length, algorithm: { name, length } };
    }
    case 'ChaCha20-Poly1305':
      return { length: 256, algorithm: { name } };
    default:
      checkAesLength(algorithm.length);
      return { length: algorithm.length, algorithm: { name, length: algorithm.length } };
  }
}

async function generateSecret(algorithm, extractable, usages) {
  checkUsages(usages, usagesOf[algorithm.name].secret, algorithm.name);
  const { length, algorithm: own } = secretKeyOf(algorithm);
  if (usages.length === 0) throw lazyDOMException('Usages cannot be empty when creating a key.', 'SyntaxError');
  const handle = await job(kinds.job.secretKey, Math.ceil(length / 8));
  return createCryptoKey(wrapHandle('secret', handle), own, usages, extractable);
}

// The type and the parameters of the job, and the algorithm of the keys.
function pairOf(algorithm) {
  const { name } = algorithm;
  if (usagesOf[name] === signing && name.startsWith('RSA') || name === 'RSA-OAEP') {
    const { modulusLength, publicExponent, hash } = algorithm;
    const exponent = exponentOf(publicExponent);
    return {
      args: ['rsa', modulusLength, exponent],
      algorithm: { name, modulusLength, publicExponent: new Uint8Array(publicExponent), hash },
    };
  }
  if (name === 'ECDSA' || name === 'ECDH') {
    const { namedCurve } = algorithm;
    checkCurve(namedCurve);
    return { args: ['ec', curves[namedCurve], false], algorithm: { name, namedCurve } };
  }
  return { args: [name.toLowerCase()], algorithm: { name } };
}

async function generatePair(algorithm, extractable, usages) {
  const allowed = usagesOf[algorithm.name];
  checkUsages(usages, [...allowed.public, ...allowed.private], algorithm.name);
  const { args, algorithm: own } = pairOf(algorithm);
  const privateUsages = usagesIn(usages, allowed.private);
  if (privateUsages.length === 0) throw lazyDOMException('Usages cannot be empty when creating a key.', 'SyntaxError');
  const { 0: publicHandle, 1: privateHandle } = await job(kinds.job.keyPair, ...args);
  return {
    publicKey: createCryptoKey(wrapHandle('public', publicHandle), own, usagesIn(usages, allowed.public), true),
    privateKey: createCryptoKey(wrapHandle('private', privateHandle), { ...own }, privateUsages, extractable),
  };
}

function generateKey(algorithm, extractable, usages) {
  return usagesOf[algorithm.name].secret === undefined ?
    generatePair(algorithm, extractable, usages) : generateSecret(algorithm, extractable, usages);
}

function secretObject(bytes) {
  const handle = new KeyObjectHandle();
  handle.open(SECRET, bytes);
  return new SecretKeyObject(handle);
}

module.exports = { blocks, checkAesLength, checkCurve, curves, generateKey, secretObject, usagesOf };
