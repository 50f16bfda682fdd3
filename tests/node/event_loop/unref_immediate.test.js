'use strict';
// An unref'd immediate runs when the loop turns anyway, and never alone.
setImmediate(() => console.log('unref, alone: must not run')).unref();
process.on('exit', () => console.log('exit'));
