// Streams of node:stream and of the web with options of every kind, and what happens to them in any order.
// Env: TZ=UTC
'use strict';

const stream = require('stream');
const { fuzz } = require('./run.js');
const { bytes } = require('./bytes.js');
const { numbers, primitive, string } = require('./primitives.js');
const { value } = require('./values.js');

const odd = (random, make, percent = 8) => (random.chance(percent) ? value(random, 2) : make());
const modest = (it) => (typeof it === 'number' && it > 1e6 ? 1000 : it);
const told = (error) => (error instanceof Error ? `${error.name} ${error.code} ${error.message}` : `thrown ${typeof error}`);

function attempt(log, name, act) {
  try {
    const answer = act();
    log.push([name, typeof answer === 'object' || typeof answer === 'function' ? typeof answer : answer]);
  } catch (error) {
    log.push([name, told(error)]);
  }
}

function options(random) {
  if (random.chance(5)) return value(random, 2);
  const made = {};
  const set = (key, make) => { if (random.chance(20)) made[key] = odd(random, make, 10); };
  set('highWaterMark', () => random.pick([0, 1, 3, 16, undefined, -1, 1.5, NaN]));
  set('objectMode', () => random.chance(50));
  set('encoding', () => random.pick(['utf8', 'hex', 'base64', 'latin1', 'nope']));
  set('defaultEncoding', () => random.pick(['utf8', 'hex', 'nope']));
  set('decodeStrings', () => random.chance(50));
  set('emitClose', () => random.chance(50));
  set('autoDestroy', () => random.chance(50));
  set('allowHalfOpen', () => random.chance(50));
  set('readableObjectMode', () => random.chance(50));
  set('writableHighWaterMark', () => random.pick([0, 1, 5]));
  set('signal', () => random.pick([AbortSignal.abort(), new AbortController().signal]));
  set('write', () => random.pick([(chunk, encoding, done) => done(), (chunk, encoding, done) => { setImmediate(done); }, (chunk, encoding, done) => done(new Error('write')), () => { throw new Error('thrown by write'); }, (chunk, encoding, done) => { done(); done(); }]));
  set('final', () => random.pick([(done) => done(), (done) => done(new Error('final')), () => { throw new Error('thrown by final'); }]));
  set('read', () => random.pick([function() { this.push('r'); this.push(null); }, function() {}, () => { throw new Error('thrown by read'); }, function() { this.destroy(); }]));
  set('destroy', () => random.pick([(error, done) => done(error), (error, done) => done(new Error('destroy')), () => { throw new Error('thrown by destroy'); }, (error, done) => { setImmediate(done, error); }]));
  set('construct', () => random.pick([(done) => done(), (done) => { setImmediate(done); }, (done) => done(new Error('construct'))]));
  set('transform', () => random.pick([(chunk, encoding, done) => done(null, chunk), (chunk, encoding, done) => done(new Error('transform')), () => { throw new Error('thrown by transform'); }]));
  set('flush', () => random.pick([(done) => done(null, 'last'), (done) => done(new Error('flush'))]));
  return made;
}

const chunk = (random) => odd(random, () => random.pick([() => string(random), () => Buffer.from(string(random)), () => bytes(random), () => null, () => undefined, () => primitive(random)])(), 10);

function actions(random) {
  return random.several(9, () => random.pick([
    ['push', (it, one = chunk(random)) => it.push(one)], ['unshift', (it, one = chunk(random)) => it.unshift(one)], ['write', (it, one = chunk(random), encoding = random.pick([undefined, 'utf8', 'hex', 'nope', 1])) => it.write(one, encoding)], ['write', (it, one = string(random)) => it.write(one)], ['end', (it, one = random.chance(50) ? undefined : chunk(random)) => it.end(one)],
    ['read', (it, size = random.pick([undefined, 0, 1, 2, ...numbers.map(modest)])) => String(it.read(size))], ['setEncoding', (it, encoding = odd(random, () => random.pick(['utf8', 'hex', 'nope']))) => it.setEncoding(encoding)], ['setDefaultEncoding', (it, encoding = odd(random, () => random.pick(['utf8', 'nope']))) => it.setDefaultEncoding(encoding)],
    ['pause', (it) => it.pause()], ['resume', (it) => it.resume()], ['cork', (it) => it.cork()], ['uncork', (it) => it.uncork()], ['destroy', (it, error = random.pick([undefined, null, new Error('destroyed'), 1])) => it.destroy(error)], ['on data', (it) => it.on('data', () => {})], ['readable', (it) => it.on('readable', () => {})], ['pipe', (it, to = odd(random, () => new stream.PassThrough(), 30)) => it.pipe(to)], ['unpipe', (it, to = odd(random, () => undefined, 40)) => it.unpipe(to)],
    ['wrap', (it, old = value(random, 1)) => it.wrap(old)], ['finished', (it, given = odd(random, () => ({}), 40)) => typeof stream.finished(it, given, () => {})], ['addAbortSignal', (it, signal = odd(random, () => AbortSignal.abort(), 40)) => stream.addAbortSignal(signal, it)], ['iterator', (it, given = odd(random, () => undefined, 40)) => typeof it.iterator(given)], ['drop', (it, count = random.pick(numbers)) => typeof it.drop(count)], ['map', (it, fn = value(random, 1)) => typeof it.map(fn)], ['toWeb', (it) => typeof it.constructor.toWeb(it)],
  ]));
}

function state(it) {
  return ['readableFlowing', 'readableEnded', 'readableLength', 'writableLength', 'writableEnded', 'writableFinished', 'writableCorked', 'destroyed', 'closed', 'readableAborted', 'writableNeedDrain'].map((key) => it[key]).join();
}

const turns = async (count) => { for (let i = 0; i < count; i++) await new Promise((resolve) => { setImmediate(resolve); }); };

function node(random) {
  const Kind = random.pick([stream.Readable, stream.Writable, stream.Duplex, stream.Transform, stream.PassThrough]);
  const given = options(random);
  const acts = actions(random);
  const patient = random.chance(80);
  return async () => {
    const log = [];
    const made = new Kind(given);
    if (patient) made.on('error', (error) => log.push(['error', told(error)]));
    for (const name of ['end', 'finish', 'close', 'drain', 'pause', 'resume']) made.on(name, () => log.push([name]));
    for (const [name, act] of acts) attempt(log, name, () => act(made));
    await turns(4);
    const text = state(made);
    made.destroy();
    await turns(1);
    return [log, text];
  };
}

function joined(random) {
  const it = value(random, 2);
  const parts = random.several(5, () => odd(random, () => random.pick([() => stream.Readable.from(['a', 'b']), () => new stream.PassThrough(), () => async function* (source) { for await (const one of source) yield one; }, () => new stream.Writable({ write(one, encoding, done) { done(); } }), () => new stream.Transform({ transform(one, encoding, done) { done(new Error('transform')); } }), () => ['x', 'y'], () => new TransformStream(), () => new ReadableStream({ start(controller) { controller.enqueue('r'); controller.close(); } })])(), 15));
  const given = odd(random, () => random.pick([undefined, {}, { end: false }, { signal: AbortSignal.abort() }]));
  const limit = () => turns(12).then(() => 'nothing came');
  return random.pick([
    () => Promise.race([stream.promises.pipeline(...parts, given ?? {}), limit()]), () => Promise.race([stream.promises.finished(it, given), limit()]), () => typeof stream.compose(...parts), () => typeof stream.pipeline(...parts, () => {}), () => typeof stream.pipeline(parts, it), () => typeof stream.Readable.from(it, given), () => Promise.race([stream.Readable.from(['a', 'b']).toArray(given), limit()]),
    () => Promise.race([stream.Readable.from([1, 2, 3]).reduce(it, 0), limit()]), () => Promise.race([stream.Readable.from([1, 2, 3]).map(() => it, given).toArray(), limit()]), () => typeof stream.Duplex.from(it), () => stream.isReadable(it), () => stream.isErrored(it), () => stream.isDisturbed(it), () => stream.getDefaultHighWaterMark(it), () => typeof stream.Readable.fromWeb(it), () => typeof stream.Duplex.fromWeb(it), () => typeof stream.Writable.toWeb(it), () => stream.Readable.prototype.read.call(it), () => typeof stream.destroy(it),
  ]);
}

function web(random) {
  const source = odd(random, () => ({ start: odd(random, () => (controller) => { controller.enqueue(random.pick(['a', new Uint8Array(2)])); }), pull: odd(random, () => random.pick([undefined, (controller) => controller.close(), () => Promise.reject(new Error('pull')), () => { throw new Error('thrown by pull'); }])), cancel: odd(random, () => random.pick([undefined, () => Promise.reject(new Error('cancel'))])), type: random.pick([undefined, undefined, 'bytes', 'x']), autoAllocateChunkSize: random.pick([undefined, 8, 0, -1]) }));
  const strategy = random.chance(50) ? undefined : odd(random, () => ({ highWaterMark: random.pick([0, 1, 2, -1, NaN, Infinity, 'x']), size: random.pick([undefined, () => 1, () => -1, () => NaN, () => { throw new Error('size'); }, 1]) }));
  const it = value(random, 2);
  const sink = odd(random, () => ({ write: odd(random, () => random.pick([undefined, () => {}, () => Promise.reject(new Error('write')), () => { throw new Error('thrown by write'); }])), close: random.pick([undefined, () => Promise.reject(new Error('close'))]), abort: random.pick([undefined, () => {}]), type: random.pick([undefined, undefined, 'x']) }));
  const limit = () => turns(8).then(() => 'nothing came');
  const first = (promise) => Promise.race([promise, limit()]);
  return random.pick([
    async () => { const made = new ReadableStream(source, strategy); const reader = made.getReader(odd(random, () => random.pick([undefined, {}, { mode: 'byob' }]))); const one = await first(reader.read(odd(random, () => random.pick([undefined, new Uint8Array(4)])))); await first(reader.cancel(it)); return one; },
    async () => { const made = new ReadableStream(source, strategy); const pair = made.tee(); return [await first(pair[0].getReader().read()), made.locked]; }, async () => { const made = new WritableStream(sink, strategy); const writer = made.getWriter(); const done = writer.write(it); const size = writer.desiredSize; await first(done); await first(writer.close()); return size; },
    async () => first(new ReadableStream(source, strategy).pipeTo(random.chance(70) ? new WritableStream(sink) : it, odd(random, () => ({ preventClose: it, signal: random.pick([undefined, AbortSignal.abort()]) })))), async () => { const made = new TransformStream(it, strategy, strategy); return [typeof made.readable, await first(made.writable.getWriter().write(1)), 0]; }, async () => first(ReadableStream.from(it).getReader().read()), () => new CountQueuingStrategy(it).highWaterMark, () => new ByteLengthQueuingStrategy({ highWaterMark: it }).size(it),
    () => new ReadableStreamDefaultReader(it), () => new ReadableStreamBYOBReader(it), () => new WritableStreamDefaultWriter(it), () => typeof new CompressionStream(it), () => typeof new TextDecoderStream(it, it), async () => { const made = new DecompressionStream('gzip'); const done = made.writable.getWriter().write(it); return [await first(done), await first(made.readable.getReader().read())]; },
  ]);
}

fuzz((random) => {
  const form = random.below(10);
  if (form < 6) return node(random);
  return form < 8 ? joined(random) : web(random);
}, 2000, { awaits: true, strays: true, loose: 'Node leaves streams that toWeb() was called on in states of its own' });
