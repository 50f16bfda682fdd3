// https://nodejs.org/api/crypto.html#cryptohkdfdigest-ikm-salt-info-keylen-callback
'use strict';

const {
  codes: { ERR_CRYPTO_INVALID_DIGEST, ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE },
} = require('internal/errors');
const { isAnyArrayBuffer, isArrayBufferView } = require('internal/util/types');
const { validateFunction, validateInteger, validateString } = require('internal/validators');
const { numberOf } = require('internal/crypto/hash');
const kinds = require('internal/crypto/kinds');
const { prepareSecretKey } = require('internal/crypto/secret');
const { toBuf, validateByteSource } = require('internal/crypto/util');

function prepareKey(key) {
  const { isCryptoKey, isKeyObject } = require('internal/util/types');
  if (isKeyObject(key) || isCryptoKey(key)) return prepareSecretKey(key);
  key = toBuf(key);
  if (!isAnyArrayBuffer(key) && !isArrayBufferView(key)) {
    throw new ERR_INVALID_ARG_TYPE(
      'ikm', ['string', 'SecretKeyObject', 'ArrayBuffer', 'TypedArray', 'DataView', 'Buffer'], key);
  }
  return key;
}

function check(digest, key, salt, info, length) {
  validateString(digest, 'digest');
  key = prepareKey(key);
  salt = validateByteSource(salt, 'salt');
  info = validateByteSource(info, 'info');
  validateInteger(length, 'length', 0, 2147483647);
  if (info.byteLength > 1024) {
    throw new ERR_OUT_OF_RANGE('info', 'must not contain more than 1024 bytes', info.byteLength);
  }
  const number = numberOf(digest);
  if (number < 0) throw new ERR_CRYPTO_INVALID_DIGEST(digest);
  return [digest, key, salt, info, length];
}

function hkdf(digest, ikm, salt, info, keylen, callback) {
  const args = check(digest, ikm, salt, info, keylen);
  validateFunction(callback, 'callback');
  ops.op_crypto_job(kinds.job.hkdf, (error, bits) => {
    if (error) callback(error);
    else callback(null, bits);
  }, ...args);
}

function hkdfSync(digest, ikm, salt, info, keylen) {
  return ops.op_crypto_job(kinds.job.hkdf, undefined, ...check(digest, ikm, salt, info, keylen));
}

module.exports = { hkdf, hkdfSync };
