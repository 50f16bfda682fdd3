// The diagnostics channels of HTTP/2 streams.
// https://nodejs.org/docs/latest-v26.x/api/diagnostics_channel.html#http2
'use strict';

const dc = require('diagnostics_channel');

const client = {};
const server = {};
for (const name of ['created', 'start', 'error', 'finish', 'close', 'bodyChunkSent', 'bodySent']) {
  client[name] = dc.channel(`http2.client.stream.${name}`);
}
for (const name of ['created', 'start', 'error', 'finish', 'close']) {
  server[name] = dc.channel(`http2.server.stream.${name}`);
}

module.exports = { client, server };
