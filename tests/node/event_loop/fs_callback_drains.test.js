'use strict';
// Each fs callback is followed by a drain before the next callback runs, even when both are ready.
const fs = require('fs');
let left = 2;
const log = [];
for (const name of ['a', 'b']) {
  fs.stat(__filename, () => {
    log.push('callback');
    process.nextTick(() => log.push('tick'));
    Promise.resolve().then(() => {
      log.push('promise');
      if (--left === 0) console.log(log.join(' '));
    });
  });
}
