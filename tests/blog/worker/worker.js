const { parentPort } = require('worker_threads');

parentPort.once('message', (message) => {
  parentPort.postMessage(`${message} received`);
});
