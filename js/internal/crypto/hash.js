// Hashes and HMACs. https://nodejs.org/api/crypto.html#class-hash
'use strict';

const { Buffer } = require('buffer');
const {
  codes: {
    ERR_CRYPTO_HASH_FINALIZED,
    ERR_CRYPTO_HASH_UPDATE_FAILED,
    ERR_CRYPTO_INVALID_DIGEST,
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
  },
  genericNodeError,
} = require('internal/errors');
const LazyTransform = require('internal/streams/lazy_transform');
const { deprecate, normalizeEncoding } = require('internal/util');
const { isAnyArrayBuffer, isArrayBufferView } = require('internal/util/types');
const { validateEncoding, validateObject, validateString, validateUint32 } = require('internal/validators');
const kinds = require('internal/crypto/kinds');
const { BUFFER, encodings, getStringOption, kHandle, toBuffer } = require('internal/crypto/util');

const kState = Symbol('kState');
const kFinalized = Symbol('kFinalized');

// Names of digests that were asked for, with the numbers by which the native side knows them.
const numbers = { __proto__: null };

function numberOf(algorithm) {
  const known = numbers[algorithm];
  if (known !== undefined) return known;
  const number = ops.op_crypto_call(kinds.call.hashNumber, algorithm);
  if (number >= 0) numbers[algorithm] = number;
  return number;
}

let warned = false;
const shakes = { '__proto__': null, 'shake128': true, 'shake256': true, 'shake-128': true, 'shake-256': true };

// https://nodejs.org/api/deprecations.html#DEP0198
function warnAboutLength(algorithm) {
  if (warned || !shakes[algorithm.toLowerCase()]) return;
  warned = true;
  require('process').emitWarning(
    'Creating SHAKE128/256 digests without an explicit options.outputLength is deprecated.',
    'DeprecationWarning', 'DEP0198');
}

// What `hash.digest()` gives in encodings that only Buffer knows.
function asEncoding(array, encoding) {
  const buffer = toBuffer(array);
  return encoding === undefined || encoding === 'buffer' ? buffer : buffer.toString(encoding);
}

// A string in another encoding than UTF-8 as bytes.
function decoded(data, encoding) {
  validateEncoding(data, encoding);
  if (encoding === undefined || encoding === 'utf8' || encoding === 'buffer') return data;
  const normalized = normalizeEncoding(encoding);
  return normalized === undefined || normalized === 'utf8' ? data : Buffer.from(data, normalized);
}

// A hash that has been given one string only has no native handle yet: most end with the next call, and then the whole
// hash is one step. https://nodejs.org/api/crypto.html#cryptocreatehashalgorithm-options
class State {
  constructor(number, length) {
    this[kFinalized] = false;
    this.number = number;
    this.length = length;
    this.pending = undefined;
    this.handle = null;
  }
}

function handleOf(hash) {
  const state = hash[kState];
  if (state.handle === null) {
    const handle = new ops.Hash();
    handle.open(state.number, state.length);
    state.handle = handle;
    if (state.pending !== undefined) {
      handle.update(state.pending);
      state.pending = undefined;
    }
  }
  return state.handle;
}

function digestOf(hash, encoding) {
  const state = hash[kState];
  if (state.handle === null) {
    const { pending } = state;
    state.pending = undefined;
    return ops.op_crypto_hash(state.number, pending === undefined ? '' : pending, encoding, state.length);
  }
  return state.handle.digest(encoding);
}

function Hash(algorithm, options) {
  if (!new.target) return new Hash(algorithm, options);
  const original = algorithm instanceof Hash ? algorithm : undefined;
  if (original === undefined) validateString(algorithm, 'algorithm');
  const length = typeof options === 'object' && options !== null ? options.outputLength : undefined;
  if (length !== undefined) validateUint32(length, 'options.outputLength');
  this._options = options;
  if (original === undefined) {
    const number = numberOf(algorithm);
    if (options !== undefined && options !== null) checkNames(options, 'Digest method not supported');
    if (number < 0) throw plainError('Digest method not supported');
    const state = new State(number, length === undefined ? -1 : length);
    this[kState] = state;
    if (length === undefined) warnAboutLength(algorithm);
    else handleOf(this);
    return;
  }
  const state = new State(original[kState].number, length === undefined ? -1 : length);
  const handle = new ops.Hash();
  handle.from(handleOf(original), state.length);
  state.handle = handle;
  this[kState] = state;
}
Object.setPrototypeOf(Hash.prototype, LazyTransform.prototype);
Object.setPrototypeOf(Hash, LazyTransform);

const plainError = (message) => genericNodeError(message, undefined);

// Names that cSHAKE mixes in; OpenSSL's digests take none.
function checkNames(options, message) {
  for (const name of ['functionName', 'customization']) {
    const value = options[name];
    if (value === undefined) continue;
    if (typeof value !== 'string' && !isAnyArrayBuffer(value) && !isArrayBufferView(value)) {
      throw new ERR_INVALID_ARG_TYPE(
        `options.${name}`, ['string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], value);
    }
    throw plainError(message);
  }
}

Hash.prototype.copy = function copy(options) {
  if (this[kState][kFinalized]) throw new ERR_CRYPTO_HASH_FINALIZED();
  return new Hash(this, options);
};

Hash.prototype._transform = function _transform(chunk, encoding, callback) {
  handleOf(this).update(decoded(chunk, encoding));
  callback();
};

Hash.prototype._flush = function _flush(callback) {
  this.push(toBuffer(digestOf(this, BUFFER)));
  callback();
};

Hash.prototype.update = function update(data, encoding) {
  const state = this[kState];
  if (state[kFinalized]) throw new ERR_CRYPTO_HASH_FINALIZED();
  if (typeof data === 'string') {
    if (encoding !== undefined) data = decoded(data, encoding);
    if (typeof data === 'string' && state.handle === null && state.pending === undefined) {
      state.pending = data;
      return this;
    }
  } else if (!isArrayBufferView(data)) {
    throw new ERR_INVALID_ARG_TYPE('data', ['string', 'Buffer', 'TypedArray', 'DataView'], data);
  }
  const handle = state.handle ?? handleOf(this);
  if (!handle.update(data)) throw new ERR_CRYPTO_HASH_UPDATE_FAILED();
  return this;
};

Hash.prototype.digest = function digest(outputEncoding) {
  const state = this[kState];
  if (state[kFinalized]) throw new ERR_CRYPTO_HASH_FINALIZED();
  let number;
  let encoding;
  if (outputEncoding === 'hex') {
    number = 1;
  } else {
    encoding = outputEncoding && outputEncoding !== 'buffer' ? normalizeEncoding(`${outputEncoding}`) : undefined;
    number = encodings[encoding] ?? BUFFER;
  }
  const result = digestOf(this, number);
  state[kFinalized] = true;
  return number === BUFFER ? asEncoding(result, encoding) : result;
};

// A whole hash at once. https://nodejs.org/api/crypto.html#cryptohashalgorithm-data-options
function hash(algorithm, input, options) {
  validateString(algorithm, 'algorithm');
  if (typeof input !== 'string' && !isArrayBufferView(input)) {
    throw new ERR_INVALID_ARG_TYPE('input', ['Buffer', 'TypedArray', 'DataView', 'string'], input);
  }
  const number = numbers[algorithm] ?? numberOf(algorithm);
  if (options === undefined && number >= 0) {
    if (!warned) warnAboutLength(algorithm);
    return ops.op_crypto_hash(number, input, 1, -1);
  }
  return hashWith(algorithm, number, input, options);
}

function hashWith(algorithm, number, input, options) {
  let outputEncoding = 'hex';
  let length;
  if (typeof options === 'string') {
    outputEncoding = options;
  } else if (options !== undefined) {
    validateObject(options, 'options');
    length = options.outputLength;
    outputEncoding = options.outputEncoding ?? 'hex';
    checkNames(options, 'Digest options are not supported');
  }
  validateString(outputEncoding, 'outputEncoding');
  let encoding = normalizeEncoding(outputEncoding);
  if (encoding === undefined) {
    if (outputEncoding.toLowerCase() !== 'buffer') {
      throw new ERR_INVALID_ARG_VALUE('outputEncoding', outputEncoding);
    }
    encoding = 'buffer';
  }
  if (length === undefined) warnAboutLength(algorithm);
  else validateUint32(length, 'outputLength');
  if (number < 0) throw plainError(`Digest method ${algorithm} is not supported`);
  if (length !== undefined && !ops.op_crypto_call(kinds.call.hashLength, number, length)) {
    throw genericNodeError(
      `Output length ${length} is invalid for ${algorithm}, which does not support XOF`,
      { code: 'ERR_OSSL_EVP_NOT_XOF_OR_INVALID_LENGTH' });
  }
  const known = encodings[encoding] ?? BUFFER;
  const result = ops.op_crypto_hash(number, input, known, length === undefined ? -1 : length);
  return known === BUFFER ? asEncoding(result, encoding) : result;
}

let hashNames;

// Without a name of its own, as Node's.
const { 0: getHashes } = [() => {
  hashNames ??= ops.op_crypto_call(kinds.call.hashes);
  return hashNames.slice();
}];

// https://nodejs.org/api/crypto.html#class-hmac
function Hmac(hmac, key, options) {
  if (!new.target) return new Hmac(hmac, key, options);
  validateString(hmac, 'hmac');
  const encoding = getStringOption(options, 'encoding');
  // A text does not change any more: as with a hash, most codes are one step at their end.
  const isText = typeof key === 'string' && (encoding === undefined || encoding === 'utf8');
  const secret = isText ? key : require('internal/crypto/secret').prepareSecretKey(key, encoding);
  const number = numberOf(hmac);
  if (number < 0) throw new ERR_CRYPTO_INVALID_DIGEST(hmac);
  this._options = options;
  const state = new HmacState(number, secret);
  this[kState] = state;
  this[kHandle] = null;
  if (!isText || hmac.toLowerCase().startsWith('shake')) openHmac(this);
}

class HmacState {
  constructor(number, secret) {
    this[kFinalized] = false;
    this.number = number;
    this.secret = secret;
    this.pending = undefined;
  }
}

function openHmac(code) {
  const state = code[kState];
  const handle = new ops.CryptoHandle();
  const { secret } = state;
  handle.open(kinds.handle.hmac, state.number, typeof secret === 'string' ? Buffer.from(secret) : secret);
  code[kHandle] = handle;
  state.secret = undefined;
  if (state.pending !== undefined) {
    handle.run(UPDATE, state.pending);
    state.pending = undefined;
  }
  return handle;
}

function finishHmac(code, encoding) {
  const handle = code[kHandle];
  if (handle !== null) return handle.run(DIGEST, encoding);
  const { number, secret, pending } = code[kState];
  return ops.op_crypto_call(kinds.call.hmac, number, secret, pending === undefined ? '' : pending, encoding);
}
Object.setPrototypeOf(Hmac.prototype, LazyTransform.prototype);
Object.setPrototypeOf(Hmac, LazyTransform);

// Methods of the native handle.
const UPDATE = 0;
const DIGEST = 1;

Hmac.prototype.update = function update(data, encoding) {
  const state = this[kState];
  if (state[kFinalized]) throw new ERR_CRYPTO_HASH_FINALIZED();
  if (typeof data === 'string') {
    if (encoding !== undefined) data = decoded(data, encoding);
    if (typeof data === 'string' && this[kHandle] === null && state.pending === undefined) {
      state.pending = data;
      return this;
    }
  } else if (!isArrayBufferView(data)) {
    throw new ERR_INVALID_ARG_TYPE('data', ['string', 'Buffer', 'TypedArray', 'DataView'], data);
  }
  const handle = this[kHandle] ?? openHmac(this);
  if (!handle.run(UPDATE, data)) throw new ERR_CRYPTO_HASH_UPDATE_FAILED();
  return this;
};

Hmac.prototype.digest = function digest(outputEncoding) {
  const state = this[kState];
  const encoding = outputEncoding && outputEncoding !== 'buffer' ?
    normalizeEncoding(`${outputEncoding}`) : undefined;
  if (state[kFinalized]) {
    const empty = Buffer.from('');
    return encoding === undefined ? empty : empty.toString(encoding);
  }
  const number = encodings[encoding] ?? BUFFER;
  const result = finishHmac(this, number);
  state[kFinalized] = true;
  return number === BUFFER ? asEncoding(result, encoding) : result;
};

Hmac.prototype._flush = function _flush(callback) {
  this.push(toBuffer(finishHmac(this, BUFFER)));
  callback();
};

Hmac.prototype._transform = function _transform(chunk, encoding, callback) {
  (this[kHandle] ?? openHmac(this)).run(UPDATE, decoded(chunk, encoding));
  callback();
};

function createHash(algorithm, options) {
  return new Hash(algorithm, options);
}

function createHmac(hmac, key, options) {
  return new Hmac(hmac, key, options);
}

module.exports = {
  Hash: deprecate(Hash, 'crypto.Hash constructor is deprecated.', 'DEP0179'),
  Hmac: deprecate(Hmac, 'crypto.Hmac constructor is deprecated.', 'DEP0181'),
  createHash,
  createHmac,
  getHashes,
  hash,
  numberOf,
};
