'use strict';
// An error in an exit listener of a child goes to uncaughtException; close, which follows it, is skipped.
const { spawn } = require('child_process');
process.on('uncaughtException', (err) => console.log('caught', err.message));
const child = spawn('false', [], { stdio: 'ignore' });
child.on('exit', (code) => { throw new Error(`exit ${code}`); });
child.on('close', (code) => console.log('close', code));
