// FastBuffer, the class behind every Buffer, and memory without a zero fill.
// https://nodejs.org/api/buffer.html#static-method-bufferallocunsafesize
'use strict';

class FastBuffer extends Uint8Array {}

// Below this a zeroed array costs less than a call into native code.
const SMALL = 1024;

// undefined until the first request, which may come only after the command line is known.
let zeroFill;

function isZeroFilled() {
  return zeroFill ??= require('internal/options').getOptionValue('--zero-fill-buffers') === true;
}

function createUnsafeArrayBuffer(size) {
  return isZeroFilled() ? new ArrayBuffer(size) : ops.op_buffer_uninitialized(size);
}

function createUnsafeBuffer(size) {
  if (size <= SMALL) return new FastBuffer(size);
  return new FastBuffer(createUnsafeArrayBuffer(size));
}

// Objects that a transfer list must not name: worker.markAsUntransferable().
let untransferable;

function markAsUntransferable(object) {
  if ((typeof object !== 'object' && typeof object !== 'function') || object === null) return;
  untransferable ??= new WeakSet();
  untransferable.add(object);
}

function isMarkedAsUntransferable(object) {
  if (object == null || untransferable === undefined) return false;
  return untransferable.has(object);
}

module.exports = {
  FastBuffer,
  createUnsafeArrayBuffer,
  createUnsafeBuffer,
  isMarkedAsUntransferable,
  isZeroFilled,
  markAsUntransferable,
};
