// Key encapsulation. https://nodejs.org/api/crypto.html#cryptoencapsulatekey-callback
'use strict';

const { Buffer } = require('buffer');
const { validateFunction } = require('internal/validators');
const { bufferLater, bufferNow } = require('internal/crypto/job');
const { preparePrivateKey, preparePublicOrPrivateKey } = require('internal/crypto/keys');
const kinds = require('internal/crypto/kinds');
const { getArrayBufferOrView } = require('internal/crypto/util');

const both = ({ 0: sharedKey, 1: ciphertext }) =>
  ({ sharedKey: Buffer.from(sharedKey), ciphertext: Buffer.from(ciphertext) });

function encapsulate(key, callback) {
  if (callback !== undefined) validateFunction(callback, 'callback');
  const { data, format, type, passphrase } = preparePublicOrPrivateKey(key);
  if (callback === undefined) {
    return both(ops.op_crypto_job(kinds.job.encapsulate, undefined, data, format, type, passphrase));
  }
  ops.op_crypto_job(kinds.job.encapsulate, (error, result) => {
    if (error) callback(error);
    else callback(null, both(result));
  }, data, format, type, passphrase);
}

function decapsulate(key, ciphertext, callback) {
  if (callback !== undefined) validateFunction(callback, 'callback');
  const { data, format, type, passphrase } = preparePrivateKey(key);
  ciphertext = getArrayBufferOrView(ciphertext, 'ciphertext');
  const args = [data, format, type, passphrase, ciphertext];
  if (callback === undefined) return bufferNow(kinds.job.decapsulate, ...args);
  bufferLater(kinds.job.decapsulate, callback, ...args);
}

module.exports = { decapsulate, encapsulate };
