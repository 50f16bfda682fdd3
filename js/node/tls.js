// node:tls.
// https://nodejs.org/docs/latest-v26.x/api/tls.html
'use strict';

const { assertCrypto } = require('internal/util');
assertCrypto();

const { Buffer } = require('buffer');
const { codes: { ERR_OUT_OF_RANGE } } = require('internal/errors');
const { builtinCiphers, defaultMaxVersion, defaultMinVersion } = require('internal/tls/defaults');

// Handshakes that the client of a connection may start again within a window of seconds.
exports.CLIENT_RENEG_LIMIT = 3;
exports.CLIENT_RENEG_WINDOW = 600;
exports.DEFAULT_CIPHERS = builtinCiphers();
exports.DEFAULT_ECDH_CURVE = 'auto';
exports.DEFAULT_MIN_VERSION = defaultMinVersion();
exports.DEFAULT_MAX_VERSION = defaultMaxVersion();

let cipherNames;
exports.getCiphers = (() => () => {
  cipherNames ??= [...new Set(
    require('internal/tls/native').call('getSSLCiphers').map((name) => name.toLowerCase()))].sort();
  return cipherNames.slice();
})();

// The library is built without compression.
exports.getCertificateCompressionAlgorithms = (() => () => [])();

Object.defineProperty(exports, 'rootCertificates', {
  __proto__: null,
  configurable: false,
  enumerable: true,
  get: function cacheBundledRootCertificates() {
    return require('internal/tls/ca_certificates').bundled();
  },
});

exports.getCACertificates = function getCACertificates(type = 'default') {
  return require('internal/tls/ca_certificates').getCACertificates(type);
};

exports.setDefaultCACertificates = function setDefaultCACertificates(certs) {
  require('internal/tls/ca_certificates').setDefaultCACertificates(certs);
};

// Names in the form of the wire: a byte with the length before each.
function convertProtocols(protocols) {
  const parts = protocols.map((name, i) => {
    const bytes = Buffer.from(name);
    if (bytes.length > 255) {
      throw new ERR_OUT_OF_RANGE(`The byte length of the protocol at index ${i} exceeds the maximum length.`,
                                 '<= 255', bytes.length, true);
    }
    return bytes;
  });
  const buffer = Buffer.allocUnsafe(parts.reduce((sum, bytes) => sum + 1 + bytes.length, 0));
  let offset = 0;
  for (const bytes of parts) {
    buffer[offset++] = bytes.length;
    bytes.copy(buffer, offset);
    offset += bytes.length;
  }
  return buffer;
}

exports.convertALPNProtocols = function convertALPNProtocols(protocols, out) {
  if (Array.isArray(protocols)) {
    out.ALPNProtocols = convertProtocols(protocols);
  } else if (protocols instanceof Uint8Array) {
    out.ALPNProtocols = Buffer.from(protocols);
  } else if (ArrayBuffer.isView(protocols)) {
    out.ALPNProtocols = Buffer.from(
      protocols.buffer.slice(protocols.byteOffset, protocols.byteOffset + protocols.byteLength));
  }
};

exports.checkServerIdentity = function checkServerIdentity(hostname, cert) {
  return require('internal/tls/identity').checkServerIdentity(hostname, cert);
};

exports.createSecureContext = require('internal/tls/common').createSecureContext;
exports.SecureContext = require('internal/tls/common').SecureContext;
const wrap = require('internal/tls/wrap');
exports.TLSSocket = wrap.TLSSocket;
exports.Server = wrap.Server;
exports.createServer = wrap.createServer;
exports.connect = wrap.connect;

module.exports = exports;
