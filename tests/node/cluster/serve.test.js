// HTTP from every worker under both policies, and a UDP socket that the workers share.
'use strict';
const assert = require('assert');
const cluster = require('cluster');
const dgram = require('dgram');
const http = require('http');

if (cluster.isWorker) {
  http.createServer((request, response) => response.end(`${cluster.worker.id}`)).listen(0, '127.0.0.1');
  const socket = dgram.createSocket('udp4');
  socket.on('message', (message, { port }) => socket.send(`udp ${message}`, port, '127.0.0.1'));
  socket.bind(0, '127.0.0.1');
}

const get = (port) => new Promise((resolve, reject) => {
  http.get({ port, host: '127.0.0.1', agent: false }, (response) => {
    let text = '';
    response.setEncoding('utf8').on('data', (data) => { text += data; }).on('end', () => resolve(text));
  }).on('error', reject);
});

async function main() {
  assert.strictEqual(cluster.schedulingPolicy, cluster.SCHED_RR);
  let tcp;
  let udp;
  await new Promise((resolve) => {
    let count = 0;
    cluster.on('listening', (worker, address) => {
      if (address.addressType === 'udp4') udp = address.port;
      else tcp = address.port;
      if (++count === 6) resolve();
    });
    for (let i = 0; i < 3; i++) cluster.fork();
  });
  const answers = new Set();
  for (let i = 0; i < 12; i++) answers.add(await get(tcp));
  assert.deepStrictEqual([...answers].sort(), ['1', '2', '3']);
  const client = dgram.createSocket('udp4');
  client.send('hello', udp, '127.0.0.1');
  const [message] = await require('events').once(client, 'message');
  assert.strictEqual(`${message}`, 'udp hello');
  client.close();
  await new Promise((resolve) => cluster.disconnect(resolve));
}

if (cluster.isPrimary) main();
