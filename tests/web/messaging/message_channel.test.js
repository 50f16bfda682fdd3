'use strict';
// MessageChannel: order, the end, ports in messages, what keeps a process alive.
const assert = require('assert');
const { MessageChannel, MessagePort, receiveMessageOnPort, markAsUntransferable, markAsUncloneable } =
  require('worker_threads');

const log = [];
{
  const { port1, port2 } = new MessageChannel();
  assert.throws(() => new MessagePort(), { code: 'ERR_CONSTRUCT_CALL_INVALID' });
  assert.strictEqual(port1.hasRef(), false);
  const received = [];
  port2.on('message', (message) => received.push(message));
  assert.strictEqual(port2.hasRef(), true);
  port2.on('close', () => {
    assert.deepStrictEqual(received, [1, 'two', { three: 3n }, undefined]);
    assert.strictEqual(port1.postMessage(1), undefined);
    log.push('closed');
  });
  assert.strictEqual(port1.postMessage(1), true);
  port1.postMessage('two');
  port1.postMessage({ three: 3n });
  port1.postMessage(undefined);
  port1.close();
}

{
  const { port1, port2 } = new MessageChannel();
  port1.postMessage({ a: 1 });
  port1.postMessage(null);
  assert.deepStrictEqual(receiveMessageOnPort(port2), { message: { a: 1 } });
  assert.deepStrictEqual(receiveMessageOnPort(port2), { message: null });
  assert.strictEqual(receiveMessageOnPort(port2), undefined);
  assert.throws(() => receiveMessageOnPort({}), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => port1.postMessage(), { code: 'ERR_MISSING_ARGS' });
  assert.throws(() => port1.postMessage(1, 5), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => port1.postMessage(1, [port1]), { name: 'DataCloneError', message: /source port/ });
  markAsUntransferable(port2);
  const other = new MessageChannel();
  assert.throws(() => other.port1.postMessage(port2, [port2]), { name: 'DataCloneError' });
  const secret = {};
  markAsUncloneable(secret);
  assert.throws(() => port1.postMessage({ secret }), { name: 'DataCloneError' });
}

{
  // What waits in a port travels with it.
  const outer = new MessageChannel();
  const inner = new MessageChannel();
  inner.port1.postMessage('early');
  outer.port1.postMessage({ port: inner.port2 }, [inner.port2]);
  inner.port1.postMessage('late');
  outer.port2.onmessage = ({ data, ports }) => {
    assert.strictEqual(ports[0], data.port);
    const got = [];
    data.port.on('message', (message) => {
      got.push(message);
      if (got.length === 2) {
        log.push(got);
        data.port.close();
        outer.port2.close();
      }
    });
  };
}

process.on('exit', () => {
  assert.ok(log.includes('closed'));
  assert.ok(log.some((entry) => Array.isArray(entry) && entry.join() === 'early,late'));
});
