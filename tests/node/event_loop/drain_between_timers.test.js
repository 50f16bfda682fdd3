'use strict';
// Ticks and microtasks run between two timers of the same list.
for (const n of [1, 2]) {
  setTimeout(() => {
    console.log('timeout', n);
    Promise.resolve().then(() => console.log('promise of', n));
    process.nextTick(() => console.log('tick of', n));
  }, 1);
}
