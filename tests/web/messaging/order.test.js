'use strict';
// After each message come the ticks, then the promises; a flood does not stop the rest of the loop.
const assert = require('assert');
const { MessageChannel } = require('worker_threads');

const log = [];
const { port1, port2 } = new MessageChannel();
port2.on('message', (n) => {
  log.push(`m${n}`);
  Promise.resolve().then(() => log.push(`p${n}`));
  process.nextTick(() => log.push(`t${n}`));
  if (n === 2) port2.close();
});
port1.postMessage(1);
port1.postMessage(2);

const flood = new MessageChannel();
let count = 0;
flood.port1.on('message', () => {
  count++;
  flood.port2.postMessage(1);
});
flood.port2.postMessage(1);
setTimeout(() => flood.port1.close(), 5);

process.on('exit', () => {
  assert.deepStrictEqual(log, ['m1', 't1', 'p1', 'm2', 't2', 'p2']);
  assert.ok(count > 1);
});
