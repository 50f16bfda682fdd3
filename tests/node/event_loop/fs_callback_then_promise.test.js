'use strict';
// One after the other: a callback, then a promise of the same module made in it.
const fs = require('fs');
fs.access(__filename, (err) => {
  console.log('access', err);
  fs.promises.access('/nonexistent').catch((err) => {
    console.log('rejected', err.code);
    fs.access('/nonexistent', (err) => console.log('callback', err.code));
  });
  process.nextTick(() => console.log('tick'));
});
