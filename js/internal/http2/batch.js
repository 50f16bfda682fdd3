// Work for the next check phase: one immediate for all that is put off during a turn of the event loop.
'use strict';

const { setImmediate } = require('timers');

// Gives a function that puts a call of `work` with its two arguments off.
function batch(work) {
  let queue = [];

  function run(items, from) {
    let i = from;
    try {
      while (i < items.length) {
        const a = items[i];
        const b = items[i + 1];
        i += 2;
        work(a, b);
      }
    } finally {
      // An error of a program's listener stops that call only.
      if (i < items.length) setImmediate(run, items, i);
    }
  }

  function flush() {
    const items = queue;
    queue = [];
    run(items, 0);
  }

  return (a, b) => {
    if (queue.push(a, b) === 2) setImmediate(flush);
  };
}

module.exports = { batch };
