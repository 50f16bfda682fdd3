// The diagnostics channels of the net module.
// https://nodejs.org/docs/latest-v26.x/api/diagnostics_channel.html#net
'use strict';

const { channel, tracingChannel } = require('diagnostics_channel');

module.exports = {
  clientSocket: channel('net.client.socket'),
  serverSocket: channel('net.server.socket'),
  serverListen: tracingChannel('net.server.listen'),
};
