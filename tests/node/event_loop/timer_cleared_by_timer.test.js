'use strict';
// A timer can clear the next one of its own list, also when both are due.
const start = Date.now();
setTimeout(() => {
  console.log('first');
  clearTimeout(second);
}, 5);
const second = setTimeout(() => console.log('must not run'), 5);
setTimeout(() => console.log('third'), 5);
while (Date.now() - start < 15);
