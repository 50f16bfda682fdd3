'use strict';
// An unref'd immediate beside a ref'd one runs in its place in the queue.
setImmediate(() => console.log('first'));
const second = setImmediate(() => console.log('second'));
second.unref();
setImmediate(() => console.log('third'));
console.log(second.hasRef());
