'use strict';
// Blob and File: parts, slices, streams, clones.
const assert = require('assert');
const util = require('util');

(async () => {
  const bytes = new Uint8Array([1, 2, 3]);
  const blob = new Blob(['h\u20ac', bytes.subarray(1), new Blob(['x']), 5], { type: 'Text/PLAIN' });
  bytes.fill(9);
  assert.strictEqual(blob.size, 8);
  assert.strictEqual(blob.type, 'text/plain');
  assert.strictEqual(await blob.text(), 'h\u20ac\u0002\u0003x5');
  assert.deepStrictEqual(await blob.slice(1, 4).bytes(), new Uint8Array([0xe2, 0x82, 0xac]));
  assert.strictEqual(await blob.slice(-2).text(), 'x5');
  assert.strictEqual(await blob.slice(3, 1).text(), '');
  assert.strictEqual((await blob.arrayBuffer()).byteLength, 8);

  let streamed = '';
  const decoder = new TextDecoder();
  for await (const chunk of blob.stream()) streamed += decoder.decode(chunk, { stream: true });
  assert.strictEqual(streamed, await blob.text());
  const reader = new Blob(['abcdef']).stream().getReader({ mode: 'byob' });
  const { value } = await reader.read(new Uint8Array(4));
  assert.strictEqual(decoder.decode(value), 'abcd');

  assert.strictEqual(await structuredClone(blob.slice(0, 4)).text(), 'h\u20ac');
  const large = new Blob(['y'.repeat(200_000)]);
  assert.strictEqual((await structuredClone(large).text()).length, 200_000);

  const file = new File(['a'], 'n\ud800', { lastModified: 5 });
  assert.strictEqual(file.name, 'n\ufffd');
  assert.strictEqual(util.inspect(new File(['a'], 'n', { lastModified: 5 })),
                     "File { size: 1, type: '', name: 'n', lastModified: 5 }");
  const copy = structuredClone(file);
  assert.ok(copy instanceof File);
  assert.strictEqual(copy.lastModified, 5);
  assert.throws(() => new Blob('a'), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => new Blob(['a'], { endings: 'x' }), { code: 'ERR_INVALID_ARG_VALUE' });
  assert.throws(() => new File(['a']), { code: 'ERR_MISSING_ARGS' });
  await assert.rejects(Blob.prototype.text.call({}), { code: 'ERR_INVALID_THIS' });
  process.exitCode = 0;
})();
process.exitCode = 1;
