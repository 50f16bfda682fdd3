'use strict';
// A program that does not exist: an error event in a tick after the script, no exit.
const { spawn } = require('child_process');
const child = spawn('no-such-program-here');
child.on('error', (err) => console.log('error', err.code, err.syscall));
child.on('exit', () => console.log('must not run'));
child.on('close', (code) => console.log('close', code < 0));
process.nextTick(() => console.log('tick'));
Promise.resolve().then(() => console.log('promise'));
console.log('main', child.pid);
