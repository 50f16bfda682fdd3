// A connection from both sides: addresses, bytes in both directions, the end and the close, and what is counted.
'use strict';

const assert = require('assert');
const { once } = require('events');
const net = require('net');

async function roundTrip(listenHost, connectHost, family) {
  const seen = [];
  const server = net.createServer((socket) => {
    assert.strictEqual(socket.server, server);
    assert.strictEqual(socket.remoteFamily, family);
    socket.on('data', (chunk) => seen.push(chunk));
    socket.on('end', () => {
      socket.write('a'.repeat(10));
      socket.end(Buffer.from([1, 2, 3]));
    });
  });
  server.listen(0, listenHost);
  await once(server, 'listening');
  assert.strictEqual(server.listening, true);
  const { port, address } = server.address();
  assert.ok(port > 0);
  if (listenHost) assert.strictEqual(address, listenHost);

  const client = net.connect({ port, host: connectHost, allowHalfOpen: true });
  assert.strictEqual(client.connecting, true);
  assert.strictEqual(client.readyState, 'opening');
  client.write('early ');
  await once(client, 'connect');
  assert.strictEqual(client.readyState, 'open');
  assert.strictEqual(client.remotePort, port);
  assert.strictEqual(client.remoteAddress, connectHost);
  client.write('caf\u00e9', 'latin1');
  client.write('\u20ac', 'utf8');
  client.end('ff00', 'hex');

  const received = [];
  client.on('data', (chunk) => received.push(chunk));
  await once(client, 'close');
  const sent = Buffer.concat([
    Buffer.from('early '), Buffer.from('caf\u00e9', 'latin1'), Buffer.from('\u20ac'), Buffer.from([255, 0]),
  ]);
  assert.deepStrictEqual(Buffer.concat(seen), sent);
  assert.deepStrictEqual(Buffer.concat(received), Buffer.concat([Buffer.from('a'.repeat(10)), Buffer.from([1, 2, 3])]));
  assert.strictEqual(client.bytesWritten, sent.length);
  assert.strictEqual(client.bytesRead, 13);
  assert.strictEqual(client.readyState, 'closed');
  assert.strictEqual(client.destroyed, true);

  server.close();
  await once(server, 'close');
  assert.strictEqual(server.address(), null);
}

(async () => {
  await roundTrip('127.0.0.1', '127.0.0.1', 'IPv4');
  await roundTrip(undefined, '127.0.0.1', 'IPv6');
})();
