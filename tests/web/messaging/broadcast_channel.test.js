'use strict';
// BroadcastChannel: everybody of the name but the sender, in the order of sending.
const assert = require('assert');
const util = require('util');

const channels = Array.from({ length: 3 }, () => new BroadcastChannel('a'));
const other = new BroadcastChannel('b');
const got = [[], [], []];
channels.forEach((channel, i) => {
  channel.onmessage = ({ data }) => {
    got[i].push(data);
    if (got[1].length + got[2].length === 4) [...channels, other].forEach((c) => c.close());
  };
});
other.onmessage = () => assert.fail('another name');
channels[0].postMessage({ n: 1 });
channels[0].postMessage('two');
assert.strictEqual(util.inspect(other), "BroadcastChannel { name: 'b', active: true }");
assert.throws(() => new BroadcastChannel(), { code: 'ERR_MISSING_ARGS' });
assert.throws(() => channels[0].postMessage(Symbol()), { name: 'DataCloneError' });
process.on('exit', () => {
  assert.deepStrictEqual(got, [[], [{ n: 1 }, 'two'], [{ n: 1 }, 'two']]);
  assert.throws(() => other.postMessage(1), { name: 'InvalidStateError' });
});
