'use strict';
// Even a timer that is due by the end of an I/O callback waits for the check phase.
const fs = require('fs');
fs.readFile(__filename, () => {
  setTimeout(() => console.log('timeout'), 1);
  const until = Date.now() + 10;
  while (Date.now() < until);
  setImmediate(() => console.log('immediate'));
});
