'use strict';
// An interval whose callback throws goes on when somebody handles the error.
let beats = 0;
process.on('uncaughtException', (err) => console.log('caught', err.message));
const interval = setInterval(() => {
  beats++;
  if (beats === 3) clearInterval(interval);
  throw new Error(`beat ${beats}`);
}, 2);
