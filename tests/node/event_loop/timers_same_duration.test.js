'use strict';
// Timers of one duration run in the order of their making.
for (let i = 0; i < 8; i++) setTimeout(console.log, 5, 'timer', i);
