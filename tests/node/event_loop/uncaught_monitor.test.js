'use strict';
// Exit: 1
// Stderr: /Error: nobody catches it/
// uncaughtExceptionMonitor sees the error and does not stop it.
process.on('uncaughtExceptionMonitor', (err, origin) => console.log('monitor', err.message, origin));
process.on('exit', (code) => console.log('exit', code));
setImmediate(() => { throw new Error('nobody catches it'); });
