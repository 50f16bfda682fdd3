// AsyncLocalStorage through every kind of callback that a program can be called back by.
'use strict';

const { AsyncLocalStorage, AsyncResource } = require('async_hooks');
const { EventEmitter, once, on } = require('events');
const dns = require('dns');
const fs = require('fs');
const net = require('net');
const http = require('http');
const crypto = require('crypto');
const zlib = require('zlib');
const { exec, spawn } = require('child_process');
const { Readable, Transform, pipeline, finished } = require('stream');
const { Worker, MessageChannel } = require('worker_threads');
const timersPromises = require('timers/promises');

const storage = new AsyncLocalStorage({ name: 'the storage' });
const lines = new Map();
const ways = {
  nextTick: (done) => process.nextTick(done),
  microtask: (done) => queueMicrotask(done),
  promise: (done) => Promise.resolve().then(done),
  rejected: (done) => Promise.reject(new Error('x')).catch(done),
  thenable: async (done) => { await { then(resolve) { resolve(); } }; done(); },
  timeout: (done) => setTimeout(done, 1),
  interval: (done) => { const timer = setInterval(() => { clearInterval(timer); done(); }, 1); },
  immediate: (done) => setImmediate(done),
  timersPromise: async (done) => { await timersPromises.setTimeout(1); done(); },
  scheduler: async (done) => { await timersPromises.scheduler.yield(); done(); },
  asyncGenerator: async (done) => { for await (const x of (async function* () { yield 1; })()) done(x); },
  fsCallback: (done) => fs.stat('.', done),
  fsPromise: async (done) => { await fs.promises.readFile(__filename); done(); },
  fsStream: (done) => fs.createReadStream(__filename).on('end', done).resume(),
  lookup: (done) => dns.lookup('127.0.0.1', done),
  randomBytes: (done) => crypto.randomBytes(4, done),
  pbkdf2: (done) => crypto.pbkdf2('a', 'b', 1, 4, 'sha1', done),
  subtle: async (done) => { await crypto.subtle.digest('SHA-1', new Uint8Array(1)); done(); },
  gzip: (done) => zlib.gzip('x', done),
  exec: (done) => exec('true', done),
  childExit: (done) => spawn('true').on('exit', done),
  childData: (done) => spawn('echo', ['x']).stdout.on('data', done),
  pipeline: (done) => pipeline(Readable.from(['a']), new Transform({ transform(c, e, next) { next(null, c); } }).resume(), done),
  finished: (done) => { const r = Readable.from(['a']); finished(r, done); r.resume(); },
  once: async (done) => { const e = new EventEmitter(); setImmediate(() => e.emit('x')); await once(e, 'x'); done(); },
  on: async (done) => { const e = new EventEmitter(); setImmediate(() => e.emit('x', 1)); for await (const x of on(e, 'x')) { done(x); break; } },
  eventTarget: (done) => { const t = new EventTarget(); t.addEventListener('x', done, { once: true }); setImmediate(() => t.dispatchEvent(new Event('x'))); },
  abortTimeout: (done) => AbortSignal.timeout(1).addEventListener('abort', done),
  messagePort: (done) => { const { port1, port2 } = new MessageChannel(); port2.once('message', () => { port2.close(); done(); }); port1.postMessage(1); },
  worker: (done) => new Worker('', { eval: true }).on('exit', done),
  netEcho: (done) => { const s = net.createServer((c) => c.end('x')).listen(0, () => net.connect(s.address().port).on('data', done).on('close', () => s.close())); },
  httpGet: (done) => { const s = http.createServer((q, r) => r.end('x')).listen(0, () => http.get({ port: s.address().port, agent: false }, (r) => { r.resume(); done(); s.close(); })); },
  fetch: async (done) => { await fetch('data:text/plain,x').then((r) => r.text()); done(); },
  webStream: async (done) => { for await (const x of ReadableStream.from([1])) done(x); },
  asyncResource: (done) => new AsyncResource('R').runInAsyncScope(done),
  bound: (done) => setImmediate(AsyncLocalStorage.bind(done)),
  snapshot: (done) => { const run = AsyncLocalStorage.snapshot(); storage.exit(() => setImmediate(() => run(done))); },
  finalization: (done) => new Promise((resolve) => resolve()).finally(done),
  allSettled: (done) => Promise.allSettled([Promise.reject(1), 2]).then(done),
  dynamicImport: async (done) => { await import('data:text/javascript,export default 1'); done(); },
};

for (const [name, act] of Object.entries(ways)) {
  storage.run({ name }, () => act(() => { if (!lines.has(name)) lines.set(name, storage.getStore()?.name); }));
}
console.log(storage.getStore(), storage.name);
process.on('exit', () => {
  for (const name of Object.keys(ways)) console.log(name, lines.get(name) === name ? 'kept' : `LOST ${lines.get(name)}`);
});
const withDefault = new AsyncLocalStorage({ defaultValue: 'default' });
console.log(withDefault.getStore(), withDefault.run('own', () => withDefault.getStore()), withDefault.exit(() => withDefault.getStore()));
storage.enterWith('entered');
console.log(storage.getStore());
storage.disable();
console.log(storage.getStore());
