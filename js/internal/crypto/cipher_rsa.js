// Encrypting with keys. https://nodejs.org/api/crypto.html#cryptopublicencryptkey-buffer
'use strict';

const { getArrayBufferOrView, getStringOption, toBuffer } = require('internal/crypto/util');
const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');
const { validateInt32, validateString } = require('internal/validators');
const { isArrayBufferView, isAnyArrayBuffer } = require('internal/util/types');
const { preparePrivateKey, preparePublicOrPrivateKey } = require('internal/crypto/keys');
const kinds = require('internal/crypto/kinds');
const { RSA_PKCS1_OAEP_PADDING, RSA_PKCS1_PADDING } = require('internal/crypto/constants');

// A function without a name of its own, as Node's.
function functionFor(operation, prepare, defaultPadding) {
  return (options, buffer) => {
    const { format, type, data, passphrase } = prepare(options);
    const padding = options.padding || defaultPadding;
    validateInt32(padding, 'options.padding');
    const { oaepHash, encoding } = options;
    let { oaepLabel } = options;
    if (oaepHash !== undefined) validateString(oaepHash, 'key.oaepHash');
    if (oaepLabel !== undefined) {
      oaepLabel = typeof oaepLabel === 'string' || isArrayBufferView(oaepLabel) || isAnyArrayBuffer(oaepLabel) ?
        getArrayBufferOrView(oaepLabel, 'key.oaepLabel', encoding) : wrongLabel(oaepLabel);
    }
    buffer = getArrayBufferOrView(buffer, 'buffer', getStringOption(options, 'encoding'));
    return toBuffer(ops.op_crypto_call(
      kinds.call.rsa, operation, data, format, type, passphrase, buffer, padding, oaepHash, oaepLabel));
  };
}

function wrongLabel(label) {
  throw new ERR_INVALID_ARG_TYPE(
    'key.oaepLabel', ['string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], label);
}

// The order of ops/crypto/rsa.rs.
module.exports = {
  publicEncrypt: functionFor(0, preparePublicOrPrivateKey, RSA_PKCS1_OAEP_PADDING),
  privateDecrypt: functionFor(1, preparePrivateKey, RSA_PKCS1_OAEP_PADDING),
  privateEncrypt: functionFor(2, preparePrivateKey, RSA_PKCS1_PADDING),
  publicDecrypt: functionFor(3, preparePublicOrPrivateKey, RSA_PKCS1_PADDING),
};
