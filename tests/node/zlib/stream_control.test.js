'use strict';
// flush(), params(), reset() and close() in the middle of a stream, and the async context of its events.
const assert = require('assert');
const zlib = require('zlib');
const { AsyncLocalStorage } = require('async_hooks');

const order = [];

// What was written before a flush can be read before the end.
{
  const gzip = zlib.createGzip();
  const gunzip = zlib.createGunzip();
  let text = '';
  gzip.pipe(gunzip).on('data', (chunk) => { text += chunk; });
  gzip.write('first');
  gzip.flush(() => {
    setImmediate(function wait() {
      if (text !== 'first') return setImmediate(wait);
      order.push('flushed');
      gzip.params(9, zlib.constants.Z_FILTERED, () => {
        assert.strictEqual(gzip._level, 9);
        gzip.end(' second');
      });
    });
  });
  gunzip.on('end', () => {
    assert.strictEqual(text, 'first second');
    order.push('ended');
  });
}

// A stream that is reset starts anew.
{
  const deflate = zlib.createDeflate();
  const parts = [];
  deflate.on('data', (chunk) => parts.push(chunk));
  deflate.write('forgotten', () => {
    deflate.reset();
    parts.length = 0;
    deflate.end('kept');
  });
  deflate.on('end', () => {
    assert.strictEqual(`${zlib.inflateSync(Buffer.concat(parts))}`, 'kept');
    order.push('reset');
  });
}

// A stream that is closed while the pool works on it does not fall over.
{
  const brotli = zlib.createBrotliCompress();
  brotli.write(Buffer.alloc(1 << 20, 'abc'));
  brotli.close(() => order.push('closed'));
  assert.strictEqual(brotli._closed, true);
  assert.throws(() => brotli.reset(), { code: 'ERR_INTERNAL_ASSERTION' });
  brotli.flush(() => order.push('never opened again'));
  brotli.on('error', () => {});
}

// Events run in the context in which the stream was made.
{
  const storage = new AsyncLocalStorage();
  const stream = storage.run('inside', () => zlib.createGzip());
  storage.run('outside', () => stream.end('x'));
  stream.on('data', () => assert.strictEqual(storage.getStore(), 'inside'));
  storage.run('call', () => zlib.gzip('x', () => {
    assert.strictEqual(storage.getStore(), 'call');
    order.push('context');
  }));
}

process.on('exit', () => {
  for (const step of ['flushed', 'ended', 'reset', 'closed', 'context']) assert(order.includes(step), step);
});
