'use strict';
// A domain takes the errors of what runs inside it: thrown, thrown later, and emitted without a listener.
const assert = require('assert');
const domain = require('domain');
const EventEmitter = require('events');

const taken = [];
const d = domain.create();
d.on('error', (error) => taken.push(error.message));

d.run(() => {
  assert.strictEqual(process.domain, d);
  setTimeout(() => {
    throw new Error('later');
  }, 1);
  process.nextTick(() => {
    throw new Error('tick');
  });
  new EventEmitter().emit('error', new Error('emitted'));
});
assert.notStrictEqual(process.domain, d);

process.on('exit', () => assert.deepStrictEqual(taken, ['emitted', 'tick', 'later']));
