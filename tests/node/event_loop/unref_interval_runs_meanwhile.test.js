'use strict';
// An unref'd interval beats while something else keeps the loop alive, and ends with it.
let beats = 0;
setInterval(() => { beats++; }, 1).unref();
setTimeout(() => console.log('beats:', beats > 0), 50);
