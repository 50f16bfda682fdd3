// Messages between the main thread and a worker: there and back one by one, and in bursts.
import { Worker } from 'node:worker_threads';

const code = `
const { parentPort } = require("node:worker_threads");
parentPort.on("message", (message) => {
  if (message === "close") parentPort.close();
  else if (message.reply !== false) parentPort.postMessage(message);
});
`;
const worker = new Worker(code, { eval: true });
let got;
worker.on('message', (message) => got(message));

const pingPong = (message, count) => new Promise((resolve) => {
  let left = count;
  got = () => {
    if (--left === 0) resolve();
    else worker.postMessage(message);
  };
  worker.postMessage(message);
});
const burst = (message, count) => new Promise((resolve) => {
  for (let i = 1; i < count; i++) worker.postMessage({ ...message, reply: false });
  got = resolve;
  worker.postMessage({ last: true });
});
const measure = async (name, count, how, message) => {
  await how(message, count / 10);
  const since = performance.now();
  await how(message, count);
  console.log(`${name}\t${((performance.now() - since) * 1e3 / count).toFixed(3)}\tus`);
};

await measure('message there and back, small string', 20_000, pingPong, 'hello world');
await measure('message there and back, object', 20_000, pingPong, { id: 1, name: 'thread', list: [1, 2, 3] });
await measure('message there and back, 64 KB string', 2_000, pingPong, 'x'.repeat(65536));
await measure('messages in a burst, object', 100_000, burst, { id: 1, name: 'thread' });
worker.postMessage('close');
