// Names of what a TLS socket keeps beside its public properties.
'use strict';

module.exports = {
  kALPNCallback: Symbol('alpncallback'),
  kConnectOptions: Symbol('connect-options'),
  kDisableRenegotiation: Symbol('disable-renegotiation'),
  kErrorEmitted: Symbol('error-emitted'),
  kHandshakeTimeout: Symbol('handshake-timeout'),
  kIsVerified: Symbol('verified'),
  kPendingSession: Symbol('pendingSession'),
  kPskCallback: Symbol('pskcallback'),
  kPskIdentityHint: Symbol('pskidentityhint'),
  kRes: Symbol('res'),
  kSecureContext: Symbol('secureContext'),
  kSNICallback: Symbol('snicallback'),
  kServerDataSNI: Symbol('contexts'),
};
