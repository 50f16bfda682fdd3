// Signatures. https://nodejs.org/api/crypto.html#class-sign
'use strict';

const { Buffer } = require('buffer');
const {
  codes: { ERR_CRYPTO_SIGN_KEY_REQUIRED, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE },
} = require('internal/errors');
const { Writable } = require('stream');
const { normalizeEncoding } = require('internal/util');
const { isArrayBufferView } = require('internal/util/types');
const { validateEncoding, validateFunction, validateString } = require('internal/validators');
const { preparePrivateKey, preparePublicOrPrivateKey } = require('internal/crypto/keys');
const kinds = require('internal/crypto/kinds');
const { encode, getArrayBufferOrView, kHandle, toBuffer } = require('internal/crypto/util');

// Methods of the handle: see ops/crypto/sign.rs.
const UPDATE = 0;
const SIGN = 1;
const VERIFY = 2;

class SignHandle extends ops.CryptoHandle {}
Object.defineProperty(SignHandle, 'name', { __proto__: null, value: 'Sign' });

function getIntOption(name, options) {
  const value = options[name];
  if (value === undefined) return undefined;
  if (value === value >> 0) return value;
  throw new ERR_INVALID_ARG_VALUE(`options.${name}`, value);
}

function getEncoding(options) {
  if (typeof options !== 'object') return 0;
  const { dsaEncoding = 'der' } = options;
  if (dsaEncoding === 'der') return 0;
  if (dsaEncoding === 'ieee-p1363') return 1;
  throw new ERR_INVALID_ARG_VALUE('options.dsaEncoding', dsaEncoding);
}

function getContext(options) {
  const { context } = options;
  if (context === undefined) return undefined;
  if (!isArrayBufferView(context)) {
    throw new ERR_INVALID_ARG_TYPE('context', ['Buffer', 'TypedArray', 'DataView'], context);
  }
  return context;
}

function begin(target, algorithm, options) {
  validateString(algorithm, 'algorithm');
  const handle = new SignHandle();
  handle.open(kinds.handle.sign, algorithm);
  target[kHandle] = handle;
  Writable.call(target, options);
}

function Sign(algorithm, options) {
  if (!(this instanceof Sign)) return new Sign(algorithm, options);
  begin(this, algorithm, options);
}
Object.setPrototypeOf(Sign.prototype, Writable.prototype);
Object.setPrototypeOf(Sign, Writable);

function bytesOf(data, encoding) {
  if (typeof data !== 'string') return data;
  const normalized = encoding === undefined ? 'utf8' : normalizeEncoding(encoding);
  return normalized === undefined || normalized === 'utf8' ? data : Buffer.from(data, normalized);
}

Sign.prototype._write = function _write(chunk, encoding, callback) {
  this.update(chunk, encoding);
  callback();
};

Sign.prototype.update = function update(data, encoding) {
  if (typeof data === 'string') {
    validateEncoding(data, encoding);
  } else if (!isArrayBufferView(data)) {
    throw new ERR_INVALID_ARG_TYPE('data', ['string', 'Buffer', 'TypedArray', 'DataView'], data);
  }
  this[kHandle].run(UPDATE, bytesOf(data, encoding));
  return this;
};

// The options that all four functions share.
const settings = (options) =>
  [getIntOption('padding', options), getIntOption('saltLength', options), getEncoding(options)];

Sign.prototype.sign = function sign(options, encoding) {
  if (!options) throw new ERR_CRYPTO_SIGN_KEY_REQUIRED();
  const { data, format, type, passphrase } = preparePrivateKey(options);
  const result = this[kHandle].run(SIGN, data, format, type, passphrase, ...settings(options));
  return encode(toBuffer(result), encoding);
};

function Verify(algorithm, options) {
  if (!(this instanceof Verify)) return new Verify(algorithm, options);
  begin(this, algorithm, options);
}
Object.setPrototypeOf(Verify.prototype, Writable.prototype);
Object.setPrototypeOf(Verify, Writable);

Verify.prototype._write = Sign.prototype._write;
Verify.prototype.update = Sign.prototype.update;

Verify.prototype.verify = function verify(options, signature, sigEncoding) {
  const { data, format, type, passphrase } = preparePublicOrPrivateKey(options);
  const list = settings(options);
  signature = getArrayBufferOrView(signature, 'signature', sigEncoding);
  return this[kHandle].run(VERIFY, data, format, type, passphrase, ...list, signature);
};

// What goes before the signature in the arguments of a job.
function jobArguments(prepared, options, data, algorithm) {
  return [
    prepared.data, prepared.format, prepared.type, prepared.passphrase, ...settings(options), getContext(options),
    data, algorithm ?? undefined,
  ];
}

function signOneShot(algorithm, data, key, callback) {
  if (algorithm != null) validateString(algorithm, 'algorithm');
  if (callback !== undefined) validateFunction(callback, 'callback');
  data = getArrayBufferOrView(data, 'data');
  if (!key) throw new ERR_CRYPTO_SIGN_KEY_REQUIRED();
  const args = jobArguments(preparePrivateKey(key), key, data, algorithm);
  if (callback === undefined) return Buffer.from(ops.op_crypto_job(kinds.job.sign, undefined, ...args));
  ops.op_crypto_job(kinds.job.sign, (error, signature) => {
    if (error) callback(error);
    else callback(null, Buffer.from(signature));
  }, ...args);
}

function verifyOneShot(algorithm, data, key, signature, callback) {
  if (algorithm != null) validateString(algorithm, 'algorithm');
  if (callback !== undefined) validateFunction(callback, 'callback');
  data = getArrayBufferOrView(data, 'data');
  signature = getArrayBufferOrView(signature, 'signature');
  const args = [...jobArguments(preparePublicOrPrivateKey(key), key, data, algorithm), signature];
  if (callback === undefined) return ops.op_crypto_job(kinds.job.verify, undefined, ...args);
  ops.op_crypto_job(kinds.job.verify, (error, good) => {
    if (error) callback(error);
    else callback(null, good);
  }, ...args);
}

module.exports = {
  Sign,
  Verify,
  createSign: function createSign(algorithm, options) {
    return new Sign(algorithm, options);
  },
  createVerify: function createVerify(algorithm, options) {
    return new Verify(algorithm, options);
  },
  sign: signOneShot,
  verify: verifyOneShot,
};
