'use strict';
// A failing call reports in a callback of a later turn, never at once.
const fs = require('fs');
fs.readFile('/nonexistent/file', (err) => {
  console.log('callback', err.code, err.syscall);
});
process.nextTick(() => console.log('tick'));
Promise.resolve().then(() => console.log('promise'));
console.log('main');
