// Ports as worker_threads and other builtins use them. https://nodejs.org/api/worker_threads.html
'use strict';

const { MessageChannel, MessagePort, kBroadcastHandle, setupPortReferencing } = require('internal/worker/message_port');
const { isMarkedAsUntransferable, markAsUntransferable } = require('internal/buffer/allocation');
const { markTransferMode } = require('internal/worker/js_transferable');

// The numbers of the failures in ops/messaging/error.rs.
const kNoPort = 3;

// Wrappers in other contexts, and the ports behind them.
const movedPorts = new WeakMap();

// The oldest message that waits, as {message}, or undefined.
function receiveMessageOnPort(port) {
  const handle = port?.[kBroadcastHandle] ?? movedPorts.get(port) ?? port;
  if (!ops.op_messaging_is_port(handle)) ops.op_messaging_fail(kNoPort, 0);
  const result = ops.op_messaging_receive(handle);
  return result === undefined ? undefined : { message: result[0] };
}

// Delivers now what waits, although the port may not be started.
function drainMessagePort(port) {
  ops.op_messaging_drain(port);
}

function stopMessagePort(port) {
  ops.op_messaging_stop(port);
}

function markAsUncloneable(obj) {
  if ((typeof obj !== 'object' && typeof obj !== 'function') || obj === null) return;
  markTransferMode(obj, false, false);
}

function moveMessagePortToContext(port, context) {
  return require('internal/worker/moved_port').move(port, context);
}

module.exports = {
  get BroadcastChannel() { return require('internal/worker/broadcast_channel').BroadcastChannel; },
  MessageChannel,
  MessagePort,
  drainMessagePort,
  isMarkedAsUntransferable,
  markAsUncloneable,
  markAsUntransferable,
  movedPorts,
  moveMessagePortToContext,
  receiveMessageOnPort,
  setupPortReferencing,
  stopMessagePort,
  get structuredClone() { return require('internal/structured_clone').structuredClone; },
};
