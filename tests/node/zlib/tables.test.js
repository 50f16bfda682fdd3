'use strict';
// Constants, codes, crc32, handles and what the classes look like.
const assert = require('assert');
const zlib = require('zlib');

assert.strictEqual(zlib.constants.ZSTD_c_compressionLevel, 100);
assert.strictEqual(zlib.constants.Z_MAX_CHUNK, Infinity);
assert.strictEqual(Object.keys(zlib.constants)[0], 'Z_NO_FLUSH');
assert.strictEqual(zlib.codes['-3'], 'Z_DATA_ERROR');
assert.throws(() => { zlib.constants.Z_OK = 1; }, TypeError);
assert.strictEqual(Object.keys(zlib).includes('Z_OK'), false);
assert.strictEqual(zlib.Z_OK, 0);
assert.strictEqual(zlib.BROTLI_DECODE, undefined);

assert.strictEqual(zlib.crc32('hello'), 907060870);
assert.strictEqual(zlib.crc32(Buffer.from('world'), zlib.crc32('hello')), 4192936109);
assert.throws(() => zlib.crc32(5), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => zlib.crc32('x', -1), { code: 'ERR_OUT_OF_RANGE' });

const names = ['Gzip', 'BrotliDecompress', 'ZstdCompress'];
const handles = ['Zlib', 'BrotliDecoder', 'ZstdCompress'];
names.forEach((name, i) => {
  const stream = zlib[`create${name}`]();
  assert(stream instanceof zlib[name]);
  assert.strictEqual(stream.constructor.name, name);
  assert.strictEqual(stream._handle.constructor.name, handles[i]);
  stream.close();
  assert.strictEqual(stream._handle, null);
});
assert.strictEqual(Object.getPrototypeOf(zlib.BrotliCompress.prototype).constructor.name, 'Brotli');

const { buffer, engine } = zlib.deflateSync('abc', { info: true });
assert.strictEqual(`${zlib.inflateSync(buffer)}`, 'abc');
assert.strictEqual(engine.bytesWritten, 3);
zlib.deflate('abc', { info: true }, (error, result) => {
  assert.strictEqual(error, null);
  assert.strictEqual(result.engine.bytesWritten, 3);
});

// A dictionary is needed again to read.
const dictionary = Buffer.from('a text that both sides know');
for (const [compress, decompress] of [['deflateSync', 'inflateSync'], ['deflateRawSync', 'inflateRawSync'],
                                      ['brotliCompressSync', 'brotliDecompressSync'],
                                      ['zstdCompressSync', 'zstdDecompressSync']]) {
  const packed = zlib[compress]('both sides know a text', { dictionary });
  assert.strictEqual(`${zlib[decompress](packed, { dictionary })}`, 'both sides know a text');
}
assert.throws(() => zlib.inflateSync(zlib.deflateSync('a text', { dictionary })), { code: 'Z_NEED_DICT' });
