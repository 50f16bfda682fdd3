'use strict';
// An error in a socket's callback goes to uncaughtException; the connection goes on.
const net = require('net');
process.on('uncaughtException', (err) => console.log('caught', err.message));
const server = net.createServer((socket) => {
  socket.on('data', (data) => {
    socket.end(`got ${data}`);
    throw new Error('server data');
  });
}).listen(0, '127.0.0.1', () => {
  const client = net.connect(server.address().port, '127.0.0.1', () => client.write('x'));
  client.setEncoding('latin1');
  client.on('data', (data) => {
    console.log('client', data);
    throw new Error('client data');
  });
  client.on('close', () => {
    console.log('client close');
    server.close();
    throw new Error('client close');
  });
});
