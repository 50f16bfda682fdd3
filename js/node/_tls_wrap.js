// node:_tls_wrap: the old name of a part of node:tls.
// https://nodejs.org/docs/latest-v26.x/api/deprecations.html#DEP0192
'use strict';

require('process').emitWarning(
  'The _tls_wrap module is deprecated. Use `node:tls` instead.', 'DeprecationWarning', 'DEP0192');

const { TLSSocket, Server, createServer, connect } = require('internal/tls/wrap');

module.exports = { TLSSocket, Server, createServer, connect };
