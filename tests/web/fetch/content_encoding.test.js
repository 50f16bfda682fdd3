'use strict';
// fetch() undoes the codings of a response's body.
const assert = require('assert');
const http = require('http');
const zlib = require('zlib');

const text = 'hello world '.repeat(5000);
const bodies = {
  gzip: ['gzip', zlib.gzipSync(text)],
  br: ['br', zlib.brotliCompressSync(text)],
  zstd: ['zstd', zlib.zstdCompressSync(text)],
  deflate: ['deflate', zlib.deflateSync(text)],
  bare: ['deflate', zlib.deflateRawSync(text)],
  twice: ['gzip, br', zlib.brotliCompressSync(zlib.gzipSync(text))],
  old: ['X-Gzip', zlib.gzipSync(text)],
  cut: ['gzip', zlib.gzipSync(text).subarray(0, -4)],
  unknown: ['foo', Buffer.from(text)],
};

const server = http.createServer((req, res) => {
  const name = req.url.slice(1);
  if (name === 'headers') return res.end(req.headers['accept-encoding']);
  if (name === 'broken') {
    res.writeHead(200, { 'content-encoding': 'gzip' });
    return res.end('not compressed');
  }
  const { 0: coding, 1: body } = bodies[name];
  res.writeHead(200, { 'content-encoding': coding, 'content-length': body.length });
  res.end(req.method === 'HEAD' ? undefined : body);
});

server.listen(0, async () => {
  const base = `http://localhost:${server.address().port}/`;
  for (const name of Object.keys(bodies)) {
    const response = await fetch(base + name);
    assert.strictEqual(response.headers.get('content-encoding'), bodies[name][0]);
    assert.strictEqual(await response.text(), text, name);
  }
  assert.strictEqual(await (await fetch(`${base}gzip`, { method: 'HEAD' })).text(), '');
  await assert.rejects((await fetch(`${base}broken`)).text(), (error) => {
    assert.strictEqual(error.name, 'TypeError');
    assert.strictEqual(error.cause.code, 'Z_DATA_ERROR');
    return true;
  });
  assert.strictEqual(await (await fetch(`${base}headers`)).text(), 'gzip, deflate');
  assert.strictEqual(await (await fetch(`${base}headers`, { headers: { range: 'bytes=0-' } })).text(), 'identity');
  server.close();
  server.closeAllConnections();
});
