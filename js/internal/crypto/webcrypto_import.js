// Keys in and out of `subtle`. https://w3c.github.io/webcrypto/#SubtleCrypto-method-importKey
'use strict';

const { lazyDOMException } = require('internal/util');
const { createCryptoKey, slotsOf } = require('internal/crypto/crypto_key');
const { createPrivateKey, createPublicKey } = require('internal/crypto/keys');
const { checkAesLength, checkCurve, curves, secretObject, usagesOf } = require('internal/crypto/webcrypto_keys');
const { checkUsages } = require('internal/crypto/webcrypto_util');

const data = (message, cause) => lazyDOMException(message, cause === undefined ? 'DataError' : { name: 'DataError', cause });
const unsupported = (format, name) =>
  lazyDOMException(`Unable to import ${name} using ${format} format`, 'NotSupportedError');

const hashBits = (hash) => hash.name.slice(hash.name.lastIndexOf('-') + 1);
const jwkAlgorithms = {
  '__proto__': null,
  'RSASSA-PKCS1-v1_5': ({ hash }) => (hash.name.startsWith('SHA3') ? undefined : `RS${hashBits(hash)}`),
  'RSA-PSS': ({ hash }) => (hash.name.startsWith('SHA3') ? undefined : `PS${hashBits(hash)}`),
  'RSA-OAEP': ({ hash }) => (hash.name.startsWith('SHA3') ? undefined :
    hash.name === 'SHA-1' ? 'RSA-OAEP' : `RSA-OAEP-${hashBits(hash)}`),
  'HMAC': ({ hash }) => (hash.name.startsWith('SHA3') ? undefined : `HS${hashBits(hash)}`),
  'AES-CBC': ({ length }) => `A${length}CBC`,
  'AES-CTR': ({ length }) => `A${length}CTR`,
  'AES-GCM': ({ length }) => `A${length}GCM`,
  'AES-KW': ({ length }) => `A${length}KW`,
  'AES-OCB': ({ length }) => `A${length}OCB`,
  'ChaCha20-Poly1305': () => 'C20P',
  'KMAC128': () => 'K128',
  'KMAC256': () => 'K256',
  'Ed25519': () => 'Ed25519',
  'Ed448': () => 'Ed448',
};

// What a JWK says of itself must fit what is asked.
function checkJwk(jwk, kty, name, extractable, usages, expectedUse) {
  if (jwk.kty !== kty) throw data('Invalid JWK "kty" Parameter');
  if (usages.length > 0 && jwk.use !== undefined && jwk.use !== expectedUse) throw data('Invalid JWK "use" Parameter');
  if (jwk.key_ops !== undefined) {
    if (!Array.isArray(jwk.key_ops)) throw data('Invalid JWK "key_ops" Parameter');
    if (new Set(jwk.key_ops).size !== jwk.key_ops.length) throw data('Duplicate key operation');
    if (!usages.every((usage) => jwk.key_ops.includes(usage))) throw data('Key operations and usage mismatch');
  }
  if (jwk.ext !== undefined && jwk.ext === false && extractable === true) {
    throw data('JWK "ext" Parameter and extractable mismatch');
  }
}

function checkAlg(jwk, algorithm) {
  if (jwk.alg === undefined) return;
  if (jwk.alg !== jwkAlgorithms[algorithm.name]?.(algorithm)) {
    throw data('JWK "alg" does not match the requested algorithm');
  }
}

const useOf = (name) => {
  const { public: list, secret } = usagesOf[name];
  if (secret !== undefined) return secret.includes('sign') ? 'sig' : 'enc';
  return list.includes('verify') ? 'sig' : 'enc';
};

function importSecret(format, keyData, algorithm, extractable, usages) {
  const { name } = algorithm;
  checkUsages(usages, usagesOf[name].secret, name);
  const derives = name === 'HKDF' || name === 'PBKDF2' || name.startsWith('Argon2');
  const onlySecret = name === 'AES-OCB' || name === 'ChaCha20-Poly1305' || name.startsWith('KMAC') || name.startsWith('Argon2');
  if (derives && extractable) throw lazyDOMException(`${name} keys are not extractable`, 'SyntaxError');
  let bytes;
  if ((format === 'raw' && !onlySecret) || format === 'raw-secret') {
    bytes = keyData;
  } else if (format === 'jwk' && !derives) {
    checkJwk(keyData, 'oct', name, extractable, usages, useOf(name));
    if (typeof keyData.k !== 'string') throw data('Invalid keyData');
    const { Buffer } = require('buffer');
    bytes = Buffer.from(keyData.k, 'base64url');
  } else {
    throw unsupported(format, name);
  }
  const own = secretAlgorithm(algorithm, bytes.byteLength * 8);
  if (format === 'jwk') checkAlg(keyData, own);
  return createCryptoKey(secretObject(bytes), own, usages, extractable);
}

function secretAlgorithm(algorithm, bits) {
  const { name, hash, length } = algorithm;
  switch (name) {
    case 'HKDF':
    case 'PBKDF2':
    case 'Argon2d':
    case 'Argon2i':
    case 'Argon2id':
      return { name };
    case 'HMAC':
    case 'KMAC128':
    case 'KMAC256':
      if (bits === 0) throw data('Zero-length key is not supported');
      if (length !== undefined && (length > bits || length <= bits - 8)) throw data('Invalid key length');
      return name === 'HMAC' ? { name, length: length ?? bits, hash } : { name, length: length ?? bits };
    case 'ChaCha20-Poly1305':
      if (bits !== 256) throw data('Invalid key length');
      return { name };
    default:
      try {
        checkAesLength(bits);
      } catch {
        throw data('Invalid key length');
      }
      return { name, length: bits };
  }
}

const jwkTypes = (name) => {
  if (name.startsWith('RSA')) return 'RSA';
  if (name === 'ECDSA' || name === 'ECDH') return 'EC';
  return name.startsWith('ML-') ? 'AKP' : 'OKP';
};

function importRawPublic(keyData, algorithm, format) {
  const { name } = algorithm;
  const isCurve = name === 'ECDSA' || name === 'ECDH';
  if (name.startsWith('RSA') || (name.startsWith('ML-') && format === 'raw')) throw unsupported(format, name);
  return createPublicKey({
    key: keyData, format: 'raw-public', asymmetricKeyType: isCurve ? 'ec' : name.toLowerCase(),
    namedCurve: curves[algorithm.namedCurve],
  });
}

// The KeyObject of data in a format.
function readKey(format, keyData, algorithm, extractable, usages) {
  const { name } = algorithm;
  switch (format) {
    case 'spki': return createPublicKey({ key: keyData, format: 'der', type: 'spki' });
    case 'pkcs8': return createPrivateKey({ key: keyData, format: 'der', type: 'pkcs8' });
    case 'raw':
    case 'raw-public':
      return importRawPublic(keyData, algorithm, format);
    case 'raw-seed':
      if (!name.startsWith('ML-')) throw unsupported(format, name);
      return createPrivateKey({ key: keyData, format: 'raw-seed', asymmetricKeyType: name.toLowerCase() });
    case 'jwk': {
      checkJwk(keyData, jwkTypes(name), name, extractable, usages, useOf(name));
      if (keyData.kty === 'EC' && keyData.crv !== algorithm.namedCurve) throw data('JWK "crv" does not match the requested algorithm');
      if (keyData.kty === 'OKP' && keyData.crv !== name) throw data('JWK "crv" Parameter and algorithm name mismatch');
      if (keyData.kty === 'AKP' && keyData.alg !== name) throw data('JWK "alg" Parameter and algorithm name mismatch');
      if (keyData.kty === 'RSA') checkAlg(keyData, algorithm);
      const isPrivate = keyData.kty === 'AKP' ? keyData.priv !== undefined : keyData.d !== undefined;
      return isPrivate ?
        createPrivateKey({ key: keyData, format: 'jwk' }) : createPublicKey({ key: keyData, format: 'jwk' });
    }
    default:
      throw unsupported(format, name);
  }
}

const isDOMException = (error) => typeof error?.code === 'number';

// Which type of KeyObject an algorithm works with.
const typeOf = (name) => {
  if (name.startsWith('RSA')) return 'rsa';
  return name === 'ECDSA' || name === 'ECDH' ? 'ec' : name.toLowerCase();
};

// The algorithm of a key that was read.
function keyAlgorithm(object, algorithm) {
  const { name, hash, namedCurve } = algorithm;
  const type = object.asymmetricKeyType;
  if (type !== typeOf(name) && !(name === 'RSA-PSS' && type === 'rsa-pss')) throw data('Invalid key type');
  if (name.startsWith('RSA')) {
    const { modulusLength, publicExponent } = object.asymmetricKeyDetails;
    const hex = publicExponent.toString(16);
    const { Buffer } = require('buffer');
    const bytes = new Uint8Array(Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex'));
    return { name, modulusLength, publicExponent: bytes, hash };
  }
  if (namedCurve !== undefined) {
    if (object.asymmetricKeyDetails.namedCurve !== curves[namedCurve]) throw data('Named curve mismatch');
    return { name, namedCurve };
  }
  return { name };
}

function fromObject(object, algorithm, extractable, usages) {
  checkUsages(usages, usagesOf[algorithm.name][object.type] ?? [], algorithm.name);
  return createCryptoKey(object, keyAlgorithm(object, algorithm), usages, extractable);
}

function importKey(format, keyData, algorithm, extractable, usages) {
  const { name } = algorithm;
  const allowed = usagesOf[name];
  if (allowed.secret !== undefined) return importSecret(format, keyData, algorithm, extractable, usages);
  if (algorithm.namedCurve !== undefined) checkCurve(algorithm.namedCurve);
  checkUsages(usages, [...allowed.public, ...allowed.private], name);
  let object;
  try {
    object = readKey(format, keyData, algorithm, extractable, usages);
  } catch (error) {
    throw isDOMException(error) ? error : data('Invalid keyData', error);
  }
  return fromObject(object, algorithm, extractable, usages);
}

// The exported key: a JWK or an ArrayBuffer.
function exportKey(format, key) {
  const { algorithm, usages, extractable, object } = slotsOf(key);
  const { name } = algorithm;
  const { type } = object;
  const out = (buffer) => buffer.buffer.slice(buffer.byteOffset, buffer.byteOffset + buffer.byteLength);
  if (format === 'jwk') {
    const alg = jwkAlgorithms[name]?.(algorithm);
    const named = alg === undefined ? undefined : { alg };
    return { key_ops: [...usages], ext: extractable, ...named, ...object.export({ format: 'jwk' }) };
  }
  const secretOnly = name === 'AES-OCB' || name === 'ChaCha20-Poly1305' || name.startsWith('KMAC');
  if (type === 'secret' && (format === 'raw-secret' || (format === 'raw' && !secretOnly))) return out(object.export());
  if (type === 'public') {
    if (format === 'spki') return out(object.export({ format: 'der', type: 'spki' }));
    const raw = format === 'raw-public' || (format === 'raw' && !name.startsWith('ML-'));
    if (raw && !name.startsWith('RSA')) return out(object.export({ format: 'raw-public' }));
  }
  if (type === 'private') {
    if (format === 'pkcs8') return out(object.export({ format: 'der', type: 'pkcs8' }));
    if (format === 'raw-seed' && name.startsWith('ML-')) return out(object.export({ format: 'raw-seed' }));
  }
  throw lazyDOMException(`Unable to export ${name} ${type} key using ${format} format`, 'NotSupportedError');
}

module.exports = { exportKey, fromObject, importKey };
