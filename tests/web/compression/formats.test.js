'use strict';
// CompressionStream and DecompressionStream agree with node:zlib.
const assert = require('assert');
const zlib = require('zlib');

const undo = {
  'gzip': zlib.gunzipSync, 'deflate': zlib.inflateSync, 'deflate-raw': zlib.inflateRawSync,
  'brotli': zlib.brotliDecompressSync,
};

async function bytesOf(stream) {
  return Buffer.from(await new Response(stream).arrayBuffer());
}

async function main() {
  for (const format of Object.keys(undo)) {
    const packed = await bytesOf(new Blob(['hello '.repeat(9999)]).stream().pipeThrough(new CompressionStream(format)));
    assert.strictEqual(`${undo[format](packed)}`, 'hello '.repeat(9999));
    const text = await bytesOf(new Blob([packed]).stream().pipeThrough(new DecompressionStream(format)));
    assert.strictEqual(`${text}`, 'hello '.repeat(9999));
    // What is cut short or followed by more is no stream.
    for (const wrong of [packed.subarray(0, -3), Buffer.concat([packed, Buffer.from('x')])]) {
      const stream = new Blob([wrong]).stream().pipeThrough(new DecompressionStream(format));
      await assert.rejects(bytesOf(stream), TypeError);
    }
  }
  assert.throws(() => new CompressionStream('zip'), { code: 'ERR_INVALID_ARG_VALUE' });
}

main().then(() => console.log('done'));
let finished = false;
process.on('beforeExit', () => { finished = true; });
process.on('exit', () => assert(finished));
