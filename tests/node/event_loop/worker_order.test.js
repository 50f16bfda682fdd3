'use strict';
// A worker: online, its messages in order, exit last.
const { Worker, isMainThread, parentPort } = require('worker_threads');
if (isMainThread) {
  const worker = new Worker(__filename);
  worker.on('online', () => console.log('online'));
  worker.on('message', (message) => console.log('message', message));
  worker.on('exit', (code) => console.log('exit', code));
  process.nextTick(() => console.log('tick'));
  console.log('main');
} else {
  parentPort.postMessage(1);
  setTimeout(() => parentPort.postMessage(3), 5);
  parentPort.postMessage(2);
}
