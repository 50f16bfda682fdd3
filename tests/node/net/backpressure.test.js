// A slow reader makes write() say false and `drain` say when to go on; nothing is lost, and a paused socket waits.
'use strict';

const assert = require('assert');
const { once } = require('events');
const net = require('net');

const CHUNK = Buffer.alloc(256 * 1024, 'x');
const CHUNKS = 64;

async function sendAll(socket) {
  let waited = 0;
  for (let i = 0; i < CHUNKS; i++) {
    CHUNK.writeUInt32BE(i, 0);
    if (socket.write(Buffer.from(CHUNK))) continue;
    waited++;
    await once(socket, 'drain');
  }
  socket.end();
  return waited;
}

(async () => {
  let sending;
  const server = net.createServer((socket) => {
    sending = sendAll(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = net.connect(server.address().port, '127.0.0.1');
  await once(client, 'connect');
  client.pause();
  await new Promise((resolve) => setTimeout(resolve, 50));
  const before = client.bytesRead;
  assert.ok(before < CHUNKS * CHUNK.length);

  let total = 0;
  const chunks = [];
  client.on('data', (chunk) => {
    total += chunk.length;
    chunks.push(chunk);
    if (chunks.length % 100 === 0) {
      client.pause();
      setImmediate(() => client.resume());
    }
  });
  client.resume();
  await once(client, 'end');
  assert.strictEqual(total, CHUNKS * CHUNK.length);
  assert.ok(await sending > 0);
  const all = Buffer.concat(chunks);
  for (let i = 0; i < CHUNKS; i++) assert.strictEqual(all.readUInt32BE(i * CHUNK.length), i);
  assert.strictEqual(client.bytesRead, total);
  server.close();
})();
