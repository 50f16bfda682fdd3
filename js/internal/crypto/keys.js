// KeyObject and what takes keys. https://nodejs.org/api/crypto.html#class-keyobject
'use strict';

const {
  codes: {
    ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS,
    ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE,
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
  },
} = require('internal/errors');
const { validateObject, validateOneOf, validateString } = require('internal/validators');
const { kClone, kDeserialize, markTransferMode } = require('internal/worker/js_transferable');
const encoding = require('internal/crypto/key_encoding');
const { getArrayBufferOrView, kHandle, kKeyObject, toBuffer } = require('internal/crypto/util');

const { DER, JWK, PEM, PKCS8, SPKI, formats, isStringOrBuffer, parseKeyEncoding } = encoding;

// See `open` and the methods in ops/crypto/key.rs.
const SECRET = 100;
const PUBLIC = 101;
const PRIVATE = 102;
const FROM_RAW = 104;
const EXPORT = 0;
const EXPORT_JWK = 1;
const TYPE = 2;
const DETAILS = 3;
const EQUALS = 4;
const SIZE = 5;
const RAW = 6;

// What a key is wanted for.
const kConsumePublic = 0;
const kConsumePrivate = 1;
const kCreatePublic = 2;
const kCreatePrivate = 3;

class KeyObjectHandle extends ops.CryptoHandle {}

// A handle that native code made.
function adopt(handle) {
  return Object.setPrototypeOf(handle, KeyObjectHandle.prototype);
}

class KeyObject {
  #handle;
  #type;

  constructor(type, handle) {
    if (type !== 'secret' && type !== 'public' && type !== 'private') throw new ERR_INVALID_ARG_VALUE('type', type);
    if (typeof handle !== 'object' || !(handle instanceof ops.CryptoHandle)) {
      throw new ERR_INVALID_ARG_TYPE('handle', 'object', handle);
    }
    markTransferMode(this, true, false);
    this.#handle = handle;
    this.#type = type;
  }

  [kClone]() {
    const format = this.#type === 'secret' ? undefined :
      { format: 'der', type: this.#type === 'public' ? 'spki' : 'pkcs8' };
    return {
      data: { bytes: this.export(format) },
      deserializeInfo: `internal/crypto/keys:Cloned${this.#type[0].toUpperCase()}${this.#type.slice(1)}Key`,
    };
  }

  [kDeserialize]({ bytes }) {
    if (this.#type === 'secret') this.#handle.open(SECRET, bytes);
    else if (this.#type === 'public') this.#handle.open(PUBLIC, bytes, DER, SPKI, undefined);
    else this.#handle.open(PRIVATE, bytes, DER, PKCS8, undefined);
  }

  get type() {
    return this.#type;
  }

  static from(key) {
    if (!isCryptoKey(key)) throw new ERR_INVALID_ARG_TYPE('key', 'CryptoKey', key);
    return key[kKeyObject];
  }

  toCryptoKey(algorithm, extractable, keyUsages) {
    return require('internal/crypto/webcrypto').toCryptoKey(this, algorithm, extractable, keyUsages);
  }

  equals(otherKeyObject) {
    if (!isKeyObject(otherKeyObject)) {
      throw new ERR_INVALID_ARG_TYPE('otherKeyObject', 'KeyObject', otherKeyObject);
    }
    return otherKeyObject.type === this.type && this.#handle.run(EQUALS, otherKeyObject.#handle);
  }

  static handleOf(key) {
    return key.#handle;
  }

  static has(value) {
    return typeof value === 'object' && value !== null && #handle in value;
  }
}

const isKeyObject = KeyObject.has;
const { handleOf } = KeyObject;
delete KeyObject.has;
delete KeyObject.handleOf;
Object.defineProperties(KeyObject.prototype, {
  [kClone]: { __proto__: null, enumerable: false },
  [kDeserialize]: { __proto__: null, enumerable: false },
  [kHandle]: { __proto__: null, get() { return handleOf(this); }, configurable: true },
  [Symbol.toStringTag]: { __proto__: null, value: 'KeyObject', configurable: true },
});

function isCryptoKey(value) {
  return typeof value === 'object' && value !== null && kKeyObject in value;
}

function exportJwk(handle) {
  return handle.run(EXPORT_JWK);
}

class SecretKeyObject extends KeyObject {
  constructor(handle) {
    super('secret', handle);
  }

  get symmetricKeySize() {
    return this[kHandle].run(SIZE);
  }

  export(options) {
    if (options !== undefined) {
      validateObject(options, 'options');
      validateOneOf(options.format, 'options.format', [undefined, 'buffer', 'jwk']);
      if (options.format === 'jwk') return exportJwk(this[kHandle]);
    }
    return toBuffer(this[kHandle].run(EXPORT));
  }
}

// PEM is a string already.
function exported(result, format) {
  return format === PEM ? result : toBuffer(result);
}

class AsymmetricKeyObject extends KeyObject {
  #kind;
  #details;

  get asymmetricKeyType() {
    return this.#kind ??= this[kHandle].run(TYPE);
  }

  get asymmetricKeyDetails() {
    this.#details ??= this[kHandle].run(DETAILS);
    return { ...this.#details };
  }
}

class PublicKeyObject extends AsymmetricKeyObject {
  constructor(handle) {
    super('public', handle);
  }

  export(options) {
    if (options?.format === 'jwk') return exportJwk(this[kHandle]);
    if (options?.format === 'raw-public') return exportRaw(this, options);
    const { format, type } = encoding.parsePublicKeyEncoding(options, this.asymmetricKeyType);
    if (format > JWK) throw new ERR_INVALID_ARG_VALUE('options.format', options.format);
    return exported(this[kHandle].run(EXPORT, format, type), format);
  }
}

class PrivateKeyObject extends AsymmetricKeyObject {
  constructor(handle) {
    super('private', handle);
  }

  export(options) {
    if (options?.format === 'jwk') {
      if (options.passphrase !== undefined) {
        throw new ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS('jwk', 'does not support encryption');
      }
      return exportJwk(this[kHandle]);
    }
    if (options?.format === 'raw-private' || options?.format === 'raw-seed') return exportRaw(this, options);
    const { format, type, cipher, passphrase } = encoding.parsePrivateKeyEncoding(options, this.asymmetricKeyType);
    if (format > JWK) throw new ERR_INVALID_ARG_VALUE('options.format', options.format);
    return exported(this[kHandle].run(EXPORT, format, type, cipher, passphrase), format);
  }
}

function exportRaw(key, options) {
  const what = formats[options.format] - formats['raw-public'];
  const compressed = options.type === 'compressed';
  if (options.type !== undefined) validateOneOf(options.type, 'options.type', ['compressed', 'uncompressed']);
  return toBuffer(key[kHandle].run(RAW, what, compressed));
}

function getKeyTypes(allowKeyObject) {
  const types = ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView', 'string'];
  if (allowKeyObject) types.push('KeyObject', 'CryptoKey');
  return types;
}

// The handle of a KeyObject that will do for a purpose.
function getKeyObjectHandle(key, purpose) {
  if (purpose === kCreatePrivate) throw new ERR_INVALID_ARG_TYPE('key', getKeyTypes(false), key);
  if (key.type !== 'private') {
    if (purpose === kConsumePrivate || purpose === kCreatePublic) {
      throw new ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(key.type, 'private');
    }
    if (key.type !== 'public') throw new ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(key.type, 'private or public');
  }
  return handleOf(key);
}

function objectOf(key) {
  if (isKeyObject(key)) return key;
  return isCryptoKey(key) ? key[kKeyObject] : undefined;
}

function rawHandle(options, data, format, purpose) {
  const { asymmetricKeyType, namedCurve } = options;
  validateString(asymmetricKeyType, 'key.asymmetricKeyType');
  if (asymmetricKeyType === 'ec') validateString(namedCurve, 'key.namedCurve');
  const isPrivate = format !== formats['raw-public'];
  const handle = new KeyObjectHandle();
  if (isPrivate && purpose === kCreatePublic) {
    const whole = new KeyObjectHandle();
    whole.open(FROM_RAW, asymmetricKeyType, namedCurve, data, true, format === formats['raw-seed']);
    handle.open(PUBLIC, whole);
    return handle;
  }
  if (!isPrivate && (purpose === kCreatePrivate || purpose === kConsumePrivate)) {
    throw new ERR_INVALID_ARG_VALUE('key.format', options.format);
  }
  handle.open(FROM_RAW, asymmetricKeyType, asymmetricKeyType === 'ec' ? namedCurve : undefined, data, isPrivate,
              format === formats['raw-seed']);
  return handle;
}

// A key of any form as the arguments of native calls: `data` (bytes or a handle), `format`, `type`, `passphrase`.
function prepareAsymmetricKey(key, purpose) {
  const object = objectOf(key);
  if (object !== undefined) return { data: getKeyObjectHandle(object, purpose) };
  if (isStringOrBuffer(key)) return { format: PEM, data: getArrayBufferOrView(key, 'key') };
  if (typeof key !== 'object' || key === null) {
    throw new ERR_INVALID_ARG_TYPE('key', getKeyTypes(purpose !== kCreatePrivate), key);
  }
  const { key: data, encoding: stringEncoding, format } = key;
  const inner = objectOf(data);
  if (inner !== undefined) return { data: getKeyObjectHandle(inner, purpose) };
  if (format === 'jwk') {
    validateObject(data, 'key.key');
    const handle = new KeyObjectHandle();
    const isPublic = purpose === kConsumePublic || purpose === kCreatePublic;
    require('internal/crypto/jwk').openJwk(handle, data, isPublic);
    return { data: handle, format: 'jwk' };
  }
  if (!isStringOrBuffer(data)) {
    throw new ERR_INVALID_ARG_TYPE('key.key', getKeyTypes(purpose !== kCreatePrivate), data);
  }
  const isPublic = purpose === kConsumePrivate || purpose === kCreatePrivate ? false : undefined;
  const parsed = parseKeyEncoding(key, undefined, isPublic, 'key');
  const bytes = getArrayBufferOrView(data, 'key', stringEncoding);
  if (parsed.format > JWK) return { data: rawHandle(key, bytes, parsed.format, purpose), format: 'jwk' };
  return { data: bytes, ...parsed };
}

function preparePrivateKey(key) {
  return prepareAsymmetricKey(key, kConsumePrivate);
}

function preparePublicOrPrivateKey(key) {
  return prepareAsymmetricKey(key, kConsumePublic);
}

function createSecretKey(key, encoding) {
  const data = require('internal/crypto/secret').prepareSecretKey(key, encoding, true);
  const handle = new KeyObjectHandle();
  handle.open(SECRET, data);
  return new SecretKeyObject(handle);
}

function createPublicKey(key) {
  const { format, type, data, passphrase } = prepareAsymmetricKey(key, kCreatePublic);
  if (format === 'jwk') return new PublicKeyObject(data);
  const handle = new KeyObjectHandle();
  handle.open(PUBLIC, data, format, type, passphrase);
  return new PublicKeyObject(handle);
}

function createPrivateKey(key) {
  const { format, type, data, passphrase } = prepareAsymmetricKey(key, kCreatePrivate);
  if (format === 'jwk') return new PrivateKeyObject(data);
  const handle = new KeyObjectHandle();
  handle.open(PRIVATE, data, format, type, passphrase);
  return new PrivateKeyObject(handle);
}

// A KeyObject of a handle that native code made.
function wrapHandle(type, handle) {
  adopt(handle);
  if (type === 'secret') return new SecretKeyObject(handle);
  return type === 'public' ? new PublicKeyObject(handle) : new PrivateKeyObject(handle);
}

// What the receiving side of a structured clone makes before [kDeserialize] opens its handle.
function clonedClass(Class) {
  function Cloned() {
    return new Class(new KeyObjectHandle());
  }
  Cloned.prototype[kDeserialize] = () => {};
  return Cloned;
}

// The handle of a secret CryptoKey.
function secretHandleOf(key) {
  const object = key[kKeyObject];
  if (object.type !== 'secret') throw new ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(object.type, 'secret');
  return handleOf(object);
}

module.exports = {
  ClonedPrivateKey: clonedClass(PrivateKeyObject),
  ClonedPublicKey: clonedClass(PublicKeyObject),
  ClonedSecretKey: clonedClass(SecretKeyObject),
  KeyObject,
  KeyObjectHandle,
  PrivateKeyObject,
  PublicKeyObject,
  SecretKeyObject,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  isCryptoKey,
  isKeyObject,
  prepareAsymmetricKey,
  preparePrivateKey,
  preparePublicOrPrivateKey,
  secretHandleOf,
  wrapHandle,
};
