// Messages between the primary and a worker that expect an answer.
'use strict';

const callbacks = new Map();
let seq = 0;

// Sends {cmd: 'NODE_CLUSTER', ...message}; `cb(reply, handle)` is called with the answer.
function sendHelper(proc, message, handle, cb) {
  if (!proc.connected) return false;
  message = { cmd: 'NODE_CLUSTER', ...message, seq };
  if (typeof cb === 'function') callbacks.set(seq, cb);
  seq++;
  // The other process may have died a moment ago; 'disconnect' tells that.
  return proc.send(message, handle, { swallowErrors: true });
}

// A listener of 'internalMessage' that hands answers to their callbacks and the rest to `cb`.
function internal(worker, cb) {
  return function onInternalMessage(message, handle) {
    if (message.cmd !== 'NODE_CLUSTER') return;
    let fn = cb;
    if (message.ack !== undefined) {
      const callback = callbacks.get(message.ack);
      if (callback !== undefined) {
        fn = callback;
        callbacks.delete(message.ack);
      }
    }
    Reflect.apply(fn, worker, [message, handle]);
  };
}

module.exports = { internal, sendHelper };
