// node:test/reporters. https://nodejs.org/docs/latest-v26.x/api/test.html#test-reporters
'use strict';

let dot;
let junit;
let tap;

// Both are usable with and without `new`.
function spec() {
  const SpecReporter = require('internal/test_runner/reporter/spec');
  return Reflect.construct(SpecReporter, arguments);
}

function lcov() {
  const LcovReporter = require('internal/test_runner/reporter/lcov');
  return Reflect.construct(LcovReporter, arguments);
}

const lazy = (get) => ({ __proto__: null, configurable: true, enumerable: true, get });
Object.defineProperties(exports, {
  __proto__: null,
  dot: lazy(() => dot ??= require('internal/test_runner/reporter/dot')),
  junit: lazy(() => junit ??= require('internal/test_runner/reporter/junit')),
  spec: { __proto__: null, configurable: true, enumerable: true, value: spec },
  tap: lazy(() => tap ??= require('internal/test_runner/reporter/tap')),
  lcov: { __proto__: null, configurable: true, enumerable: true, value: lcov },
});

module.exports = exports;
