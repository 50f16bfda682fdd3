'use strict';
// Exit: 9
// process.exit in an exit listener changes the code and does not emit exit again.
process.on('exit', (code) => {
  console.log('exit', code);
  if (code !== 9) process.exit(9);
  console.log('must not run');
});
process.exit(2);
