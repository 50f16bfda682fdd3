'use strict';
// After an error in a tick the rest of the queue waits for the check phase, behind what is there already.
process.on('uncaughtException', (err) => console.log('caught', err.message));
process.nextTick(() => console.log('tick 1'));
process.nextTick(() => { throw new Error('tick 2'); });
process.nextTick(() => console.log('tick 3'));
Promise.resolve().then(() => console.log('promise'));
setImmediate(() => console.log('immediate'));
