'use strict';
// Exit: 1
// Stderr: /Error: nobody handles it/
// Without any handler a rejection ends the program with code 1 before the next phase.
process.on('exit', (code) => console.log('exit', code));
Promise.reject(new Error('nobody handles it'));
process.nextTick(() => console.log('tick'));
setImmediate(() => console.log('must not run'));
