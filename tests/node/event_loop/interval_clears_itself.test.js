'use strict';
// An interval repeats until it clears itself; its arguments stay.
let count = 0;
const interval = setInterval((word) => {
  console.log(word, ++count);
  if (count === 3) clearInterval(interval);
}, 2, 'beat');
