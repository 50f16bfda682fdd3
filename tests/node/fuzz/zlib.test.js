// node:zlib with data that is broken or no data at all, and options of every kind.
// Env: TZ=UTC
'use strict';

const zlib = require('zlib');
const { fuzz } = require('./run.js');
const { bytes } = require('./bytes.js');
const { numbers, primitive, string } = require('./primitives.js');
const { value } = require('./values.js');

const { constants } = zlib;
const pairs = [['deflateSync', 'inflateSync'], ['gzipSync', 'gunzipSync'], ['deflateRawSync', 'inflateRawSync'], ['gzipSync', 'unzipSync'], ['deflateSync', 'unzipSync'], ['brotliCompressSync', 'brotliDecompressSync'], ['zstdCompressSync', 'zstdDecompressSync']];
const makers = ['createDeflate', 'createInflate', 'createGzip', 'createGunzip', 'createDeflateRaw', 'createInflateRaw', 'createUnzip', 'createBrotliCompress', 'createBrotliDecompress', 'createZstdCompress', 'createZstdDecompress'];
const odd = (random, make, percent = 12) => (random.chance(percent) ? value(random, 2) : make());

// Nothing that takes long to give.
const modest = (it) => (typeof it === 'number' && it > 1e6 && it < 2 ** 53 ? 1000 : it);
const number = (random, list) => (random.chance(75) ? random.pick(list) : random.chance(60) ? modest(random.pick(numbers)) : primitive(random));

function parameters(random, brotli) {
  const list = {};
  const names = brotli ?
    [[constants.BROTLI_PARAM_MODE, [0, 1, 2]], [constants.BROTLI_PARAM_QUALITY, [0, 1, 5, 9]], [constants.BROTLI_PARAM_LGWIN, [10, 16, 22]], [constants.BROTLI_PARAM_SIZE_HINT, [0, 100]]] :
    [[constants.ZSTD_c_compressionLevel, [1, 3, 9]], [constants.ZSTD_c_windowLog, [10, 16]], [constants.ZSTD_c_checksumFlag, [0, 1]], [constants.ZSTD_c_contentSizeFlag, [0, 1]]];
  for (let left = random.below(4); left > 0; left--) {
    const [name, good] = random.pick(names);
    list[random.chance(90) ? name : random.pick([99, -1, 'x', 10000])] = number(random, good);
  }
  return odd(random, () => list, 8);
}

function options(random, name) {
  if (random.chance(40)) return undefined;
  if (random.chance(8)) return value(random, 2);
  const made = {};
  const set = (key, make) => { if (random.chance(25)) made[key] = make(); };
  if (/[bB]rotli|[zZ]std/.test(name)) set('params', () => parameters(random, /rotli/.test(name)));
  set('level', () => number(random, [-1, 0, 1, 6, 9]));
  set('windowBits', () => number(random, [0, 8, 9, 12, 15]));
  set('memLevel', () => number(random, [1, 5, 9]));
  set('strategy', () => number(random, [0, 1, 2, 3, 4]));
  set('chunkSize', () => number(random, [64, 100, 1024]));
  set('maxOutputLength', () => number(random, [1, 10, 1000, 100000]));
  set('finishFlush', () => number(random, [0, 1, 2, 3, 4, 5]));
  set('flush', () => number(random, [0, 1, 2, 3, 4, 5]));
  set('dictionary', () => odd(random, () => Buffer.from(string(random)), 25));
  set('info', () => random.chance(70));
  set('rejectGarbageAfterEnd', () => random.pick([true, false, 1]));
  set('pledgedSrcSize', () => number(random, [0, 1, 100]));
  return made;
}

const plainText = (random) => Buffer.from(random.chance(50) ? string(random).repeat(random.below(40)) : random.several(60, () => string(random)).join(''));

// Bytes that were compressed, some of them changed, cut or with others behind.
function broken(random, compress) {
  let data = Buffer.from(zlib[compress](plainText(random)));
  for (let left = random.below(4); left > 0 && data.length > 0; left--) data[random.below(data.length)] = random.below(256);
  if (random.chance(25)) data = data.subarray(0, random.below(data.length + 1));
  if (random.chance(15)) data = Buffer.concat([data, random.chance(50) ? data : Buffer.from(string(random))]);
  if (random.chance(5)) data = Buffer.from(random.several(40, () => random.below(256)));
  return data;
}

// With the option `info` there is an object around them.
const bytesOf = (result) => (result.engine ? result.buffer : result);

// Compressed bytes may differ from one version of a library to the next; what comes out of them may not.
function oneShot(random) {
  const [compress, decompress] = random.pick(pairs);
  if (random.chance(45)) {
    const given = options(random, compress);
    const data = odd(random, () => plainText(random), 25);
    const back = options(random, decompress);
    return () => {
      const packed = zlib[compress](data, given);
      return bytesOf(zlib[decompress](bytesOf(packed), back));
    };
  }
  const data = odd(random, () => broken(random, compress), 10);
  const given = options(random, decompress);
  return () => bytesOf(zlib[decompress](data, given));
}

function stream(random) {
  const maker = random.pick(makers);
  const given = options(random, maker);
  const pair = pairs.find(([one, other]) => `create${other.slice(0, -4)}`.toLowerCase() === maker.toLowerCase() || `create${one.slice(0, -4)}`.toLowerCase() === maker.toLowerCase()) ?? pairs[0];
  const unpacks = /nflate|nzip|Decompress|unzip/.test(maker);
  const data = random.chance(90) ? (unpacks ? broken(random, pair[0]) : plainText(random)) : bytes(random);
  const cut = random.below((data.length ?? 0) + 1);
  const between = random.several(3, () => random.pick([
    (it) => it.flush(), (it) => it.flush(number(random, [0, 1, 2, 3, 4, 5])), (it) => it.reset(), (it) => it.close(), (it) => it.params(number(random, [0, 1, 9]), number(random, [0, 1, 2]), () => {}), (it) => it.write(value(random, 1)), (it) => it.destroy(), (it) => it.destroy(new Error('destroyed')), (it) => it.pause(), (it) => it.flush(value(random, 1)),
  ]));
  return () => {
    const made = zlib[maker](given);
    const log = [];
    let size = 0;
    const chunks = [];
    made.on('data', (chunk) => { size += chunk.length; if (unpacks) chunks.push(chunk); });
    const problem = (error) => log.push(`${error?.name} ${error?.code} ${error?.message}`);
    const attempt = (act) => { try { act(); } catch (error) { problem(error); } };
    made.on('error', problem);
    made.on('end', () => log.push('end'));
    attempt(() => made.write(data.subarray ? data.subarray(0, cut) : data));
    for (const act of between) attempt(() => act(made));
    attempt(() => made.end(data.subarray ? data.subarray(cut) : undefined));
    return new Promise((resolve) => {
      const done = () => resolve([log, unpacks ? Buffer.concat(chunks).toString('latin1') : size > 0, made.bytesWritten, made.destroyed]);
      // A stream that was paused, or got no bytes at all, does not end.
      const timer = setTimeout(done, 50);
      made.on('close', () => { clearTimeout(timer); done(); });
    });
  };
}

function others(random) {
  const it = value(random, 2);
  const data = random.chance(50) ? plainText(random) : it;
  return random.pick([
    () => zlib.crc32(data, number(random, [0, 1, 2 ** 31])), () => zlib.crc32(it, it), () => zlib.deflateSync(it), () => zlib.inflate(data, it), () => zlib.gzip(data, it, it), () => zlib[random.pick(makers)](it) && 'made', () => new zlib.Deflate(it) && 'made', () => zlib.Gunzip(it) && 'made', () => zlib.codes[it],
    () => zlib.inflateSync(data, { dictionary: it }), () => zlib.brotliCompressSync(data, { params: it }).length > 0, () => zlib.zstdCompressSync(data, { dictionary: it }).length > 0,
  ]);
}

fuzz((random) => {
  switch (random.below(8)) {
    case 0: case 1: case 2: case 3: return oneShot(random);
    case 4: case 5: case 6: return stream(random);
    default: return others(random);
  }
}, 1500, { awaits: true, strays: true, loose: 'compressed bytes, and so what is broken in them, differ between versions of zlib' });
