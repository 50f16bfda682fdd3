'use strict';
// A refused connection: error and then close, both later than the script and its ticks.
const net = require('net');
const server = net.createServer().listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  server.close(() => {
    const socket = net.connect(port, '127.0.0.1');
    socket.on('error', (err) => {
      console.log('error', err.code, err.syscall);
      process.nextTick(() => console.log('tick after error'));
    });
    socket.on('close', (hadError) => console.log('close', hadError));
    process.nextTick(() => console.log('tick'));
    setImmediate(() => setImmediate(() => setImmediate(() => {})));
  });
});
