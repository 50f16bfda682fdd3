'use strict';
// When callbacks come: never in the turn of the call, after ticks and promises, before the same turn's immediates.
const assert = require('node:assert');
const fs = require('node:fs');

const log = [];
fs.readFile(__filename, () => {
  log.push('read');
  process.nextTick(() => log.push('tick in read'));
  Promise.resolve().then(() => log.push('promise in read'));
  setImmediate(() => {
    log.push('immediate in read');
  });
  fs.readFile(__filename, () => log.push('inner read'));
});
process.nextTick(() => log.push('tick'));
Promise.resolve().then(() => log.push('promise'));
log.push('main');

process.on('exit', () => {
  assert.deepStrictEqual(log.slice(0, 3), ['main', 'tick', 'promise']);
  assert.deepStrictEqual(log.slice(3), ['read', 'tick in read', 'promise in read', 'immediate in read', 'inner read']);
  console.log('ok');
});
