'use strict';
// Exit: 1
// Stderr: /ERR_UNHANDLED_REJECTION/
// A rejection with something that is not an error gets an error of Node's around it.
process.on('exit', (code) => console.log('exit', code));
Promise.reject({ not: 'an error' });
