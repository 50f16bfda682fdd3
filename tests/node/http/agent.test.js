// The agent: connections are used again, limits hold, and a connection that speaks out of turn is not trusted.
'use strict';

const assert = require('assert');
const { once } = require('events');
const http = require('http');
const net = require('net');

async function get(options) {
  const req = http.get({ host: '127.0.0.1', ...options });
  const [res] = await once(req, 'response');
  res.resume();
  await once(res, 'end');
  // The socket comes back after the listeners of 'end'.
  await new Promise((resolve) => setImmediate(resolve));
  return { req, res };
}

async function reuse(port) {
  const agent = new http.Agent({ keepAlive: true });
  const { req: first, res } = await get({ port, agent });
  assert.strictEqual(res.headers.connection, 'keep-alive');
  assert.strictEqual(first.reusedSocket, false);
  const name = agent.getName({ host: '127.0.0.1', port });
  assert.strictEqual(agent.freeSockets[name].length, 1);
  const { req: second } = await get({ port, agent });
  assert.strictEqual(second.reusedSocket, true);
  assert.strictEqual(second.socket, first.socket);
  agent.destroy();

  const { res: closed } = await get({ port, agent: new http.Agent() });
  assert.strictEqual(closed.headers.connection, 'close');
}

async function limits(port) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 2 });
  const name = agent.getName({ host: '127.0.0.1', port });
  const all = Array.from({ length: 7 }, () => get({ port, agent }));
  assert.strictEqual(agent.sockets[name].length, 2);
  assert.strictEqual(agent.requests[name].length, 5);
  const sockets = new Set((await Promise.all(all)).map(({ req }) => req.socket));
  assert.strictEqual(sockets.size, 2);
  assert.strictEqual(agent.totalSocketCount, 2);
  agent.destroy();
}

async function poisoned() {
  const response = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
  let connections = 0;
  const server = net.createServer((socket) => {
    const number = ++connections;
    socket.on('error', () => {});
    socket.once('data', () => {
      socket.write(response);
      // A second response that nobody asked for.
      if (number === 1) setTimeout(() => socket.write(response.replace('ok', 'no')), 20);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  const agent = new http.Agent({ keepAlive: true });
  const { req } = await get({ port, agent });
  await once(req.socket, 'close');
  const { req: next } = await get({ port, agent });
  assert.strictEqual(next.reusedSocket, false);
  assert.strictEqual(connections, 2);
  agent.destroy();
  server.close();
}

const server = http.createServer((req, res) => res.end('ok'));
server.listen(0, '127.0.0.1', async () => {
  const { port } = server.address();
  await reuse(port);
  await limits(port);
  await poisoned();
  server.close();
});
