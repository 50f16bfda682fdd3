'use strict';
// An error in a message handler goes to uncaughtException; the next message still comes.
const { MessageChannel } = require('worker_threads');
const { port1, port2 } = new MessageChannel();
process.on('uncaughtException', (err) => console.log('caught', err.message));
port1.on('message', (message) => {
  if (message === 'last') port1.close();
  throw new Error(message);
});
port2.postMessage('first');
port2.postMessage('last');
