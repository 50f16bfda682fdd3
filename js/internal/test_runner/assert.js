// t.assert: the functions of node:assert, counted by t.plan(), and those that a program registers.
'use strict';

const { validateFunction, validateString } = require('internal/validators');

const kSkipped = ['AssertionError', 'Assert', 'strict', 'options', 'ok'];
let table;

function assertions() {
  if (table !== undefined) return table;
  const assert = require('assert');
  table = new Map();
  for (const name of Object.keys(assert)) {
    if (!kSkipped.includes(name) && typeof assert[name] === 'function') table.set(name, assert[name]);
  }
  const snapshots = require('internal/test_runner/snapshot');
  table.set('snapshot', snapshots.assertSnapshot);
  table.set('fileSnapshot', snapshots.assertFileSnapshot);
  return table;
}

function register(name, fn) {
  validateString(name, 'name');
  validateFunction(fn, 'fn');
  assertions().set(name, fn);
}

function makeAssert(context, test) {
  const object = { __proto__: null };
  for (const { 0: name, 1: fn } of assertions()) {
    object[name] = (...args) => {
      test.plan?.count();
      return Reflect.apply(fn, context, args);
    };
  }
  if (table.has('ok')) return object;
  // It reads the source text of its caller, so the frame below it must be the program's.
  object.ok = function ok(...args) {
    test.plan?.count();
    require('internal/assert/utils').innerOk(ok, ...args);
  };
  return object;
}

module.exports = { makeAssert, register };
