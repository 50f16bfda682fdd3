// Key agreement. https://nodejs.org/api/crypto.html#class-diffiehellman
'use strict';

const { Buffer } = require('buffer');
const {
  codes: {
    ERR_CRYPTO_ECDH_INVALID_FORMAT,
    ERR_CRYPTO_INCOMPATIBLE_KEY,
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
  },
} = require('internal/errors');
const { deprecate } = require('internal/util');
const { isAnyArrayBuffer, isArrayBufferView } = require('internal/util/types');
const { validateFunction, validateInt32, validateObject, validateString } = require('internal/validators');
const { preparePrivateKey, preparePublicOrPrivateKey } = require('internal/crypto/keys');
const kinds = require('internal/crypto/kinds');
const { encode, getArrayBufferOrView, kHandle, toBuffer } = require('internal/crypto/util');

// Methods of ops/crypto/dh.rs.
const dh = {
  generate: 0, compute: 1, prime: 2, generator: 3, publicKey: 4, privateKey: 5, setPublic: 6, setPrivate: 7, check: 8,
};
// Methods of ops/crypto/ecdh.rs.
const ec = { generate: 0, compute: 1, publicKey: 2, privateKey: 3, setPublic: 4, setPrivate: 5 };

const DH_GENERATOR = 2;

class DiffieHellmanHandle extends ops.CryptoHandle {}
Object.defineProperty(DiffieHellmanHandle, 'name', { __proto__: null, value: 'DiffieHellman' });

const isBuffer = (value) => isArrayBufferView(value) || isAnyArrayBuffer(value);

function begin(target, sizeOrKey, generator) {
  const handle = new DiffieHellmanHandle();
  handle.open(kinds.handle.diffieHellman, sizeOrKey, generator);
  target[kHandle] = handle;
  Object.defineProperty(target, 'verifyError', {
    __proto__: null, enumerable: true, value: handle.run(dh.check), writable: false,
  });
}

function DiffieHellman(sizeOrKey, keyEncoding, generator, genEncoding) {
  if (!(this instanceof DiffieHellman)) return new DiffieHellman(sizeOrKey, keyEncoding, generator, genEncoding);
  if (typeof sizeOrKey !== 'number' && typeof sizeOrKey !== 'string' && !isBuffer(sizeOrKey)) {
    throw new ERR_INVALID_ARG_TYPE(
      'sizeOrKey', ['number', 'string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], sizeOrKey);
  }
  if (typeof sizeOrKey === 'number') validateInt32(sizeOrKey, 'sizeOrKey');
  // The encoding of the prime may be left out.
  if (keyEncoding && !Buffer.isEncoding(keyEncoding) && keyEncoding !== 'buffer') {
    genEncoding = generator;
    generator = keyEncoding;
    keyEncoding = false;
  }
  if (typeof sizeOrKey !== 'number') sizeOrKey = getArrayBufferOrView(sizeOrKey, 'sizeOrKey', keyEncoding || undefined);
  if (!generator) {
    generator = DH_GENERATOR;
  } else if (typeof generator === 'number') {
    validateInt32(generator, 'generator');
  } else if (typeof generator === 'string') {
    generator = getArrayBufferOrView(generator, 'generator', genEncoding);
  } else if (!isBuffer(generator)) {
    throw new ERR_INVALID_ARG_TYPE(
      'generator', ['number', 'string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], generator);
  }
  begin(this, sizeOrKey, generator);
}

function DiffieHellmanGroup(name) {
  if (!(this instanceof DiffieHellmanGroup)) return new DiffieHellmanGroup(name);
  validateString(name, 'name');
  begin(this, require('internal/crypto/dh_groups').primeOf(name), DH_GENERATOR);
}

const getter = (method) => function(encoding) {
  return encode(toBuffer(this[kHandle].run(method)), encoding);
};

const dhMethods = {
  generateKeys: getter(dh.generate),
  computeSecret(key, inEnc, outEnc) {
    key = getArrayBufferOrView(key, 'key', inEnc);
    return encode(toBuffer(this[kHandle].run(dh.compute, key)), outEnc);
  },
  getPrime: getter(dh.prime),
  getGenerator: getter(dh.generator),
  getPublicKey: getter(dh.publicKey),
  getPrivateKey: getter(dh.privateKey),
  setPublicKey(key, encoding) {
    this[kHandle].run(dh.setPublic, getArrayBufferOrView(key, 'key', encoding));
    return this;
  },
  setPrivateKey(key, encoding) {
    this[kHandle].run(dh.setPrivate, getArrayBufferOrView(key, 'key', encoding));
    return this;
  },
};
for (const name of ['generateKeys', 'computeSecret', 'getPrime', 'getGenerator', 'getPublicKey', 'getPrivateKey']) {
  Object.defineProperty(dhMethods[name], 'name', { __proto__: null, value: `dh${name[0].toUpperCase()}${name.slice(1)}` });
}
Object.assign(DiffieHellman.prototype, dhMethods);
for (const name of Object.keys(dhMethods)) {
  if (!name.startsWith('set')) DiffieHellmanGroup.prototype[name] = dhMethods[name];
}

class ECDHHandle extends ops.CryptoHandle {}
Object.defineProperty(ECDHHandle, 'name', { __proto__: null, value: 'ECDH' });

function ECDH(curve) {
  if (!(this instanceof ECDH)) return new ECDH(curve);
  validateString(curve, 'curve');
  const handle = new ECDHHandle();
  handle.open(kinds.handle.ecdh, curve);
  this[kHandle] = handle;
}

// The number that OpenSSL has for the form of a point.
function formOf(format) {
  if (format) {
    if (format === 'compressed') return 2;
    if (format === 'hybrid') return 6;
    if (format !== 'uncompressed') throw new ERR_CRYPTO_ECDH_INVALID_FORMAT(format);
  }
  return 4;
}

ECDH.prototype.computeSecret = function dhComputeSecret(key, inEnc, outEnc) {
  key = getArrayBufferOrView(key, 'key', inEnc);
  return encode(toBuffer(this[kHandle].run(ec.compute, key)), outEnc);
};

ECDH.prototype.setPrivateKey = function setPrivateKey(key, encoding) {
  this[kHandle].run(ec.setPrivate, getArrayBufferOrView(key, 'key', encoding));
  return this;
};

ECDH.prototype.setPublicKey = deprecate(function setPublicKey(key, encoding) {
  this[kHandle].run(ec.setPublic, getArrayBufferOrView(key, 'key', encoding));
  return this;
}, 'ecdh.setPublicKey() is deprecated.', 'DEP0031');

ECDH.prototype.getPrivateKey = function dhGetPrivateKey(encoding) {
  return encode(toBuffer(this[kHandle].run(ec.privateKey)), encoding);
};

ECDH.prototype.generateKeys = function generateKeys(encoding, format) {
  this[kHandle].run(ec.generate);
  return this.getPublicKey(encoding, format);
};

ECDH.prototype.getPublicKey = function getPublicKey(encoding, format) {
  return encode(toBuffer(this[kHandle].run(ec.publicKey, formOf(format))), encoding);
};

ECDH.convertKey = function convertKey(key, curve, inEnc, outEnc, format) {
  validateString(curve, 'curve');
  key = getArrayBufferOrView(key, 'key', inEnc);
  const point = ops.op_crypto_call(kinds.call.convertPoint, key, curve, formOf(format));
  return encode(toBuffer(point), outEnc);
};

const agreeing = new Set(['dh', 'ec', 'x448', 'x25519']);

// The secret of two keys. https://nodejs.org/api/crypto.html#cryptodiffiehellmanoptions-callback
function diffieHellman(options, callback) {
  validateObject(options, 'options');
  if (callback !== undefined) validateFunction(callback, 'callback');
  const { privateKey, publicKey } = options;
  if (privateKey === undefined || privateKey === null) {
    throw new ERR_INVALID_ARG_VALUE('options.privateKey', privateKey);
  }
  if (publicKey === undefined || publicKey === null) throw new ERR_INVALID_ARG_VALUE('options.publicKey', publicKey);
  const own = preparePrivateKey(privateKey);
  const other = preparePublicOrPrivateKey(publicKey);
  const kindsOfKeys = [privateKey.asymmetricKeyType, publicKey.asymmetricKeyType];
  if (kindsOfKeys[0] !== undefined && kindsOfKeys[1] !== undefined) checkTypes(...kindsOfKeys);
  const args = [own.data, own.format, own.type, own.passphrase, other.data, other.format, other.type, other.passphrase];
  if (callback === undefined) return Buffer.from(ops.op_crypto_job(kinds.job.agree, undefined, ...args));
  ops.op_crypto_job(kinds.job.agree, (error, secret) => {
    if (error) callback(error);
    else callback(null, Buffer.from(secret));
  }, ...args);
}

function checkTypes(own, other) {
  if (own !== other || !agreeing.has(own)) {
    throw new ERR_CRYPTO_INCOMPATIBLE_KEY('key types for Diffie-Hellman', `${own} and ${other}`);
  }
}

let curveNames;

// Without a name of its own, as Node's.
const { 0: getCurves } = [() => {
  curveNames ??= ops.op_crypto_call(kinds.call.curves).sort();
  return curveNames.slice();
}];

function createDiffieHellmanGroup(name) {
  return new DiffieHellmanGroup(name);
}

module.exports = {
  DiffieHellman,
  DiffieHellmanGroup,
  ECDH,
  createDiffieHellman: function createDiffieHellman(sizeOrKey, keyEncoding, generator, genEncoding) {
    return new DiffieHellman(sizeOrKey, keyEncoding, generator, genEncoding);
  },
  createDiffieHellmanGroup,
  createECDH: function createECDH(curve) {
    return new ECDH(curve);
  },
  diffieHellman,
  getCurves,
  getDiffieHellman: createDiffieHellmanGroup,
};
