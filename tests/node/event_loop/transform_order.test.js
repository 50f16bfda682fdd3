'use strict';
// A transform stream hands on what it gets within the write, and flushes before end.
const { Transform } = require('stream');
const transform = new Transform({
  transform(chunk, encoding, callback) {
    console.log('transform', String(chunk));
    callback(null, String(chunk).toUpperCase());
  },
  flush(callback) {
    console.log('flush');
    callback(null, '!');
  },
});
transform.on('data', (chunk) => console.log('data', String(chunk)));
transform.on('finish', () => console.log('finish'));
transform.on('end', () => console.log('end'));
transform.on('close', () => console.log('close'));
transform.write('a');
transform.end('b');
console.log('main');
