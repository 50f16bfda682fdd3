'use strict';
// process.exit in a worker ends the worker only; its exit event runs there first.
const { Worker, isMainThread, parentPort } = require('worker_threads');
if (isMainThread) {
  const worker = new Worker(__filename);
  worker.on('message', (message) => console.log(message));
  worker.on('exit', (code) => {
    console.log('exit', code);
    setTimeout(() => console.log('main lives'), 1);
  });
} else {
  process.on('exit', (code) => parentPort.postMessage(`exit event in the worker ${code}`));
  setTimeout(() => parentPort.postMessage('must not come'), 1000);
  process.exit(3);
}
