'use strict';
// fs.promises settles in the poll phase; its reactions come before the next immediate.
const fs = require('fs');
(async () => {
  const handle = await fs.promises.open(__filename);
  console.log('open');
  setImmediate(() => console.log('immediate set after open'));
  process.nextTick(() => console.log('tick after open'));
  await null;
  console.log('one turn later');
  const stats = await handle.stat();
  console.log('stat', stats.isFile());
  await handle.close();
  console.log('close');
})();
console.log('main');
