'use strict';
// Ticks queued in microtasks run when the microtask queue is empty, then the microtasks they queued.
Promise.resolve().then(() => {
  console.log('promise 1');
  process.nextTick(() => {
    console.log('tick from promise 1');
    Promise.resolve().then(() => console.log('promise from tick'));
    process.nextTick(() => console.log('tick from tick'));
  });
}).then(() => console.log('promise 2')).then(() => console.log('promise 3'));
queueMicrotask(() => console.log('microtask'));
