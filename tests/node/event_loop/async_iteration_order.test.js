'use strict';
// for await over a readable: each chunk takes its turns between other promises.
const { Readable } = require('stream');
(async () => {
  for await (const chunk of Readable.from(['a', 'b'])) console.log('chunk', chunk);
  console.log('after the loop');
})();
setImmediate(() => console.log('immediate'));
process.nextTick(() => console.log('tick'));
