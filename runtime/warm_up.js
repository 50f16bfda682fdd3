// Run by the build script: what runs here is compiled in the snapshot (`least`) and in the code caches (`all`).
'use strict';

const { isMainThread, Worker, parentPort } = require('worker_threads');

// Nothing here waits for more than itself; what hangs all the same must not hang a build.
setTimeout(() => process.exit(1), 60000).unref();

if (!isMainThread) {
  if (process.argv[2] === 'all') parentPort.on('message', (message) => parentPort.close(parentPort.postMessage(message)));
} else {
  const worker = new Worker(__filename, { argv: [process.argv[2]] });
  worker.on('error', (error) => { throw error; });
  if (process.argv[2] === 'all') all(worker);
}

function all(worker) {
  worker.postMessage({ a: [1, 'two'] });
  worker.on('message', () => {});

  const { builtinModules } = require('module');
  for (const id of builtinModules) {
    try {
      require(`node:${id}`);
    } catch {
      // One that says itself why it cannot be loaded here.
    }
  }

  const fs = require('fs');
  fs.readFile(__filename, 'utf8', () => {});
  fs.promises.readFile(__filename).then(() => {});
  fs.readdirSync(__dirname);
  fs.statSync(__filename);
  fs.existsSync(__filename);
  setTimeout(() => {}, 1);
  setImmediate(() => {});
  process.nextTick(() => {});
  require('util').format('%s %o', 'text', { a: 1 });
  require('util').inspect({ a: [new Map([[1, new Error('e')]])] });
  Buffer.from('text').toString('base64');
  new URL('http://user@host/path?query#hash').searchParams.get('a');
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
