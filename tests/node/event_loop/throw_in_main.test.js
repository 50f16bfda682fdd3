'use strict';
// An error of the main script goes to uncaughtException; what it had queued runs.
process.on('uncaughtException', (err, origin) => console.log('caught', err.message, origin));
process.nextTick(() => console.log('tick'));
Promise.resolve().then(() => console.log('promise'));
setImmediate(() => console.log('immediate'));
throw new Error('main');
