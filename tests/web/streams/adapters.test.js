'use strict';
// Between Node's streams and the web's.
const assert = require('assert');
const { Duplex, PassThrough, Readable, Writable } = require('stream');

(async () => {
  const web = Readable.toWeb(Readable.from(['a', 'b']));
  assert.deepStrictEqual(await Array.fromAsync(web), ['a', 'b']);
  assert.deepStrictEqual(await Readable.fromWeb(ReadableStream.from([1, 2]), { objectMode: true }).toArray(), [1, 2]);

  const chunks = [];
  const writer = Writable.toWeb(new Writable({
    highWaterMark: 1,
    write(chunk, encoding, callback) {
      chunks.push(`${chunk}`);
      setImmediate(callback);
    },
  })).getWriter();
  await Promise.all([writer.write('x'), writer.write('y'), writer.close()]);
  assert.deepStrictEqual(chunks, ['x', 'y']);

  const pair = Duplex.toWeb(new PassThrough());
  const out = pair.writable.getWriter();
  out.write(new Uint8Array([104, 105]));
  out.close();
  assert.strictEqual(Buffer.concat(await Array.fromAsync(pair.readable)).toString(), 'hi');

  const duplex = Duplex.fromWeb(new TransformStream({
    transform(chunk, controller) { controller.enqueue(Buffer.from(`<${Buffer.from(chunk)}>`)); },
  }), { encoding: 'utf8' });
  duplex.end('q');
  assert.deepStrictEqual(await duplex.toArray(), ['<q>']);

  const broken = new Readable({ read() { this.destroy(new EvalError('broken')); } });
  await assert.rejects(Readable.toWeb(broken).getReader().read(), EvalError);
  process.exitCode = 0;
})();
process.exitCode = 1;
