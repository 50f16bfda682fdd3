// maxConnections, blocked addresses, the idle timeout, reset, and the static buffer of `onread`.
'use strict';

const assert = require('assert');
const { once } = require('events');
const net = require('net');

async function listen(server) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server.address().port;
}

async function maxConnections() {
  const server = net.createServer(() => {});
  server.maxConnections = 1;
  const port = await listen(server);
  const first = net.connect(port, '127.0.0.1');
  await once(first, 'connect');
  const second = net.connect(port, '127.0.0.1');
  second.on('error', () => {});
  const [data] = await once(server, 'drop');
  assert.strictEqual(data.localPort, port);
  assert.strictEqual(data.remoteAddress, '127.0.0.1');
  await once(second.resume(), 'close');
  const count = await new Promise((resolve, reject) => {
    server.getConnections((err, n) => (err ? reject(err) : resolve(n)));
  });
  assert.strictEqual(count, 1);
  first.destroy();
  server.close();
  await once(server, 'close');
}

async function blocked() {
  const blockList = new net.BlockList();
  blockList.addSubnet('127.0.0.0', 8);
  const client = net.connect({ port: 1, host: '127.0.0.1', blockList });
  const error = await new Promise((resolve) => client.once('error', resolve));
  assert.strictEqual(error.code, 'ERR_IP_BLOCKED');
}

async function timeout() {
  const server = net.createServer((socket) => {
    socket.setTimeout(30, () => socket.end('idle'));
  });
  const client = net.connect(await listen(server), '127.0.0.1');
  const [chunk] = await once(client, 'data');
  assert.strictEqual(String(chunk), 'idle');
  client.destroy();
  server.close();
}

async function reset() {
  const server = net.createServer((socket) => socket.on('data', () => socket.resetAndDestroy()));
  const client = net.connect(await listen(server), '127.0.0.1');
  await once(client, 'connect');
  client.write('x');
  const error = await new Promise((resolve) => client.once('error', resolve));
  assert.strictEqual(error.code, 'ECONNRESET');
  assert.strictEqual(error.message, 'read ECONNRESET');
  assert.strictEqual(error.syscall, 'read');
  server.close();
}

async function onread() {
  const server = net.createServer((socket) => socket.end('0123456789'));
  const buffer = Buffer.alloc(4);
  let text = '';
  const client = net.connect({
    port: await listen(server),
    host: '127.0.0.1',
    onread: {
      buffer,
      callback(size, same) {
        assert.strictEqual(same, buffer);
        text += same.toString('latin1', 0, size);
        return true;
      },
    },
  });
  await once(client, 'close');
  assert.strictEqual(text, '0123456789');
  server.close();
}

async function abort() {
  const controller = new AbortController();
  const server = net.createServer();
  server.listen({ port: 0, host: '127.0.0.1', signal: controller.signal });
  await once(server, 'listening');
  controller.abort();
  await once(server, 'close');
  assert.strictEqual(server.listening, false);
}

(async () => {
  await maxConnections();
  await blocked();
  await timeout();
  await reset();
  await onread();
  await abort();
})();
