// zlib with options: levels, strategies, windows, dictionaries, flush kinds, limits, brotli and zstd parameters, broken input.
'use strict';

const zlib = require('zlib');
const { pipeline } = require('stream/promises');
const { Readable } = require('stream');

const show = async (name, act) => { try { console.log(name, await act()); } catch (error) { console.log(name, 'failed', error.name, error.code, error.errno, error.message); } };
const text = 'the same words, the same words again and again; '.repeat(50);
const data = Buffer.from(text);
const same = (buffer) => buffer.equals(data);

async function main() {
  for (const level of [-1, 0, 1, 6, 9]) await show(`level ${level}`, () => same(zlib.inflateSync(zlib.deflateSync(data, { level }))));
  for (const strategy of [zlib.constants.Z_FILTERED, zlib.constants.Z_HUFFMAN_ONLY, zlib.constants.Z_RLE, zlib.constants.Z_FIXED]) await show(`strategy ${strategy}`, () => same(zlib.gunzipSync(zlib.gzipSync(data, { strategy }))));
  for (const windowBits of [9, 12, 15]) await show(`window ${windowBits}`, () => same(zlib.inflateRawSync(zlib.deflateRawSync(data, { windowBits }), { windowBits })));
  await show('small window', () => zlib.inflateSync(zlib.deflateSync(data, { windowBits: 15 }), { windowBits: 9 }).length);
  const dictionary = Buffer.from('the same words again');
  const withDictionary = zlib.deflateSync(data, { dictionary });
  await show('dictionary', () => same(zlib.inflateSync(withDictionary, { dictionary })));
  await show('no dictionary', () => zlib.inflateSync(withDictionary));
  await show('wrong dictionary', () => zlib.inflateSync(withDictionary, { dictionary: Buffer.from('other') }));
  await show('raw dictionary', () => same(zlib.inflateRawSync(zlib.deflateRawSync(data, { dictionary }), { dictionary })));
  await show('unzip both', () => [same(zlib.unzipSync(zlib.gzipSync(data))), same(zlib.unzipSync(zlib.deflateSync(data)))]);
  await show('members', () => zlib.gunzipSync(Buffer.concat([zlib.gzipSync('one'), zlib.gzipSync('two')])).toString());
  await show('garbage after', () => zlib.gunzipSync(Buffer.concat([zlib.gzipSync('one'), Buffer.from('junk')])).toString());
  await show('zeros after', () => zlib.gunzipSync(Buffer.concat([zlib.gzipSync('one'), Buffer.alloc(10)])).toString());
  await show('reject garbage', () => zlib.gunzipSync(Buffer.concat([zlib.gzipSync('one'), Buffer.from('junk')]), { rejectGarbageAfterEnd: true }));
  await show('truncated', () => zlib.gunzipSync(zlib.gzipSync(data).subarray(0, 20)));
  await show('truncated finish', () => zlib.gunzipSync(zlib.gzipSync(data).subarray(0, 60), { finishFlush: zlib.constants.Z_SYNC_FLUSH }).length > 0);
  await show('header', () => zlib.gunzipSync(Buffer.from('no gzip')));
  await show('checksum', () => { const z = zlib.gzipSync(data); z[z.length - 5] ^= 1; return zlib.gunzipSync(z); });
  await show('limit', () => zlib.inflateSync(zlib.deflateSync(data), { maxOutputLength: 100 }));
  await show('empty', () => [zlib.gunzipSync(zlib.gzipSync('')).length, zlib.deflateSync('').toString('hex')]);
  await show('empty input', () => zlib.inflateSync(Buffer.alloc(0)));
  await show('info', () => { const { buffer, engine } = zlib.deflateSync(data, { info: true }); return [buffer.length > 0, engine.constructor.name, engine.bytesWritten]; });
  await show('chunk size', () => same(zlib.inflateSync(zlib.deflateSync(data), { chunkSize: 64 })));
  for (const bad of [{ level: 10 }, { windowBits: 7 }, { chunkSize: 10 }, { memLevel: 0 }, { strategy: 9 }, { level: 'x' }, { dictionary: 5 }, { flush: 99 }, { maxOutputLength: 0 }]) await show(JSON.stringify(bad), () => zlib.deflateSync(data, bad));
  await show('bad input', () => zlib.deflateSync(5));
  await show('callback', () => new Promise((resolve, reject) => zlib.gzip(data, (error, out) => (error ? reject(error) : resolve(out[0])))));
  await show('no callback', () => zlib.gzip(data));
  await show('flush', async () => { const d = zlib.createDeflate(); const parts = []; d.on('data', (c) => parts.push(c)); d.write('abc'); await new Promise((resolve) => d.flush(zlib.constants.Z_SYNC_FLUSH, resolve)); return [parts.length, Buffer.concat(parts).subarray(-4).toString('hex')]; });
  await show('params', async () => { const d = zlib.createDeflate({ level: 0 }); d.write('abc'); await new Promise((resolve) => d.params(9, zlib.constants.Z_DEFAULT_STRATEGY, resolve)); d.end('def'); const parts = []; for await (const c of d) parts.push(c); return zlib.inflateSync(Buffer.concat(parts)).toString(); });
  await show('reset', async () => { const d = zlib.createInflate(); d.reset(); d.close(); return d.destroyed; });
  await show('after close', async () => { const d = zlib.createDeflate(); d.close(); d.write('x'); await new Promise((resolve, reject) => d.on('error', reject)); });
  await show('pipeline', async () => { let all = ''; await pipeline(Readable.from([data, data]), zlib.createGzip(), zlib.createGunzip(), async (source) => { for await (const c of source) all += c; }); return all === text + text; });
  await show('brotli', () => { const { constants: c } = zlib; const out = zlib.brotliCompressSync(data, { params: { [c.BROTLI_PARAM_QUALITY]: 4, [c.BROTLI_PARAM_MODE]: c.BROTLI_MODE_TEXT, [c.BROTLI_PARAM_SIZE_HINT]: data.length } }); return same(zlib.brotliDecompressSync(out)); });
  await show('brotli broken', () => zlib.brotliDecompressSync(Buffer.from('no brotli at all')));
  await show('brotli truncated', () => zlib.brotliDecompressSync(zlib.brotliCompressSync(data).subarray(0, 10)));
  await show('brotli param', () => zlib.brotliCompressSync(data, { params: { 99: 1 } }));
  await show('zstd', () => same(zlib.zstdDecompressSync(zlib.zstdCompressSync(data, { params: { [zlib.constants.ZSTD_c_compressionLevel]: 5 } }))));
  await show('zstd broken', () => zlib.zstdDecompressSync(Buffer.from('no zstd at all!!')));
  await show('crc32', () => [zlib.crc32('hello'), zlib.crc32(Buffer.from('lo'), zlib.crc32('hel'))]);
  await show('crc bad', () => zlib.crc32(5));
  await show('codes', () => [zlib.codes.Z_DATA_ERROR, zlib.codes['-5'], Object.isFrozen(zlib.codes)]);
}

main();
