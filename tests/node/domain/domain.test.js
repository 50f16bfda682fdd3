'use strict';
// A domain gets the errors of what was started in it.
const assert = require('assert');
const domain = require('domain');
const fs = require('fs');
const EventEmitter = require('events');

const seen = [];
const d = domain.create();
d.on('error', (err) => seen.push(err.message));
d.run(() => {
  assert.strictEqual(process.domain, d);
  process.nextTick(() => { throw new Error('tick'); });
  setTimeout(() => { throw new Error('timeout'); }, 1);
  setImmediate(() => { throw new Error('immediate'); });
  fs.stat(__filename, () => { throw new Error('fs'); });
  new EventEmitter().emit('error', new Error('emitter'));
});
assert.ok(!process.domain);
assert.strictEqual(d.bind((x) => x)(3), 3);
d.intercept(() => assert.fail('not called'))(new Error('intercepted'));
process.on('exit', () => {
  assert.deepStrictEqual(seen.sort(), ['emitter', 'fs', 'immediate', 'intercepted', 'tick', 'timeout']);
});
