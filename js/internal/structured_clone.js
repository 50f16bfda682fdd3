// structuredClone(). https://html.spec.whatwg.org/multipage/structured-data.html#dom-structuredclone
'use strict';

const { ERR_MISSING_ARGS } = require('internal/errors').codes;
const { complete, isObject } = require('internal/worker/transfer_list');

// The numbers of the failures in ops/messaging/error.rs.
const kBadOptions = 5;
const kBadTransfer = 6;
const kBadEntry = 7;

function structuredClone(value, options) {
  if (arguments.length === 0) throw new ERR_MISSING_ARGS('The value argument must be specified');
  let list;
  if (options !== undefined && options !== null) {
    if (!isObject(options)) ops.op_messaging_fail(kBadOptions, 0);
    const { transfer } = options;
    if (transfer !== undefined) {
      if (!isObject(transfer) || typeof transfer[Symbol.iterator] !== 'function') {
        ops.op_messaging_fail(kBadTransfer, 0);
      }
      list = [...transfer];
      for (let i = 0; i < list.length; i++) {
        if (!isObject(list[i])) ops.op_messaging_fail(kBadEntry, i);
      }
      complete(list);
    }
  }
  if (list === undefined || list.length === 0) {
    const type = typeof value;
    // What is not an object is its own copy, except a symbol, which has none.
    if (value === null || (type !== 'object' && type !== 'function' && type !== 'symbol')) return value;
  }
  require('internal/worker/hooks');
  return ops.op_messaging_structured_clone(value, list);
}

module.exports = { structuredClone };
