'use strict';
// Timers run by due time, whatever the order in which they were set.
setTimeout(() => console.log(40), 40);
setTimeout(() => console.log(1), 1);
setTimeout(() => console.log(20), 20);
setTimeout(() => console.log('0 is 1'), 0);
