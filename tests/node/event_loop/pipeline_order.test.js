'use strict';
// pipeline: the callback comes after the last stream has closed.
const { Readable, Writable, pipeline } = require('stream');
pipeline(
  Readable.from(['a', 'b', 'c']),
  async function* upper(source) {
    for await (const chunk of source) yield chunk.toUpperCase();
  },
  new Writable({
    objectMode: true,
    write(chunk, encoding, callback) {
      console.log('write', chunk);
      process.nextTick(callback);
    },
  }).on('close', () => console.log('close')),
  (err) => console.log('done', err),
);
console.log('main');
