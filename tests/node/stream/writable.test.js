// Writable: back pressure, cork, writev, errors of write and end, construct.
'use strict';

const assert = require('assert');
const { Writable } = require('stream');

let open = 0;
const must = (fn) => {
  open++;
  let called = false;
  return (...args) => {
    assert.ok(!called, 'called twice');
    called = true;
    open--;
    return fn(...args);
  };
};
process.on('exit', () => assert.strictEqual(open, 0));

{
  // write() answers false from the mark on, and 'drain' comes when everything is written.
  let pending;
  const w = new Writable({ highWaterMark: 3, write(chunk, e, cb) { pending = cb; } });
  assert.strictEqual(w.write('ab'), true);
  assert.strictEqual(w.write('c'), false);
  assert.strictEqual(w.writableNeedDrain, true);
  assert.strictEqual(w.writableLength, 3);
  w.on('drain', must(() => assert.strictEqual(w.writableLength, 0)));
  process.nextTick(() => {
    pending();
    pending();
  });
}
{
  const w = new Writable({
    writev: must((chunks, cb) => {
      assert.strictEqual(chunks.allBuffers, true);
      assert.deepStrictEqual(chunks.map(({ chunk }) => `${chunk}`), ['a', 'b', 'c']);
      cb();
    }),
  });
  w.cork();
  w.cork();
  for (const c of 'abc') w.write(c);
  assert.strictEqual(w.writableCorked, 2);
  w.uncork();
  w.uncork();
}
{
  const w = new Writable({ decodeStrings: false, defaultEncoding: 'latin1', write(chunk, encoding, cb) {
    assert.strictEqual(typeof chunk, 'string');
    assert.strictEqual(encoding, 'latin1');
    cb();
  } });
  w.end('x', must((err) => assert.ok(!err)));
}
{
  const w = new Writable({ write(chunk, e, cb) { cb(); } });
  w.end();
  w.on('error', must((err) => assert.strictEqual(err.code, 'ERR_STREAM_WRITE_AFTER_END')));
  assert.strictEqual(w.write('x', must((err) => assert.strictEqual(err.code, 'ERR_STREAM_WRITE_AFTER_END'))), false);
}
{
  const w = new Writable({ write(chunk, e, cb) { cb(); } });
  w.end(must(() => w.end(must((err) => assert.strictEqual(err.code, 'ERR_STREAM_ALREADY_FINISHED')))));
}
{
  const w = new Writable({ write(chunk, e, cb) { cb(); } });
  w.destroy();
  w.write('x', must((err) => assert.strictEqual(err.code, 'ERR_STREAM_DESTROYED')));
}
{
  const w = new Writable({ write(chunk, e, cb) { cb(); cb(); } });
  w.on('error', must((err) => assert.strictEqual(err.code, 'ERR_MULTIPLE_CALLBACK')));
  w.write('x');
}
{
  const w = new Writable({ write() {} });
  assert.throws(() => w.write(null), { code: 'ERR_STREAM_NULL_VALUES' });
  assert.throws(() => w.write({}), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => w.write('a', 'nope'), { code: 'ERR_UNKNOWN_ENCODING' });
  assert.throws(() => new Writable({ highWaterMark: -1 }), { code: 'ERR_INVALID_ARG_VALUE' });
  assert.strictEqual(w.writableHighWaterMark, 65536);
}
{
  // What is written before the stream has started waits for it.
  const seen = [];
  const w = new Writable({
    construct(cb) { setImmediate(() => { seen.push('construct'); cb(); }); },
    write(chunk, e, cb) { seen.push(`${chunk}`); cb(); },
  });
  w.end('a', must(() => assert.deepStrictEqual(seen, ['construct', 'a'])));
}
{
  const controller = new AbortController();
  const w = new Writable({ signal: controller.signal, write() {} });
  w.on('error', must((err) => {
    assert.strictEqual(err.name, 'AbortError');
    assert.strictEqual(err.code, 'ABORT_ERR');
  }));
  controller.abort();
}
