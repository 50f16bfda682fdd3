// Which algorithms `subtle` knows for which operation, and the parameters that each takes.
// https://w3c.github.io/webcrypto/#algorithm-normalization-internal
'use strict';

const { isAnyArrayBuffer, isArrayBufferView, isSharedArrayBuffer } = require('internal/util/types');
const { lazyDOMException } = require('internal/util');
const { codedTypeError, convertToInt } = require('internal/webidl');
const { isCryptoKey } = require('internal/crypto/crypto_key');

const digests = {
  '__proto__': null,
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
  'SHA3-256': 'sha3-256',
  'SHA3-384': 'sha3-384',
  'SHA3-512': 'sha3-512',
};

// Members of the dictionaries: [name, type, required].
const dictionaries = {
  __proto__: null,
  RsaHashedKeyGenParams: [['modulusLength', 'unsigned long', true], ['publicExponent', 'BigInteger', true],
                          ['hash', 'hash', true]],
  RsaHashedImportParams: [['hash', 'hash', true]],
  EcKeyGenParams: [['namedCurve', 'string', true]],
  EcKeyImportParams: [['namedCurve', 'string', true]],
  AesKeyGenParams: [['length', 'unsigned short', true]],
  AesDerivedKeyParams: [['length', 'unsigned short', true]],
  HmacKeyGenParams: [['hash', 'hash', true], ['length', 'unsigned long', false]],
  HmacImportParams: [['hash', 'hash', true], ['length', 'unsigned long', false]],
  KmacKeyGenParams: [['length', 'unsigned long', false]],
  KmacImportParams: [['length', 'unsigned long', false]],
  KmacParams: [['outputLength', 'unsigned long', false], ['length', 'unsigned long', false],
               ['customization', 'bytes', false]],
  AesCbcParams: [['iv', 'bytes', true]],
  AesCtrParams: [['counter', 'bytes', true], ['length', 'octet', true]],
  AeadParams: [['iv', 'bytes', true], ['tagLength', 'octet', false], ['additionalData', 'bytes', false]],
  RsaOaepParams: [['label', 'bytes', false]],
  RsaPssParams: [['saltLength', 'unsigned long', true]],
  EcdsaParams: [['hash', 'hash', true]],
  ContextParams: [['context', 'bytes', false]],
  EcdhKeyDeriveParams: [['public', 'CryptoKey', true]],
  HkdfParams: [['hash', 'hash', true], ['salt', 'bytes', true], ['info', 'bytes', true]],
  Pbkdf2Params: [['hash', 'hash', true], ['iterations', 'unsigned long', true], ['salt', 'bytes', true]],
  Argon2Params: [['nonce', 'bytes', true], ['parallelism', 'unsigned long', true], ['memory', 'unsigned long', true],
                 ['passes', 'unsigned long', true], ['version', 'octet', false], ['secretValue', 'bytes', false],
                 ['associatedData', 'bytes', false]],
};

const rsa = ['RSASSA-PKCS1-v1_5', 'RSA-PSS', 'RSA-OAEP'];
const aes = ['AES-CBC', 'AES-CTR', 'AES-GCM', 'AES-KW', 'AES-OCB'];
const mlDsa = ['ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87'];
const mlKem = ['ML-KEM-512', 'ML-KEM-768', 'ML-KEM-1024'];
const argon2 = ['Argon2d', 'Argon2i', 'Argon2id'];

const table = {
  __proto__: null, digest: {}, generateKey: {}, importKey: {}, exportKey: {}, encrypt: {}, decrypt: {}, sign: {},
  verify: {}, deriveBits: {}, wrapKey: {}, unwrapKey: {}, getKeyLength: {}, encapsulate: {}, decapsulate: {},
};

function add(operations, names, dictionary = null) {
  for (const operation of operations) {
    for (const name of names) table[operation][name.toLowerCase()] = [name, dictionary];
  }
}
add(['digest'], Object.keys(digests));
add(['generateKey'], rsa, 'RsaHashedKeyGenParams');
add(['importKey'], rsa, 'RsaHashedImportParams');
add(['generateKey'], ['ECDSA', 'ECDH'], 'EcKeyGenParams');
add(['importKey'], ['ECDSA', 'ECDH'], 'EcKeyImportParams');
add(['generateKey'], aes, 'AesKeyGenParams');
add(['getKeyLength'], aes, 'AesDerivedKeyParams');
add(['importKey'], aes);
add(['generateKey', 'getKeyLength'], ['HMAC'], 'HmacKeyGenParams');
add(['importKey'], ['HMAC'], 'HmacImportParams');
add(['generateKey', 'getKeyLength'], ['KMAC128', 'KMAC256'], 'KmacKeyGenParams');
add(['importKey'], ['KMAC128', 'KMAC256'], 'KmacImportParams');
add(['sign', 'verify'], ['KMAC128', 'KMAC256'], 'KmacParams');
add(['generateKey', 'importKey'], ['Ed25519', 'Ed448', 'X25519', 'X448', 'ChaCha20-Poly1305', ...mlDsa, ...mlKem]);
add(['importKey', 'getKeyLength'], ['HKDF', 'PBKDF2', ...argon2]);
add(['getKeyLength'], ['ChaCha20-Poly1305']);
add(['exportKey'], [...rsa, 'ECDSA', 'ECDH', ...aes, 'HMAC', 'KMAC128', 'KMAC256', 'Ed25519', 'Ed448', 'X25519', 'X448',
                    'ChaCha20-Poly1305', ...mlDsa, ...mlKem]);
add(['encrypt', 'decrypt'], ['RSA-OAEP'], 'RsaOaepParams');
add(['encrypt', 'decrypt'], ['AES-CBC'], 'AesCbcParams');
add(['encrypt', 'decrypt'], ['AES-CTR'], 'AesCtrParams');
add(['encrypt', 'decrypt'], ['AES-GCM', 'AES-OCB', 'ChaCha20-Poly1305'], 'AeadParams');
add(['wrapKey', 'unwrapKey'], ['AES-KW']);
add(['sign', 'verify'], ['RSASSA-PKCS1-v1_5', 'HMAC', 'Ed25519']);
add(['sign', 'verify'], ['Ed448', ...mlDsa], 'ContextParams');
add(['sign', 'verify'], ['RSA-PSS'], 'RsaPssParams');
add(['sign', 'verify'], ['ECDSA'], 'EcdsaParams');
add(['deriveBits'], ['ECDH', 'X25519', 'X448'], 'EcdhKeyDeriveParams');
add(['deriveBits'], ['HKDF'], 'HkdfParams');
add(['deriveBits'], ['PBKDF2'], 'Pbkdf2Params');
add(['deriveBits'], argon2, 'Argon2Params');
add(['encapsulate', 'decapsulate'], mlKem);

// Copies of bytes, so that nobody changes them while an operation runs.
function bytesOf(value, describe) {
  if (isArrayBufferView(value)) {
    if (isSharedArrayBuffer(value.buffer)) throw codedTypeError(`${describe()} is a view on a SharedArrayBuffer, which is not allowed.`, 'ERR_INVALID_ARG_TYPE');
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength).slice();
  }
  if (isAnyArrayBuffer(value) && !isSharedArrayBuffer(value)) return new Uint8Array(value).slice();
  throw codedTypeError(`${describe()} is not instance of ArrayBuffer, Buffer, TypedArray, or DataView.`, 'ERR_INVALID_ARG_TYPE');
}

const converters = {
  '__proto__': null,
  'string': (value) => `${value}`,
  'hash': (value) => ({ name: normalize(value, 'digest').name }),
  'bytes': bytesOf,
  'BigInteger'(value, describe) {
    if (!(value instanceof Uint8Array)) throw codedTypeError(`${describe()} is not of type Uint8Array.`, 'ERR_INVALID_ARG_TYPE');
    return value;
  },
  'CryptoKey'(value, describe) {
    if (!isCryptoKey(value)) throw codedTypeError(`${describe()} is not of type CryptoKey.`, 'ERR_INVALID_ARG_TYPE');
    return value;
  },
  'octet': (value, describe) => convertToInt(value, 8, false, { enforceRange: true, context: describe() }),
  'unsigned short': (value, describe) => convertToInt(value, 16, false, { enforceRange: true, context: describe() }),
  'unsigned long': (value, describe) => convertToInt(value, 32, false, { enforceRange: true, context: describe() }),
};

// An algorithm of any form as an object with its own name and copies of its parameters.
function normalize(algorithm, operation) {
  if (typeof algorithm === 'string') return normalize({ name: algorithm }, operation);
  if ((typeof algorithm !== 'object' && typeof algorithm !== 'function') || algorithm === null) {
    throw codedTypeError('Failed to normalize algorithm: passed algorithm is not an object.', 'ERR_INVALID_ARG_TYPE');
  }
  const { name } = algorithm;
  if (name === undefined) {
    throw codedTypeError(
      "Failed to normalize algorithm: passed algorithm cannot be converted to 'Algorithm' because 'name' is required in 'Algorithm'.",
      'ERR_MISSING_OPTION');
  }
  const entry = table[operation][`${name}`.toLowerCase()];
  if (entry === undefined) throw lazyDOMException('Unrecognized algorithm name', 'NotSupportedError');
  const normalized = { name: entry[0] };
  if (entry[1] === null) return normalized;
  for (const { 0: key, 1: type, 2: required } of [...dictionaries[entry[1]]].sort()) {
    const value = algorithm[key];
    if (value !== undefined) {
      normalized[key] = converters[type](value, () => `Failed to normalize algorithm: '${key}' of '${entry[1]}'`);
    } else if (required) {
      throw codedTypeError(
        `Failed to normalize algorithm: passed algorithm cannot be converted to '${entry[1]}' because '${key}' is ` +
          `required in '${entry[1]}'.`, 'ERR_MISSING_OPTION');
    }
  }
  return normalized;
}

const knows = (name, operation) => table[operation][name.toLowerCase()] !== undefined;

module.exports = { bytesOf, digests, knows, normalize };
