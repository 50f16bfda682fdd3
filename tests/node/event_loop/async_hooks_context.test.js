'use strict';
// AsyncLocalStorage keeps its store through ticks, promises, timers, immediates and fs callbacks.
const { AsyncLocalStorage } = require('async_hooks');
const fs = require('fs');
const storage = new AsyncLocalStorage();
const show = (label) => console.log(label, storage.getStore());
storage.run('a', () => {
  process.nextTick(show, 'tick');
  Promise.resolve().then(() => show('promise'));
  queueMicrotask(() => show('microtask'));
  setImmediate(() => {
    show('immediate');
    setTimeout(() => {
      show('timeout');
      fs.stat(__filename, () => {
        show('fs');
        storage.run('b', () => setImmediate(show, 'inner'));
        storage.exit(() => setImmediate(show, 'outside'));
      });
    }, 1);
  });
});
show('main');
