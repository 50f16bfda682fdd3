'use strict';
// Ticks and promises of a beforeExit listener run, and do not bring beforeExit back by themselves.
let count = 0;
process.on('beforeExit', () => {
  console.log('beforeExit', ++count);
  process.nextTick(() => console.log('tick'));
  Promise.resolve().then(() => console.log('promise'));
});
process.on('exit', () => console.log('exit'));
