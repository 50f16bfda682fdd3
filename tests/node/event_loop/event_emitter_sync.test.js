'use strict';
// emit is synchronous and async listeners run to their first await; captured rejections come as error.
const EventEmitter = require('events');
const emitter = new EventEmitter({ captureRejections: true });
emitter.on('go', () => console.log('plain'));
emitter.on('go', async () => {
  console.log('async, first part');
  await null;
  console.log('async, second part');
  throw new Error('rejected');
});
emitter.on('error', (err) => console.log('error', err.message));
console.log(emitter.emit('go'));
process.nextTick(() => console.log('tick'));
