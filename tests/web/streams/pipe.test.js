'use strict';
// WritableStream, TransformStream, pipeTo() and pipeThrough().
const assert = require('assert');

(async () => {
  const written = [];
  const slow = new WritableStream({
    async write(chunk) {
      await new Promise(setImmediate);
      written.push(chunk);
    },
    close() { written.push('close'); },
  });
  const upper = new TransformStream({
    transform(chunk, controller) { controller.enqueue(chunk.toUpperCase()); },
    flush(controller) { controller.enqueue('!'); },
  });
  await ReadableStream.from(['a', 'b']).pipeThrough(upper).pipeTo(slow);
  assert.deepStrictEqual(written, ['A', 'B', '!', 'close']);

  const controller = new AbortController();
  const log = [];
  const piping = new ReadableStream({ cancel(r) { log.push(['cancel', r]); } })
    .pipeTo(new WritableStream({ abort(r) { log.push(['abort', r]); } }), { signal: controller.signal });
  controller.abort('why');
  await assert.rejects(piping, (reason) => reason === 'why');
  assert.deepStrictEqual(log, [['abort', 'why'], ['cancel', 'why']]);

  const sick = new WritableStream({ write() { throw new EvalError('write'); } });
  await assert.rejects(ReadableStream.from([1, 2]).pipeTo(sick), EvalError);

  const writer = new WritableStream({}, { highWaterMark: 1 }).getWriter();
  assert.strictEqual(writer.desiredSize, 1);
  const write = writer.write('x');
  assert.strictEqual(writer.desiredSize, 0);
  await write;
  await writer.close();
  await assert.rejects(writer.write('y'), { code: 'ERR_INVALID_STATE' });

  const text = (await Array.fromAsync(ReadableStream.from(['h', '\ud83d', '\ude00'])
    .pipeThrough(new TextEncoderStream()).pipeThrough(new TextDecoderStream()))).join('');
  assert.strictEqual(text, 'h\u{1f600}');

  // A stream that waits for the other half does not keep the process alive.
  const alive = setTimeout(() => {}, 10_000);
  const through = new TransformStream();
  const moved = structuredClone(through, { transfer: [through] });
  const out = moved.writable.getWriter();
  const read = moved.readable.getReader().read();
  await out.write({ n: 1 });
  assert.deepStrictEqual(await read, { value: { n: 1 }, done: false });
  clearTimeout(alive);
  process.exitCode = 0;
})();
process.exitCode = 1;
