// Alone:
// Large reads leave the loop free: an interval goes on while many of them are under way.
'use strict';

const assert = require('node:assert');
const fs = require('node:fs');

const file = 'large';
fs.writeFileSync(file, Buffer.alloc(4 * 1024 * 1024, 'x'));

let ticks = 0;
let latest = 0;
let last = performance.now();
const timer = setInterval(() => {
  const now = performance.now();
  latest = Math.max(latest, now - last - 10);
  last = now;
  ticks++;
}, 10);

let left = 200;
for (let i = 0; i < 200; i++) {
  fs.readFile(file, (error, content) => {
    assert.ifError(error);
    assert.strictEqual(content.length, 4 * 1024 * 1024);
    if (--left > 0) return;
    clearInterval(timer);
    console.log(`${ticks} ticks, at most ${latest.toFixed(1)} ms late`);
    assert.ok(latest < 1000, `${latest} ms late`);
  });
}
