// What the parts of `subtle` share: jobs as promises, and checks of usages.
'use strict';

const { lazyDOMException } = require('internal/util');

const failure = (cause) =>
  lazyDOMException('The operation failed for an operation-specific reason', { name: 'OperationError', cause });

// The result of a job; what the native side says of a failure is its cause.
function job(kind, ...args) {
  return new Promise((resolve, reject) => {
    try {
      ops.op_crypto_job(kind, (error, value) => {
        if (error) reject(failure(error));
        else resolve(value);
      }, ...args);
    } catch (error) {
      reject(failure(error));
    }
  });
}

function checkUsages(usages, allowed, name) {
  for (const usage of usages) {
    if (!allowed.includes(usage)) throw lazyDOMException(`Unsupported key usage for ${name} key`, 'SyntaxError');
  }
}

const usagesIn = (usages, allowed) => usages.filter((usage) => allowed.includes(usage));

module.exports = { checkUsages, failure, job, usagesIn };
