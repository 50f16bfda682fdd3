'use strict';
// terminate() ends an endless loop; the promise and the exit event give code 1.
const { Worker } = require('worker_threads');
const worker = new Worker('require("worker_threads").parentPort.postMessage("loop"); for (;;);', { eval: true });
worker.on('exit', (code) => console.log('exit', code));
worker.on('message', async (message) => {
  console.log(message);
  console.log('terminated', await worker.terminate());
});
