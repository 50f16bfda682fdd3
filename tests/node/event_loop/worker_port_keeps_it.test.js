'use strict';
// A worker that listens on parentPort lives until the port is closed or unref'd.
const { Worker, isMainThread, parentPort } = require('worker_threads');
if (isMainThread) {
  const worker = new Worker(__filename);
  worker.on('message', (message) => console.log(message));
  worker.on('exit', (code) => console.log('exit', code));
  worker.postMessage('one');
  worker.postMessage('two');
  setTimeout(() => worker.postMessage('close'), 20);
} else {
  parentPort.on('message', (message) => {
    if (message === 'close') parentPort.close();
    else parentPort.postMessage(`echo ${message}`);
  });
}
