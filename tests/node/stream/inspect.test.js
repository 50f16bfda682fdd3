// Streams as util.inspect shows them: the names and the order of their fields.
'use strict';

const assert = require('assert');
const { inspect } = require('util');
const { Readable, Writable } = require('stream');

const keys = (object) => Reflect.ownKeys(object).map(String);

const readable = new Readable({ read() {} });
assert.deepStrictEqual(keys(readable), [
  '_events', '_readableState', '_read', '_maxListeners', 'Symbol(shapeMode)', 'Symbol(kCapture)',
]);
assert.deepStrictEqual(keys(readable._readableState), [
  'highWaterMark', 'buffer', 'bufferIndex', 'length', 'pipes', 'awaitDrainWriters', 'Symbol(kState)',
]);
assert.match(inspect(readable), /_readableState: ReadableState \{\n {4}highWaterMark: 65536,/);

const writable = new Writable({ write() {} });
assert.deepStrictEqual(keys(writable._writableState), [
  'highWaterMark', 'length', 'corked', 'onwrite', 'writelen', 'bufferedIndex', 'pendingcb',
  'Symbol(kState)', 'Symbol(kBufferedValue)',
]);
assert.strictEqual(writable._writableState.objectMode, false);
assert.strictEqual(writable._writableState.sync, true);
assert.strictEqual(readable._readableState.flowing, null);
assert.strictEqual(writable instanceof Writable, true);
assert.strictEqual(readable instanceof Writable, false);
assert.deepStrictEqual(readable.eventNames(), []);
