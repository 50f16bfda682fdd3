// t.plan(): how many assertions and subtests a test must have.
'use strict';

const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');
const { validateNumber, validateObject, validateUint32 } = require('internal/validators');
const { failure, kinds } = require('internal/test_runner/failure');

class Plan {
  constructor(expected, options = {}) {
    validateUint32(expected, 'count');
    validateObject(options, 'options');
    const { wait = false } = options;
    if (typeof wait !== 'boolean' && typeof wait !== 'number') {
      throw new ERR_INVALID_ARG_TYPE('options.wait', ['boolean', 'number'], wait);
    }
    if (typeof wait === 'number') validateNumber(wait, 'options.wait', 0, 2 ** 31 - 1);
    this.expected = expected;
    this.wait = wait;
    this.actual = 0;
    this.reached = undefined;
  }

  count() {
    this.actual++;
    if (this.actual >= this.expected) this.reached?.resolve();
  }

  mismatch(text) {
    return failure(text, kinds.code);
  }

  // Throws, or returns a promise where there is something to wait for.
  check() {
    const { expected, wait } = this;
    if (wait === false || this.actual >= expected) {
      if (this.actual !== expected) {
        throw this.mismatch(`plan expected ${expected} assertions but received ${this.actual}`);
      }
      return undefined;
    }
    const { promise, resolve, reject } = this.reached = Promise.withResolvers();
    if (wait === true) return promise;
    const { setTimeout, clearTimeout } = require('timers');
    const timer = setTimeout(() => {
      reject(failure(`plan timed out after ${wait}ms with ${this.actual} assertions when expecting ${expected}`,
                     kinds.timeout));
    }, wait);
    this.reached.resolve = () => {
      clearTimeout(timer);
      resolve();
    };
    return promise;
  }
}

module.exports = { Plan };
