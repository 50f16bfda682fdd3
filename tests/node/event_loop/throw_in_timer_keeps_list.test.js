'use strict';
// After an error in a timer the others of its list run, in their order.
process.on('uncaughtException', (err) => console.log('caught', err.message));
setTimeout(() => console.log('timer 1'), 2);
setTimeout(() => { throw new Error('timer 2'); }, 2);
setTimeout(() => console.log('timer 3'), 2);
setTimeout(() => console.log('timer 4'), 20);
