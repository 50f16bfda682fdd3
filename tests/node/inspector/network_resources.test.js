// Flags: --experimental-inspector-network-resource --experimental-network-inspection
'use strict';
// Texts that a program offers to clients by their URLs.
const assert = require('assert');
const { NetworkResources } = require('inspector');
const { Session } = require('inspector/promises');

async function test() {
  const session = new Session();
  session.connect();
  NetworkResources.put('http://localhost/app.js.map', 'the text');
  const missing = await session.post('Network.loadNetworkResource', { url: 'http://localhost/other' });
  assert.strictEqual(missing.resource.success, false);
  const { resource } = await session.post('Network.loadNetworkResource', { url: 'http://localhost/app.js.map' });
  assert.strictEqual(resource.success, true);
  const first = await session.post('IO.read', { handle: resource.stream, size: 3 });
  assert.strictEqual(first.data, 'the');
  const { data } = await session.post('IO.read', { handle: resource.stream, offset: 4 });
  assert.strictEqual(data, 'text');
  await session.post('IO.close', { handle: resource.stream });
  session.disconnect();
  console.log('done');
}

test();
