// https://nodejs.org/api/crypto.html#cryptoscryptpassword-salt-keylen-options-callback
'use strict';

const { codes: { ERR_INCOMPATIBLE_OPTION_PAIR } } = require('internal/errors');
const { validateFunction, validateInt32, validateInteger, validateUint32 } = require('internal/validators');
const { bufferLater, bufferNow } = require('internal/crypto/job');
const kinds = require('internal/crypto/kinds');
const { getArrayBufferOrView } = require('internal/crypto/util');

// An option with a short and a long name, of which one may be given.
function option(options, short, long, fallback) {
  const hasShort = options[short] !== undefined;
  let value = options[short];
  if (hasShort) validateUint32(value, short);
  if (options[long] !== undefined) {
    if (hasShort) throw new ERR_INCOMPATIBLE_OPTION_PAIR(short, long);
    value = options[long];
    validateUint32(value, long);
  }
  return value || fallback;
}

function check(password, salt, keylen, options) {
  password = getArrayBufferOrView(password, 'password');
  salt = getArrayBufferOrView(salt, 'salt');
  validateInt32(keylen, 'keylen', 0);
  let N = 16384;
  let r = 8;
  let p = 1;
  let maxmem = 32 * 1024 * 1024;
  if (options) {
    N = option(options, 'N', 'cost', N);
    r = option(options, 'r', 'blockSize', r);
    p = option(options, 'p', 'parallelization', p);
    if (options.maxmem !== undefined) {
      maxmem = options.maxmem;
      validateInteger(maxmem, 'maxmem', 0);
      maxmem ||= 32 * 1024 * 1024;
    }
  }
  return [password, salt, N, r, p, maxmem, keylen];
}

const defaults = {};

function scrypt(password, salt, keylen, options, callback = defaults) {
  if (callback === defaults) {
    callback = options;
    options = undefined;
  }
  const args = check(password, salt, keylen, options);
  validateFunction(callback, 'callback');
  bufferLater(kinds.job.scrypt, callback, ...args);
}

function scryptSync(password, salt, keylen, options = defaults) {
  return bufferNow(kinds.job.scrypt, ...check(password, salt, keylen, options));
}

module.exports = { scrypt, scryptSync };
