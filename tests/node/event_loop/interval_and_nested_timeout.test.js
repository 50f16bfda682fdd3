'use strict';
// An interval is armed again after its callback, so a timeout of the same duration set before comes first.
let beats = 0;
const interval = setInterval(() => {
  console.log('interval', ++beats);
  if (beats === 2) return clearInterval(interval);
  setTimeout(() => console.log('timeout of beat', beats), 4);
}, 4);
