// database.limits. https://nodejs.org/docs/latest-v26.x/api/sqlite.html#databaselimits
'use strict';

const { fail, invalidType, kRangeError, validateInteger, validateObject } = require('internal/sqlite/validate');

// The kind of the native `run`.
const kLimit = 6;

const kMaxInt = 2 ** 31 - 1;

// By their numbers in SQLite.
const names = [
  'length', 'sqlLength', 'column', 'exprDepth', 'compoundSelect', 'vdbeOp', 'functionArg', 'attach',
  'likePatternLength', 'variableNumber', 'triggerDepth',
];

// The limits among the options of a database, at their numbers.
function readLimits(options) {
  validateObject(options, 'options.limits');
  return names.map((name) => {
    const value = options[name];
    if (value === undefined) return undefined;
    validateInteger(value, `options.limits.${name}`);
    if (value < 0) {
      fail(kRangeError, 'ERR_OUT_OF_RANGE', `The "options.limits.${name}" argument must be non-negative.`);
    }
    return value;
  });
}

function newLimit(value) {
  if (value === Infinity) return kMaxInt;
  if (typeof value !== 'number' || (value | 0) !== value) {
    invalidType('Limit value must be a non-negative integer or Infinity.');
  }
  if (value < 0) fail(kRangeError, 'ERR_OUT_OF_RANGE', 'Limit value must be non-negative.');
  return value;
}

// The target holds what inspection shows.
function createLimits(database, run) {
  // As an instance of a native template it has a class without a name.
  const target = Object.create({ constructor: Object.defineProperty(function() {}, 'name', { value: '' }) });
  const current = (id) => run.call(database, kLimit, id, -1);
  for (let id = 0; id < names.length; id++) {
    Object.defineProperty(target, names[id], {
      __proto__: null, value: current(id), enumerable: true, writable: true, configurable: false,
    });
  }
  const refreshed = (key) => {
    const id = typeof key === 'string' ? names.indexOf(key) : -1;
    if (id >= 0) target[key] = current(id);
  };
  return new Proxy(target, {
    __proto__: null,
    get(_, key) {
      refreshed(key);
      return target[key];
    },
    getOwnPropertyDescriptor(_, key) {
      refreshed(key);
      return Reflect.getOwnPropertyDescriptor(target, key);
    },
    set(_, key, value) {
      const id = typeof key === 'string' ? names.indexOf(key) : -1;
      if (id < 0) return Reflect.set(target, key, value);
      run.call(database, kLimit, id, newLimit(value));
      target[key] = current(id);
      return true;
    },
  });
}

module.exports = { createLimits, readLimits };
