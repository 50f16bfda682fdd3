// The header methods of messages that go out, what they refuse, and how fields come in.
'use strict';

const assert = require('assert');
const http = require('http');
const net = require('net');

const { OutgoingMessage, ServerResponse } = http;

// Nothing that could end a line gets into a head.
for (const value of ['a\r\nb', 'a\nb', 'a\rb', 'a\0b', 'a\u0100']) {
  const message = new OutgoingMessage();
  assert.throws(() => message.setHeader('a', value), { code: 'ERR_INVALID_CHAR' });
  assert.throws(() => message.appendHeader('a', value), { code: 'ERR_INVALID_CHAR' });
  assert.throws(() => message.addTrailers({ a: value }), { code: 'ERR_INVALID_CHAR' });
  const response = new ServerResponse({ method: 'GET', httpVersionMajor: 1, httpVersionMinor: 1 });
  assert.throws(() => response.writeHead(200, { a: value }), { code: 'ERR_INVALID_CHAR' });
  assert.throws(() => response.writeHead(200, ['a', value]), { code: 'ERR_INVALID_CHAR' });
  assert.throws(() => response.writeHead(200, value), { code: 'ERR_INVALID_CHAR' });
  assert.throws(() => response.writeEarlyHints({ link: '</a>; rel=b', c: value }), { code: 'ERR_INVALID_CHAR' });
  assert.throws(() => http.validateHeaderValue('a', value), { code: 'ERR_INVALID_CHAR' });
  assert.throws(() => http.request({ path: `/${value}` }), { code: 'ERR_UNESCAPED_CHARACTERS' });
}
for (const name of ['', 'a b', 'a:', 'a\r', '\u00fc', 3]) {
  const message = new OutgoingMessage();
  assert.throws(() => message.setHeader(name, 'a'), { code: 'ERR_INVALID_HTTP_TOKEN' });
  assert.throws(() => http.validateHeaderName(name), { code: 'ERR_INVALID_HTTP_TOKEN' });
}
assert.throws(() => http.request({ method: 'GE T' }), { code: 'ERR_INVALID_HTTP_TOKEN' });
assert.throws(() => new OutgoingMessage().setHeader('a'), { code: 'ERR_HTTP_INVALID_HEADER_VALUE' });

{
  const message = new OutgoingMessage();
  assert.strictEqual(message.setHeader('X-A', 1), message);
  message.appendHeader('x-a', ['2', '3']).setHeaders(new Map([['Y', 'z'], ['set-cookie', 'a=1']]));
  assert.deepStrictEqual(message.getHeaderNames(), ['x-a', 'y', 'set-cookie']);
  assert.deepStrictEqual(message.getRawHeaderNames(), ['X-A', 'Y', 'set-cookie']);
  assert.deepStrictEqual(message.getHeader('X-a'), [1, '2', '3']);
  assert.deepStrictEqual({ ...message.getHeaders() }, { 'x-a': [1, '2', '3'], 'y': 'z', 'set-cookie': ['a=1'] });
  message.removeHeader('X-A');
  assert.strictEqual(message.hasHeader('x-a'), false);
}

const fields = [
  ['Host', 'a'], ['Accept', 'b'], ['ACCEPT', 'c'], ['Cookie', 'd=1'], ['cookie', 'e=2'], ['Set-Cookie', 'f'],
  ['Set-Cookie', 'g'], ['User-Agent', 'h'], ['User-Agent', 'i'], ['X-Empty', ''], ['X-Trim', ' j\t '],
  ['X-Latin', '\u00fc'], ['__proto__', 'k'], ['constructor', 'l'],
];

const server = http.createServer((req, res) => {
  assert.strictEqual(req.rawHeaders.length, fields.length * 2);
  assert.strictEqual(req.rawHeaders[4], 'ACCEPT');
  assert.strictEqual(req.headers.accept, 'b, c');
  assert.strictEqual(req.headers.cookie, 'd=1; e=2');
  assert.deepStrictEqual(req.headers['set-cookie'], ['f', 'g']);
  assert.strictEqual(req.headers['user-agent'], 'h');
  assert.strictEqual(req.headers['x-empty'], '');
  assert.strictEqual(req.headers['x-trim'], 'j');
  assert.strictEqual(req.headers['x-latin'], '\u00fc');
  assert.strictEqual({}.k, undefined);
  assert.strictEqual(Object.getPrototypeOf(req.headers), Object.prototype);
  assert.deepStrictEqual(req.headersDistinct['user-agent'], ['h', 'i']);
  res.setHeader('A', ['1', '2']);
  res.setHeader('Date', 'x');
  res.writeHead(201, 'Fine', { B: 3 });
  assert.throws(() => res.setHeader('a', 1), { code: 'ERR_HTTP_HEADERS_SENT' });
  assert.throws(() => res.writeHead(200), { code: 'ERR_HTTP_HEADERS_SENT' });
  res.end('text');
});

server.listen(0, '127.0.0.1', () => {
  const socket = net.connect(server.address().port, '127.0.0.1');
  let text = '';
  socket.setEncoding('latin1').on('data', (chunk) => { text += chunk; });
  socket.on('end', () => {
    assert.strictEqual(text, 'HTTP/1.1 201 Fine\r\nA: 1\r\nA: 2\r\nDate: x\r\nB: 3\r\nConnection: keep-alive\r\n' +
      'Keep-Alive: timeout=5\r\nTransfer-Encoding: chunked\r\n\r\n4\r\ntext\r\n0\r\n\r\n');
    server.close();
  });
  socket.end('GET / HTTP/1.1\r\n' + fields.map(([name, value]) => `${name}: ${value}\r\n`).join('') + '\r\n', 'latin1');
});
