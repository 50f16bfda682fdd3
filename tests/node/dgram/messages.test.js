// Datagrams: the forms of send(), addresses of the sender, connected sockets, and what is left to wait.
'use strict';

const assert = require('assert');
const dgram = require('dgram');
const { once } = require('events');

const send = (socket, ...args) => new Promise((resolve, reject) => {
  socket.send(...args, (err, bytes) => (err ? reject(err) : resolve(bytes)));
});

async function forms() {
  const receiver = dgram.createSocket('udp4');
  receiver.bind(0, '127.0.0.1');
  await once(receiver, 'listening');
  const { port, address, family } = receiver.address();
  assert.strictEqual(address, '127.0.0.1');
  assert.strictEqual(family, 'IPv4');

  const sender = dgram.createSocket('udp4');
  const calls = [
    [['text', port, '127.0.0.1'], 'text'],
    [[Buffer.from('0123456789'), 2, 4, port, '127.0.0.1'], '2345'],
    [[['a', Buffer.from('bc'), new Uint8Array([100])], port, '127.0.0.1'], 'abcd'],
    [[new DataView(new ArrayBuffer(3)), port, '127.0.0.1'], '\0\0\0'],
    [['', port, '127.0.0.1'], ''],
  ];
  for (const [args, expected] of calls) {
    const arrived = once(receiver, 'message');
    assert.strictEqual(await send(sender, ...args), expected.length);
    const [message, rinfo] = await arrived;
    assert.ok(Buffer.isBuffer(message));
    assert.strictEqual(message.toString('latin1'), expected);
    assert.deepStrictEqual(rinfo, { address: '127.0.0.1', family: 'IPv4', port: sender.address().port, size: expected.length });
  }
  assert.strictEqual(sender.getSendQueueSize(), 0);
  assert.strictEqual(sender.getSendQueueCount(), 0);
  sender.close();
  receiver.close();
  await once(receiver, 'close');
  assert.throws(() => receiver.address(), { code: 'ERR_SOCKET_DGRAM_NOT_RUNNING' });
  assert.throws(() => receiver.close(), { code: 'ERR_SOCKET_DGRAM_NOT_RUNNING' });
}

async function connected() {
  const receiver = dgram.createSocket('udp4').bind(0, '127.0.0.1');
  await once(receiver, 'listening');
  const { port } = receiver.address();
  const sender = dgram.createSocket('udp4');
  assert.throws(() => sender.remoteAddress(), { code: 'ERR_SOCKET_DGRAM_NOT_CONNECTED' });
  sender.connect(port, '127.0.0.1');
  await once(sender, 'connect');
  assert.deepStrictEqual(sender.remoteAddress(), { address: '127.0.0.1', family: 'IPv4', port });
  assert.throws(() => sender.connect(port), { code: 'ERR_SOCKET_DGRAM_IS_CONNECTED' });
  assert.throws(() => sender.send('x', 0, 1, port, '127.0.0.1'), { code: 'ERR_SOCKET_DGRAM_IS_CONNECTED' });
  const arrived = once(receiver, 'message');
  assert.strictEqual(await send(sender, 'to you'), 6);
  assert.strictEqual(String((await arrived)[0]), 'to you');

  // Nobody is there any more: the system says so with the next datagram.
  receiver.close();
  await once(receiver, 'close');
  const failed = new Promise((resolve) => sender.once('error', resolve));
  sender.send('x');
  const error = await failed;
  assert.strictEqual(error.code, 'ECONNREFUSED');
  assert.strictEqual(error.syscall, 'recvmsg');
  sender.disconnect();
  sender.close();
}

async function bindErrors() {
  const first = dgram.createSocket('udp4').bind(0, '127.0.0.1');
  await once(first, 'listening');
  const { port } = first.address();
  const second = dgram.createSocket('udp4');
  second.bind(port, '127.0.0.1');
  const error = await new Promise((resolve) => second.once('error', resolve));
  assert.strictEqual(error.message, `bind EADDRINUSE 127.0.0.1:${port}`);
  assert.strictEqual(error.syscall, 'bind');
  assert.throws(() => first.bind(0), { code: 'ERR_SOCKET_ALREADY_BOUND' });
  assert.throws(() => dgram.createSocket('udp5'), { code: 'ERR_SOCKET_BAD_TYPE' });
  assert.throws(() => first.send({}, port), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => first.send('x', 0, '127.0.0.1'), { code: 'ERR_SOCKET_BAD_PORT' });
  assert.throws(() => first.setTTL(1000), { code: 'EINVAL', syscall: 'setTTL' });
  assert.throws(() => first.setRecvBufferSize(-1), { code: 'ERR_SOCKET_BAD_BUFFER_SIZE' });
  first.setRecvBufferSize(8192);
  assert.ok(first.getRecvBufferSize() >= 8192);
  first.close();
  second.close();
}

(async () => {
  await forms();
  await connected();
  await bindErrors();
})();
