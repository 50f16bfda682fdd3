'use strict';
// A timer that is due before the loop begins runs before the immediates.
setImmediate(() => console.log('immediate'));
setTimeout(() => console.log('timeout'), 1);
const until = Date.now() + 20;
while (Date.now() < until);
