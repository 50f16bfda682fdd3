// Readable: read sizes, setEncoding, unshift, pause, iteration, from, errors.
'use strict';

const assert = require('assert');
const { Readable, getDefaultHighWaterMark, setDefaultHighWaterMark } = require('stream');

assert.strictEqual(getDefaultHighWaterMark(false), 65536);
assert.strictEqual(getDefaultHighWaterMark(true), 16);
setDefaultHighWaterMark(true, 4);
assert.strictEqual(new Readable({ objectMode: true }).readableHighWaterMark, 4);
setDefaultHighWaterMark(true, 16);
assert.throws(() => setDefaultHighWaterMark(true, -1), { code: 'ERR_OUT_OF_RANGE' });

async function main() {
  {
    const r = new Readable({ read() {} });
    r.push(Buffer.from('abcdef'));
    r.push('gh');
    assert.strictEqual(r.read(2).toString(), 'ab');
    assert.strictEqual(r.read(6).toString(), 'cdefgh');
    assert.strictEqual(r.read(), null);
    r.push('xy');
    r.unshift('w');
    assert.strictEqual(r.readableLength, 3);
    assert.strictEqual(r.read(10), null);
    assert.strictEqual(r.read().toString(), 'w');
    r.push(null);
    r.resume();
    await new Promise((resolve) => r.on('end', resolve));
    assert.strictEqual(r.readableEnded, true);
  }
  {
    const bytes = Buffer.from('\u20ac\u20ac');
    const r = new Readable({ read() {} });
    r.setEncoding('utf8');
    for (const byte of bytes) r.push(Buffer.from([byte]));
    r.push(null);
    let text = '';
    for await (const chunk of r) text += chunk;
    assert.strictEqual(text, '\u20ac\u20ac');
  }
  {
    const values = [];
    for await (const value of Readable.from([1, Promise.resolve(2), 3])) values.push(value);
    assert.deepStrictEqual(values, [1, 2, 3]);
    assert.deepStrictEqual(await Readable.from('text').toArray(), ['text']);
    assert.throws(() => Readable.from(5), { code: 'ERR_INVALID_ARG_TYPE' });
  }
  {
    // Leaving the loop destroys the stream, and ends the generator.
    let returned = false;
    const r = Readable.from((function* () {
      try {
        for (let i = 0; ; i++) yield i;
      } finally {
        returned = true;
      }
    })());
    for await (const value of r) if (value === 2) break;
    assert.strictEqual(r.destroyed, true);
    assert.strictEqual(returned, true);
  }
  {
    const r = new Readable({ read() { this.destroy(new Error('broken')); } });
    await assert.rejects(async () => { for await (const chunk of r) assert.fail(chunk); }, { message: 'broken' });
  }
  {
    const r = new Readable({ read() {} });
    r.push(null);
    r.push('x');
    const err = await new Promise((resolve) => r.on('error', resolve));
    assert.strictEqual(err.code, 'ERR_STREAM_PUSH_AFTER_EOF');
    assert.throws(() => new Readable()._read(), { code: 'ERR_METHOD_NOT_IMPLEMENTED' });
    const bad = new Readable({ read() {} });
    bad.push(1);
    assert.strictEqual((await new Promise((resolve) => bad.on('error', resolve))).code, 'ERR_INVALID_ARG_TYPE');
  }
  {
    const r = new Readable({ read() {} });
    assert.strictEqual(r.readableFlowing, null);
    r.on('data', () => {});
    assert.strictEqual(r.readableFlowing, true);
    r.pause();
    assert.strictEqual(r.isPaused(), true);
    assert.strictEqual(r.readableFlowing, false);
    r.on('readable', () => {});
    assert.strictEqual(r.resume().readableFlowing, false);
  }
}
let done = false;
main().then(() => { done = true; });
process.on('exit', () => assert.ok(done));
