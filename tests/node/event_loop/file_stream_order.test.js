'use strict';
// A file stream: open, ready, data, end, close, each from a later turn.
const fs = require('fs');
const stream = fs.createReadStream(__filename, { end: 11, encoding: 'latin1' });
for (const event of ['open', 'ready', 'end', 'close']) stream.on(event, () => console.log(event));
stream.on('data', (chunk) => console.log('data', chunk));
process.nextTick(() => console.log('tick'));
console.log('main');
