// Run by the build script: what runs here is compiled in the snapshot (`least`) and in the code caches (`all`).
'use strict';

const { isMainThread, Worker, parentPort } = require('worker_threads');

// Nothing here waits for more than itself; what hangs all the same must not hang a build.
setTimeout(() => process.exit(1), 60000).unref();

const extent = process.argv[2];

if (!isMainThread) {
  if (extent === 'all') parentPort.on('message', (message) => parentPort.close(parentPort.postMessage(message)));
} else {
  const worker = start(__filename);
  // As the program's entry, and in a worker.
  const { runMain } = require('module');
  runMain(require('path').resolve('warm_up.mjs'));
  start(new URL(`file://${process.cwd()}/warm_up.mjs`));
  if (extent === 'all') all(worker);
}

function start(program) {
  const worker = new Worker(program, { argv: [extent] });
  worker.on('error', (error) => { throw error; });
  return worker;
}

function all(worker) {
  worker.postMessage({ a: [1, 'two'] });
  worker.on('message', () => {});
  new Worker('process.exitCode = 0', { eval: true });

  const { builtinModules } = require('module');
  for (const id of builtinModules) {
    try {
      require(`node:${id}`);
    } catch {
      // One that says itself why it cannot be loaded here.
    }
  }
  files();
  values();
  process.nextTick(() => {});
  setImmediate(() => {});
  clearTimeout(setTimeout(() => {}, 1));
  setTimeout(() => {}, 1);
  import('node:fs');

  const http = require('http');
  const path = require('path').join(require('os').tmpdir(), `warm_up.${process.pid}`);
  const server = http.createServer((request, response) => response.end('hello\n'));
  server.listen(path, () => {
    http.get({ socketPath: path, agent: false }, (response) => {
      response.resume();
      response.on('end', () => server.close());
    });
  });
}

function files() {
  const fs = require('fs');
  fs.readFile(__filename, 'utf8', () => {});
  fs.promises.readFile(__filename).then(() => {});
  fs.readFileSync(__filename, 'utf8');
  fs.readdirSync(__dirname, { withFileTypes: true });
  fs.readdir(__dirname, () => {});
  fs.statSync(__filename);
  fs.stat(__filename, () => {});
  fs.existsSync(__filename);
  const copy = require('path').join(require('os').tmpdir(), `warm_up.${process.pid}.txt`);
  fs.writeFileSync(copy, 'text');
  const { pipeline } = require('stream');
  pipeline(fs.createReadStream(__filename), fs.createWriteStream(copy), () => fs.unlinkSync(copy));
  require('child_process').execFile('true', () => {});
}

function values() {
  const util = require('util');
  util.format('%s %o', 'text', { a: 1 });
  util.inspect({ a: [new Map([[1, new Error('e')]])], b: new Set(['text', 1n]), c: () => {}, d: new Date(0) });
  util.parseArgs({ args: ['--a'], options: { a: { type: 'boolean' } } });
  console.log('%d %s', 1, 'text', { a: 1 });
  const bytes = Buffer.from('text');
  Buffer.concat([bytes, Buffer.alloc(1), Buffer.allocUnsafe(1)]).subarray(1).toString('base64');
  new TextDecoder().decode(new TextEncoder().encode('text'));
  new URL('http://user@host/path?query#hash').searchParams.get('a');
  structuredClone({ a: 1 });
  const Emitter = require('events');
  new Emitter().once('a', () => {}).on('a', () => {}).emit('a', 1);
  try {
    require('crypto').createHash('sha256').update('text').digest('hex');
  } catch {
    // The build script has no library for it.
  }
  require('assert').deepStrictEqual({ a: [1] }, { a: [1] });
}
