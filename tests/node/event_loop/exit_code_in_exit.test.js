'use strict';
// Exit: 5
// process.exitCode can be set in the exit event; later listeners see it.
process.on('exit', (code) => {
  console.log('first', code, process.exitCode);
  process.exitCode = 5;
});
process.on('exit', (code) => console.log('second', code, process.exitCode));
