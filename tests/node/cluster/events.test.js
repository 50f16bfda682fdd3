// Events of the primary and of a worker, their order, and errors of listen().
'use strict';
const assert = require('assert');
const cluster = require('cluster');
const net = require('net');

if (cluster.isWorker) {
  const server = net.createServer((socket) => socket.end());
  server.on('error', (error) => {
    process.send({ code: error.code, syscall: error.syscall, port: error.port });
  });
  process.on('message', (message) => {
    if (message.listen !== undefined) server.listen(message.listen, '127.0.0.1');
    else if (message === 'exit') process.exit(6);
    else cluster.worker.disconnect();
  });
}

async function main() {
  const log = [];
  for (const name of ['fork', 'online', 'listening', 'disconnect', 'exit', 'setup']) {
    cluster.on(name, (worker, ...args) => log.push(name === 'exit' ? `exit ${args[0]} ${args[1]} ${worker.exitedAfterDisconnect}` : name));
  }
  const taken = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => taken.on('listening', resolve));
  let worker = cluster.fork();
  const reply = new Promise((resolve) => worker.on('message', resolve));
  worker.send({ listen: taken.address().port });
  assert.deepStrictEqual(await reply, { code: 'EADDRINUSE', syscall: 'bind', port: taken.address().port });
  taken.close();
  const listening = new Promise((resolve) => worker.on('listening', resolve));
  worker.send({ listen: 0 });
  assert((await listening).port > 0);
  const exit = new Promise((resolve) => worker.on('exit', (code) => setImmediate(resolve, code)));
  worker.send('disconnect');
  assert.strictEqual(await exit, 0);
  // The listener of the first listen(), which failed, is still there: so it is told twice.
  assert.deepStrictEqual(log, ['setup', 'fork', 'online', 'listening', 'listening', 'disconnect', 'exit 0 null true']);
  assert.deepStrictEqual(Object.keys(cluster.workers), []);

  log.length = 0;
  worker = cluster.fork();
  worker.send('exit');
  await new Promise((resolve) => cluster.on('exit', () => setImmediate(resolve)));
  assert.deepStrictEqual(log.filter((line) => line !== 'disconnect'), ['setup', 'fork', 'online', 'exit 6 null false']);
  assert.strictEqual(worker.isDead(), true);
}

if (cluster.isPrimary) main();
