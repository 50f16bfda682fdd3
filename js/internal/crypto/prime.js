// https://nodejs.org/api/crypto.html#cryptogenerateprimesize-options-callback
'use strict';

const { Buffer } = require('buffer');
const { codes: { ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE } } = require('internal/errors');
const { isAnyArrayBuffer, isArrayBufferView } = require('internal/util/types');
const { validateBoolean, validateFunction, validateInt32, validateObject } = require('internal/validators');
const kinds = require('internal/crypto/kinds');

function bytesOfBigInt(bigint, name) {
  if (bigint < 0) throw new ERR_OUT_OF_RANGE(name, '>= 0', bigint);
  const hex = bigint.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
}

function checkNumber(value, name) {
  if (typeof value === 'bigint') return bytesOfBigInt(value, name);
  if (!isAnyArrayBuffer(value) && !isArrayBufferView(value)) {
    throw new ERR_INVALID_ARG_TYPE(name, ['ArrayBuffer', 'TypedArray', 'Buffer', 'DataView', 'bigint'], value);
  }
  return value;
}

// The arguments of the job, and what makes the result of its bytes.
function checkOptions(size, options) {
  validateObject(options, 'options');
  const { safe = false, bigint = false } = options;
  let { add, rem } = options;
  validateBoolean(safe, 'options.safe');
  validateBoolean(bigint, 'options.bigint');
  if (add !== undefined) add = checkNumber(add, 'options.add');
  if (rem !== undefined) rem = checkNumber(rem, 'options.rem');
  const result = bigint ? (bytes) => BigInt(`0x${Buffer.from(bytes).toString('hex')}`) : (bytes) => bytes;
  return { args: [size, safe, add, rem], result };
}

function generatePrime(size, options, callback) {
  validateInt32(size, 'size', 1);
  if (typeof options === 'function') {
    callback = options;
    options = {};
  }
  validateFunction(callback, 'callback');
  const { args, result } = checkOptions(size, options);
  ops.op_crypto_job(kinds.job.generatePrime, (error, bytes) => {
    if (error) callback(error);
    else callback(undefined, result(bytes));
  }, ...args);
}

function generatePrimeSync(size, options = {}) {
  validateInt32(size, 'size', 1);
  const { args, result } = checkOptions(size, options);
  return result(ops.op_crypto_job(kinds.job.generatePrime, undefined, ...args));
}

function checksOf(options) {
  validateObject(options, 'options');
  const { checks = 0 } = options;
  validateInt32(checks, 'options.checks', 0);
  return checks + 0;
}

function checkPrime(candidate, options = {}, callback) {
  candidate = checkNumber(candidate, 'candidate');
  if (typeof options === 'function') {
    callback = options;
    options = {};
  }
  validateFunction(callback, 'callback');
  ops.op_crypto_job(kinds.job.checkPrime, callback, candidate, checksOf(options));
}

function checkPrimeSync(candidate, options = {}) {
  candidate = checkNumber(candidate, 'candidate');
  return ops.op_crypto_job(kinds.job.checkPrime, undefined, candidate, checksOf(options));
}

module.exports = { checkPrime, checkPrimeSync, generatePrime, generatePrimeSync };
