'use strict';
// WebSocket against a server of a few lines: messages both ways, and a clean end.
const assert = require('assert');
const { createServer } = require('net');

// A server cannot know the client's key beforehand; this is SHA-1 of it and the protocol's GUID, in base64.
function accept(key) {
  const text = Buffer.from(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`);
  const data = Buffer.concat([text, Buffer.from([0x80]), Buffer.alloc(128)]).subarray(0, 128);
  data.writeUInt32BE(text.length * 8, 124);
  const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  const turn = (word, by) => (word << by) | (word >>> (32 - by));
  for (let block = 0; block < 128; block += 64) {
    const w = [];
    for (let i = 0; i < 80; i++) {
      w[i] = i < 16 ? data.readInt32BE(block + i * 4) : turn(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    }
    let [a, b, c, d, e] = state;
    for (let i = 0; i < 80; i++) {
      const f = i < 20 ? (b & c) | (~b & d) : i < 40 || i >= 60 ? b ^ c ^ d : (b & c) | (b & d) | (c & d);
      const k = [0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6][Math.floor(i / 20)];
      [a, b, c, d, e] = [(turn(a, 5) + f + e + k + w[i]) | 0, a, turn(b, 30), c, d];
    }
    [a, b, c, d, e].forEach((word, i) => { state[i] = (state[i] + word) | 0; });
  }
  const digest = Buffer.alloc(20);
  state.forEach((word, i) => digest.writeInt32BE(word, i * 4));
  return digest.toString('base64');
}

function frame(opcode, payload) {
  const length = payload.length < 126 ? [payload.length] : [126, payload.length >> 8, payload.length & 255];
  return Buffer.concat([Buffer.from([0x80 | opcode, ...length]), payload]);
}

// The masked frames in `data`.
function* frames(data) {
  for (let at = 0; at < data.length;) {
    assert.ok(data[at + 1] & 0x80, 'a client masks');
    let length = data[at + 1] & 127;
    let start = at + 2;
    if (length === 126) {
      length = data.readUInt16BE(start);
      start += 2;
    }
    const mask = data.subarray(start, start + 4);
    const payload = data.subarray(start + 4, start + 4 + length).map((byte, i) => byte ^ mask[i & 3]);
    yield { opcode: data[at] & 15, payload: Buffer.from(payload) };
    at = start + 4 + length;
  }
}

const pongs = [];
const server = createServer((socket) => {
  socket.once('data', (request) => {
    const key = /^Sec-WebSocket-Key: (.*)\r$/im.exec(request.toString())[1];
    socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
      `Sec-WebSocket-Accept: ${accept(key)}\r\nSec-WebSocket-Protocol: chat\r\n\r\n`);
    socket.write(frame(9, Buffer.from('are you there')));
    socket.on('data', (data) => {
      for (const { opcode, payload } of frames(data)) {
        if (opcode === 10) pongs.push(payload.toString());
        else socket.write(frame(opcode, payload));
        if (opcode === 8) socket.end();
      }
    });
  });
});

server.listen(0, '127.0.0.1', async () => {
  const { port } = server.address();
  const socket = new WebSocket(`ws://127.0.0.1:${port}/path?query`, ['chat', 'other']);
  assert.strictEqual(socket.readyState, WebSocket.CONNECTING);
  assert.throws(() => socket.send('x'), { name: 'InvalidStateError' });
  const next = (type) => new Promise((resolve) => socket.addEventListener(type, resolve, { once: true }));
  await next('open');
  assert.strictEqual(socket.readyState, 1);
  assert.strictEqual(socket.protocol, 'chat');
  assert.strictEqual(socket.url, `ws://127.0.0.1:${port}/path?query`);

  socket.send('hello \u00e9');
  const text = await next('message');
  assert.strictEqual(text.data, 'hello \u00e9');
  assert.strictEqual(text.origin, `ws://127.0.0.1:${port}`);
  socket.send(new Uint8Array(1000).fill(7));
  const { data } = await next('message');
  assert.ok(data instanceof Blob);
  assert.strictEqual(data.size, 1000);
  socket.binaryType = 'arraybuffer';
  socket.send(new Blob(['from a blob']));
  assert.strictEqual(Buffer.from((await next('message')).data).toString(), 'from a blob');

  assert.throws(() => socket.close(1001), { name: 'InvalidAccessError' });
  socket.close(3001, 'enough');
  const end = await next('close');
  assert.deepStrictEqual([end.code, end.reason, end.wasClean], [3001, 'enough', true]);
  assert.strictEqual(socket.readyState, 3);
  assert.deepStrictEqual(pongs, ['are you there']);
  server.close();

  // Nobody listens there any more.
  await new Promise((resolve) => { server.once('close', resolve); });
  const types = [];
  const lost = new WebSocket(`ws://127.0.0.1:${port}`);
  lost.onerror = ({ type }) => types.push(type);
  lost.onclose = ({ type, code, wasClean }) => {
    assert.deepStrictEqual([...types, type, code, wasClean], ['error', 'close', 1006, false]);
  };
});

for (const url of ['nope', 'ftp://x', 'ws://x/#a']) assert.throws(() => new WebSocket(url), { name: 'SyntaxError' });
assert.throws(() => new WebSocket('ws://x', ['a', 'a']), { name: 'SyntaxError' });
assert.throws(() => new WebSocket(), TypeError);
