'use strict';
// An unref'd server does not keep the program alive; the listening event still comes.
const net = require('net');
const server = net.createServer().listen(0, '127.0.0.1', () => console.log('listening'));
server.unref();
setTimeout(() => console.log('timeout'), 30);
process.on('exit', () => console.log('exit'));
