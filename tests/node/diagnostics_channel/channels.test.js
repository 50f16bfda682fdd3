// Channels, bounded channels and tracing channels.
'use strict';

const assert = require('assert');
const { AsyncLocalStorage } = require('async_hooks');
const dc = require('diagnostics_channel');

const channel = dc.channel('test');
assert.strictEqual(dc.channel('test'), channel);
assert.ok(channel instanceof dc.Channel);
assert.strictEqual(channel.hasSubscribers, false);
const seen = [];
const subscriber = (message, name) => seen.push([message, name]);
channel.publish('nobody listens');
dc.subscribe('test', subscriber);
assert.ok(dc.hasSubscribers('test'));
channel.publish(1);
assert.strictEqual(dc.unsubscribe('test', subscriber), true);
assert.strictEqual(dc.unsubscribe('test', subscriber), false);
channel.publish(2);
assert.deepStrictEqual(seen, [[1, 'test']]);
assert.throws(() => dc.channel(5), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => dc.subscribe('test', 5), { code: 'ERR_INVALID_ARG_TYPE' });

// What a subscriber throws reaches the process, not the publisher.
const failing = dc.channel(Symbol('failing'));
failing.subscribe(() => { throw new Error('from a subscriber'); });
let uncaught = 0;
process.once('uncaughtException', (error) => {
  uncaught++;
  assert.strictEqual(error.message, 'from a subscriber');
});
failing.publish();

// Stores.
const storage = new AsyncLocalStorage();
channel.bindStore(storage, (data) => ({ data }));
const result = channel.runStores(5, function(a) {
  return [this, a, storage.getStore()];
}, 'this', 'a');
assert.deepStrictEqual(result[2], { data: 5 });
assert.strictEqual(result[1], 'a');
assert.strictEqual(storage.getStore(), undefined);
assert.ok(channel.unbindStore(storage));
assert.strictEqual(channel.hasSubscribers, false);

// Tracing.
const tracing = dc.tracingChannel('op');
const events = [];
const handlers = {};
for (const name of ['start', 'end', 'asyncStart', 'asyncEnd', 'error']) handlers[name] = () => events.push(name);
tracing.subscribe(handlers);
assert.strictEqual(tracing.traceSync((a, b) => a + b, {}, null, 1, 2), 3);
assert.deepStrictEqual(events.splice(0), ['start', 'end']);
assert.throws(() => tracing.traceSync(() => { throw new Error('x'); }), { message: 'x' });
assert.deepStrictEqual(events.splice(0), ['start', 'error', 'end']);
tracing.traceCallback((callback) => callback(null, 'r'), -1, {}, null, (error, value) => events.push(value));
assert.deepStrictEqual(events.splice(0), ['start', 'asyncStart', 'r', 'asyncEnd', 'end']);

let done = 0;
tracing.tracePromise(async (value) => value, {}, null, 'v').then((value) => {
  assert.strictEqual(value, 'v');
  assert.deepStrictEqual(events.splice(0), ['start', 'end', 'asyncStart', 'asyncEnd']);
  assert.ok(tracing.unsubscribe(handlers));
  assert.ok(!tracing.hasSubscribers);
  done++;
});
process.on('exit', () => {
  assert.strictEqual(done, 1);
  assert.strictEqual(uncaught, 1);
});
