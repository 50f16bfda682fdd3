'use strict';
// Sessions between threads: connectToMainThread() and the domain NodeWorker.
const assert = require('assert');
const { Session } = require('inspector');
const { Worker, isMainThread, parentPort } = require('worker_threads');

function poster(session) {
  return (method, params) => new Promise((resolve, reject) => {
    session.post(method, params, (error, result) => (error ? reject(error) : resolve(result)));
  });
}

async function inWorker() {
  const session = new Session();
  session.connectToMainThread();
  assert.throws(() => session.connectToMainThread(), { code: 'ERR_INSPECTOR_ALREADY_CONNECTED' });
  const post = poster(session);
  const { result } = await post('Runtime.evaluate', { expression: 'secretOfMainThread' });
  assert.strictEqual(result.value, 42);
  const attached = [];
  session.on('NodeWorker.attachedToWorker', ({ params }) => attached.push(params));
  await post('NodeWorker.enable', { waitForDebuggerOnStart: false });
  assert.deepStrictEqual(attached.map(({ sessionId, workerInfo }) => [typeof sessionId, workerInfo.type]),
                         [['string', 'worker']]);
  session.disconnect();
  parentPort.postMessage('done');
}

// Lets a worker start, when its answer has come.
async function fromMainThread() {
  const session = new Session();
  session.connect();
  const post = poster(session);
  const events = [];
  const attached = new Promise((resolve) => session.once('NodeWorker.attachedToWorker', resolve));
  session.on('NodeWorker.detachedFromWorker', () => events.push('detached'));
  await post('NodeWorker.enable', { waitForDebuggerOnStart: true });
  const worker = new Worker('require("worker_threads").parentPort.postMessage("runs")', { eval: true });
  worker.on('message', (message) => events.push(message));
  const { params: { sessionId, waitingForDebugger } } = await attached;
  assert.strictEqual(waitingForDebugger, true);
  const answers = [];
  session.on('NodeWorker.receivedMessageFromWorker', ({ params }) => {
    answers.push(JSON.parse(params.message));
    if (answers.length === 1) {
      assert.deepStrictEqual(events, []);
      send({ id: 2, method: 'Runtime.runIfWaitingForDebugger' });
    }
  });
  const send = (message) => post('NodeWorker.sendMessageToWorker', { sessionId, message: JSON.stringify(message) });
  await send({ id: 1, method: 'Runtime.evaluate', params: { expression: '6 * 7' } });
  await new Promise((resolve) => worker.on('exit', resolve));
  assert.strictEqual(answers[0].result.result.value, 42);
  assert.strictEqual(events[0], 'runs');
  session.disconnect();
}

async function main() {
  globalThis.secretOfMainThread = 42;
  assert.throws(() => new Session().connectToMainThread(), { code: 'ERR_INSPECTOR_NOT_WORKER' });
  const worker = new Worker(__filename);
  const message = await new Promise((resolve, reject) => worker.on('message', resolve).on('error', reject));
  assert.strictEqual(message, 'done');
  await new Promise((resolve) => worker.on('exit', resolve));
  await fromMainThread();
  console.log('done');
}

if (isMainThread) main();
else {
  parentPort.ref();
  inWorker().then(() => parentPort.close());
}
