// What a server refuses, with which status and code; and that no way of cutting the bytes changes that.
'use strict';

const assert = require('assert');
const http = require('http');
const net = require('net');

const head = 'Host: a\r\n';
const post = `POST / HTTP/1.1\r\n${head}`;
const cases = [
  [`GET / HTTP/1.1\r\n${head}\r\n`, 200],
  [`GET / HTTP/1.0\r\n\r\n`, 200],
  [`${post}Content-Length: 3\r\n\r\nabc`, 200],
  [`${post}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n`, 200],
  ['GET / HTTP/1.1\r\n\r\n', 400, undefined],
  [`GET / HTTP/1.1\n${head}\r\n`, 400, 'HPE_INVALID_VERSION'],
  [`GET / HTTP/1.1\r\nHost: a\n\r\n`, 400, 'HPE_CR_EXPECTED'],
  [`GET / HTTP/1.1\r\nHost : a\r\n\r\n`, 400, 'HPE_INVALID_HEADER_TOKEN'],
  [`GET / HTTP/1.1\r\n${head}A: b\r\n c\r\n\r\n`, 400, 'HPE_INVALID_HEADER_TOKEN'],
  [`GET / HTTP/1.1\r\n Host: a\r\n\r\n`, 400, 'HPE_UNEXPECTED_SPACE'],
  [`GET / HTTP/1.1\r\n${head}A: \0\r\n\r\n`, 400, 'HPE_INVALID_HEADER_TOKEN'],
  [`GET / HTTP/1.1\r\n${head}: b\r\n\r\n`, 400, 'HPE_INVALID_HEADER_TOKEN'],
  [`GET / HTTP/3.7\r\n${head}\r\n`, 400, 'HPE_INVALID_VERSION'],
  [`GET /\x7f HTTP/1.1\r\n${head}\r\n`, 400, 'HPE_INVALID_URL'],
  [`GETT / HTTP/1.1\r\n${head}\r\n`, 400, 'HPE_INVALID_METHOD'],
  [`get / HTTP/1.1\r\n${head}\r\n`, 400, 'HPE_INVALID_METHOD'],
  [`${post}Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc`, 400, 'HPE_UNEXPECTED_CONTENT_LENGTH'],
  [`${post}Content-Length: +3\r\n\r\nabc`, 400, 'HPE_INVALID_CONTENT_LENGTH'],
  [`${post}Content-Length: 0x3\r\n\r\nabc`, 400, 'HPE_INVALID_CONTENT_LENGTH'],
  [`${post}Content-Length: 3, 3\r\n\r\nabc`, 400, 'HPE_INVALID_CONTENT_LENGTH'],
  [`${post}Content-Length:\r\n\r\n`, 400, 'HPE_INVALID_CONTENT_LENGTH'],
  [`${post}Content-Length: 99999999999999999999\r\n\r\n`, 400, 'HPE_INVALID_CONTENT_LENGTH'],
  [`${post}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n`, 400, 'HPE_INVALID_TRANSFER_ENCODING'],
  [`${post}Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n`, 400, 'HPE_INVALID_CONTENT_LENGTH'],
  [`${post}Transfer-Encoding: xchunked\r\n\r\n`, 400, 'HPE_INVALID_TRANSFER_ENCODING'],
  [`${post}Transfer-Encoding: chunked, identity\r\n\r\n`, 400, 'HPE_INVALID_TRANSFER_ENCODING'],
  [`${post}Transfer-Encoding:\r\n\r\n`, 400, 'HPE_INVALID_TRANSFER_ENCODING'],
];

// Refused after the handler has been called: the answer may have begun.
const bodies = [
  ['3 \r\nabc\r\n0\r\n\r\n', 'HPE_INVALID_CHUNK_SIZE'],
  ['0x3\r\nabc\r\n0\r\n\r\n', 'HPE_INVALID_CHUNK_SIZE'],
  ['3\nabc\r\n0\r\n\r\n', 'HPE_CR_EXPECTED'],
  ['3\r\nabcd\r\n0\r\n\r\n', 'HPE_STRICT'],
  ['3\r\nabc\r\n0\r\nContent-Length: 5\r\n\r\n', 'HPE_INVALID_CONTENT_LENGTH'],
  ['11111111111111111\r\n', 'HPE_INVALID_CHUNK_SIZE'],
  [`1;${'a'.repeat(20_000)}\r\n`, 'HPE_CHUNK_EXTENSIONS_OVERFLOW'],
];

let lastCode;
const server = http.createServer((req, res) => {
  req.on('error', () => {});
  req.resume().on('end', () => res.end());
});
server.on('clientError', (error, socket) => {
  lastCode = error.code;
  assert.strictEqual(typeof error.bytesParsed, 'number');
  assert(error.message.startsWith('Parse Error'));
  const status = error.code === 'HPE_HEADER_OVERFLOW' ? '431 x' : '400 x';
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
});

function send(port, pieces) {
  lastCode = undefined;
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    let text = '';
    socket.setNoDelay();
    socket.setEncoding('latin1');
    socket.on('error', () => {});
    socket.on('close', () => resolve(Number(text.split(' ')[1])));
    socket.on('data', (chunk) => {
      text += chunk;
      if (/\r\n\r\n/.test(text)) socket.destroy();
    });
    (async () => {
      for (const piece of pieces) {
        if (socket.destroyed) return;
        socket.write(piece, 'latin1');
        if (pieces.length > 1) await new Promise((go) => setTimeout(go, 1));
      }
    })();
  });
}

server.listen(0, '127.0.0.1', async () => {
  const { port } = server.address();
  for (const [raw, status, code] of cases) {
    const message = JSON.stringify(raw);
    assert.strictEqual(await send(port, [raw]), status, message);
    assert.strictEqual(lastCode, code, message);
  }
  for (const [body, code] of bodies) {
    const raw = `${post}Transfer-Encoding: chunked\r\n\r\n${body}`;
    await send(port, [raw]);
    assert.strictEqual(lastCode, code, JSON.stringify(body.slice(0, 40)));
  }
  for (const [raw, status, code] of cases.slice(4, 12)) {
    const cut = raw.length >> 1;
    assert.strictEqual(await send(port, [raw.slice(0, cut), raw.slice(cut)]), status, JSON.stringify(raw));
    assert.strictEqual(await send(port, raw.split('')), status, JSON.stringify(raw));
    assert.strictEqual(lastCode, code, JSON.stringify(raw));
  }
  assert.strictEqual(await send(port, [`GET / HTTP/1.1\r\n${head}A: ${'b'.repeat(17_000)}\r\n\r\n`]), 431);
  assert.strictEqual(lastCode, 'HPE_HEADER_OVERFLOW');
  server.close();
});
