'use strict';
// A connection to an echo server: what one side does is seen by the other in that order.
const net = require('net');
const server = net.createServer((socket) => {
  console.log('server: connection');
  socket.on('data', (data) => {
    console.log('server: data', String(data));
    socket.end(data);
  });
  socket.on('end', () => console.log('server: end'));
  socket.on('close', () => server.close(() => console.log('server: closed')));
});
server.listen(0, '127.0.0.1', () => {
  console.log('listening');
  const client = net.connect(server.address().port, '127.0.0.1', () => client.write('hello'));
  client.on('data', (data) => console.log('client: data', String(data)));
  client.on('end', () => console.log('client: end'));
  client.on('close', (hadError) => process.on('exit', () => console.log('client: closed', hadError)));
});
console.log('main');
