// Web streams: tee, pipeThrough and pipeTo with errors and aborts, BYOB, queuing strategies, transforms, adapters of Node's streams.
'use strict';

const { Readable, Writable, Duplex } = require('stream');
const { ByteLengthQueuingStrategy, CountQueuingStrategy, ReadableStream: FromModule, TextDecoderStream, CompressionStream, DecompressionStream } = require('stream/web');
const consumers = require('stream/consumers');

const attempt = async (name, act) => { try { console.log(name, await act()); } catch (error) { console.log(name, 'failed', error?.name, error?.code, error?.message ?? error); } };
const list = async (stream) => { const all = []; for await (const chunk of stream) all.push(chunk); return all; };
const failing = (error = new Error('source')) => new ReadableStream({ start(c) { c.enqueue('a'); }, pull(c) { c.error(error); } }, { highWaterMark: 1 });

async function main() {
  console.log(FromModule === ReadableStream);
  await attempt('tee', async () => { const [a, b] = ReadableStream.from([1, 2]).tee(); return [await list(a), await list(b)]; });
  await attempt('tee error', async () => { const [a, b] = failing().tee(); return Promise.all([list(a), list(b)].map((p) => p.catch((e) => e.message))); });
  await attempt('tee cancel', async () => { let reason; const [a, b] = new ReadableStream({ cancel(r) { reason = r; } }).tee(); await Promise.all([a.cancel('x'), b.cancel('y')]); return reason; });
  await attempt('pipeThrough', () => list(ReadableStream.from(['a', 'b']).pipeThrough(new TransformStream({ transform(c, t) { t.enqueue(c + c); }, flush(t) { t.enqueue('end'); } }))));
  await attempt('transform throws', () => list(ReadableStream.from(['a']).pipeThrough(new TransformStream({ transform() { throw new RangeError('bad'); } }))));
  await attempt('terminate', () => list(ReadableStream.from(['a', 'b']).pipeThrough(new TransformStream({ transform(c, t) { t.enqueue(c); t.terminate(); } }))));
  await attempt('source error aborts', async () => { let aborted; await failing().pipeTo(new WritableStream({ abort(r) { aborted = r.message; } })).catch(() => {}); return aborted; });
  await attempt('preventAbort', async () => { let aborted = 'not'; await failing().pipeTo(new WritableStream({ abort() { aborted = 'yes'; } }), { preventAbort: true }).catch(() => {}); return aborted; });
  await attempt('sink error cancels', async () => { let cancelled; await new ReadableStream({ pull(c) { c.enqueue(1); }, cancel(r) { cancelled = r.message; } }).pipeTo(new WritableStream({ write() { throw new Error('sink'); } })).catch(() => {}); return cancelled; });
  await attempt('signal', () => new ReadableStream({ pull(c) { c.enqueue(1); } }).pipeTo(new WritableStream(), { signal: AbortSignal.abort('stop') }));
  await attempt('locked', () => { const r = new ReadableStream(); r.getReader(); return r.getReader(); });
  await attempt('locked cancel', () => { const r = new ReadableStream(); r.getReader(); return r.cancel(); });
  await attempt('byob', async () => {
    const r = new ReadableStream({ type: 'bytes', pull(c) { const { byobRequest } = c; byobRequest.view[0] = 7; byobRequest.respond(1); } }).getReader({ mode: 'byob' });
    const { value, done } = await r.read(new Uint8Array(4));
    return [value, done];
  });
  await attempt('byob min', async () => { let n = 0; const r = new ReadableStream({ type: 'bytes', pull(c) { c.enqueue(new Uint8Array([++n])); } }).getReader({ mode: 'byob' }); return (await r.read(new Uint8Array(4), { min: 3 })).value; });
  await attempt('byob on plain', () => new ReadableStream().getReader({ mode: 'byob' }));
  await attempt('auto allocate', async () => (await new ReadableStream({ type: 'bytes', autoAllocateChunkSize: 8, pull(c) { c.byobRequest.respond(2); } }).getReader().read()).value);
  await attempt('desiredSize', () => { const sizes = []; new ReadableStream({ start(c) { sizes.push(c.desiredSize); c.enqueue('abc'); sizes.push(c.desiredSize); c.close(); sizes.push(c.desiredSize); } }, { highWaterMark: 10, size: (s) => s.length }); return sizes; });
  await attempt('strategies', () => [new CountQueuingStrategy({ highWaterMark: 2 }).size(), new ByteLengthQueuingStrategy({ highWaterMark: 2 }).size(new Uint8Array(5))]);
  await attempt('bad strategy', () => new ReadableStream({}, { highWaterMark: -1 }));
  await attempt('bad size', () => new ReadableStream({ start(c) { c.enqueue(1); } }, { size: () => -1 }));
  await attempt('bad type', () => new ReadableStream({ type: 'text' }));
  await attempt('enqueue closed', () => new ReadableStream({ start(c) { c.close(); c.enqueue(1); } }));
  await attempt('writer', async () => { const seen = []; const w = new WritableStream({ write(c) { seen.push(c); }, close() { seen.push('closed'); } }).getWriter(); w.write(1); await w.ready; await w.close(); return seen; });
  await attempt('writer closed', async () => { const w = new WritableStream().getWriter(); await w.close(); await w.write(1); });
  await attempt('writer abort', async () => { const s = new WritableStream({ abort(r) { throw new Error(`abort ${r}`); } }); await s.abort('r'); });
  await attempt('from sync throws', () => list(ReadableStream.from({ * [Symbol.iterator]() { yield 1; throw new Error('mid'); } })));
  await attempt('from bad', () => ReadableStream.from(5));
  await attempt('break cancels', async () => { let cancelled = false; const r = new ReadableStream({ pull(c) { c.enqueue(1); }, cancel() { cancelled = true; } }); for await (const x of r) if (x) break; return [cancelled, r.locked]; });
  await attempt('preventCancel', async () => { let cancelled = false; const r = new ReadableStream({ pull(c) { c.enqueue(1); }, cancel() { cancelled = true; } }); for await (const x of r.values({ preventCancel: true })) if (x) break; return cancelled; });
  await attempt('decode', () => list(ReadableStream.from([new Uint8Array([0xe2, 0x82]), new Uint8Array([0xac])]).pipeThrough(new TextDecoderStream())));
  await attempt('decode fatal', () => list(ReadableStream.from([new Uint8Array([0xff])]).pipeThrough(new TextDecoderStream('utf-8', { fatal: true }))));
  await attempt('gzip', async () => consumers.text(new Blob(['squeezed']).stream().pipeThrough(new CompressionStream('gzip')).pipeThrough(new DecompressionStream('gzip'))));
  await attempt('gunzip bad', () => consumers.text(new Blob(['not gzip']).stream().pipeThrough(new DecompressionStream('gzip'))));
  await attempt('compression name', () => new CompressionStream('lzma'));
  await attempt('toWeb', () => list(Readable.toWeb(Readable.from(['n', 'w']))));
  await attempt('toWeb error', () => list(Readable.toWeb(new Readable({ read() { this.destroy(new Error('node')); } }))));
  await attempt('fromWeb', () => consumers.text(Readable.fromWeb(ReadableStream.from(['w', 'n']))));
  await attempt('fromWeb error', () => consumers.text(Readable.fromWeb(failing())));
  await attempt('Writable.fromWeb', async () => { const seen = []; const w = Writable.fromWeb(new WritableStream({ write(c) { seen.push(String(c)); } })); await new Promise((resolve) => w.end('z', resolve)); return seen; });
  await attempt('Duplex.toWeb', async () => { const d = new Duplex({ read() { this.push('r'); this.push(null); }, write(c, e, n) { n(); } }); const { readable, writable } = Duplex.toWeb(d); await writable.getWriter().close(); return list(readable); });
  await attempt('consumers', async () => [await consumers.json(ReadableStream.from(['{"a"', ':1}'])), (await consumers.buffer(Readable.from(['b']))).toString(), (await consumers.arrayBuffer(Readable.from(['xyz']))).byteLength]);
  await attempt('transfer', async () => { const r = ReadableStream.from(['t']); const moved = structuredClone(r, { transfer: [r] }); return [r.locked, await list(moved)]; });
}

main();
