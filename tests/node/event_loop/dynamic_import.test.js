'use strict';
// import() of a builtin settles before the immediates, after the promises that are ready.
import('node:path').then(() => console.log('imported'));
setImmediate(() => setImmediate(() => setImmediate(() => console.log('immediate'))));
Promise.resolve().then(() => console.log('promise'));
process.nextTick(() => console.log('tick'));
