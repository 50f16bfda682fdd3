'use strict';
// Without unhandledRejection listeners a rejection is an uncaught exception of that origin.
process.on('uncaughtException', (err, origin) => console.log('caught', err.message, origin));
Promise.reject(new Error('from a promise'));
(async () => { throw new Error('from an async function'); })();
setImmediate(() => console.log('immediate'));
