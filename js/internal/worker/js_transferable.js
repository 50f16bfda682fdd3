// Marks and symbols of objects written in JavaScript that structuredClone() and postMessage() know how to carry.
// https://nodejs.org/api/worker_threads.html
//
// An object with a mark is not cloned property by property. Cloned, its method [kClone]() gives {data, deserializeInfo};
// transferred, [kTransfer]() does, after [kTransferList]() named what must be transferred with it. On the other side
// `deserializeInfo` ('builtin:Class') makes an object without arguments, and its method [kDeserialize](data) fills it.
'use strict';

const kClone = Symbol('messaging_clone_symbol');
const kDeserialize = Symbol('messaging_deserialize_symbol');
const kTransfer = Symbol('messaging_transfer_symbol');
const kTransferList = Symbol('messaging_transfer_list_symbol');

const kTransferable = 1;
const kCloneable = 2;

// The mark is a private symbol, which native code reads: no program sees it or copies it. No bits at all mean that
// the object can be carried in no way.
function markTransferMode(obj, cloneable, transferable) {
  if (obj === null || (typeof obj !== 'object' && typeof obj !== 'function')) return;
  ops.op_messaging_mark(obj, (cloneable ? kCloneable : 0) | (transferable ? kTransferable : 0));
}

function transferModeOf(obj) {
  const mode = ops.op_messaging_mode(obj);
  return mode === -1 ? 0 : mode;
}

module.exports = {
  kClone,
  kCloneable,
  kDeserialize,
  kTransfer,
  kTransferList,
  kTransferable,
  markTransferMode,
  transferModeOf,
};
