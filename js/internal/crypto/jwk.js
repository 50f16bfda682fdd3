// Keys from JSON Web Keys. https://www.rfc-editor.org/rfc/rfc7517
'use strict';

const { Buffer } = require('buffer');
const { codes: { ERR_CRYPTO_INVALID_JWK } } = require('internal/errors');
const { validateObject, validateOneOf, validateString } = require('internal/validators');

const curves = { '__proto__': null, 'P-256': 'prime256v1', 'P-384': 'secp384r1', 'P-521': 'secp521r1', 'secp256k1': 'secp256k1' };
const lengths = { __proto__: null, Ed25519: 32, X25519: 32, Ed448: 57, X448: 56 };
const algorithms = [
  'ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87', 'ML-KEM-512', 'ML-KEM-768', 'ML-KEM-1024',
  'SLH-DSA-SHA2-128f', 'SLH-DSA-SHA2-128s', 'SLH-DSA-SHA2-192f', 'SLH-DSA-SHA2-192s', 'SLH-DSA-SHA2-256f',
  'SLH-DSA-SHA2-256s', 'SLH-DSA-SHAKE-128f', 'SLH-DSA-SHAKE-128s', 'SLH-DSA-SHAKE-192f', 'SLH-DSA-SHAKE-192s',
  'SLH-DSA-SHAKE-256f', 'SLH-DSA-SHAKE-256s',
];
const rsaPrivate = ['d', 'p', 'q', 'dp', 'dq', 'qi'];

// See `open` in ops/crypto/key.rs.
const FROM_PARTS = 103;
const FROM_RAW = 104;

const bytes = (text) => Buffer.from(text, 'base64');

function openRaw(handle, type, data, isPrivate, isSeed = false) {
  try {
    handle.open(FROM_RAW, type, undefined, data, isPrivate, isSeed);
  } catch {
    throw new ERR_CRYPTO_INVALID_JWK();
  }
}

// Opens a handle with the key; a public one where only that is asked for.
function openJwk(handle, key, isPublic) {
  validateObject(key, 'key');
  validateOneOf(key.kty, 'key.kty', ['RSA', 'EC', 'OKP', 'AKP']);
  if (key.kty === 'AKP') {
    validateOneOf(key.alg, 'key.alg', algorithms);
    validateString(key.pub, 'key.pub');
    if (!isPublic) validateString(key.priv, 'key.priv');
    openRaw(handle, key.alg, bytes(isPublic ? key.pub : key.priv), !isPublic, !isPublic && !key.alg.startsWith('SLH'));
    return;
  }
  if (key.kty === 'OKP') {
    validateOneOf(key.crv, 'key.crv', ['Ed25519', 'Ed448', 'X25519', 'X448']);
    validateString(key.x, 'key.x');
    if (!isPublic) validateString(key.d, 'key.d');
    const data = bytes(isPublic ? key.x : key.d);
    if (data.byteLength !== lengths[key.crv]) throw new ERR_CRYPTO_INVALID_JWK();
    openRaw(handle, key.crv, data, !isPublic);
    return;
  }
  if (key.kty === 'EC') {
    validateOneOf(key.crv, 'key.crv', ['P-256', 'secp256k1', 'P-384', 'P-521']);
    validateString(key.x, 'key.x');
    validateString(key.y, 'key.y');
    if (!isPublic) validateString(key.d, 'key.d');
    handle.open(FROM_PARTS, 'EC', curves[key.crv], bytes(key.x), bytes(key.y), isPublic ? undefined : bytes(key.d));
    return;
  }
  validateString(key.n, 'key.n');
  validateString(key.e, 'key.e');
  const parts = [bytes(key.n), bytes(key.e)];
  if (!isPublic) {
    for (const name of rsaPrivate) {
      validateString(key[name], `key.${name}`);
      parts.push(bytes(key[name]));
    }
  }
  handle.open(FROM_PARTS, 'RSA', undefined, ...parts);
}

module.exports = { openJwk };
