'use strict';
// After an error in an immediate the remaining ones of the turn run at once; ticks of the handler wait.
process.on('uncaughtException', (err) => {
  console.log('caught', err.message);
  process.nextTick(() => console.log('tick of the handler'));
});
setImmediate(() => console.log('immediate 1'));
setImmediate(() => { throw new Error('immediate 2'); });
setImmediate(() => console.log('immediate 3'));
