// All of node:http2. https://nodejs.org/docs/latest-v26.x/api/http2.html
'use strict';

require('internal/util').assertCrypto();

const { setCallbackFunctions } = require('internal/http2/binding');
const { Http2ServerRequest, Http2ServerResponse } = require('internal/http2/compat');
const { connect } = require('internal/http2/connect');
const { constants } = require('internal/http2/constants');
const { initializeOptions } = require('internal/http2/options');
const { createSecureServer, createServer } = require('internal/http2/server');
const { ServerHttp2Session } = require('internal/http2/server_session');
const { Http2Session } = require('internal/http2/session');
const callbacks = require('internal/http2/session_events');
const { getDefaultSettings, getPackedSettings, getUnpackedSettings } = require('internal/http2/settings');
const { Http2Stream } = require('internal/http2/stream');
const { kSensitiveHeaders } = require('internal/http2/symbols');
const { kEmptyObject } = require('internal/util');

// A session over a stream that some other server accepted.
function performServerHandshake(socket, options = kEmptyObject) {
  return new ServerHttp2Session(initializeOptions(options), socket, undefined);
}

setCallbackFunctions(...callbacks);

module.exports = {
  connect,
  constants,
  createServer,
  createSecureServer,
  getDefaultSettings,
  getPackedSettings,
  getUnpackedSettings,
  performServerHandshake,
  sensitiveHeaders: kSensitiveHeaders,
  Http2Session,
  Http2Stream,
  ServerHttp2Session,
  Http2ServerRequest,
  Http2ServerResponse,
};
