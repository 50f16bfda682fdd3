// Fills a native SecureContext from the options of tls.createSecureContext().
// https://nodejs.org/docs/latest-v26.x/api/tls.html#tlscreatesecurecontextoptions
'use strict';

const {
  codes: {
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
    ERR_TLS_INVALID_PROTOCOL_VERSION,
  },
} = require('internal/errors');
const {
  validateBuffer,
  validateInt32,
  validateObject,
  validateString,
} = require('internal/validators');

const TLS1_VERSION = 0x0301;
const TLS1_1_VERSION = 0x0302;
const TLS1_2_VERSION = 0x0303;
const TLS1_3_VERSION = 0x0304;
const SSL_OP_CIPHER_SERVER_PREFERENCE = 0x00400000;

const versions = {
  '__proto__': null,
  'TLSv1': TLS1_VERSION,
  'TLSv1.1': TLS1_1_VERSION,
  'TLSv1.2': TLS1_2_VERSION,
  'TLSv1.3': TLS1_3_VERSION,
};

// The number of a version; 0 for none when `nothing` allows it.
function toVersion(which, version, fallback) {
  version ??= fallback;
  const number = versions[version];
  if (number === undefined) throw new ERR_TLS_INVALID_PROTOCOL_VERSION(version, which);
  return number;
}

function isArrayBufferView(value) {
  return ArrayBuffer.isView(value);
}

function validateKeyOrCert(name, value) {
  if (typeof value !== 'string' && !isArrayBufferView(value)) {
    throw new ERR_INVALID_ARG_TYPE(name, ['string', 'Buffer', 'TypedArray', 'DataView'], value);
  }
}

function bytesOf(value) {
  return typeof value === 'string' ? require('buffer').Buffer.from(value) : value;
}

function setKey(context, key, passphrase, name) {
  validateKeyOrCert(`${name}.key`, key);
  if (passphrase !== undefined && passphrase !== null) validateString(passphrase, `${name}.passphrase`);
  context.setKey(bytesOf(key), passphrase ?? undefined);
}

function setCerts(context, certs, name) {
  for (const cert of Array.isArray(certs) ? certs : [certs]) {
    validateKeyOrCert(`${name}.cert`, cert);
    context.setCert(bytesOf(cert));
  }
}

function addCACerts(context, certs, name) {
  for (const cert of Array.isArray(certs) ? certs : [certs]) {
    validateKeyOrCert(`${name}.ca`, cert);
    context.addCACert(bytesOf(cert));
  }
}

// TLS 1.3 has names of its own; the list of the others goes to OpenSSL without them.
function processCiphers(ciphers, name) {
  const list = ciphers.split(':').filter((cipher) => cipher.length > 0);
  const suites = list.filter((cipher) => cipher.startsWith('TLS_')).join(':');
  const others = list.filter((cipher) => !/^!?TLS_/.test(cipher)).join(':');
  if (suites === '' && others === '') throw new ERR_INVALID_ARG_VALUE(name, ciphers);
  return { suites, others };
}

function setCiphers(context, options, name) {
  const { ciphers } = options;
  if (ciphers !== undefined && ciphers !== null) validateString(ciphers, `${name}.ciphers`);
  const { suites, others } =
    processCiphers(ciphers || require('internal/tls/defaults').defaultCiphers(), `${name}.ciphers`);
  if (suites !== '') context.setCipherSuites(suites);
  context.setCiphers(others);
  // Without a cipher of theirs the older versions cannot be used.
  if (others === '' && context.getMinProto() < TLS1_3_VERSION && context.getMaxProto() > TLS1_2_VERSION) {
    context.setMinProto(TLS1_3_VERSION);
  }
}

// `key` and `cert`: one or lists; entries of `key` may be objects with a passphrase.
function setPairs(context, options, name) {
  const { cert, key, passphrase } = options;
  if (cert) setCerts(context, cert, name);
  if (!key) return;
  if (!Array.isArray(key)) {
    setKey(context, key, passphrase, name);
    return;
  }
  for (const entry of key) {
    const pem = entry?.pem !== undefined ? entry.pem : entry;
    setKey(context, pem, entry?.passphrase !== undefined ? entry.passphrase : passphrase, name);
  }
}

function addRootCerts(context) {
  require('internal/tls/ca_certificates').configure();
  context.addRootCerts();
}

function setPfx(context, pfx, passphrase) {
  for (const entry of Array.isArray(pfx) ? pfx : [pfx]) {
    const raw = entry?.buf || entry;
    const secret = entry?.passphrase || passphrase;
    context.loadPKCS12(typeof raw === 'string' ? bytesOf(raw) : raw, secret === undefined ? undefined : `${secret}`);
  }
}

function setDHParam(context, dhparam, name) {
  if (dhparam === 'auto') {
    context.setDHParam(true);
    return;
  }
  validateKeyOrCert(`${name}.dhparam`, dhparam);
  const warning = context.setDHParam(bytesOf(dhparam));
  if (warning) require('process').emitWarning(warning, 'SecurityWarning');
}

function configSecureContext(context, options = { __proto__: null }, name = 'options') {
  validateObject(options, name);
  const {
    allowPartialTrustChain,
    ca,
    clientCertEngine,
    crl,
    dhparam,
    ecdhCurve = require('tls').DEFAULT_ECDH_CURVE,
    passphrase,
    pfx,
    privateKeyEngine,
    privateKeyIdentifier,
    sessionIdContext,
    sessionTimeout,
    sigalgs,
    ticketKeys,
  } = options;

  // The level of security in the list decides which keys are good enough.
  setCiphers(context, options, name);

  if (ca) addCACerts(context, ca, name);
  else addRootCerts(context);
  if (allowPartialTrustChain) context.setAllowPartialTrustChain();

  setPairs(context, options, name);

  if (sigalgs !== undefined && sigalgs !== null) {
    validateString(sigalgs, `${name}.sigalgs`);
    if (sigalgs === '') throw new ERR_INVALID_ARG_VALUE(`${name}.sigalgs`, sigalgs);
    context.setSigalgs(sigalgs);
  }
  checkEngines({ clientCertEngine, privateKeyEngine, privateKeyIdentifier }, name);

  validateString(ecdhCurve, `${name}.ecdhCurve`);
  context.setECDHCurve(ecdhCurve);
  if (dhparam !== undefined && dhparam !== null) setDHParam(context, dhparam, name);

  if (crl !== undefined && crl !== null) {
    for (const entry of Array.isArray(crl) ? crl : [crl]) {
      validateKeyOrCert(`${name}.crl`, entry);
      context.addCRL(bytesOf(entry));
    }
  }
  if (sessionIdContext !== undefined && sessionIdContext !== null) {
    validateString(sessionIdContext, `${name}.sessionIdContext`);
    context.setSessionIdContext(sessionIdContext);
  }
  if (pfx !== undefined && pfx !== null) setPfx(context, pfx, passphrase);

  if (ticketKeys !== undefined && ticketKeys !== null) {
    validateBuffer(ticketKeys, `${name}.ticketKeys`);
    if (ticketKeys.byteLength !== 48) {
      throw new ERR_INVALID_ARG_VALUE(`${name}.ticketKeys`, ticketKeys.byteLength, 'must be exactly 48 bytes');
    }
    context.setTicketKeys(ticketKeys);
  }
  if (sessionTimeout !== undefined && sessionTimeout !== null) {
    validateInt32(sessionTimeout, `${name}.sessionTimeout`, 0);
    context.setSessionTimeout(sessionTimeout);
  }
}

// OpenSSL's engines are gone from what is built here.
function checkEngines({ clientCertEngine, privateKeyEngine, privateKeyIdentifier }, name) {
  const { codes: { ERR_CRYPTO_CUSTOM_ENGINE_NOT_SUPPORTED } } = require('internal/errors');
  const given = (value) => value !== undefined && value !== null;
  if (given(privateKeyIdentifier) || given(privateKeyEngine)) {
    for (const [key, value] of [['privateKeyEngine', privateKeyEngine], ['privateKeyIdentifier', privateKeyIdentifier]]) {
      if (value === undefined || value === null) {
        throw new ERR_INVALID_ARG_VALUE(`${name}.${key}`, value);
      }
      if (typeof value !== 'string') {
        throw new ERR_INVALID_ARG_TYPE(`${name}.${key}`, ['string', 'null', 'undefined'], value);
      }
    }
    throw new ERR_CRYPTO_CUSTOM_ENGINE_NOT_SUPPORTED();
  }
  if (given(clientCertEngine)) {
    if (typeof clientCertEngine !== 'string') {
      throw new ERR_INVALID_ARG_TYPE(`${name}.clientCertEngine`, ['string', 'null', 'undefined'], clientCertEngine);
    }
    throw new ERR_CRYPTO_CUSTOM_ENGINE_NOT_SUPPORTED();
  }
}

module.exports = {
  SSL_OP_CIPHER_SERVER_PREFERENCE,
  configSecureContext,
  toVersion,
};
