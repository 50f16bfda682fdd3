// Work of the native side, here or on the thread pool.
'use strict';

const { Buffer } = require('buffer');

// Calls `callback(null, Buffer)` or `callback(error)`.
function bufferLater(kind, callback, ...args) {
  ops.op_crypto_job(kind, (error, bytes) => {
    if (error !== undefined) callback(error);
    else callback(null, Buffer.from(bytes));
  }, ...args);
}

function bufferNow(kind, ...args) {
  return Buffer.from(ops.op_crypto_job(kind, undefined, ...args));
}

module.exports = { bufferLater, bufferNow };
