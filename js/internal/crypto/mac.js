// Message authentication codes. https://nodejs.org/api/crypto.html#cryptocreatemacalgorithm-key-options
'use strict';

const {
  codes: {
    ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE,
    ERR_CRYPTO_MAC_FINALIZED,
    ERR_CRYPTO_MAC_UPDATE_FAILED,
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
  },
} = require('internal/errors');
const { Buffer } = require('buffer');
const LazyTransform = require('internal/streams/lazy_transform');
const { normalizeEncoding } = require('internal/util');
const { isAnyArrayBuffer, isArrayBufferView, isKeyObject } = require('internal/util/types');
const { validateEncoding, validateObject, validateString, validateUint32 } = require('internal/validators');
const kinds = require('internal/crypto/kinds');
const { BUFFER, encodings, kHandle, toBuffer } = require('internal/crypto/util');

// Methods of the native handle: see ops/crypto/mac.rs.
const UPDATE = 0;
const DIGEST = 1;

const kFinalized = Symbol('kFinalized');

class MacHandle extends ops.CryptoHandle {}
Object.defineProperty(MacHandle, 'name', { __proto__: null, value: 'Mac' });

function keyOf(key) {
  if (isKeyObject(key)) {
    if (key.type !== 'secret') throw new ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(key.type, 'secret');
    return key[kHandle];
  }
  if (isAnyArrayBuffer(key) || isArrayBufferView(key)) return key;
  throw new ERR_INVALID_ARG_TYPE('key', ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView', 'KeyObject'], key);
}

function bytesOf(options, name) {
  const value = options[name];
  if (value === undefined || isAnyArrayBuffer(value) || isArrayBufferView(value)) return value;
  throw new ERR_INVALID_ARG_TYPE(`options.${name}`, ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], value);
}

// Options that an algorithm cannot do without.
const needed = { __proto__: null, hmac: ['digest'], cmac: ['cipher'], gmac: ['cipher', 'iv'] };

function Mac(algorithm, key, options) {
  if (!new.target) return new Mac(algorithm, key, options);
  validateString(algorithm, 'algorithm');
  key = keyOf(key);
  if (options !== undefined) validateObject(options, 'options');
  const given = options ?? {};
  const { digest, cipher, outputLength } = given;
  if (digest !== undefined) validateString(digest, 'options.digest');
  if (cipher !== undefined) validateString(cipher, 'options.cipher');
  if (outputLength !== undefined) validateUint32(outputLength, 'options.outputLength');
  const iv = bytesOf(given, 'iv');
  const customization = bytesOf(given, 'customization');
  const salt = bytesOf(given, 'salt');
  for (const name of needed[algorithm.toLowerCase()] ?? []) {
    if (given[name] === undefined) {
      throw new ERR_INVALID_ARG_VALUE(`options.${name}`, undefined, `is required for ${algorithm.toUpperCase()}`);
    }
  }
  const handle = new MacHandle();
  handle.open(kinds.handle.mac, algorithm, key, digest, cipher, iv, outputLength, customization, salt);
  this._options = options;
  this[kHandle] = handle;
  this[kFinalized] = false;
}
Object.setPrototypeOf(Mac.prototype, LazyTransform.prototype);
Object.setPrototypeOf(Mac, LazyTransform);

function feed(mac, data, encoding) {
  if (typeof data === 'string' && encoding !== undefined) {
    validateEncoding(data, encoding);
    const normalized = normalizeEncoding(encoding);
    if (normalized !== undefined && normalized !== 'utf8') data = Buffer.from(data, normalized);
  }
  if (!mac[kHandle].run(UPDATE, data)) throw new ERR_CRYPTO_MAC_UPDATE_FAILED();
}

function finish(mac, encoding) {
  mac[kFinalized] = true;
  return mac[kHandle].run(DIGEST, encoding);
}

Mac.prototype._transform = function _transform(chunk, encoding, callback) {
  if (this[kFinalized]) return callback(new ERR_CRYPTO_MAC_FINALIZED());
  try {
    feed(this, chunk, encoding === 'buffer' ? undefined : encoding);
  } catch (error) {
    return callback(error);
  }
  callback();
};

Mac.prototype._flush = function _flush(callback) {
  if (this[kFinalized]) return callback(new ERR_CRYPTO_MAC_FINALIZED());
  try {
    const result = toBuffer(finish(this, BUFFER));
    if (result.length !== 0) this.push(result);
  } catch (error) {
    return callback(error);
  }
  callback();
};

Mac.prototype.update = function update(data, encoding) {
  if (this[kFinalized]) throw new ERR_CRYPTO_MAC_FINALIZED();
  if (typeof data !== 'string' && !isArrayBufferView(data)) {
    throw new ERR_INVALID_ARG_TYPE('data', ['string', 'Buffer', 'TypedArray', 'DataView'], data);
  }
  feed(this, data, encoding);
  return this;
};

Mac.prototype.final = function final(outputEncoding) {
  if (this[kFinalized]) throw new ERR_CRYPTO_MAC_FINALIZED();
  if (outputEncoding === undefined || outputEncoding === 'buffer') return toBuffer(finish(this, BUFFER));
  validateString(outputEncoding, 'outputEncoding');
  const normalized = normalizeEncoding(outputEncoding);
  if (normalized === undefined) throw new ERR_INVALID_ARG_VALUE('outputEncoding', outputEncoding);
  const known = encodings[normalized] ?? BUFFER;
  const result = finish(this, known);
  return known === BUFFER ? toBuffer(result).toString(normalized) : result;
};
function createMac(algorithm, key, options) {
  return new Mac(algorithm, key, options);
}

let names;

// Without a name of its own, as Node's.
const { 0: getMacs } = [() => {
  names ??= ops.op_crypto_call(kinds.call.macs);
  return names.slice();
}];

module.exports = { createMac, getMacs };
