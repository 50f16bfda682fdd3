'use strict';
// A readable stream: data comes in ticks after the script, then end, then close.
const { Readable } = require('stream');
const readable = new Readable({ read() {} });
readable.on('data', (chunk) => console.log('data', String(chunk)));
readable.on('end', () => console.log('end'));
readable.on('close', () => console.log('close'));
readable.push('a');
readable.push('b');
readable.push(null);
process.nextTick(() => console.log('tick'));
Promise.resolve().then(() => console.log('promise'));
setImmediate(() => console.log('immediate'));
console.log('main');
