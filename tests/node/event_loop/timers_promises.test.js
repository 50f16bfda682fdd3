'use strict';
// timers/promises: reactions run right after the callback that settles them.
const timers = require('timers/promises');
timers.setImmediate('immediate').then(console.log);
setImmediate(async () => {
  console.log('plain immediate');
  for await (const n of timers.setInterval(2, 'beat')) {
    console.log(n);
    break;
  }
  console.log(await timers.setTimeout(2, 'timeout'));
  const controller = new AbortController();
  const late = timers.setTimeout(1000, 'must not come', { signal: controller.signal });
  controller.abort();
  await late.catch((err) => console.log(err.name, err.code));
});
