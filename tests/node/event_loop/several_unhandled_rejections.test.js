'use strict';
// Several rejections are reported in the order of rejecting, all of them before any tick.
process.on('unhandledRejection', (reason) => {
  console.log('unhandled', reason);
  process.nextTick(() => console.log('tick after', reason));
  Promise.resolve().then(() => console.log('promise after', reason));
});
for (const name of ['a', 'b', 'c']) Promise.reject(name);
