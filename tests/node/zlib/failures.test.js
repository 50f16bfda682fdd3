'use strict';
// What goes wrong has Node's code, number and words, and is told in the same way in one go and in a stream.
const assert = require('assert');
const zlib = require('zlib');

const text = Buffer.from('hello hello hello hello hello world '.repeat(5));
const gzip = zlib.gzipSync(text);
const brotli = zlib.brotliCompressSync(text);
const zstd = zlib.zstdCompressSync(text);
const junk = Buffer.from('this is not compressed data');

const cases = [
  ['gunzip', gzip.subarray(0, -5), -5, 'Z_BUF_ERROR', 'unexpected end of file'],
  ['gunzip', junk, -3, 'Z_DATA_ERROR', 'incorrect header check'],
  ['unzip', Buffer.concat([gzip, Buffer.from('abc')]), -3, 'Z_DATA_ERROR', 'incorrect header check'],
  ['inflate', zlib.deflateSync(text, { dictionary: Buffer.from('hello') }), 2, 'Z_NEED_DICT', 'Missing dictionary'],
  ['brotliDecompress', brotli.subarray(0, -5), -5, 'Z_BUF_ERROR', 'unexpected end of file'],
  ['brotliDecompress', junk, -14, 'ERR__ERROR_FORMAT_PADDING_1', 'Decompression failed'],
  ['zstdDecompress', zstd.subarray(0, -5), -5, 'Z_BUF_ERROR', 'unexpected end of file'],
  ['zstdDecompress', junk, 10, 'ZSTD_error_prefix_unknown', 'Unknown frame descriptor'],
];

let pending = 0;
for (const [name, input, errno, code, message] of cases) {
  const check = (error) => {
    assert.deepStrictEqual({ ...error }, { errno, code });
    assert.strictEqual(error.message, message);
    return true;
  };
  assert.throws(() => zlib[`${name}Sync`](input), check);
  pending += 2;
  zlib[name](input, (error, result) => {
    pending--;
    check(error);
    assert.strictEqual(result, undefined);
  });
  const stream = zlib[`create${name[0].toUpperCase()}${name.slice(1)}`]();
  stream.on('error', (error) => {
    pending--;
    check(error);
    assert.strictEqual(stream.destroyed, true);
  });
  stream.resume().end(input);
}
process.on('exit', () => assert.strictEqual(pending, 0));

// Limits and what follows the end.
const tooLarge = { name: 'RangeError', code: 'ERR_BUFFER_TOO_LARGE' };
const trailing = { name: 'TypeError', code: 'ERR_TRAILING_JUNK_AFTER_STREAM_END' };
const reject = { rejectGarbageAfterEnd: true };
for (const [name, input] of [['gunzip', gzip], ['brotliDecompress', brotli], ['zstdDecompress', zstd]]) {
  assert.throws(() => zlib[`${name}Sync`](input, { maxOutputLength: 10 }), tooLarge);
  assert.strictEqual(zlib[`${name}Sync`](input, { maxOutputLength: text.length }).length, text.length);
  assert.throws(() => zlib[`${name}Sync`](Buffer.concat([input, Buffer.from('x')]), reject), trailing);
}
assert.throws(() => zlib.gunzipSync(Buffer.concat([gzip, gzip]), reject), trailing);
assert.strictEqual(zlib.gunzipSync(Buffer.concat([gzip, gzip])).length, 2 * text.length);
assert.strictEqual(zlib.gunzipSync(Buffer.concat([gzip, Buffer.alloc(9)])).length, text.length);

// Options.
assert.throws(() => zlib.brotliCompressSync(text, { params: { 99: 1 } }), { code: 'ERR_BROTLI_INVALID_PARAM' });
assert.throws(() => zlib.zstdCompressSync(text, { params: { 9999: 1 } }), { code: 'ERR_ZSTD_INVALID_PARAM' });
assert.throws(() => zlib.zstdCompressSync(text, { params: { 101: 1000 } }), { code: 'ERR_ZLIB_INITIALIZATION_FAILED' });
assert.throws(() => zlib.zstdCompressSync(text, { pledgedSrcSize: 5 }), { code: 'ZSTD_error_srcSize_wrong' });
assert.throws(() => zlib.createGzip({ windowBits: 8 }), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => zlib.gzip(text), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => zlib.gzipSync(5), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => zlib.gzip(5, () => {}), { code: 'ERR_INVALID_ARG_TYPE' });
