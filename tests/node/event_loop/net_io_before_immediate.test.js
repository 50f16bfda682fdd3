'use strict';
// In a socket's callback the immediates come before the timers of 0 ms.
const net = require('net');
const server = net.createServer((socket) => {
  socket.end();
  setTimeout(() => console.log('timeout'), 0);
  setImmediate(() => console.log('immediate'));
  Promise.resolve().then(() => console.log('promise'));
  process.nextTick(() => console.log('tick'));
  console.log('connection');
  server.close();
}).listen(0, '127.0.0.1', () => net.connect(server.address().port, '127.0.0.1').resume());
