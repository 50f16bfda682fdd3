// Servers and sockets that move to a child, many at once, in order and without loss.
'use strict';
const assert = require('assert');
const net = require('net');
const { fork } = require('child_process');
const { once } = require('events');

if (process.argv[2] === 'child') {
  process.on('message', (message, handle) => {
    if (message === 'server') {
      handle.on('connection', (socket) => socket.end('child'));
      process.send('serving');
    } else if (message.socket !== undefined) {
      handle.end(`socket ${message.socket}`);
    } else {
      process.disconnect();
    }
  });
}

function read(port) {
  return new Promise((resolve, reject) => {
    let text = '';
    net.connect(port, '127.0.0.1').setEncoding('utf8').on('data', (data) => { text += data; })
      .on('close', () => resolve(text)).on('error', reject);
  });
}

async function main() {
  const child = fork(__filename, ['child']);
  const count = 20;
  let sent = 0;
  const giving = net.createServer({ pauseOnConnect: true }, (socket) => {
    child.send({ socket: sent++ }, socket);
  });
  giving.listen(0, '127.0.0.1');
  await once(giving, 'listening');
  const texts = await Promise.all(Array.from({ length: count }, () => read(giving.address().port)));
  assert.deepStrictEqual(texts.sort(), Array.from({ length: count }, (_, i) => `socket ${i}`).sort());
  giving.close();

  const shared = net.createServer().listen(0, '127.0.0.1');
  await once(shared, 'listening');
  const { port } = shared.address();
  child.send('server', shared);
  await once(child, 'message');
  shared.close();
  assert.strictEqual(await read(port), 'child');
  child.kill();
  await once(child, 'exit');
}

if (process.argv[2] === undefined) main();
