// Secret keys as the native side takes them: bytes, or the handle of a KeyObject.
'use strict';

const { codes: { ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE, ERR_INVALID_ARG_TYPE } } = require('internal/errors');
const { isAnyArrayBuffer, isArrayBufferView, isCryptoKey, isKeyObject } = require('internal/util/types');
const { getArrayBufferOrView, kHandle } = require('internal/crypto/util');

// The native side keeps the key's bytes: they are the same when the KeyObject is gone.
function prepareSecretKey(key, encoding, bufferOnly = false) {
  if (!bufferOnly) {
    if (isKeyObject(key)) {
      if (key.type !== 'secret') throw new ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(key.type, 'secret');
      return key[kHandle];
    }
    if (isCryptoKey(key)) return require('internal/crypto/keys').secretHandleOf(key);
  }
  if (typeof key !== 'string' && !isArrayBufferView(key) && !isAnyArrayBuffer(key)) {
    const types = ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView', 'string'];
    if (!bufferOnly) types.push('KeyObject', 'CryptoKey');
    throw new ERR_INVALID_ARG_TYPE('key', types, key);
  }
  return getArrayBufferOrView(key, 'key', encoding);
}

module.exports = { prepareSecretKey };
