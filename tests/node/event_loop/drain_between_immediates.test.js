'use strict';
// Ticks and microtasks run between two immediates, not after all of them.
for (const n of [1, 2]) {
  setImmediate(() => {
    console.log('immediate', n);
    process.nextTick(() => console.log('tick of', n));
    Promise.resolve().then(() => console.log('promise of', n));
  });
}
