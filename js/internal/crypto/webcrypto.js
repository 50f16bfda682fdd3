// Crypto and SubtleCrypto. https://w3c.github.io/webcrypto/
'use strict';

const { Buffer } = require('buffer');
const { codes: { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_THIS } } = require('internal/errors');
const { lazyDOMException } = require('internal/util');
const { codedTypeError, createEnumConverter, createSequenceConverter, requiredArguments } = require('internal/webidl');
const { CryptoKey, allUsages, isCryptoKey, slotsOf } = require('internal/crypto/crypto_key');
const { bytesOf, knows, normalize } = require('internal/crypto/webcrypto_algorithms');

const kCreate = Symbol('kCreate');

const operations = () => require('internal/crypto/webcrypto_operations');
const importer = () => require('internal/crypto/webcrypto_import');
const { getRandomValues: fillRandom, randomUUID: makeUUID } = require('internal/crypto/random');

const formats = createEnumConverter('KeyFormat', [
  'raw', 'raw-public', 'raw-seed', 'raw-secret', 'raw-private', 'pkcs8', 'spki', 'jwk',
]);
const usageList = createSequenceConverter(createEnumConverter('KeyUsage', allUsages));

// Conversions of arguments whose failure names the method and the argument.
class Arguments {
  constructor(method, args, required) {
    this.prefix = `Failed to execute '${method}' on 'SubtleCrypto'`;
    this.args = args;
    requiredArguments(args.length, required, { prefix: this.prefix });
  }

  context(index) {
    return `${['1st', '2nd', '3rd'][index] ?? `${index + 1}th`} argument`;
  }

  format(index) {
    return formats(this.args[index], { prefix: this.prefix, context: this.context(index) });
  }

  key(index) {
    const value = this.args[index];
    if (!isCryptoKey(value)) {
      throw codedTypeError(`${this.prefix}: ${this.context(index)} is not of type CryptoKey.`, 'ERR_INVALID_ARG_TYPE');
    }
    return value;
  }

  bytes(index) {
    return bytesOf(this.args[index], () => `${this.prefix}: ${this.context(index)}`);
  }

  usages(index) {
    return usageList(this.args[index], { prefix: this.prefix, context: this.context(index) });
  }
}

// The key must be of the algorithm, and be allowed to do it.
function checkKey(key, name, usage, verb) {
  const { algorithm, usages } = slotsOf(key);
  if (name !== algorithm.name) throw lazyDOMException('Key algorithm mismatch', 'InvalidAccessError');
  if (usages.includes(usage)) return;
  const message = usage.startsWith('derive') ?
    `baseKey does not have ${usage} usage` : `Unable to use this key to ${verb ?? usage}`;
  throw lazyDOMException(message, 'InvalidAccessError');
}

// An algorithm that can do an operation itself or, for wrapping, by encrypting.
function normalizeFor(algorithm, operation, fallback) {
  const name = typeof algorithm === 'string' ? algorithm : algorithm?.name;
  return normalize(algorithm, name !== undefined && knows(`${name}`, operation) ? operation : fallback);
}

function importData(args, index, format) {
  const value = args.args[index];
  if (format !== 'jwk') return args.bytes(index);
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
    throw codedTypeError(`${args.prefix}: Key data must be an object for JWK import`, 'ERR_INVALID_ARG_TYPE');
  }
  return value;
}

function finishImport(format, data, algorithm, extractable, usages) {
  const key = importer().importKey(format, data, algorithm, extractable, usages);
  if (key.type !== 'public' && usages.length === 0) {
    throw lazyDOMException(`Usages cannot be empty when importing a ${key.type} key.`, 'SyntaxError');
  }
  return key;
}

let isSubtle;

function checkSubtle(value) {
  if (!isSubtle(value)) throw new ERR_INVALID_THIS('SubtleCrypto');
}

class SubtleCrypto {
  #brand;

  constructor(secret) {
    if (secret !== kCreate) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this.#brand = true;
  }

  static has(value) {
    return typeof value === 'object' && value !== null && #brand in value;
  }

  async encrypt(algorithm, key, data) {
    checkSubtle(this);
    const args = new Arguments('encrypt', arguments, 3);
    key = args.key(1);
    data = args.bytes(2);
    const params = normalize(algorithm, 'encrypt');
    checkKey(key, params.name, 'encrypt');
    return operations().crypt(true, params, key, data);
  }

  async decrypt(algorithm, key, data) {
    checkSubtle(this);
    const args = new Arguments('decrypt', arguments, 3);
    key = args.key(1);
    data = args.bytes(2);
    const params = normalize(algorithm, 'decrypt');
    checkKey(key, params.name, 'decrypt');
    return operations().crypt(false, params, key, data);
  }

  async sign(algorithm, key, data) {
    checkSubtle(this);
    const args = new Arguments('sign', arguments, 3);
    key = args.key(1);
    data = args.bytes(2);
    const params = normalize(algorithm, 'sign');
    checkKey(key, params.name, 'sign');
    return operations().sign(params, key, data);
  }

  async verify(algorithm, key, signature, data) {
    checkSubtle(this);
    const args = new Arguments('verify', arguments, 4);
    key = args.key(1);
    signature = args.bytes(2);
    data = args.bytes(3);
    const params = normalize(algorithm, 'verify');
    checkKey(key, params.name, 'verify');
    return operations().verify(params, key, signature, data);
  }

  async digest(algorithm, data) {
    checkSubtle(this);
    const args = new Arguments('digest', arguments, 2);
    data = args.bytes(1);
    return operations().digest(normalize(algorithm, 'digest'), data);
  }

  async generateKey(algorithm, extractable, keyUsages) {
    checkSubtle(this);
    const args = new Arguments('generateKey', arguments, 3);
    const usages = args.usages(2);
    const params = normalize(algorithm, 'generateKey');
    return require('internal/crypto/webcrypto_keys').generateKey(params, !!extractable, usages);
  }

  async deriveKey(algorithm, baseKey, derivedKeyType, extractable, keyUsages) {
    checkSubtle(this);
    const args = new Arguments('deriveKey', arguments, 5);
    const key = args.key(1);
    const usages = args.usages(4);
    const params = normalize(algorithm, 'deriveBits');
    const derived = normalize(derivedKeyType, 'importKey');
    const wanted = normalize(derivedKeyType, 'getKeyLength');
    checkKey(key, params.name, 'deriveKey');
    const length = operations().keyLength(wanted);
    const bits = await operations().deriveBits(params, key, length);
    return finishImport('raw-secret', new Uint8Array(bits), derived, !!extractable, usages);
  }

  async deriveBits(algorithm, baseKey, length = null) {
    checkSubtle(this);
    const args = new Arguments('deriveBits', arguments, 2);
    const key = args.key(1);
    if (length !== null) length = require('internal/webidl').converters['unsigned long'](length);
    const params = normalize(algorithm, 'deriveBits');
    checkKey(key, params.name, 'deriveBits');
    return operations().deriveBits(params, key, length);
  }

  async importKey(format, keyData, algorithm, extractable, keyUsages) {
    checkSubtle(this);
    const args = new Arguments('importKey', arguments, 5);
    format = args.format(0);
    const data = importData(args, 1, format);
    const usages = args.usages(4);
    return finishImport(format, data, normalize(algorithm, 'importKey'), !!extractable, usages);
  }

  async exportKey(format, key) {
    checkSubtle(this);
    const args = new Arguments('exportKey', arguments, 2);
    format = args.format(0);
    return exportChecked(format, args.key(1));
  }

  async wrapKey(format, key, wrappingKey, algorithm) {
    checkSubtle(this);
    const args = new Arguments('wrapKey', arguments, 4);
    format = args.format(0);
    key = args.key(1);
    wrappingKey = args.key(2);
    const params = normalizeFor(algorithm, 'wrapKey', 'encrypt');
    checkKey(wrappingKey, params.name, 'wrapKey', 'wrap a key');
    const exported = exportChecked(format, key);
    const bytes = format === 'jwk' ? Buffer.from(JSON.stringify(exported)) : new Uint8Array(exported);
    // Key wrapping takes whole blocks of 8 bytes: the text of a JWK may end with blanks.
    const padded = format === 'jwk' && params.name === 'AES-KW' && bytes.byteLength % 8 !== 0 ?
      Buffer.concat([bytes, Buffer.alloc(8 - bytes.byteLength % 8, ' ')]) : bytes;
    return operations().crypt(true, params, wrappingKey, padded);
  }

  async unwrapKey(format, wrappedKey, unwrappingKey, unwrapAlgo, unwrappedKeyAlgo, extractable, keyUsages) {
    checkSubtle(this);
    const args = new Arguments('unwrapKey', arguments, 7);
    format = args.format(0);
    const wrapped = args.bytes(1);
    const key = args.key(2);
    const usages = args.usages(6);
    const params = normalizeFor(unwrapAlgo, 'unwrapKey', 'decrypt');
    const wanted = normalize(unwrappedKeyAlgo, 'importKey');
    checkKey(key, params.name, 'unwrapKey', 'unwrap a key');
    const bytes = new Uint8Array(await operations().crypt(false, params, key, wrapped));
    let data = bytes;
    if (format === 'jwk') {
      try {
        data = JSON.parse(Buffer.from(bytes).toString());
      } catch (cause) {
        throw lazyDOMException('Invalid wrapped JWK key', { name: 'DataError', cause });
      }
    }
    return finishImport(format, data, wanted, !!extractable, usages);
  }

  async getPublicKey(key, keyUsages) {
    checkSubtle(this);
    const args = new Arguments('getPublicKey', arguments, 2);
    key = args.key(0);
    const usages = args.usages(1);
    if (key.type !== 'private') {
      throw lazyDOMException(
        'key must be a private key', key.type === 'secret' ? 'NotSupportedError' : 'InvalidAccessError');
    }
    const { algorithm, object } = slotsOf(key);
    const { createPublicKey } = require('internal/crypto/keys');
    return importer().fromObject(createPublicKey(object), algorithm, true, usages);
  }

  async encapsulateBits(encapsulationAlgorithm, encapsulationKey) {
    checkSubtle(this);
    const args = new Arguments('encapsulateBits', arguments, 2);
    const key = args.key(1);
    const params = normalize(encapsulationAlgorithm, 'encapsulate');
    checkKey(key, params.name, 'encapsulateBits', 'encapsulate bits');
    return operations().encapsulate(key);
  }

  async encapsulateKey(encapsulationAlgorithm, encapsulationKey, sharedKeyAlgorithm, extractable, usages) {
    checkSubtle(this);
    const args = new Arguments('encapsulateKey', arguments, 5);
    const key = args.key(1);
    const list = args.usages(4);
    const params = normalize(encapsulationAlgorithm, 'encapsulate');
    const shared = normalize(sharedKeyAlgorithm, 'importKey');
    checkKey(key, params.name, 'encapsulateKey', 'encapsulate a key');
    const { sharedKey, ciphertext } = await operations().encapsulate(key);
    return {
      sharedKey: finishImport('raw-secret', new Uint8Array(sharedKey), shared, !!extractable, list),
      ciphertext,
    };
  }

  async decapsulateBits(decapsulationAlgorithm, decapsulationKey, ciphertext) {
    checkSubtle(this);
    const args = new Arguments('decapsulateBits', arguments, 3);
    const key = args.key(1);
    const data = args.bytes(2);
    const params = normalize(decapsulationAlgorithm, 'decapsulate');
    checkKey(key, params.name, 'decapsulateBits', 'decapsulate bits');
    return operations().decapsulate(key, data);
  }

  async decapsulateKey(decapsulationAlgorithm, decapsulationKey, ciphertext, sharedKeyAlgorithm, extractable, usages) {
    checkSubtle(this);
    const args = new Arguments('decapsulateKey', arguments, 6);
    const key = args.key(1);
    const data = args.bytes(2);
    const list = args.usages(5);
    const params = normalize(decapsulationAlgorithm, 'decapsulate');
    const shared = normalize(sharedKeyAlgorithm, 'importKey');
    checkKey(key, params.name, 'decapsulateKey', 'decapsulate a key');
    const bits = await operations().decapsulate(key, data);
    return finishImport('raw-secret', new Uint8Array(bits), shared, !!extractable, list);
  }

  // https://wicg.github.io/webcrypto-modern-algos/#SubtleCrypto-method-supports
  static supports(operation, algorithm, lengthOrAdditionalAlgorithm = null) {
    if (this !== SubtleCrypto) throw new ERR_INVALID_THIS('SubtleCrypto constructor');
    requiredArguments(arguments.length, 2, { prefix: "Failed to execute 'supports' on 'SubtleCrypto'" });
    const names = { encapsulateKey: 'encapsulate', encapsulateBits: 'encapsulate', decapsulateKey: 'decapsulate',
                    decapsulateBits: 'decapsulate', deriveKey: 'deriveBits' };
    try {
      if (operation === 'wrapKey') normalizeFor(algorithm, 'wrapKey', 'encrypt');
      else if (operation === 'unwrapKey') normalizeFor(algorithm, 'unwrapKey', 'decrypt');
      else normalize(algorithm, names[operation] ?? operation);
      if (operation === 'deriveKey') normalize(lengthOrAdditionalAlgorithm, 'getKeyLength');
      return true;
    } catch {
      return false;
    }
  }
}

function exportChecked(format, key) {
  const { algorithm, extractable } = slotsOf(key);
  if (!knows(algorithm.name, 'exportKey')) {
    throw lazyDOMException(`${algorithm.name} key export is not supported`, 'NotSupportedError');
  }
  if (!extractable) throw lazyDOMException('key is not extractable', 'InvalidAccessError');
  return importer().exportKey(format, key);
}

const subtle = new SubtleCrypto(kCreate);
isSubtle = SubtleCrypto.has;
delete SubtleCrypto.has;

class Crypto {
  #brand;

  constructor(secret) {
    if (secret !== kCreate) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this.#brand = true;
  }

  static check(value) {
    if (typeof value !== 'object' || value === null || !(#brand in value)) throw new ERR_INVALID_THIS('Crypto');
  }

  get subtle() {
    checkCrypto(this);
    return subtle;
  }

  getRandomValues(array) {
    checkCrypto(this);
    requiredArguments(arguments.length, 1, { prefix: "Failed to execute 'getRandomValues' on 'Crypto'" });
    return fillRandom(array);
  }

  randomUUID() {
    checkCrypto(this);
    return makeUUID();
  }
}
const checkCrypto = Crypto.check;
delete Crypto.check;

const enumerable = { __proto__: null, enumerable: true };
for (const Class of [Crypto, SubtleCrypto]) {
  Object.defineProperty(Class, 'length', { __proto__: null, value: 0, configurable: true });
  for (const name of Object.getOwnPropertyNames(Class.prototype)) {
    if (name !== 'constructor') Object.defineProperty(Class.prototype, name, enumerable);
  }
  Object.defineProperty(Class.prototype, Symbol.toStringTag, {
    __proto__: null, value: Class.name, configurable: true, writable: false, enumerable: false,
  });
}

// https://nodejs.org/api/crypto.html#keyobjecttocryptokeyalgorithm-extractable-keyusages
function toCryptoKey(object, algorithm, extractable, usages) {
  const params = normalize(algorithm, 'importKey');
  let key;
  if (object.type === 'secret') {
    const bytes = object.export();
    key = importer().importKey('raw-secret', bytes, params, !!extractable, usages);
  } else {
    key = importer().fromObject(object, params, !!extractable, usages);
  }
  if (key.type !== 'public' && usages.length === 0) {
    throw lazyDOMException(`Usages cannot be empty when importing a ${key.type} key.`, 'SyntaxError');
  }
  return key;
}

module.exports = { Crypto, CryptoKey, SubtleCrypto, crypto: new Crypto(kCreate), toCryptoKey };
