// postMessageToThread(): from any thread to any other, with an answer.
// https://nodejs.org/docs/latest-v26.x/api/worker_threads.html#worker_threadspostmessagetothreadthreadid-value-transferlist-timeout
'use strict';

const process = require('process');
const {
  codes: {
    ERR_WORKER_MESSAGING_ERRORED,
    ERR_WORKER_MESSAGING_FAILED,
    ERR_WORKER_MESSAGING_SAME_THREAD,
    ERR_WORKER_MESSAGING_TIMEOUT,
  },
} = require('internal/errors');
const { validateNumber } = require('internal/validators');
const { MessageChannel, receiveMessageOnPort } = require('internal/worker/io');

const kDelivered = 0;
const kNoListeners = 1;
const kErrored = 2;

// `port` brings {value, source} and takes the answer.
function receive(port) {
  require('internal/worker/hooks');
  const received = receiveMessageOnPort(port);
  let status = kDelivered;
  if (received === undefined) {
    status = kErrored;
  } else if (process.listenerCount('workerMessage') === 0) {
    status = kNoListeners;
  } else {
    try {
      process.emit('workerMessage', received.message.value, received.message.source);
    } catch {
      // The sender is told that it failed; this thread goes on.
      status = kErrored;
    }
  }
  port.postMessage(status);
  port.close();
}

async function postMessageToThread(threadId, value, transferList, timeout) {
  if (typeof transferList === 'number' && timeout === undefined) {
    timeout = transferList;
    transferList = [];
  }
  if (timeout !== undefined) validateNumber(timeout, 'timeout', 0);
  const source = ops.op_worker_thread_id();
  if (threadId === source) throw new ERR_WORKER_MESSAGING_SAME_THREAD();
  if (source === 0) listenOnMainThread();
  if (!Number.isInteger(threadId) || threadId < 0) throw new ERR_WORKER_MESSAGING_FAILED();

  const { port1, port2 } = new MessageChannel();
  port1.postMessage({ value, source }, transferList ?? []);
  if (!ops.op_worker_post_to_thread(threadId, port2)) {
    port1.close();
    throw new ERR_WORKER_MESSAGING_FAILED();
  }
  let timer;
  try {
    await new Promise((resolve, reject) => {
      port1.on('message', (status) => {
        if (status === kDelivered) resolve();
        else if (status === kNoListeners) reject(new ERR_WORKER_MESSAGING_FAILED());
        else reject(new ERR_WORKER_MESSAGING_ERRORED());
      });
      // The other end went with its thread.
      port1.on('close', () => reject(new ERR_WORKER_MESSAGING_FAILED()));
      if (timeout !== undefined) {
        timer = require('timers').setTimeout(() => reject(new ERR_WORKER_MESSAGING_TIMEOUT()), timeout);
      }
    });
  } finally {
    if (timer !== undefined) require('timers').clearTimeout(timer);
    port1.close();
  }
}

let listening = false;

// Other threads can reach the main thread from now on; workers do this at their start.
function listenOnMainThread() {
  if (listening) return;
  listening = true;
  ops.op_worker_listen_for_threads(receive, true);
}

module.exports = { listenOnMainThread, postMessageToThread, receive };
