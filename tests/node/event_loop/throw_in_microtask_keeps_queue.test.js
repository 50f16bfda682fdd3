'use strict';
// After an error in a microtask the remaining microtasks run.
process.on('uncaughtException', (err) => console.log('caught', err.message));
queueMicrotask(() => console.log('microtask 1'));
queueMicrotask(() => { throw new Error('microtask 2'); });
queueMicrotask(() => console.log('microtask 3'));
Promise.resolve().then(() => console.log('promise'));
