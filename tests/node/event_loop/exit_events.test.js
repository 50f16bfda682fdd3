'use strict';
// beforeExit comes each time the loop runs dry, exit once; work in beforeExit keeps the program alive.
let rounds = 0;
process.on('beforeExit', (code) => {
  console.log('beforeExit', code, ++rounds);
  if (rounds < 3) setTimeout(() => console.log('more work'), 1);
});
process.on('exit', (code) => {
  console.log('exit', code);
  setTimeout(() => console.log('must not run'), 0);
  process.nextTick(() => console.log('must not run'));
});
console.log('main');
