'use strict';
// A timer set by a timer never runs in the same pass, even when it is due at once.
setTimeout(() => {
  console.log('a');
  setTimeout(() => console.log('c, set by a'), 0);
  setImmediate(() => console.log('immediate of a'));
}, 1);
setTimeout(() => console.log('b'), 1);
const until = Date.now() + 5;
while (Date.now() < until);
