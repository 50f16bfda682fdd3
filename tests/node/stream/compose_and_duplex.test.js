// stream.compose, Duplex.from of everything it takes, Readable's iterator helpers, destroy and errors among them.
'use strict';

const { Duplex, PassThrough, Readable, Transform, Writable, addAbortSignal, compose, duplexPair, finished, getDefaultHighWaterMark, isDisturbed, isErrored, isReadable, pipeline, setDefaultHighWaterMark } = require('stream');
const { pipeline: pipelinePromise } = require('stream/promises');

const upper = () => new Transform({ transform(chunk, encoding, next) { next(null, String(chunk).toUpperCase()); } });
const attempt = async (name, act) => { try { console.log(name, await act()); } catch (error) { console.log(name, 'failed', error.name, error.code, error.message); } };
const text = async (stream) => { let all = ''; for await (const chunk of stream) all += chunk; return all; };

async function main() {
  await attempt('compose streams', () => text(Readable.from(['a', 'b']).compose(upper())));
  await attempt('compose generator', () => text(compose(async function* (source) { for await (const c of source) yield c + c; }, upper()).end('xy')));
  await attempt('compose sink', async () => { const s = compose(upper(), async (source) => { console.log('sink got', await text(source)); }); s.end('q'); return new Promise((resolve) => finished(s, (error) => resolve(error ?? 'finished'))); });
  await attempt('compose error', () => text(compose(Readable.from(['a']), async function* () { yield 1; throw new Error('inner'); }, upper())));
  await attempt('compose bad', () => compose(5));
  await attempt('compose nothing', () => compose());
  await attempt('compose unreadable', () => compose(new Writable({ write() {} }), new PassThrough()));
  await attempt('from string', () => text(Duplex.from('text')));
  await attempt('from promise', () => text(Duplex.from(Promise.resolve('p'))));
  await attempt('from rejected', () => text(Duplex.from(Promise.reject(new Error('no')))));
  await attempt('from iterable', () => text(Duplex.from(['i', 't'])));
  await attempt('from function', () => text(Duplex.from(async function* (source) { for await (const c of source) yield `<${c}>`; }).end('f')));
  await attempt('from pair', async () => { const w = new PassThrough(); const d = Duplex.from({ readable: Readable.from(['r']), writable: w }); d.end('w'); return [await text(d), await text(w)]; });
  await attempt('from web', () => text(Duplex.from(new ReadableStream({ start(c) { c.enqueue('web'); c.close(); } }))));
  await attempt('from blob', () => text(Duplex.from(new Blob(['blob']))));
  await attempt('from number', () => Duplex.from(5));
  const numbers = () => Readable.from([1, 2, 3, 4, 5]);
  await attempt('map', () => numbers().map(async (n) => n * 2, { concurrency: 2 }).toArray());
  await attempt('filter', () => numbers().filter((n) => n % 2).toArray());
  await attempt('flatMap', () => numbers().flatMap((n) => [n, n]).take(5).toArray());
  await attempt('drop', () => numbers().drop(3).toArray());
  await attempt('reduce', () => numbers().reduce((a, b) => a + b));
  await attempt('reduce empty', () => Readable.from([]).reduce((a, b) => a + b));
  await attempt('some every find', async () => [await numbers().some((n) => n > 4), await numbers().every((n) => n > 4), await numbers().find((n) => n > 2)]);
  await attempt('forEach', async () => { let sum = 0; await numbers().forEach((n) => { sum += n; }); return sum; });
  await attempt('map throws', () => numbers().map((n) => { if (n === 3) throw new Error('three'); return n; }).toArray());
  await attempt('take bad', () => numbers().take(-1));
  await attempt('map bad', () => numbers().map(5));
  await attempt('aborted', () => numbers().map((n) => n, { signal: AbortSignal.abort() }).toArray());
  await attempt('pipeline', () => pipelinePromise(numbers(), async function* (source) { for await (const n of source) yield `${n};`; }, text));
  await attempt('pipeline abort', () => pipelinePromise(numbers(), upper(), new Writable({ write() {} }), { signal: AbortSignal.abort() }));
  await attempt('pipeline end false', async () => { const w = new PassThrough(); await pipelinePromise(Readable.from(['a']), w, { end: false }); return [w.writableEnded, w.destroyed]; });
  await attempt('abort signal', () => { const c = new AbortController(); const r = addAbortSignal(c.signal, new Readable({ read() {} })); c.abort(new Error('reason')); return text(r); });
  await attempt('pair', async () => { const [one, two] = duplexPair(); one.end('hello'); two.end('back'); return [await text(two), await text(one)]; });
  await attempt('states', async () => { const r = numbers(); const before = [isReadable(r), isDisturbed(r), isErrored(r)]; r.read(); r.destroy(new Error('x')); r.on('error', () => {}); await new Promise(setImmediate); return [before, isReadable(r), isDisturbed(r), isErrored(r)]; });
  console.log(getDefaultHighWaterMark(false), getDefaultHighWaterMark(true));
  setDefaultHighWaterMark(true, 4);
  console.log(new PassThrough({ objectMode: true }).readableHighWaterMark);
  pipeline(Readable.from(['x']), new Writable({ write(c, e, next) { next(new Error('write')); } }), (error) => console.log('callback', error.message));
  const iterator = numbers().iterator({ destroyOnReturn: false });
  console.log(await iterator.next(), await iterator.return());
  await attempt('asIndexedPairs', () => typeof numbers().asIndexedPairs);
  await attempt('wrapped', () => { const { EventEmitter } = require('events'); const old = new EventEmitter(); old.pause = old.resume = () => {}; const r = new Readable().wrap(old); setImmediate(() => { old.emit('data', 'w'); old.emit('end'); }); return text(r); });
}

main();
