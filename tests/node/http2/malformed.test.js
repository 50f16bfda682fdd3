// A malformed message ends its stream, not the connection it came on.
'use strict';

const assert = require('assert');
const http2 = require('http2');
const net = require('net');

// A frame: length, type, flags, stream.
function frame(type, flags, id, payload) {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(id, 5);
  return Buffer.concat([head, payload]);
}

// Literal headers without indexing and without Huffman codes.
function block(headers) {
  const parts = [];
  for (const [name, value] of headers) {
    parts.push(Buffer.from([0, name.length]), Buffer.from(name, 'latin1'));
    parts.push(Buffer.from([value.length]), Buffer.from(value, 'latin1'));
  }
  return Buffer.concat(parts);
}

const END_STREAM = 1;
const END_HEADERS = 4;
const good = [[':method', 'GET'], [':path', '/'], [':scheme', 'http'], [':authority', 'a']];
const post = [[':method', 'POST'], ...good.slice(1)];

// [headers, data?]: each breaks one rule.
const malformed = [
  [good.filter(([name]) => name !== ':method')],
  [good.filter(([name]) => name !== ':path')],
  [[...good, [':path', '/again']]],
  [[...good, [':unknown', 'x']]],
  [[['early', 'x'], ...good]],
  [[...good, ['connection', 'close']]],
  [[...good, ['transfer-encoding', 'chunked']]],
  [[...good, ['te', 'gzip']]],
  [[...good, ['Upper', 'x']]],
  [[...good, ['content-length', 'x']]],
  [[...good, ['content-length', '1']]],
  [good.map(([name, value]) => [name, name === ':path' ? 'no slash' : value])],
  [good.map(([name, value]) => [name, name === ':path' ? 'no-slash' : value])],
  [[...good, [':protocol', 'websocket']]],
  [[...post, ['content-length', '5']], 'four'],
];
// What looks odd and is fine.
const accepted = [
  [good],
  [[...good, ['te', 'trailers']]],
  [[...good, ['bad name', 'is left out']]],
  [[...post, ['content-length', '4']], 'four'],
  [[[':method', 'OPTIONS'], [':path', '*'], ...good.slice(2)]],
  [[[':method', 'CONNECT'], [':authority', 'a:1']]],
];

const seen = [];
const server = http2.createServer();
server.on('stream', (stream, headers) => {
  stream.on('error', () => {});
  assert.strictEqual(headers['bad name'], undefined);
  seen.push(stream.id);
  stream.resume();
  stream.on('end', () => {
    if (stream.closed) return;
    stream.respond();
    stream.end();
  });
});

server.listen(0, () => {
  const socket = net.connect(server.address().port);
  const all = [
    ...malformed.map(([headers, data]) => [headers, data, true]),
    ...accepted.map(([headers, data]) => [headers, data, false]),
  ];
  const resets = new Map();
  const ended = new Set();
  let input = Buffer.alloc(0);

  socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
  socket.write(frame(4, 0, 0, Buffer.alloc(0)));
  const ids = all.map(([headers, data], index) => {
    const id = index * 2 + 1;
    socket.write(frame(1, END_HEADERS | (data ? 0 : END_STREAM), id, block(headers)));
    if (data) socket.write(frame(0, END_STREAM, id, Buffer.from(data)));
    return id;
  });

  socket.on('data', (chunk) => {
    input = Buffer.concat([input, chunk]);
    while (input.length >= 9) {
      const length = input.readUIntBE(0, 3);
      if (input.length < 9 + length) break;
      const [type, flags, id] = [input[3], input[4], input.readUInt32BE(5)];
      assert.notStrictEqual(type, 7, 'the connection lives');
      if (type === 3) resets.set(id, input.readUInt32BE(9));
      else if (type < 2 && flags & END_STREAM) ended.add(id);
      input = input.subarray(9 + length);
    }
    if (resets.size + ended.size < all.length) return;
    all.forEach(([headers, , bad], index) => {
      const id = ids[index];
      // 1 is PROTOCOL_ERROR.
      assert.strictEqual(resets.get(id), bad ? 1 : undefined, JSON.stringify(headers));
      assert.strictEqual(ended.has(id), !bad, JSON.stringify(headers));
    });
    socket.destroy();
    server.close();
  });
});

process.on('exit', () => {
  // Those with data are known before they turn out to be malformed.
  assert.ok(seen.length >= accepted.length);
});
