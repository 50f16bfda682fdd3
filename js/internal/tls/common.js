// tls.SecureContext and tls.createSecureContext().
// https://nodejs.org/docs/latest-v26.x/api/tls.html#tlscreatesecurecontextoptions
'use strict';

const {
  codes: { ERR_TLS_PROTOCOL_VERSION_CONFLICT },
} = require('internal/errors');
const { validateInteger } = require('internal/validators');
const { SSL_OP_CIPHER_SERVER_PREFERENCE, configSecureContext, toVersion } = require('internal/tls/secure_context');
const { SecureContext: NativeSecureContext } = require('internal/tls/native');

function SecureContext(secureProtocol, secureOptions, minVersion, maxVersion) {
  if (!(this instanceof SecureContext)) {
    return new SecureContext(secureProtocol, secureOptions, minVersion, maxVersion);
  }
  if (secureProtocol) {
    if (minVersion !== undefined && minVersion !== null) {
      throw new ERR_TLS_PROTOCOL_VERSION_CONFLICT(minVersion, secureProtocol);
    }
    if (maxVersion !== undefined && maxVersion !== null) {
      throw new ERR_TLS_PROTOCOL_VERSION_CONFLICT(maxVersion, secureProtocol);
    }
  }

  this.context = new NativeSecureContext();
  const tls = require('tls');
  this.context.init(
    typeof secureProtocol === 'string' ? secureProtocol : undefined,
    toVersion('minimum', minVersion, tls.DEFAULT_MIN_VERSION),
    toVersion('maximum', maxVersion, tls.DEFAULT_MAX_VERSION));

  if (secureOptions) {
    validateInteger(secureOptions, 'secureOptions');
    this.context.setOptions(secureOptions);
  }
}

function createSecureContext(options) {
  options ||= {};
  const { honorCipherOrder, minVersion, maxVersion, secureProtocol } = options;
  let { secureOptions } = options;
  if (honorCipherOrder) secureOptions |= SSL_OP_CIPHER_SERVER_PREFERENCE;

  const c = new SecureContext(secureProtocol, secureOptions, minVersion, maxVersion);
  configSecureContext(c.context, options);
  return c;
}

// The info access of a certificate as lists by method. The texts may hold JSON strings.
function translatePeerCertificate(c) {
  if (!c) return null;
  if (c.issuerCertificate !== undefined && c.issuerCertificate !== null && c.issuerCertificate !== c) {
    c.issuerCertificate = translatePeerCertificate(c.issuerCertificate);
  }
  if (typeof c.infoAccess === 'string') {
    const { infoAccess } = c;
    c.infoAccess = { __proto__: null };
    // The methods of a certificate may have any name.
    infoAccess.replace(/([^\n:]*):([^\n]*)(?:\n|$)/g, (all, key, value) => {
      if (value.charCodeAt(0) === 0x22) value = JSON.parse(value);
      if (key in c.infoAccess) c.infoAccess[key].push(value);
      else c.infoAccess[key] = [value];
    });
  }
  return c;
}

module.exports = { SecureContext, createSecureContext, translatePeerCertificate };
