'use strict';
// An error event nobody listens to is thrown from a tick.
const { Writable } = require('stream');
process.on('uncaughtException', (err, origin) => console.log('caught', err.message, origin));
const writable = new Writable({ write(chunk, encoding, callback) { callback(new Error('no room')); } });
writable.on('close', () => console.log('close'));
writable.write('x', (err) => console.log('callback', err.message));
setImmediate(() => console.log('immediate'));
