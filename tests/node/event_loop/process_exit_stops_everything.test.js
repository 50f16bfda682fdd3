'use strict';
// Exit: 3
// process.exit runs the exit event at once, skips beforeExit and what is queued.
process.on('beforeExit', () => console.log('must not run'));
process.on('exit', (code) => console.log('exit', code));
process.nextTick(() => console.log('must not run'));
Promise.resolve().then(() => console.log('must not run'));
setTimeout(() => {}, 1000);
console.log('main');
process.exit(3);
