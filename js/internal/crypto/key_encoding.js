// How keys are written: the format and type options of exports, imports and generated keys.
// https://nodejs.org/api/crypto.html#keyobjectexportoptions
'use strict';

const {
  codes: { ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS, ERR_INVALID_ARG_VALUE },
} = require('internal/errors');
const { isAnyArrayBuffer, isArrayBufferView } = require('internal/util/types');
const { validateObject } = require('internal/validators');
const { getArrayBufferOrView } = require('internal/crypto/util');

// The numbers of ops/crypto/pkey.rs.
const formats = { '__proto__': null, 'der': 0, 'pem': 1, 'jwk': 2, 'raw-public': 3, 'raw-private': 4, 'raw-seed': 5 };
const DER = 0;
const PEM = 1;
const JWK = 2;
const PKCS1 = 0;
const PKCS8 = 1;
const SPKI = 2;
const SEC1 = 3;
const typeNames = ['pkcs1', 'pkcs8', 'spki', 'sec1'];

const isStringOrBuffer = (value) =>
  typeof value === 'string' || isArrayBufferView(value) || isAnyArrayBuffer(value);

// The name of an option in messages.
function option(name, objName) {
  if (objName === 'key') return `key.${name}`;
  return objName === undefined ? `options.${name}` : `options.${objName}.${name}`;
}

function parseKeyFormat(text, fallback, name) {
  if (text === undefined && fallback !== undefined) return fallback;
  const format = typeof text === 'string' ? formats[text] : undefined;
  if (format === undefined) throw new ERR_INVALID_ARG_VALUE(name, text);
  return format;
}

function parseKeyType(text, required, keyType, isPublic, name) {
  if (text === undefined && !required) return undefined;
  if (text === 'pkcs1') {
    if (keyType !== undefined && keyType !== 'rsa') {
      throw new ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS(text, 'can only be used for RSA keys');
    }
    return PKCS1;
  }
  if (text === 'spki' && isPublic !== false) return SPKI;
  if (text === 'pkcs8' && isPublic !== true) return PKCS8;
  if (text === 'sec1' && isPublic !== true) {
    if (keyType !== undefined && keyType !== 'ec') {
      throw new ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS(text, 'can only be used for EC keys');
    }
    return SEC1;
  }
  throw new ERR_INVALID_ARG_VALUE(name, text);
}

// `keyType` is undefined for keys that are read; `isPublic` is undefined where both kinds will do.
function parseKeyEncoding(enc, keyType, isPublic, objName) {
  validateObject(enc, 'options');
  const isInput = keyType === undefined;
  const format = parseKeyFormat(enc.format, isInput ? PEM : undefined, option('format', objName));
  const isRequired = (!isInput || format === DER) && format < JWK;
  const type = format > JWK ? undefined :
    parseKeyType(enc.type, isRequired, keyType, isPublic, option('type', objName));
  if (isPublic === true) return { format, type, cipher: undefined, passphrase: undefined };
  const { cipher, encoding } = enc;
  let { passphrase } = enc;
  if (!isInput) {
    if (cipher != null) {
      if (typeof cipher !== 'string') throw new ERR_INVALID_ARG_VALUE(option('cipher', objName), cipher);
      if (format === DER && (type === PKCS1 || type === SEC1)) {
        throw new ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS(typeNames[type], 'does not support encryption');
      }
    } else if (passphrase !== undefined) {
      throw new ERR_INVALID_ARG_VALUE(option('cipher', objName), cipher);
    }
  }
  const needed = isInput ? passphrase !== undefined : cipher != null;
  if (needed && !isStringOrBuffer(passphrase)) {
    throw new ERR_INVALID_ARG_VALUE(option('passphrase', objName), passphrase);
  }
  if (passphrase !== undefined) passphrase = getArrayBufferOrView(passphrase, 'key.passphrase', encoding);
  return { format, type, cipher, passphrase };
}

function parsePublicKeyEncoding(enc, keyType, objName) {
  return parseKeyEncoding(enc, keyType, keyType ? true : undefined, objName);
}

function parsePrivateKeyEncoding(enc, keyType, objName) {
  return parseKeyEncoding(enc, keyType, false, objName);
}

module.exports = {
  DER,
  JWK,
  PEM,
  PKCS1,
  PKCS8,
  SEC1,
  SPKI,
  formats,
  isStringOrBuffer,
  parseKeyEncoding,
  parsePrivateKeyEncoding,
  parsePublicKeyEncoding,
};
