'use strict';
// A handler added in a tick or a microtask is in time: no event.
process.on('unhandledRejection', (reason) => console.log('must not run', reason));
const a = Promise.reject(new Error('a'));
const b = Promise.reject(new Error('b'));
process.nextTick(() => a.catch((err) => console.log('a caught', err.message)));
Promise.resolve().then(() => b.catch((err) => console.log('b caught', err.message)));
