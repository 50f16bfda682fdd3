// The classes of node:tls that carry a connection.
// https://nodejs.org/docs/latest-v26.x/api/tls.html
'use strict';

const { TLSSocket } = require('internal/tls/socket');
const { Server, createServer } = require('internal/tls/server');
const { connect } = require('internal/tls/connect');

module.exports = { TLSSocket, Server, createServer, connect };
