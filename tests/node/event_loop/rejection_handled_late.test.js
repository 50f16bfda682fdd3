'use strict';
// A handler added after the drain: unhandledRejection, then rejectionHandled.
process.on('unhandledRejection', (reason) => console.log('unhandled', reason));
process.on('rejectionHandled', () => console.log('handled'));
const late = Promise.reject('late');
setImmediate(() => {
  late.catch((reason) => console.log('caught', reason));
  process.nextTick(() => console.log('tick'));
});
