// CryptoKey. https://w3c.github.io/webcrypto/#cryptokey-interface
'use strict';

const { codes: { ERR_ILLEGAL_CONSTRUCTOR } } = require('internal/errors');
const { customInspectSymbol } = require('internal/util');
const { kClone, kDeserialize, markTransferMode } = require('internal/worker/js_transferable');
const { kKeyObject } = require('internal/crypto/util');

const kCreate = Symbol('kCreate');

// The order in which the specification lists them.
const allUsages = [
  'encrypt', 'decrypt', 'sign', 'verify', 'deriveKey', 'deriveBits', 'wrapKey', 'unwrapKey', 'encapsulateKey',
  'encapsulateBits', 'decapsulateKey', 'decapsulateBits',
];

const cloneAlgorithm = (algorithm) => {
  const clone = { ...algorithm };
  if (clone.hash !== undefined) clone.hash = { ...clone.hash };
  if (clone.publicExponent !== undefined) clone.publicExponent = new Uint8Array(clone.publicExponent);
  return clone;
};

class CryptoKey {
  #object;
  #algorithm;
  #extractable;
  #usages;
  // What a program gets, and may change without a change of the key.
  #shownAlgorithm;
  #shownUsages;

  constructor(secret, object, algorithm, usages, extractable) {
    if (secret !== kCreate) throw new ERR_ILLEGAL_CONSTRUCTOR();
    markTransferMode(this, true, false);
    this.#object = object;
    this.#algorithm = algorithm;
    this.#extractable = extractable;
    this.#usages = usages;
  }

  [kClone]() {
    return {
      data: { object: this.#object, algorithm: this.#algorithm, extractable: this.#extractable, usages: this.#usages },
      deserializeInfo: 'internal/crypto/crypto_key:ClonedCryptoKey',
    };
  }

  [kDeserialize]({ object, algorithm, extractable, usages }) {
    this.#object = object;
    this.#algorithm = algorithm;
    this.#extractable = extractable;
    this.#usages = usages;
  }

  get type() {
    return this.#object.type;
  }

  get extractable() {
    return this.#extractable;
  }

  get algorithm() {
    return this.#shownAlgorithm ??= cloneAlgorithm(this.#algorithm);
  }

  get usages() {
    return this.#shownUsages ??= [...this.#usages];
  }

  [customInspectSymbol](depth, options) {
    if (depth < 0) return this;
    const { inspect } = require('internal/util/inspect');
    return `CryptoKey ${inspect({
      type: this.type,
      extractable: this.extractable,
      algorithm: cloneAlgorithm(this.#algorithm),
      usages: [...this.#usages],
    }, { ...options, depth: options.depth == null ? null : options.depth - 1 })}`;
  }

  static slots(key) {
    return { algorithm: key.#algorithm, usages: key.#usages, extractable: key.#extractable, object: key.#object };
  }

  static has(value) {
    return typeof value === 'object' && value !== null && #object in value;
  }
}

const { slots, has } = CryptoKey;
delete CryptoKey.slots;
delete CryptoKey.has;
Object.defineProperty(CryptoKey, 'length', { __proto__: null, value: 0, configurable: true });
const enumerable = { __proto__: null, enumerable: true };
Object.defineProperties(CryptoKey.prototype, {
  type: enumerable,
  extractable: enumerable,
  algorithm: enumerable,
  usages: enumerable,
  [Symbol.toStringTag]: { __proto__: null, value: 'CryptoKey', configurable: true },
  [kKeyObject]: { __proto__: null, get() { return slots(this).object; }, configurable: true },
});

// What the receiving side of a structured clone makes before [kDeserialize] fills it.
function ClonedCryptoKey() {
  return new CryptoKey(kCreate);
}
ClonedCryptoKey.prototype[kDeserialize] = () => {};

function createCryptoKey(object, algorithm, usages, extractable) {
  const wanted = new Set(usages);
  return new CryptoKey(kCreate, object, algorithm, allUsages.filter((usage) => wanted.has(usage)), extractable);
}

module.exports = { ClonedCryptoKey, CryptoKey, allUsages, createCryptoKey, isCryptoKey: has, slotsOf: slots };
