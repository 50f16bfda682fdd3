'use strict';
// Exit: 7
// Stderr: /Error: in the handler/
// An error in the uncaughtException handler ends the program with code 7.
process.on('exit', (code) => console.log('exit', code));
process.on('uncaughtException', () => { throw new Error('in the handler'); });
setTimeout(() => { throw new Error('first'); }, 1);
