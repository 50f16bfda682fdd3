// https://nodejs.org/api/crypto.html#cryptopbkdf2password-salt-iterations-keylen-digest-callback
'use strict';

const { codes: { ERR_CRYPTO_INVALID_DIGEST } } = require('internal/errors');
const { validateFunction, validateInt32, validateString } = require('internal/validators');
const { numberOf } = require('internal/crypto/hash');
const { bufferLater, bufferNow } = require('internal/crypto/job');
const kinds = require('internal/crypto/kinds');
const { getArrayBufferOrView } = require('internal/crypto/util');

function check(password, salt, iterations, keylen, digest) {
  validateString(digest, 'digest');
  password = getArrayBufferOrView(password, 'password', 'utf8');
  salt = getArrayBufferOrView(salt, 'salt', 'utf8');
  // OpenSSL counts both with a signed integer of 32 bits.
  validateInt32(iterations, 'iterations', 1);
  validateInt32(keylen, 'keylen', 0);
  if (numberOf(digest) < 0) throw new ERR_CRYPTO_INVALID_DIGEST(digest);
  return [password, salt, iterations, keylen, digest];
}

function pbkdf2(password, salt, iterations, keylen, digest, callback) {
  if (typeof digest === 'function') {
    callback = digest;
    digest = undefined;
  }
  const args = check(password, salt, iterations, keylen, digest);
  validateFunction(callback, 'callback');
  bufferLater(kinds.job.pbkdf2, callback, ...args);
}

function pbkdf2Sync(password, salt, iterations, keylen, digest) {
  return bufferNow(kinds.job.pbkdf2, ...check(password, salt, iterations, keylen, digest));
}

module.exports = { pbkdf2, pbkdf2Sync };
