// A request and its response over plain TCP: bodies both ways, trailers both ways, informational headers, a ping.
'use strict';
const assert = require('assert');
const http2 = require('http2');

const server = http2.createServer();
server.on('stream', (stream, headers, flags, rawHeaders) => {
  assert.strictEqual(headers[':method'], 'POST');
  assert.strictEqual(headers[':path'], '/a?b=c');
  assert.strictEqual(headers['x-list'], '1, 2');
  assert.deepStrictEqual(headers[http2.sensitiveHeaders], ['x-secret']);
  assert.strictEqual(rawHeaders.filter((text) => text === 'x-list').length, 2);
  stream.additionalHeaders({ ':status': 103, 'x-early': 'yes' });

  const received = { text: '', trailers: undefined };
  stream.setEncoding('utf8');
  stream.on('data', (chunk) => { received.text += chunk; });
  stream.on('trailers', (trailers) => { received.trailers = trailers['x-sum']; });
  stream.on('end', () => {
    assert.deepStrictEqual(received, { text: 'part 1, part 2', trailers: '14' });
    stream.respond({ ':status': 201, 'set-cookie': ['a=1', 'b=2'] }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'x-done': 'true' }));
    stream.write(Buffer.from('hello '));
    stream.end('world');
  });
});

// What one request brings, in the order in which it comes.
function send(session) {
  return new Promise((resolve, reject) => {
    const events = [];
    const stream = session.request({
      ':method': 'POST',
      ':path': '/a?b=c',
      'x-list': ['1', '2'],
      'x-secret': 'hidden',
      [http2.sensitiveHeaders]: ['x-secret'],
    }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'x-sum': '14' }));
    stream.on('headers', (headers) => events.push(['headers', headers[':status'], headers['x-early']]));
    stream.on('response', (headers) => events.push(['response', headers[':status'], headers['set-cookie']]));
    stream.on('trailers', (headers) => events.push(['trailers', headers['x-done']]));
    stream.setEncoding('utf8');
    let text = '';
    stream.on('data', (chunk) => { text += chunk; });
    stream.on('end', () => events.push(['end', text]));
    stream.on('close', () => resolve({ events, rstCode: stream.rstCode }));
    stream.on('error', reject);
    stream.write('part 1, ');
    stream.end('part 2');
  });
}

server.listen(0, '127.0.0.1', async () => {
  const session = http2.connect(`http://127.0.0.1:${server.address().port}`);
  const { events, rstCode } = await send(session);
  assert.strictEqual(rstCode, 0);
  assert.deepStrictEqual(events.slice(0, 2), [['headers', 103, 'yes'], ['response', 201, ['a=1', 'b=2']]]);
  assert.deepStrictEqual(new Map(events.slice(2)), new Map([['trailers', 'true'], ['end', 'hello world']]));

  assert.strictEqual(session.alpnProtocol, 'h2c');
  assert.strictEqual(session.encrypted, false);
  assert.strictEqual(session.remoteSettings.maxFrameSize, 16384);
  const payload = Buffer.from('12345678');
  const answer = await new Promise((resolve) => session.ping(payload, (err, duration, data) => resolve({ err, data })));
  assert.deepStrictEqual(answer, { err: null, data: payload });

  assert.throws(() => session.request({ connection: 'close' }), { code: 'ERR_HTTP2_INVALID_CONNECTION_HEADERS' });
  assert.throws(() => session.request({ ':nothing': '1' }), { code: 'ERR_HTTP2_INVALID_PSEUDOHEADER' });
  session.close();
  server.close();
});
