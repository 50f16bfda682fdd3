'use strict';
// Every format, in one go and as a stream, brings back what went in.
const assert = require('assert');
const zlib = require('zlib');
const { pipeline } = require('stream/promises');
const { Readable, Writable } = require('stream');
const { promisify } = require('util');

const pairs = [
  ['gzip', 'gunzip', 'Gzip', 'Gunzip'],
  ['gzip', 'unzip', 'Gzip', 'Unzip'],
  ['deflate', 'inflate', 'Deflate', 'Inflate'],
  ['deflate', 'unzip', 'Deflate', 'Unzip'],
  ['deflateRaw', 'inflateRaw', 'DeflateRaw', 'InflateRaw'],
  ['brotliCompress', 'brotliDecompress', 'BrotliCompress', 'BrotliDecompress'],
  ['zstdCompress', 'zstdDecompress', 'ZstdCompress', 'ZstdDecompress'],
];

let seed = 7;
const random = () => (seed = (seed * 1103515245 + 12345) & 0x7fffffff);
const inputs = [
  Buffer.alloc(0),
  Buffer.from('a'),
  Buffer.alloc(300_000, 'abc'),
  Buffer.from(Array.from({ length: 100_000 }, () => random() >> 8)),
];

async function throughStreams(data, Compress, Decompress, options) {
  const parts = [];
  const chunks = [];
  for (let i = 0; i < data.length; i += 7777) chunks.push(data.subarray(i, i + 7777));
  const compress = zlib[`create${Compress}`](options);
  await pipeline(Readable.from(chunks), compress, zlib[`create${Decompress}`](options),
                 new Writable({ write(chunk, encoding, callback) { parts.push(chunk); callback(); } }));
  assert.strictEqual(compress.bytesWritten, data.length);
  return Buffer.concat(parts);
}

async function main() {
  for (const [compress, decompress, Compress, Decompress] of pairs) {
    for (const input of inputs) {
      const packed = zlib[`${compress}Sync`](input);
      assert(Buffer.isBuffer(packed));
      assert.deepStrictEqual(zlib[`${decompress}Sync`](packed), input);
      const asynchronous = await promisify(zlib[compress])(input);
      assert.deepStrictEqual(await promisify(zlib[decompress])(asynchronous), input);
      assert.deepStrictEqual(await throughStreams(input, Compress, Decompress, { chunkSize: 64 }), input);
      assert.deepStrictEqual(await throughStreams(input, Compress, Decompress), input);
    }
  }
  // Other kinds of input.
  const words = new Uint16Array([1, 2, 3]);
  for (const input of [words, words.buffer, new DataView(words.buffer)]) {
    assert.deepStrictEqual(zlib.gunzipSync(zlib.gzipSync(input)), Buffer.from(words.buffer));
  }
  const small = new Uint8Array(new ArrayBuffer(8, { maxByteLength: 16 }));
  assert.strictEqual((await promisify(zlib.gunzip)(await promisify(zlib.gzip)(small))).length, 8);
}

main().then(() => console.log('done'));
process.on('exit', (code) => assert.strictEqual(code, 0));
