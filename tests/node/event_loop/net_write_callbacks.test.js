'use strict';
// Write callbacks come in order, after the script, and end's callback last.
const net = require('net');
const server = net.createServer((socket) => socket.resume()).listen(0, '127.0.0.1', () => {
  const client = net.connect(server.address().port, '127.0.0.1', () => {
    client.write('a', () => console.log('written a'));
    client.write('b', () => console.log('written b'));
    client.end('c', () => console.log('ended'));
    console.log('connect ends');
  });
  client.on('finish', () => console.log('finish'));
  client.resume().on('close', () => server.close(() => console.log('server closed')));
});
