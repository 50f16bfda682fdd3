'use strict';
// Messages wait until their port is started; receiveMessageOnPort takes the first at once.
const { MessageChannel, receiveMessageOnPort } = require('worker_threads');
const { port1, port2 } = new MessageChannel();
port2.postMessage('a');
port2.postMessage('b');
port2.postMessage('c');
console.log(receiveMessageOnPort(port1));
setTimeout(() => {
  port1.on('message', (message) => {
    console.log('message', message);
    if (message === 'c') port2.close();
  });
  console.log('started');
}, 5);
