// Descriptors that a worker opened with fs.open() end with it, however it ends; trackUnmanagedFds: false keeps them.
'use strict';
const assert = require('assert');
const fs = require('fs');
const { Worker } = require('worker_threads');

function run(source, options) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(`const fs = require('fs'); const { parentPort } = require('worker_threads'); ${source}`,
                              { eval: true, ...options });
    const messages = [];
    worker.on('message', (message) => {
      if (message === 'end') worker.terminate();
      else messages.push(message);
    });
    worker.on('error', reject);
    worker.on('exit', () => resolve(messages));
  });
}

const file = JSON.stringify(__filename);
const isOpen = (fd) => {
  try {
    return fs.readlinkSync(`/proc/self/fd/${fd}`) === __filename;
  } catch {
    return false;
  }
};

(async () => {
  let [fd] = await run(`parentPort.postMessage(fs.openSync(${file}))`, { trackUnmanagedFds: false });
  assert.ok(isOpen(fd));
  fs.closeSync(fd);
  [fd] = await run(`parentPort.postMessage(fs.openSync(${file}))`);
  assert.ok(!isOpen(fd));
  [fd] = await run(`fs.open(${file}, (error, fd) => { parentPort.postMessage(fd); process.exit(1); })`);
  assert.ok(fd > 2 && !isOpen(fd));
  [fd] = await run(`parentPort.postMessage(fs.openSync(${file})); parentPort.postMessage('end'); for (;;);`);
  assert.ok(fd > 2 && !isOpen(fd));
  // A descriptor of somebody else is closed with a warning.
  const other = fs.openSync(__filename);
  const warnings = await run(`process.on('warning', ({ message }) => parentPort.postMessage(message));
                              fs.closeSync(${other}); setTimeout(() => {}, 50);`);
  assert.deepStrictEqual(warnings, [`File descriptor ${other} closed but not opened in unmanaged mode`]);
  assert.deepStrictEqual(
    await run(`process.on('warning', ({ message }) => parentPort.postMessage(message));
               const fd = fs.openSync(${file}); fs.closeSync(fd); fs.close(fs.openSync(${file}), () => {});`), []);
})();
