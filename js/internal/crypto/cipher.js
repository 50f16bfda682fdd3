// Ciphers. https://nodejs.org/api/crypto.html#class-cipheriv
'use strict';

const { Buffer } = require('buffer');
const {
  codes: {
    ERR_CRYPTO_INVALID_STATE,
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
    ERR_UNKNOWN_ENCODING,
  },
} = require('internal/errors');
const LazyTransform = require('internal/streams/lazy_transform');
const { normalizeEncoding } = require('internal/util');
const { isArrayBufferView } = require('internal/util/types');
const { validateEncoding, validateObject, validateString, validateUint32 } = require('internal/validators');
const kinds = require('internal/crypto/kinds');
const { prepareSecretKey } = require('internal/crypto/secret');
const { getArrayBufferOrView, getStringOption, kHandle, toBuffer } = require('internal/crypto/util');

// Methods of the native handle: see ops/crypto/cipher.rs.
const UPDATE = 0;
const FINAL = 1;
const SET_AUTO_PADDING = 2;
const SET_AAD = 3;
const SET_AUTH_TAG = 4;
const GET_AUTH_TAG = 5;

class CipherBase extends ops.CryptoHandle {}

function getUIntOption(options, key) {
  const value = options?.[key];
  if (value == null) return -1;
  if (value >>> 0 !== value) throw new ERR_INVALID_ARG_VALUE(`options.${key}`, value);
  return value;
}

function open(cipher, algorithm, key, options, encrypts, iv) {
  validateString(algorithm, 'cipher');
  const encoding = getStringOption(options, 'encoding');
  key = prepareSecretKey(key, encoding);
  iv = iv === null ? null : getArrayBufferOrView(iv, 'iv');
  const tagLength = getUIntOption(options, 'authTagLength');
  const handle = new CipherBase();
  handle.open(kinds.handle.cipher, encrypts, algorithm, key, iv, tagLength);
  cipher[kHandle] = handle;
  cipher._decoder = null;
  cipher._options = options;
}

// The decoder of a cipher's output. It stays the same: characters may lie across two results.
function decoderOf(cipher, encoding) {
  const normalized = normalizeEncoding(encoding);
  const { StringDecoder } = require('string_decoder');
  cipher._decoder ||= new StringDecoder(encoding);
  if (cipher._decoder.encoding !== normalized) {
    if (normalized === undefined) throw new ERR_UNKNOWN_ENCODING(encoding);
    const { codes: { ERR_INTERNAL_ASSERTION } } = require('internal/errors');
    throw new ERR_INTERNAL_ASSERTION('Cannot change encoding');
  }
  return cipher._decoder;
}

function bytesOf(data, encoding) {
  if (typeof data !== 'string') return data;
  const normalized = encoding === undefined ? 'utf8' : normalizeEncoding(encoding);
  return normalized === undefined || normalized === 'utf8' ? data : Buffer.from(data, normalized);
}

const methods = {
  _transform(chunk, encoding, callback) {
    this.push(toBuffer(this[kHandle].run(UPDATE, bytesOf(chunk, encoding))));
    callback();
  },

  _flush(callback) {
    try {
      this.push(this.final());
    } catch (error) {
      callback(error);
      return;
    }
    callback();
  },

  update(data, inputEncoding, outputEncoding) {
    if (typeof data === 'string') {
      validateEncoding(data, inputEncoding);
    } else if (!isArrayBufferView(data)) {
      throw new ERR_INVALID_ARG_TYPE('data', ['string', 'Buffer', 'TypedArray', 'DataView'], data);
    }
    const result = toBuffer(this[kHandle].run(UPDATE, bytesOf(data, inputEncoding)));
    if (!outputEncoding || outputEncoding === 'buffer') return result;
    return decoderOf(this, outputEncoding).write(result);
  },

  final(outputEncoding) {
    const result = toBuffer(this[kHandle].run(FINAL));
    if (!outputEncoding || outputEncoding === 'buffer') return result;
    return decoderOf(this, outputEncoding).end(result);
  },

  setAutoPadding(ap) {
    if (!this[kHandle].run(SET_AUTO_PADDING, !!ap)) throw new ERR_CRYPTO_INVALID_STATE('setAutoPadding');
    return this;
  },

  getAuthTag() {
    const tag = this[kHandle].run(GET_AUTH_TAG);
    if (tag === undefined) throw new ERR_CRYPTO_INVALID_STATE('getAuthTag');
    return toBuffer(tag);
  },

  setAuthTag(tagbuf, encoding) {
    tagbuf = getArrayBufferOrView(tagbuf, 'buffer', encoding);
    if (!this[kHandle].run(SET_AUTH_TAG, tagbuf)) throw new ERR_CRYPTO_INVALID_STATE('setAuthTag');
    return this;
  },

  setAAD(aadbuf, options) {
    const encoding = getStringOption(options, 'encoding');
    const plaintextLength = getUIntOption(options, 'plaintextLength');
    aadbuf = getArrayBufferOrView(aadbuf, 'aadbuf', encoding);
    if (!this[kHandle].run(SET_AAD, aadbuf, plaintextLength)) throw new ERR_CRYPTO_INVALID_STATE('setAAD');
    return this;
  },
};

function Cipheriv(cipher, key, iv, options) {
  if (!(this instanceof Cipheriv)) return new Cipheriv(cipher, key, iv, options);
  open(this, cipher, key, options, true, iv);
}

function Decipheriv(cipher, key, iv, options) {
  if (!(this instanceof Decipheriv)) return new Decipheriv(cipher, key, iv, options);
  open(this, cipher, key, options, false, iv);
}

function inherit(constructor, names) {
  Object.setPrototypeOf(constructor.prototype, LazyTransform.prototype);
  Object.setPrototypeOf(constructor, LazyTransform);
  for (const name of names) constructor.prototype[name] = methods[name];
}
inherit(Cipheriv, ['_transform', '_flush', 'update', 'final', 'setAutoPadding', 'getAuthTag', 'setAAD']);
inherit(Decipheriv, ['_transform', '_flush', 'update', 'final', 'setAutoPadding', 'setAuthTag', 'setAAD']);

function createCipheriv(cipher, key, iv, options) {
  return new Cipheriv(cipher, key, iv, options);
}

function createDecipheriv(cipher, key, iv, options) {
  return new Decipheriv(cipher, key, iv, options);
}

let names;

// Without a name of its own, as Node's.
const { 0: getCiphers } = [() => {
  names ??= ops.op_crypto_call(kinds.call.ciphers);
  return names.slice();
}];

// https://nodejs.org/api/crypto.html#cryptogetcipherinfonameornid-options
function getCipherInfo(nameOrNid, options = {}) {
  validateObject(options, 'options');
  let { keyLength, ivLength } = options;
  // Adding 0 makes 0 of -0.
  if (keyLength !== undefined) {
    validateUint32(keyLength, 'options.keyLength');
    keyLength += 0;
  }
  if (ivLength !== undefined) {
    validateUint32(ivLength, 'options.ivLength');
    ivLength += 0;
  }
  if (typeof nameOrNid === 'string') {
    if (nameOrNid.length === 0) return undefined;
  } else if (typeof nameOrNid === 'number') {
    if (nameOrNid !== (nameOrNid | 0)) return undefined;
  } else {
    throw new ERR_INVALID_ARG_TYPE('nameOrNid', ['string', 'number'], nameOrNid);
  }
  const found = ops.op_crypto_call(kinds.call.cipherInfo, nameOrNid, keyLength, ivLength);
  if (found === undefined) return undefined;
  const { 0: mode, 1: name, 2: nid, 3: block, 4: iv, 5: key } = found;
  return {
    __proto__: null,
    mode,
    name,
    nid: nid === 0 ? undefined : nid,
    keyLength: key,
    blockSize: mode === 'stream' ? undefined : block,
    ivLength: iv === 0 ? undefined : iv,
  };
}

module.exports = {
  Cipheriv,
  CipherBase,
  Decipheriv,
  createCipheriv,
  createDecipheriv,
  getCipherInfo,
  getCiphers,
  getUIntOption,
};
