'use strict';
// Requiring runs nothing of the loop: ticks wait for the end of the main script.
process.nextTick(() => console.log('tick'));
Promise.resolve().then(() => console.log('promise'));
const { join } = require('path');
require('http');
console.log(join('a', 'b'));
