'use strict';
// uncaughtException gets what is thrown in every kind of callback, and the rest goes on.
const fs = require('fs');
process.on('uncaughtException', (err, origin) => {
  console.log('caught', err.message, origin);
});
const steps = [
  (next) => { process.nextTick(() => { next(); throw new Error('tick'); }); },
  (next) => { queueMicrotask(() => { next(); throw new Error('microtask'); }); },
  (next) => { setImmediate(() => { next(); throw new Error('immediate'); }); },
  (next) => { setTimeout(() => { next(); throw new Error('timeout'); }, 1); },
  (next) => { fs.stat(__filename, () => { next(); throw new Error('fs callback'); }); },
  (next) => { fs.promises.stat(__filename).then(() => { next(); throw new Error('promise'); }); },
];
(function run(i) {
  if (i < steps.length) steps[i](() => setTimeout(run, 5, i + 1));
})(0);
process.on('exit', (code) => console.log('exit', code));
