'use strict';
// A wrong argument throws at once; nothing is called later.
const fs = require('fs');
try {
  fs.readFile({}, () => console.log('must not run'));
} catch (err) {
  console.log(err.code);
}
try {
  fs.readFile(__filename);
} catch (err) {
  console.log(err.code);
}
setImmediate(() => console.log('end'));
