// kill -9 of workers while connections are in flight: no connection hangs, and those that no worker had taken are answered
// by another one. Node forgets the latter, so it is only asked to survive.
'use strict';
const assert = require('assert');
const cluster = require('cluster');
// An error of the channel to a worker that has just died.
const forgive = (worker) => worker.on('error', (error) => assert.strictEqual(error.code, 'EPIPE'));
const net = require('net');

if (cluster.isWorker) {
  net.createServer((socket) => {
    socket.on('error', () => {});
    // Slow to take the next one, so that some are in flight when it dies.
    const until = Date.now() + 2;
    while (Date.now() < until);
    socket.end(`${process.pid}`);
  }).listen(+process.env.CK_PORT, '127.0.0.1');
}

async function main() {
  process.env.CK_PORT = '0';
  const listening = new Promise((resolve) => {
    let count = 0;
    cluster.on('listening', (worker, address) => {
      if (++count === 3) resolve(address.port);
    });
  });
  const exits = [];
  cluster.on('fork', forgive);
  cluster.on('exit', (worker, code, signal) => {
    exits.push(signal);
    if (exits.length <= 3) cluster.fork();
  });
  for (let i = 0; i < 3; i++) cluster.fork();
  const port = await listening;

  let answered = 0;
  let reset = 0;
  const ask = () => new Promise((resolve) => {
    let text = '';
    const socket = net.connect(port, '127.0.0.1');
    socket.setEncoding('utf8').on('data', (data) => { text += data; });
    // The socket of a connection that a worker had taken goes with the worker.
    socket.on('error', () => {});
    const forget = process.versions.heddle ? undefined : setTimeout(() => socket.destroy(), 2000);
    socket.on('close', () => {
      clearTimeout(forget);
      if (text === '') reset++;
      else answered++;
      resolve();
    });
  });
  const waiting = [];
  for (let killed = 0; killed < 3; killed++) {
    for (let i = 0; i < 50; i++) waiting.push(ask());
    await new Promise((resolve) => setTimeout(resolve, 20));
    let replaced = false;
    cluster.once('listening', () => { replaced = true; });
    Object.values(cluster.workers).find((worker) => worker.state === 'listening').process.kill('SIGKILL');
    do {
      for (let i = 0; i < 10; i++) waiting.push(ask());
      await new Promise((resolve) => setTimeout(resolve, 20));
    } while (!replaced);
  }
  const asked = waiting.length;
  await Promise.all(waiting);
  assert.strictEqual(answered + reset, asked);
  // Those that a killed worker had taken go with it; it takes one at a time.
  assert(reset <= 12 || !process.versions.heddle, `${reset} connections were lost`);
  assert.deepStrictEqual(exits.slice(0, 3), ['SIGKILL', 'SIGKILL', 'SIGKILL']);
  cluster.removeAllListeners('exit');
  await new Promise((resolve) => cluster.disconnect(resolve));
}

if (cluster.isPrimary) main();
