// `node.http`: requests of servers and clients.
'use strict';

const { follow, groupOf, nextId, phases, trace } = require('internal/trace_events/emit');

const group = groupOf('node.http');
const ids = new WeakMap();

const begin = (name) => ({ request }) => {
  const id = nextId();
  ids.set(request, id);
  trace(phases.asyncBegin, group, name, id);
};

// `address` is the property of the request that has the path.
const end = (name, address) => ({ request, response }) => {
  const id = ids.get(request);
  if (id === undefined) return;
  ids.delete(request);
  trace(phases.asyncEnd, group, name, id, { [address]: request[address], statusCode: response.statusCode });
};

const listeners = [
  ['http.client.request.start', begin('http.client.request')],
  ['http.client.response.finish', end('http.client.request', 'path')],
  ['http.server.request.start', begin('http.server.request')],
  ['http.server.response.finish', end('http.server.request', 'url')],
];

module.exports = { change: (on) => follow(listeners, on) };
