// https://nodejs.org/api/crypto.html#cryptoargon2algorithm-parameters-callback
'use strict';

const { validateFunction, validateInteger, validateObject, validateOneOf, validateString } = require('internal/validators');
const { bufferLater, bufferNow } = require('internal/crypto/job');
const kinds = require('internal/crypto/kinds');
const { getArrayBufferOrView } = require('internal/crypto/util');
const { codes: { ERR_OUT_OF_RANGE } } = require('internal/errors');

const MAX_UINT32 = 2 ** 32 - 1;

function atLeast(buffer, name, min) {
  if (buffer.byteLength < min || buffer.byteLength > MAX_UINT32) {
    throw new ERR_OUT_OF_RANGE(`${name}.byteLength`, `>= ${min} && <= ${MAX_UINT32} bytes`, buffer.byteLength);
  }
  return buffer;
}

// https://www.rfc-editor.org/rfc/rfc9106#section-3.1
function check(algorithm, parameters) {
  validateString(algorithm, 'algorithm');
  validateOneOf(algorithm, 'algorithm', ['argon2d', 'argon2i', 'argon2id']);
  validateObject(parameters, 'parameters');
  const { parallelism, tagLength, memory, passes } = parameters;
  const message = getArrayBufferOrView(parameters.message, 'parameters.message');
  const nonce = getArrayBufferOrView(parameters.nonce, 'parameters.nonce');
  const secret = parameters.secret === undefined ?
    undefined : getArrayBufferOrView(parameters.secret, 'parameters.secret');
  const associatedData = parameters.associatedData === undefined ?
    undefined : getArrayBufferOrView(parameters.associatedData, 'parameters.associatedData');
  atLeast(message, 'parameters.message', 0);
  atLeast(nonce, 'parameters.nonce', 8);
  validateInteger(parallelism, 'parameters.parallelism', 1, 2 ** 24 - 1);
  validateInteger(tagLength, 'parameters.tagLength', 4, MAX_UINT32);
  validateInteger(memory, 'parameters.memory', 8 * parallelism, MAX_UINT32);
  validateInteger(passes, 'parameters.passes', 1, MAX_UINT32);
  return [algorithm, message, nonce, parallelism, tagLength, memory, passes, secret, associatedData];
}

function argon2(algorithm, parameters, callback) {
  const args = check(algorithm, parameters);
  validateFunction(callback, 'callback');
  bufferLater(kinds.job.argon2, callback, ...args);
}

function argon2Sync(algorithm, parameters) {
  return bufferNow(kinds.job.argon2, ...check(algorithm, parameters));
}

module.exports = { argon2, argon2Sync };
