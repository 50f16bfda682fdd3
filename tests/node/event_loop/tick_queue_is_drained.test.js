'use strict';
// Ticks added by ticks run in the same drain, before any promise reaction.
let n = 0;
process.nextTick(function again() {
  console.log('tick', n);
  if (++n < 4) process.nextTick(again);
});
Promise.resolve().then(() => console.log('promise after all ticks'));
setImmediate(() => console.log('immediate'));
