'use strict';
// Callbacks of fs that follow one another, with ticks and promises in between.
const fs = require('fs');
fs.open(__filename, 'r', (err, fd) => {
  console.log('open', err);
  process.nextTick(() => console.log('tick after open'));
  fs.fstat(fd, (err, stats) => {
    console.log('fstat', err, stats.isFile());
    Promise.resolve().then(() => console.log('promise after fstat'));
    fs.close(fd, (err) => console.log('close', err));
  });
  console.log('open ends');
});
console.log('main ends');
