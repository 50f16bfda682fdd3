// node:http2. https://nodejs.org/docs/latest-v26.x/api/http2.html
'use strict';

const core = require('internal/http2/core');

module.exports = {
  connect: core.connect,
  constants: core.constants,
  createServer: core.createServer,
  createSecureServer: core.createSecureServer,
  getDefaultSettings: core.getDefaultSettings,
  getPackedSettings: core.getPackedSettings,
  getUnpackedSettings: core.getUnpackedSettings,
  performServerHandshake: core.performServerHandshake,
  sensitiveHeaders: core.sensitiveHeaders,
  Http2ServerRequest: core.Http2ServerRequest,
  Http2ServerResponse: core.Http2ServerResponse,
};
