'use strict';
// server.close calls back when the last connection has ended, not before.
const net = require('net');
const server = net.createServer((socket) => {
  socket.resume();
  server.close(() => console.log('closed'));
  console.log('close was called');
  setTimeout(() => {
    console.log('the connection ends');
    socket.end();
  }, 20);
}).listen(0, '127.0.0.1', () => net.connect(server.address().port, '127.0.0.1').resume());
