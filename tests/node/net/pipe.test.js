// Local sockets: by path, with permissions, by descriptor, and the name that is gone after the close.
'use strict';

const assert = require('assert');
const { once } = require('events');
const fs = require('fs');
const net = require('net');
const os = require('os');
const path = require('path');

(async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'net-pipe-'));
  const name = path.join(folder, 's');
  const server = net.createServer((socket) => socket.pipe(socket));
  server.listen({ path: name, readableAll: true, writableAll: true });
  await once(server, 'listening');
  assert.strictEqual(server.address(), name);
  assert.strictEqual(fs.statSync(name).mode & 0o666, 0o666);
  assert.ok(fs.statSync(name).isSocket());

  const client = net.connect(name);
  client.setEncoding('utf8');
  client.end('to and fro');
  let text = '';
  client.on('data', (chunk) => { text += chunk; });
  await once(client, 'close');
  assert.strictEqual(text, 'to and fro');

  const second = net.createServer().listen(name);
  const error = await new Promise((resolve) => second.once('error', resolve));
  assert.strictEqual(error.code, 'EADDRINUSE');
  assert.strictEqual(error.address, name);

  server.close();
  await once(server, 'close');
  assert.strictEqual(fs.existsSync(name), false);

  // A name of the kernel's own name space leaves nothing behind.
  const abstract = `\0heddle-${process.pid}`;
  const hidden = net.createServer((socket) => socket.end('found')).listen(abstract);
  await once(hidden, 'listening');
  const seeker = net.connect(abstract);
  const [found] = await once(seeker, 'data');
  assert.strictEqual(String(found), 'found');
  hidden.close();
  fs.rmdirSync(folder);
})();
