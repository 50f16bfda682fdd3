'use strict';
// Exit: 1
// Stderr: /Error: from the timer/
// Without a handler an error in a timer ends the program; exit still runs, with code 1.
process.on('exit', (code) => console.log('exit', code));
setTimeout(() => { throw new Error('from the timer'); }, 1);
setTimeout(() => console.log('must not run'), 30);
