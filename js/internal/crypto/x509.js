// X509Certificate. https://nodejs.org/api/crypto.html#class-x509certificate
'use strict';

const {
  codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE },
} = require('internal/errors');
const { customInspectSymbol } = require('internal/util');
const { isArrayBufferView } = require('internal/util/types');
const {
  validateBoolean,
  validateObject,
  validateString,
} = require('internal/validators');
const { Buffer } = require('buffer');
const { kClone, kDeserialize, markTransferMode } = require('internal/worker/js_transferable');
const { isKeyObject, wrapHandle } = require('internal/crypto/keys');
const kinds = require('internal/crypto/kinds');
const { kHandle, toBuffer } = require('internal/crypto/util');

// Methods of the handle: see ops/crypto/x509.rs.
const SUBJECT = 0;
const ISSUER = 1;
const ALTERNATIVES = 2;
const INFO_ACCESS = 3;
const VALID_FROM = 4;
const VALID_TO = 5;
const FINGERPRINT = 6;
const KEY_USAGE = 7;
const SERIAL = 8;
const RAW = 9;
const PUBLIC_KEY = 10;
const PEM = 11;
const IS_CA = 12;
const CHECK_HOST = 13;
const CHECK_EMAIL = 14;
const CHECK_IP = 15;
const CHECK_ISSUED = 16;
const CHECK_PRIVATE_KEY = 17;
const VERIFY = 18;
const SIGNATURE_NAME = 19;
const SIGNATURE_OID = 20;
const KEY_PARTS = 21;
const SUBJECT_PARTS = 22;
const ISSUER_PARTS = 23;

// `X509_CHECK_FLAG_*`.
const flagsOf = {
  __proto__: null,
  wildcards: 0x2,
  partialWildcards: 0x4,
  multiLabelWildcards: 0x8,
  singleLabelSubdomains: 0x10,
};
const ALWAYS_CHECK_SUBJECT = 0x1;
const NEVER_CHECK_SUBJECT = 0x20;

function getFlags(options = {}) {
  validateObject(options, 'options');
  const {
    subject = 'default',
    wildcards = true,
    partialWildcards = true,
    multiLabelWildcards = false,
    singleLabelSubdomains = false,
  } = options;
  validateString(subject, 'options.subject');
  validateBoolean(wildcards, 'options.wildcards');
  validateBoolean(partialWildcards, 'options.partialWildcards');
  validateBoolean(multiLabelWildcards, 'options.multiLabelWildcards');
  validateBoolean(singleLabelSubdomains, 'options.singleLabelSubdomains');
  let flags = 0;
  switch (subject) {
    case 'default': break;
    case 'always': flags |= ALWAYS_CHECK_SUBJECT; break;
    case 'never': flags |= NEVER_CHECK_SUBJECT; break;
    default: throw new ERR_INVALID_ARG_VALUE('options.subject', subject);
  }
  if (!wildcards) flags |= flagsOf.wildcards;
  if (!partialWildcards) flags |= flagsOf.partialWildcards;
  if (multiLabelWildcards) flags |= flagsOf.multiLabelWildcards;
  if (singleLabelSubdomains) flags |= flagsOf.singleLabelSubdomains;
  return flags;
}

class X509Handle extends ops.CryptoHandle {}

// A name as an object; a key that comes more than once has a list.
function nameObject(list) {
  const result = { __proto__: null };
  for (let i = 0; i < list.length; i += 2) add(result, list[i], list[i + 1]);
  return result;
}

function add(result, key, value) {
  const before = result[key];
  if (before === undefined) result[key] = value;
  else if (Array.isArray(before)) before.push(value);
  else result[key] = [before, value];
}

// https://nodejs.org/api/tls.html#certificate-object
function infoAccessObject(text) {
  if (text === undefined) return undefined;
  const result = { __proto__: null };
  for (const line of text.split('\n')) {
    const at = line.indexOf(':');
    const key = line.slice(0, at);
    let value = line.slice(at + 1);
    if (value[0] === '"') {
      try {
        value = JSON.parse(value);
      } catch {
        // It stays as it is.
      }
    }
    (result[key] ??= []).push(value);
  }
  return result;
}

const kBlank = Symbol('kBlank');
let isCertificate;
let cacheOf;

// What `certificate` knows by a method of its handle, asked once.
function cached(certificate, key, make) {
  const cache = cacheOf(certificate);
  if (!(key in cache)) cache[key] = make(certificate[kHandle]);
  return cache[key];
}

const ask = (certificate, method, ...args) =>
  cached(certificate, `${method}${args}`, (handle) => handle.run(method, ...args));

class X509Certificate {
  #handle;
  #cache = { __proto__: null };

  constructor(buffer) {
    const handle = new X509Handle();
    this.#handle = handle;
    markTransferMode(this, true, false);
    // A structured clone is opened later; native code opened its own.
    if (buffer === kBlank) return;
    if (buffer instanceof ops.CryptoHandle) {
      this.#handle = Object.setPrototypeOf(buffer, X509Handle.prototype);
      return;
    }
    if (typeof buffer === 'string') buffer = Buffer.from(buffer);
    if (!isArrayBufferView(buffer)) {
      throw new ERR_INVALID_ARG_TYPE('buffer', ['string', 'Buffer', 'TypedArray', 'DataView'], buffer);
    }
    handle.open(kinds.handle.certificate, buffer);
  }

  static has(value) {
    return typeof value === 'object' && value !== null && #handle in value;
  }

  static cacheOf(certificate) {
    return certificate.#cache;
  }

  get [kHandle]() {
    return this.#handle;
  }

  [kClone]() {
    return { data: { raw: this.raw }, deserializeInfo: 'internal/crypto/x509:ClonedX509Certificate' };
  }

  [kDeserialize]({ raw }) {
    this.#handle.open(kinds.handle.certificate, raw);
  }

  [customInspectSymbol](depth, options) {
    if (depth < 0) return this;
    const { inspect } = require('internal/util/inspect');
    const names = [
      'subject', 'subjectAltName', 'issuer', 'infoAccess', 'validFrom', 'validTo', 'validFromDate', 'validToDate',
      'fingerprint', 'fingerprint256', 'fingerprint512', 'keyUsage', 'serialNumber', 'signatureAlgorithm',
      'signatureAlgorithmOid',
    ];
    const shown = {};
    for (const name of names) shown[name] = this[name];
    const inner = { ...options, depth: options.depth == null ? null : options.depth - 1 };
    return `X509Certificate ${inspect(shown, inner)}`;
  }

  get subject() { return ask(this, SUBJECT); }
  get subjectAltName() { return ask(this, ALTERNATIVES); }
  get issuer() { return ask(this, ISSUER); }
  // Only a connection knows the chain.
  get issuerCertificate() { return cacheOf(this).issuerCertificate; }
  get infoAccess() { return ask(this, INFO_ACCESS); }
  get validFrom() { return ask(this, VALID_FROM); }
  get validTo() { return ask(this, VALID_TO); }
  get validFromDate() { return new Date(this.validFrom); }
  get validToDate() { return new Date(this.validTo); }
  get fingerprint() { return ask(this, FINGERPRINT, 'sha1'); }
  get fingerprint256() { return ask(this, FINGERPRINT, 'sha256'); }
  get fingerprint512() { return ask(this, FINGERPRINT, 'sha512'); }
  get keyUsage() { return ask(this, KEY_USAGE); }
  get serialNumber() { return ask(this, SERIAL); }
  get signatureAlgorithm() { return ask(this, SIGNATURE_NAME); }
  get signatureAlgorithmOid() { return ask(this, SIGNATURE_OID); }
  get raw() { return cached(this, 'raw', (handle) => toBuffer(handle.run(RAW))); }
  get publicKey() { return cached(this, 'publicKey', (handle) => wrapHandle('public', handle.run(PUBLIC_KEY))); }

  toString() {
    return ask(this, PEM);
  }

  toJSON() {
    return this.toString();
  }

  get ca() { return ask(this, IS_CA); }

  checkHost(name, options) {
    validateString(name, 'name');
    return this.#handle.run(CHECK_HOST, Buffer.from(name), getFlags(options));
  }

  checkEmail(email, options) {
    validateString(email, 'email');
    return this.#handle.run(CHECK_EMAIL, Buffer.from(email), getFlags(options)) ? email : undefined;
  }

  checkIP(ip, options) {
    validateString(ip, 'ip');
    // The flags of names are for names.
    getFlags(options);
    return this.#handle.run(CHECK_IP, ip, 0) ? ip : undefined;
  }

  checkIssued(otherCert) {
    if (!isCertificate(otherCert)) throw new ERR_INVALID_ARG_TYPE('otherCert', 'X509Certificate', otherCert);
    return this.#handle.run(CHECK_ISSUED, otherCert.#handle);
  }

  checkPrivateKey(pkey) {
    if (!isKeyObject(pkey)) throw new ERR_INVALID_ARG_TYPE('pkey', 'KeyObject', pkey);
    if (pkey.type !== 'private') throw new ERR_INVALID_ARG_VALUE('pkey', pkey);
    return this.#handle.run(CHECK_PRIVATE_KEY, pkey[kHandle]);
  }

  verify(pkey) {
    if (!isKeyObject(pkey)) throw new ERR_INVALID_ARG_TYPE('pkey', 'KeyObject', pkey);
    if (pkey.type !== 'public') throw new ERR_INVALID_ARG_VALUE('pkey', pkey);
    return this.#handle.run(VERIFY, pkey[kHandle]);
  }

  // https://nodejs.org/api/tls.html#certificate-object
  toLegacyObject() {
    const handle = this.#handle;
    const { 0: modulus, 1: exponent, 2: pubkey, 3: bits, 4: asn1Curve, 5: nistCurve } = handle.run(KEY_PARTS);
    return {
      subject: nameObject(handle.run(SUBJECT_PARTS)),
      issuer: nameObject(handle.run(ISSUER_PARTS)),
      subjectaltname: this.subjectAltName,
      infoAccess: infoAccessObject(this.infoAccess),
      ca: this.ca,
      modulus,
      exponent,
      pubkey: pubkey === undefined ? undefined : toBuffer(pubkey),
      bits,
      valid_from: this.validFrom,
      valid_to: this.validTo,
      fingerprint: this.fingerprint,
      fingerprint256: this.fingerprint256,
      fingerprint512: this.fingerprint512,
      ext_key_usage: this.keyUsage,
      serialNumber: this.serialNumber,
      raw: this.raw,
      asn1Curve,
      nistCurve,
    };
  }
}
cacheOf = X509Certificate.cacheOf;
isCertificate = X509Certificate.has;
delete X509Certificate.cacheOf;
delete X509Certificate.has;

// What the receiving side of a structured clone makes before [kDeserialize] opens its handle.
function ClonedX509Certificate() {
  return new X509Certificate(kBlank);
}
ClonedX509Certificate.prototype[kDeserialize] = () => {};

// A certificate of a handle that native code made.
function wrapCertificate(handle) {
  return new X509Certificate(handle);
}

module.exports = { ClonedX509Certificate, X509Certificate, isX509Certificate: isCertificate, wrapCertificate };
