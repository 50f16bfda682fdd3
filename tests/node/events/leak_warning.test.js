'use strict';
// The eleventh listener of one event brings one warning, unless the limit is higher.
const assert = require('assert');
const EventEmitter = require('events');

const warnings = [];
process.on('warning', (w) => warnings.push(w));

const e = new EventEmitter();
for (let i = 0; i < 12; i++) e.on('x', () => {});
const quiet = new EventEmitter().setMaxListeners(0);
for (let i = 0; i < 12; i++) quiet.on('x', () => {});
const target = new EventTarget();
EventEmitter.setMaxListeners(1, target);
target.addEventListener('y', () => {});
target.addEventListener('y', () => {});
assert.strictEqual(EventEmitter.getMaxListeners(target), 1);

setImmediate(() => {
  assert.deepStrictEqual(warnings.map((w) => [w.name, w.type, w.count]),
                         [['MaxListenersExceededWarning', 'x', 11], ['MaxListenersExceededWarning', 'y', 2]]);
  assert.strictEqual(warnings[0].emitter, e);
  assert.match(warnings[0].message, /^Possible EventEmitter memory leak detected\. 11 x listeners added to \[EventEmitter\]\./);
  assert.match(warnings[1].message, /^Possible EventTarget memory leak detected\. 2 y listeners added to EventTarget\./);
});
