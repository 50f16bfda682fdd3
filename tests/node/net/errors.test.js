// What goes wrong while listening and connecting, with all the fields that programs look at.
'use strict';

const assert = require('assert');
const { once } = require('events');
const net = require('net');

async function failure(emitter) {
  const [error] = await once(emitter, 'error');
  return error;
}

async function addressInUse() {
  const first = net.createServer().listen(0, '127.0.0.1');
  await once(first, 'listening');
  const { port } = first.address();
  const second = net.createServer().listen(port, '127.0.0.1');
  const error = await new Promise((resolve) => second.once('error', resolve));
  assert.strictEqual(error.message, `listen EADDRINUSE: address already in use 127.0.0.1:${port}`);
  assert.deepStrictEqual(Object.entries(error), [
    ['code', 'EADDRINUSE'],
    ['errno', -98],
    ['syscall', 'listen'],
    ['address', '127.0.0.1'],
    ['port', port],
  ]);
  assert.strictEqual(second.listening, false);
  first.close();
  await once(first, 'close');
  return port;
}

async function refused(port) {
  const error = await new Promise((resolve) => net.connect(port, '127.0.0.1').once('error', resolve));
  assert.strictEqual(error.message, `connect ECONNREFUSED 127.0.0.1:${port}`);
  assert.strictEqual(error.code, 'ECONNREFUSED');
  assert.strictEqual(error.errno, -111);
  assert.strictEqual(error.syscall, 'connect');
  assert.strictEqual(error.address, '127.0.0.1');
  assert.strictEqual(error.port, port);
}

async function noSuchPipe() {
  const error = await new Promise((resolve) => net.connect('/no/such/pipe').once('error', resolve));
  assert.strictEqual(error.message, 'connect ENOENT /no/such/pipe');
  assert.strictEqual(error.code, 'ENOENT');
  assert.strictEqual(error.address, '/no/such/pipe');
  const listening = await new Promise((resolve) => net.createServer().listen('/no/such/pipe').once('error', resolve));
  assert.strictEqual(listening.code, 'EACCES');
  assert.strictEqual(listening.syscall, 'listen');
}

async function notRunning() {
  const server = net.createServer();
  const error = await new Promise((resolve) => server.close(resolve));
  assert.strictEqual(error.code, 'ERR_SERVER_NOT_RUNNING');
}

async function writeAfterEnd() {
  const server = net.createServer((socket) => socket.end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = net.connect(server.address().port, '127.0.0.1');
  client.resume();
  await once(client, 'connect');
  client.end();
  client.write('late');
  assert.strictEqual((await failure(client)).code, 'ERR_STREAM_WRITE_AFTER_END');
  server.close();
}

function invalidArguments() {
  const throwsCode = (fn, code) => assert.throws(fn, { code });
  throwsCode(() => net.connect(), 'ERR_MISSING_ARGS');
  throwsCode(() => net.connect({}), 'ERR_MISSING_ARGS');
  throwsCode(() => net.connect({ port: {} }), 'ERR_INVALID_ARG_TYPE');
  throwsCode(() => net.connect({ port: 65536 }), 'ERR_SOCKET_BAD_PORT');
  throwsCode(() => net.connect({ port: 1, localAddress: 'x' }), 'ERR_INVALID_IP_ADDRESS');
  throwsCode(() => net.connect({ port: 1, host: 5 }), 'ERR_INVALID_ARG_TYPE');
  throwsCode(() => net.createServer().listen({}), 'ERR_INVALID_ARG_VALUE');
  throwsCode(() => net.createServer().listen({ port: -1 }), 'ERR_SOCKET_BAD_PORT');
  throwsCode(() => net.createServer(5), 'ERR_INVALID_ARG_TYPE');
  throwsCode(() => new net.Socket({ objectMode: true }), 'ERR_INVALID_ARG_VALUE');
  throwsCode(() => new net.Socket({ fd: -1 }), 'ERR_OUT_OF_RANGE');
}

(async () => {
  invalidArguments();
  const port = await addressInUse();
  await refused(port);
  await noSuchPipe();
  await notRunning();
  await writeAfterEnd();
})();
