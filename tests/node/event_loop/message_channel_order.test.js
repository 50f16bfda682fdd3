'use strict';
// Messages of a MessageChannel come in later turns, in their order, each followed by a drain.
const { MessageChannel } = require('worker_threads');
const { port1, port2 } = new MessageChannel();
port1.on('message', (message) => {
  console.log('message', message);
  process.nextTick(() => console.log('tick of', message));
  Promise.resolve().then(() => console.log('promise of', message));
  if (message === 3) port1.close();
});
port1.on('close', () => console.log('close 1'));
for (const n of [1, 2, 3]) port2.postMessage(n);
process.nextTick(() => console.log('tick'));
Promise.resolve().then(() => console.log('promise'));
console.log('main');
