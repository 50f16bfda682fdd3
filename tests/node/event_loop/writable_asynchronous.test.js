'use strict';
// Asynchronous writes: one at a time, drain when the buffer is empty again.
const { Writable } = require('stream');
const writable = new Writable({
  highWaterMark: 3,
  write(chunk, encoding, callback) {
    console.log('write', String(chunk));
    setImmediate(callback);
  },
});
console.log(writable.write('ab'), writable.write('cd'), writable.write('ef'));
writable.on('drain', () => {
  console.log('drain');
  writable.end(() => console.log('ended'));
});
writable.on('finish', () => console.log('finish'));
