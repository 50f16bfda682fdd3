// node:_http_server: the server's half of node:http.
// https://nodejs.org/docs/latest-v26.x/api/http.html
'use strict';

const { connectionListener, kServerResponse } = require('internal/http/server_connection');
const server = require('internal/http/server');
const { ServerResponse } = require('internal/http/server_response');

module.exports = {
  STATUS_CODES: require('internal/http/status_codes'),
  Server: server.Server,
  ServerResponse,
  setupConnectionsTracking: server.setupConnectionsTracking,
  storeHTTPOptions: server.storeHTTPOptions,
  _connectionListener: connectionListener,
  kServerResponse,
  httpServerPreClose: server.httpServerPreClose,
  kConnectionsCheckingInterval: server.kConnectionsCheckingInterval,
};
