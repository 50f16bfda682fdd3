// pipeline, finished, compose, Duplex.from, duplexPair, consumers.
'use strict';

const assert = require('assert');
const stream = require('stream');
const { pipeline, finished } = require('stream/promises');
const { Duplex, PassThrough, Readable, Transform, Writable } = stream;

function collect() {
  const chunks = [];
  return [chunks, new Writable({ objectMode: true, write(chunk, e, cb) { chunks.push(`${chunk}`); cb(); } })];
}

async function main() {
  {
    const [chunks, sink] = collect();
    await pipeline(['a', 'b'], async function* (source) {
      for await (const chunk of source) yield chunk.toUpperCase();
    }, new PassThrough({ objectMode: true }), sink);
    assert.deepStrictEqual(chunks, ['A', 'B']);
  }
  {
    const sum = await pipeline(Readable.from([1, 2]), async (source) => {
      let total = 0;
      for await (const n of source) total += n;
      return total;
    });
    assert.strictEqual(sum, 3);
  }
  {
    // One failure ends them all, with its own error.
    const source = new Readable({ read() {} });
    const middle = new Transform({ transform(c, e, cb) { cb(new Error('middle')); } });
    const sink = new PassThrough();
    source.push('x');
    await assert.rejects(pipeline(source, middle, sink), { message: 'middle' });
    for (const one of [source, middle, sink]) assert.strictEqual(one.destroyed, true);
  }
  {
    const controller = new AbortController();
    const promise = pipeline(new Readable({ read() {} }), new PassThrough(), { signal: controller.signal });
    controller.abort(new Error('why'));
    await assert.rejects(promise, (err) => err.name === 'AbortError' && err.cause.message === 'why');
  }
  {
    const r = new Readable({ read() {} });
    const promise = finished(r);
    r.destroy();
    await assert.rejects(promise, { code: 'ERR_STREAM_PREMATURE_CLOSE' });
    const w = new Writable({ write(c, e, cb) { cb(); } });
    w.end();
    await finished(w);
  }
  {
    const upper = new Transform({ transform(c, e, cb) { cb(null, `${c}`.toUpperCase()); } });
    const exclaim = async function* (source) { for await (const chunk of source) yield `${chunk}!`; };
    const composed = stream.compose(upper, exclaim);
    composed.end('hi');
    assert.deepStrictEqual((await composed.toArray()).map(String), ['HI!']);
    assert.throws(() => stream.compose(), { code: 'ERR_MISSING_ARGS' });
  }
  {
    const duplex = Duplex.from(async function* (source) {
      for await (const chunk of source) yield `<${chunk}>`;
    });
    duplex.end('x');
    assert.deepStrictEqual(await duplex.toArray(), ['<x>']);
    assert.deepStrictEqual(await Duplex.from(Promise.resolve('p')).toArray(), ['p']);
    assert.throws(() => Duplex.from(1), { code: 'ERR_INVALID_ARG_TYPE' });
  }
  {
    const [one, two] = stream.duplexPair();
    one.end('to two');
    two.end('to one');
    assert.strictEqual(Buffer.concat(await two.toArray()).toString(), 'to two');
    assert.strictEqual(Buffer.concat(await one.toArray()).toString(), 'to one');
  }
  {
    assert.throws(() => stream.pipeline(new PassThrough()), { code: 'ERR_INVALID_ARG_TYPE' });
    assert.throws(() => stream.pipeline(new PassThrough(), () => {}), { code: 'ERR_MISSING_ARGS' });
  }
}
let done = false;
main().then(() => { done = true; });
process.on('exit', () => assert.ok(done));
