// node:_tls_common: the old name of a part of node:tls.
// https://nodejs.org/docs/latest-v26.x/api/deprecations.html#DEP0192
'use strict';

require('process').emitWarning(
  'The _tls_common module is deprecated. Use `node:tls` instead.', 'DeprecationWarning', 'DEP0192');

const { SecureContext, createSecureContext, translatePeerCertificate } = require('internal/tls/common');

module.exports = { SecureContext, createSecureContext, translatePeerCertificate };
