'use strict';
// An error in a worker: its messages, then error, then exit with 1; the main thread goes on.
const { Worker, isMainThread, parentPort } = require('worker_threads');
if (isMainThread) {
  const worker = new Worker(__filename);
  worker.on('message', (message) => {
    console.log('message', message);
    worker.postMessage('go on');
  });
  worker.on('error', (err) => console.log('error', err.message, err instanceof TypeError));
  worker.on('exit', (code) => console.log('exit', code));
  process.on('exit', (code) => console.log('main exit', code));
} else {
  parentPort.postMessage('before');
  parentPort.on('message', () => { throw new TypeError('in the worker'); });
}
