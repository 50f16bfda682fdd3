// https://nodejs.org/api/crypto.html
// An index: each part is loaded when one of its names is first read, and then stands there as a plain property.
'use strict';

const { defineLazyProperties, deprecate } = require('internal/util');

const parts = {
  '__proto__': null,
  'internal/crypto/argon2': ['argon2', 'argon2Sync'],
  'internal/crypto/certificate': ['Certificate'],
  'internal/crypto/cipher': [
    'createCipheriv', 'createDecipheriv', 'getCiphers', 'getCipherInfo', 'Cipheriv', 'Decipheriv',
  ],
  'internal/crypto/cipher_rsa': ['privateDecrypt', 'privateEncrypt', 'publicDecrypt', 'publicEncrypt'],
  'internal/crypto/diffiehellman': [
    'createDiffieHellman', 'createDiffieHellmanGroup', 'createECDH', 'diffieHellman', 'getCurves', 'getDiffieHellman',
    'DiffieHellman', 'DiffieHellmanGroup', 'ECDH',
  ],
  'internal/crypto/hash': ['createHash', 'createHmac', 'getHashes', 'hash', 'Hash', 'Hmac'],
  'internal/crypto/hkdf': ['hkdf', 'hkdfSync'],
  'internal/crypto/kem': ['encapsulate', 'decapsulate'],
  'internal/crypto/keygen': ['generateKeyPair', 'generateKeyPairSync', 'generateKey', 'generateKeySync'],
  'internal/crypto/keys': ['createPrivateKey', 'createPublicKey', 'createSecretKey', 'KeyObject'],
  'internal/crypto/mac': ['createMac', 'getMacs'],
  'internal/crypto/pbkdf2': ['pbkdf2', 'pbkdf2Sync'],
  'internal/crypto/pkcs12': ['parsePKCS12'],
  'internal/crypto/prime': ['checkPrime', 'checkPrimeSync', 'generatePrime', 'generatePrimeSync'],
  'internal/crypto/random': [
    'randomBytes', 'randomFill', 'randomFillSync', 'randomInt', 'randomUUID', 'randomUUIDv7',
  ],
  'internal/crypto/scrypt': ['scrypt', 'scryptSync'],
  'internal/crypto/settings': ['setEngine', 'timingSafeEqual', 'getFips', 'setFips', 'secureHeapUsed'],
  'internal/crypto/sig': ['createSign', 'createVerify', 'sign', 'verify', 'Sign', 'Verify'],
  'internal/crypto/x509': ['X509Certificate'],
};

// Node's order.
const order = [
  'argon2', 'argon2Sync', 'checkPrime', 'checkPrimeSync', 'createCipheriv', 'createDecipheriv', 'createDiffieHellman',
  'createDiffieHellmanGroup', 'createECDH', 'createHash', 'createHmac', 'createMac', 'createPrivateKey',
  'createPublicKey', 'createSecretKey', 'createSign', 'createVerify', 'diffieHellman', 'generatePrime',
  'generatePrimeSync', 'getCiphers', 'getCipherInfo', 'getCurves', 'getDiffieHellman', 'getHashes', 'getMacs', 'hkdf',
  'hkdfSync', 'parsePKCS12', 'pbkdf2', 'pbkdf2Sync', 'generateKeyPair', 'generateKeyPairSync', 'generateKey',
  'generateKeySync', 'privateDecrypt', 'privateEncrypt', 'publicDecrypt', 'publicEncrypt', 'randomBytes', 'randomFill',
  'randomFillSync', 'randomInt', 'randomUUID', 'randomUUIDv7', 'scrypt', 'scryptSync', 'sign', 'setEngine',
  'timingSafeEqual', 'getFips', 'setFips', 'verify', 'hash', 'encapsulate', 'decapsulate', 'Certificate', 'Cipheriv',
  'Decipheriv', 'DiffieHellman', 'DiffieHellmanGroup', 'ECDH', 'Hash', 'Hmac', 'KeyObject', 'Sign', 'Verify',
  'X509Certificate', 'secureHeapUsed',
];

const crypto = {};
const places = { __proto__: null };
for (const id of Object.keys(parts)) {
  for (const name of parts[id]) places[name] = id;
}
for (const name of order) defineLazyProperties(crypto, places[name], [name]);

function getRandomValues(array) {
  return require('internal/crypto/webcrypto').crypto.getRandomValues(array);
}

Object.defineProperties(crypto, {
  fips: {
    __proto__: null,
    get: deprecate(
      () => require('internal/crypto/settings').getFips(),
      'crypto.fips is deprecated. Please use crypto.getFips()', 'DEP0093'),
    set: deprecate(
      (value) => require('internal/crypto/settings').setFips(value),
      'crypto.fips is deprecated. Please use crypto.setFips()', 'DEP0093'),
  },
  constants: {
    __proto__: null,
    get() {
      const value = require('internal/crypto/constants');
      Object.defineProperty(crypto, 'constants', {
        __proto__: null, value, writable: false, enumerable: true, configurable: false,
      });
      return value;
    },
    enumerable: true,
    configurable: true,
  },
  webcrypto: {
    __proto__: null,
    configurable: false,
    enumerable: true,
    get() { return require('internal/crypto/webcrypto').crypto; },
    set: undefined,
  },
  subtle: {
    __proto__: null,
    configurable: false,
    enumerable: true,
    get() { return require('internal/crypto/webcrypto').crypto.subtle; },
    set: undefined,
  },
  getRandomValues: {
    __proto__: null,
    configurable: false,
    enumerable: true,
    get: () => getRandomValues,
    set: undefined,
  },
});

// Aliases that are kept for old programs.
for (const name of ['prng', 'pseudoRandomBytes', 'rng']) {
  const settle = (value, enumerable) => {
    Object.defineProperty(crypto, name, { __proto__: null, value, writable: true, enumerable, configurable: true });
  };
  Object.defineProperty(crypto, name, {
    __proto__: null,
    get() {
      const { randomBytes } = require('internal/crypto/random');
      const warns = require('internal/options').getOptionValue('--pending-deprecation');
      const value = warns ? deprecate(randomBytes, `crypto.${name} is deprecated.`, 'DEP0115') : randomBytes;
      settle(value, false);
      return value;
    },
    set(value) { settle(value, true); },
    enumerable: false,
    configurable: true,
  });
}

module.exports = crypto;
