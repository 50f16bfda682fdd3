'use strict';
// Callbacks of synchronous writes come in one tick, in their order; finish, then close.
const { Writable } = require('stream');
const writable = new Writable({
  write(chunk, encoding, callback) {
    console.log('write', String(chunk));
    callback();
  },
  final(callback) {
    console.log('final');
    callback();
  },
});
writable.write('a', () => console.log('callback a'));
writable.write('b', () => console.log('callback b'));
writable.end('c', () => console.log('callback end'));
writable.on('finish', () => console.log('finish'));
writable.on('close', () => console.log('close'));
process.nextTick(() => console.log('tick'));
Promise.resolve().then(() => console.log('promise'));
console.log('main');
