// Making keys. https://nodejs.org/api/crypto.html#cryptogeneratekeypairtype-options-callback
'use strict';

const {
  codes: {
    ERR_INCOMPATIBLE_OPTION_PAIR,
    ERR_INVALID_ARG_VALUE,
    ERR_MISSING_OPTION,
  },
} = require('internal/errors');
const { Buffer } = require('buffer');
const { customPromisifyArgs } = require('internal/util');
const {
  validateBuffer,
  validateFunction,
  validateInt32,
  validateInteger,
  validateObject,
  validateOneOf,
  validateString,
  validateUint32,
} = require('internal/validators');
const { JWK, PEM, parsePrivateKeyEncoding, parsePublicKeyEncoding } = require('internal/crypto/key_encoding');
const { wrapHandle } = require('internal/crypto/keys');
const kinds = require('internal/crypto/kinds');

const plain = new Set([
  'ed25519', 'ed448', 'x25519', 'x448', 'ml-dsa-44', 'ml-dsa-65', 'ml-dsa-87', 'ml-kem-512', 'ml-kem-768', 'ml-kem-1024',
  'slh-dsa-sha2-128f', 'slh-dsa-sha2-128s', 'slh-dsa-sha2-192f', 'slh-dsa-sha2-192s', 'slh-dsa-sha2-256f',
  'slh-dsa-sha2-256s', 'slh-dsa-shake-128f', 'slh-dsa-shake-128s', 'slh-dsa-shake-192f', 'slh-dsa-shake-192s',
  'slh-dsa-shake-256f', 'slh-dsa-shake-256s',
]);

const supported = (type) => new ERR_INVALID_ARG_VALUE('type', type, 'must be a supported key type');

function parseEncoding(type, options, name, parse) {
  const encoding = options[name];
  if (encoding === undefined || encoding === null) return {};
  if (typeof encoding !== 'object') throw new ERR_INVALID_ARG_VALUE(`options.${name}`, encoding);
  return parse(encoding, type, name);
}

function rsaParameters(options) {
  const { modulusLength, publicExponent } = options;
  validateUint32(modulusLength, 'options.modulusLength');
  if (publicExponent !== undefined && publicExponent !== null) validateUint32(publicExponent, 'options.publicExponent');
  return [modulusLength, publicExponent ?? 0x10001];
}

function deprecated(option, replacement, code) {
  require('process').emitWarning(
    `"options.${option}" is deprecated, use "options.${replacement}" instead`, 'DeprecationWarning', code);
}

function pssParameters(options) {
  const list = rsaParameters(options);
  const { hash, mgf1Hash, saltLength } = options;
  let { hashAlgorithm, mgf1HashAlgorithm } = options;
  if (saltLength !== undefined) validateInt32(saltLength, 'options.saltLength', 0);
  if (hashAlgorithm !== undefined) validateString(hashAlgorithm, 'options.hashAlgorithm');
  if (mgf1HashAlgorithm !== undefined) validateString(mgf1HashAlgorithm, 'options.mgf1HashAlgorithm');
  if (hash !== undefined) {
    deprecated('hash', 'hashAlgorithm', 'DEP0154');
    validateString(hash, 'options.hash');
    if (hashAlgorithm && hash !== hashAlgorithm) throw new ERR_INVALID_ARG_VALUE('options.hash', hash);
    hashAlgorithm ??= hash;
  }
  if (mgf1Hash !== undefined) {
    deprecated('mgf1Hash', 'mgf1HashAlgorithm', 'DEP0154');
    validateString(mgf1Hash, 'options.mgf1Hash');
    if (mgf1HashAlgorithm && mgf1Hash !== mgf1HashAlgorithm) {
      throw new ERR_INVALID_ARG_VALUE('options.mgf1Hash', mgf1Hash);
    }
    mgf1HashAlgorithm ??= mgf1Hash;
  }
  return [...list, hashAlgorithm, mgf1HashAlgorithm, saltLength];
}

function dhParameters(options) {
  const { group, primeLength, prime, generator } = options;
  if (group !== undefined && group !== null) {
    if (prime !== undefined && prime !== null) throw new ERR_INCOMPATIBLE_OPTION_PAIR('group', 'prime');
    if (primeLength !== undefined && primeLength !== null) {
      throw new ERR_INCOMPATIBLE_OPTION_PAIR('group', 'primeLength');
    }
    if (generator !== undefined && generator !== null) throw new ERR_INCOMPATIBLE_OPTION_PAIR('group', 'generator');
    validateString(group, 'options.group');
    return [require('internal/crypto/dh_groups').primeOf(group), 2];
  }
  if (prime !== undefined && prime !== null) {
    if (primeLength !== undefined && primeLength !== null) {
      throw new ERR_INCOMPATIBLE_OPTION_PAIR('prime', 'primeLength');
    }
    validateBuffer(prime, 'options.prime');
  } else if (primeLength !== undefined && primeLength !== null) {
    validateInt32(primeLength, 'options.primeLength', 0);
  } else {
    throw new ERR_MISSING_OPTION('At least one of the group, prime, or primeLength options');
  }
  if (generator !== undefined && generator !== null) validateInt32(generator, 'options.generator', 0);
  return [prime ?? primeLength, generator ?? 2];
}

function parametersOf(type, options) {
  if (plain.has(type)) return [];
  switch (type) {
    case 'rsa':
      validateObject(options, 'options');
      return rsaParameters(options);
    case 'rsa-pss':
      validateObject(options, 'options');
      return pssParameters(options);
    case 'dsa': {
      validateObject(options, 'options');
      const { modulusLength } = options;
      let { divisorLength } = options;
      validateUint32(modulusLength, 'options.modulusLength');
      if (divisorLength === undefined || divisorLength === null) divisorLength = -1;
      else validateInt32(divisorLength, 'options.divisorLength', 0);
      return [modulusLength, divisorLength];
    }
    case 'ec': {
      validateObject(options, 'options');
      const { namedCurve, paramEncoding } = options;
      validateString(namedCurve, 'options.namedCurve');
      if (paramEncoding !== undefined && paramEncoding !== null && paramEncoding !== 'named' &&
          paramEncoding !== 'explicit') {
        throw new ERR_INVALID_ARG_VALUE('options.paramEncoding', paramEncoding);
      }
      return [namedCurve, paramEncoding === 'explicit'];
    }
    case 'dh':
      validateObject(options, 'options');
      return dhParameters(options);
    default:
      throw supported(type);
  }
}

// The arguments of the job, and what makes the two results.
function prepare(type, options) {
  validateString(type, 'type');
  const given = options ?? {};
  if (options !== undefined) validateObject(options, 'options');
  const publicEncoding = parseEncoding(type, given, 'publicKeyEncoding', parsePublicKeyEncoding);
  const privateEncoding = parseEncoding(type, given, 'privateKeyEncoding', parsePrivateKeyEncoding);
  const parameters = parametersOf(type, options);
  while (parameters.length < 5) parameters.push(undefined);
  const args = [
    type, ...parameters, publicEncoding.format, publicEncoding.type, privateEncoding.format, privateEncoding.type,
    privateEncoding.cipher ?? undefined, privateEncoding.passphrase,
  ];
  const finish = (pair) => [
    result('public', pair[0], publicEncoding.format, given.publicKeyEncoding),
    result('private', pair[1], privateEncoding.format, given.privateKeyEncoding),
  ];
  return { args, finish };
}

function result(type, value, format, encoding) {
  if (format === undefined) return wrapHandle(type, value);
  if (format >= JWK) return wrapHandle(type, value).export(encoding);
  return format === PEM ? value : Buffer.from(value);
}

function generateKeyPair(type, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  const { args, finish } = prepare(type, options);
  validateFunction(callback, 'callback');
  ops.op_crypto_job(kinds.job.keyPair, (error, pair) => {
    if (error) return callback(error);
    let keys;
    try {
      keys = finish(pair);
    } catch (error) {
      return callback(error);
    }
    callback(null, keys[0], keys[1]);
  }, ...args);
}
Object.defineProperty(generateKeyPair, customPromisifyArgs, {
  __proto__: null, value: ['publicKey', 'privateKey'], enumerable: false,
});

function generateKeyPairSync(type, options) {
  const { args, finish } = prepare(type, options);
  const { 0: publicKey, 1: privateKey } = finish(ops.op_crypto_job(kinds.job.keyPair, undefined, ...args));
  return { publicKey, privateKey };
}

// Bytes of a secret key.
function secretLength(type, options) {
  validateString(type, 'type');
  validateObject(options, 'options');
  const { length } = options;
  switch (type) {
    case 'hmac':
      validateInteger(length, 'options.length', 8, 2 ** 31 - 1);
      break;
    case 'aes':
      validateOneOf(length, 'options.length', [128, 192, 256]);
      break;
    default:
      throw supported(type);
  }
  return Math.floor(length / 8);
}

function generateKey(type, options, callback) {
  const length = secretLength(type, options);
  validateFunction(callback, 'callback');
  ops.op_crypto_job(kinds.job.secretKey, (error, handle) => {
    if (error) callback(error);
    else callback(undefined, wrapHandle('secret', handle));
  }, length);
}

function generateKeySync(type, options) {
  return wrapHandle('secret', ops.op_crypto_job(kinds.job.secretKey, undefined, secretLength(type, options)));
}

module.exports = { generateKey, generateKeyPair, generateKeyPairSync, generateKeySync };
