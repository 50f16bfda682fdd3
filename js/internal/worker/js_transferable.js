// Marks and symbols of objects written in JavaScript that structuredClone() and postMessage() know how to carry.
// https://nodejs.org/api/worker_threads.html
'use strict';

const kClone = Symbol('messaging_clone_symbol');
const kDeserialize = Symbol('messaging_deserialize_symbol');
const kTransfer = Symbol('messaging_transfer_symbol');
const kTransferList = Symbol('messaging_transfer_list_symbol');

const kTransferable = 1;
const kCloneable = 2;

// Bits per object. Not a property: user code must not see it or copy it.
const modes = new WeakMap();

function markTransferMode(obj, cloneable, transferable) {
  if (obj === null || (typeof obj !== 'object' && typeof obj !== 'function')) return;
  modes.set(obj, (cloneable ? kCloneable : 0) | (transferable ? kTransferable : 0));
}

const transferModeOf = (obj) => modes.get(obj) ?? 0;

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
