// What a session allows: pings that wait, headers of a block, data of a stream that nobody reads.
'use strict';

const assert = require('assert');
const http2 = require('http2');
const { duplexPair } = require('stream');

const { NGHTTP2_ENHANCE_YOUR_CALM } = http2.constants;
const WINDOW = 65_535;

function connect(server) {
  return http2.connect(`http://localhost:${server.address().port}`);
}

function listen(server, run) {
  server.listen(0, () => run(connect(server)));
}

// Pings.
{
  const server = http2.createServer();
  server.listen(0, () => {
    const client = http2.connect(`http://localhost:${server.address().port}`, { maxOutstandingPings: 2 });
    client.on('connect', () => {
      const results = [];
      const done = (error, duration, payload) => {
        results.push(error ? error.code : payload.toString());
        if (results.length < 3) return;
        assert.deepStrictEqual(results, ['ERR_HTTP2_PING_CANCEL', 'first...', 'second..']);
        client.close();
        server.close();
      };
      assert.strictEqual(client.ping(Buffer.from('first...'), done), true);
      assert.strictEqual(client.ping(Buffer.from('second..'), done), true);
      assert.strictEqual(client.ping(Buffer.from('third...'), done), false);
    });
  });
}

// Headers of one block: the stream ends, the session does not.
{
  const server = http2.createServer({ maxHeaderListPairs: 8 });
  let streams = 0;
  server.on('stream', (stream) => {
    streams++;
    stream.respond();
    stream.end('fine');
  });
  listen(server, (client) => {
    const many = {};
    for (let i = 0; i < 10; i++) many[`x-${i}`] = 'y';
    const refused = client.request(many);
    refused.on('error', (error) => assert.strictEqual(error.code, 'ERR_HTTP2_STREAM_ERROR'));
    refused.on('close', () => {
      assert.strictEqual(refused.rstCode, NGHTTP2_ENHANCE_YOUR_CALM);
      const request = client.request({ 'x-few': 'y' });
      request.resume();
      request.on('close', () => {
        assert.strictEqual(request.rstCode, 0);
        assert.strictEqual(streams, 1);
        client.close();
        server.close();
      });
    });
  });
}

// A stream that is not read stops its sender, but not other streams.
{
  const server = http2.createServer();
  server.on('stream', (stream, headers) => {
    stream.respond();
    stream.end(headers[':path'] === '/big' ? Buffer.alloc(WINDOW * 4, 'a') : 'small');
  });
  listen(server, (client) => {
    const big = client.request({ ':path': '/big' });
    let length = 0;
    big.once('response', () => {
      big.pause();
      const small = client.request({ ':path': '/small' });
      small.resume();
      small.on('end', () => {
        assert.ok(big.readableLength <= WINDOW, `${big.readableLength}`);
        big.on('data', (chunk) => length += chunk.length);
        big.resume();
      });
    });
    big.on('end', () => {
      assert.strictEqual(length, WINDOW * 4);
      client.close();
      server.close();
    });
  });
}

// A session on a stream of JS.
{
  const [clientSide, serverSide] = duplexPair();
  const server = http2.createServer();
  server.on('stream', (stream) => {
    stream.respond({ ':status': 201 });
    stream.pipe(stream);
  });
  server.emit('connection', serverSide);
  const client = http2.connect('http://localhost', { createConnection: () => clientSide });
  const request = client.request({ ':method': 'POST' });
  const chunks = [];
  request.on('response', (headers) => assert.strictEqual(headers[':status'], 201));
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    assert.strictEqual(Buffer.concat(chunks).toString(), 'x'.repeat(100_000));
    client.close();
  });
  request.end('x'.repeat(100_000));
}
