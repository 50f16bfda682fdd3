'use strict';
// destroy(err): error comes before close, both in a tick; destroying again changes nothing.
const { Readable } = require('stream');
const readable = new Readable({ read() {} });
readable.on('error', (err) => console.log('error', err.message));
readable.on('close', () => console.log('close', readable.destroyed, readable.closed));
process.nextTick(() => console.log('tick before'));
readable.destroy(new Error('first'));
readable.destroy(new Error('second'));
process.nextTick(() => console.log('tick after'));
Promise.resolve().then(() => console.log('promise'));
