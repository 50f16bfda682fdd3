// Many streams of one session at once: bodies larger than the windows arrive whole on each of them, one that nobody
// reads holds no other one up, and a cancelled one ends alone.
'use strict';
const assert = require('assert');
const http2 = require('http2');

const STREAMS = 40;
const SIZE = 300_000;

function bodyOf(number) {
  return Buffer.alloc(SIZE, number);
}

// What waits in both directions counts against a limit of 10 megabytes otherwise.
const options = { maxSessionMemory: 100 };

const server = http2.createServer(options, (req, res) => {
  if (req.url === '/never') {
    req.on('aborted', () => { server.emit('cancelled', req.stream.rstCode); });
    return;
  }
  // Back comes what was sent.
  res.writeHead(200, { 'x-url': req.url });
  req.pipe(res);
});

function send(session, number) {
  return new Promise((resolve, reject) => {
    const stream = session.request({ ':method': 'PUT', ':path': `/${number}` });
    const chunks = [];
    let url;
    stream.on('response', (headers) => { url = headers['x-url']; });
    stream.on('data', (chunk) => chunks.push(chunk));
    stream.on('end', () => {
      assert.strictEqual(url, `/${number}`);
      assert.ok(Buffer.concat(chunks).equals(bodyOf(number)));
      resolve();
    });
    stream.on('error', reject);
    stream.end(bodyOf(number));
  });
}

server.listen(0, '127.0.0.1', async () => {
  const session = http2.connect(`http://127.0.0.1:${server.address().port}`, options);

  const idle = session.request({ ':method': 'PUT', ':path': '/idle' });
  idle.end(Buffer.alloc(10 * SIZE));
  idle.on('error', assert.ifError);

  await Promise.all(Array.from({ length: STREAMS }, (_, number) => send(session, number)));
  // Its window was full long ago.
  assert.ok(idle.writableLength > 0 || !idle.readableEnded);

  const cancelled = session.request({ ':path': '/never' });
  const closed = new Promise((resolve) => cancelled.on('close', resolve));
  const code = new Promise((resolve) => server.once('cancelled', resolve));
  cancelled.once('ready', () => cancelled.close(http2.constants.NGHTTP2_CANCEL));
  if (!cancelled.pending) cancelled.close(http2.constants.NGHTTP2_CANCEL);
  assert.strictEqual(await code, http2.constants.NGHTTP2_CANCEL);
  await closed;

  let length = 0;
  idle.on('data', (chunk) => { length += chunk.length; });
  await new Promise((resolve) => idle.on('end', resolve));
  assert.strictEqual(length, 10 * SIZE);
  session.close();
  server.close();
});
