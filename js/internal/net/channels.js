// The diagnostics channels of the net module.
// https://nodejs.org/docs/latest-v26.x/api/diagnostics_channel.html#net
'use strict';

// Nobody can listen to a channel in a build without the module.
const nobody = { hasSubscribers: false };
const dc = ops.op_builtins_exists('diagnostics_channel') ? require('diagnostics_channel') : undefined;

module.exports = {
  clientSocket: dc?.channel('net.client.socket') ?? nobody,
  serverSocket: dc?.channel('net.server.socket') ?? nobody,
  serverListen: dc?.tracingChannel('net.server.listen') ??
    { asyncStart: nobody, asyncEnd: nobody, error: nobody },
};
