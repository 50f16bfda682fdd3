'use strict';
// Byte streams: readers with their own buffers, minimal fills, views of wider elements.
const assert = require('assert');

(async () => {
  const stream = new ReadableStream({
    type: 'bytes',
    pull(controller) {
      const { byobRequest } = controller;
      if (byobRequest === null) return;
      byobRequest.view[0] = 7;
      byobRequest.respond(1);
    },
  });
  const reader = stream.getReader({ mode: 'byob' });
  const mine = new Uint8Array(4);
  const { value, done } = await reader.read(mine);
  assert.deepStrictEqual([value.length, value[0], done], [1, 7, false]);
  assert.strictEqual(mine.byteLength, 0);
  const filled = await reader.read(new Uint8Array(4), { min: 3 });
  assert.deepStrictEqual([...filled.value], [7, 7, 7]);
  await assert.rejects(reader.read(new Uint8Array(0)), { code: 'ERR_INVALID_STATE' });
  await assert.rejects(reader.read(), { code: 'ERR_INVALID_ARG_TYPE' });

  let controller;
  const queue = new ReadableStream({ type: 'bytes', start(c) { controller = c; } });
  controller.enqueue(new Uint8Array([1, 2, 3]));
  controller.enqueue(new Uint8Array([4, 5]));
  const wide = queue.getReader({ mode: 'byob' });
  const words = await wide.read(new Uint16Array(3));
  assert.deepStrictEqual([...words.value], [0x201, 0x403]);
  const rest = wide.read(new Uint8Array(8));
  assert.deepStrictEqual([...(await rest).value], [5]);
  controller.close();
  const last = wide.read(new Uint8Array(2));
  assert.strictEqual((await last).done, true);

  const [one, two] = new ReadableStream({
    type: 'bytes',
    start(c) {
      c.enqueue(new Uint8Array([1, 2]));
      c.close();
    },
  }).tee();
  const copies = [(await one.getReader().read()).value, (await two.getReader().read()).value];
  assert.deepStrictEqual(copies[0], copies[1]);
  assert.notStrictEqual(copies[0].buffer, copies[1].buffer);
  process.exitCode = 0;
})();
process.exitCode = 1;
