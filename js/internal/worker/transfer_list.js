// From what a program gives as a transfer list to the plain array that native code takes.
// https://html.spec.whatwg.org/multipage/structured-data.html#structuredserializewithtransfer
'use strict';

const { isMarkedAsUntransferable } = require('internal/buffer/allocation');
const { kTransferList, kTransferable, transferModeOf } = require('internal/worker/js_transferable');

// The numbers of the failures in ops/messaging/error.rs.
const kNotIterable = 1;
const kTransferNotIterable = 2;

const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

function detachedBuffer() {
  const buffer = new ArrayBuffer(0);
  buffer.transfer();
  return buffer;
}

// Adds what the entries need to take with them. `items` is ours.
function complete(items) {
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    // A proxy is never transferable, and no trap of it may run.
    if (!isObject(item) || ops.op_is_proxy(item)) continue;
    if (isMarkedAsUntransferable(item)) {
      // Native code refuses it, in the order of the list, like any buffer whose memory is gone.
      items[i] = detachedBuffer();
      continue;
    }
    if (typeof item[kTransferList] === 'function' && (transferModeOf(item) & kTransferable) !== 0) {
      items.push(...item[kTransferList]());
    }
  }
  return items;
}

// What an iterable yields; undefined when it is none. Arrays are read as they are, whatever iterator they have.
function readIterable(iterable) {
  if (!ops.op_is_proxy(iterable) && Array.isArray(iterable)) {
    const items = [];
    for (let i = 0; i < iterable.length; i++) items.push(iterable[i]);
    return items;
  }
  const method = iterable[Symbol.iterator];
  if (typeof method !== 'function') return undefined;
  const iterator = method.call(iterable);
  if (!isObject(iterator)) return undefined;
  const { next } = iterator;
  if (typeof next !== 'function') return undefined;
  const items = [];
  while (true) {
    const result = next.call(iterator);
    if (!isObject(result)) return undefined;
    if (result.done) return items;
    items.push(result.value);
  }
}

// The second argument of postMessage(): a list, or an object with a list as `transfer`. undefined when there is none.
function readTransferArgument(value) {
  if (value === undefined || value === null) return undefined;
  if (!isObject(value)) ops.op_messaging_fail(kNotIterable, 0);
  const list = readIterable(value);
  if (list !== undefined) return complete(list);
  const { transfer } = value;
  if (transfer === undefined) return undefined;
  const inner = isObject(transfer) ? readIterable(transfer) : undefined;
  if (inner === undefined) ops.op_messaging_fail(kTransferNotIterable, 0);
  return complete(inner);
}

module.exports = { complete, isObject, readTransferArgument };
