// Bodies: chunked and measured, both ways, trailers, and messages that have none.
'use strict';

const assert = require('assert');
const { once } = require('events');
const http = require('http');
const { text } = require('stream/consumers');

const big = Buffer.alloc(300_000, 'abcdefghij');

const routes = {
  '/echo'(req, res) { req.pipe(res); },
  '/chunks'(req, res) {
    res.setHeader('Trailer', 'X-Sum');
    res.write('one,');
    res.write(Buffer.from('two,'));
    setImmediate(() => {
      res.write('\u00fc', 'latin1');
      res.addTrailers({ 'X-Sum': '3' });
      res.end();
    });
  },
  '/buffer'(req, res) { res.end(big); },
  '/latin1'(req, res) { res.end('\u00fc', 'latin1'); },
  '/hex'(req, res) { res.end('616263', 'hex'); },
  '/empty'(req, res) { res.end(); },
  '/204'(req, res) { res.writeHead(204).end('dropped'); },
  '/304'(req, res) { res.writeHead(304).end(); },
  '/strict'(req, res) {
    res.strictContentLength = true;
    res.writeHead(200, { 'Content-Length': 3 });
    assert.throws(() => res.write('four'), { code: 'ERR_HTTP_CONTENT_LENGTH_MISMATCH' });
    res.end('abc');
  },
};

const server = http.createServer((req, res) => routes[req.url](req, res));

async function ask(options, ...chunks) {
  const req = http.request({ port: server.address().port, host: '127.0.0.1', ...options });
  for (const chunk of chunks) req.write(chunk);
  req.end();
  const [res] = await once(req, 'response');
  return { res, body: await text(res) };
}

server.listen(0, '127.0.0.1', async () => {
  let { res, body } = await ask({ path: '/echo', method: 'POST' }, 'a', big, 'z');
  assert.strictEqual(res.headers['transfer-encoding'], 'chunked');
  assert.strictEqual(body, `a${big}z`);

  ({ res, body } = await ask({ path: '/echo', method: 'PUT', headers: { 'content-length': 3 } }, 'abc'));
  assert.strictEqual(body, 'abc');

  ({ res, body } = await ask({ path: '/chunks' }));
  assert.strictEqual(body, 'one,two,\ufffd');
  assert.deepStrictEqual(res.trailers, { 'x-sum': '3' });
  assert.deepStrictEqual(res.rawTrailers, ['X-Sum', '3']);
  assert.strictEqual(res.complete, true);

  ({ res, body } = await ask({ path: '/buffer' }));
  assert.strictEqual(res.headers['content-length'], '300000');
  assert.strictEqual(body, big.toString());

  ({ res, body } = await ask({ path: '/latin1' }));
  assert.strictEqual(res.headers['content-length'], '1');
  ({ res, body } = await ask({ path: '/hex' }));
  assert.strictEqual(body, 'abc');
  ({ res, body } = await ask({ path: '/empty' }));
  assert.strictEqual(res.headers['content-length'], '0');
  ({ res, body } = await ask({ path: '/strict' }));
  assert.strictEqual(body, 'abc');

  for (const [path, status] of [['/204', 204], ['/304', 304]]) {
    ({ res, body } = await ask({ path }));
    assert.strictEqual(res.statusCode, status);
    assert.strictEqual(body, '');
    assert.strictEqual(res.headers['transfer-encoding'], undefined);
  }
  ({ res, body } = await ask({ path: '/buffer', method: 'HEAD' }));
  assert.strictEqual(res.headers['content-length'], undefined);
  assert.strictEqual(body, '');

  http.globalAgent.destroy();
  server.close();
});
