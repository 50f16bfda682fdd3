// From what a program gives as a transfer list to the plain array that native code takes.
// https://html.spec.whatwg.org/multipage/structured-data.html#structuredserializewithtransfer
'use strict';

const { lazyDOMException } = require('internal/util');
const { isMarkedAsUntransferable } = require('internal/buffer/allocation');
const { kTransferList, kTransferable, transferModeOf } = require('internal/worker/js_transferable');

// The numbers of the failures in ops/messaging/error.rs.
const kNotIterable = 1;
const kTransferNotIterable = 2;

const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

// Adds what the entries need to take with them. `items` is ours.
function complete(items) {
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    // A proxy is never transferable, and no trap of it may run.
    if (!isObject(item) || ops.op_is_proxy(item)) continue;
    if (isMarkedAsUntransferable(item)) {
      throw lazyDOMException('Cannot transfer object of unsupported type.', 'DataCloneError');
    }
    if (typeof item[kTransferList] === 'function' && (transferModeOf(item) & kTransferable) !== 0) {
      items.push(...item[kTransferList]());
    }
  }
  return items;
}

// What an iterable yields; undefined when it is none.
function readIterable(iterable) {
  if (Array.isArray(iterable) && iterable[Symbol.iterator] === Array.prototype[Symbol.iterator]) return [...iterable];
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
