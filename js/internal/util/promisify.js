// util.promisify: https://nodejs.org/docs/latest-v26.x/api/util.html#utilpromisifyoriginal
'use strict';

const {
  ArrayPrototypePush,
  ObjectDefineProperties,
  ObjectDefineProperty,
  ObjectGetOwnPropertyDescriptor,
  ObjectGetPrototypeOf,
  ObjectSetPrototypeOf,
  Promise,
  ReflectApply,
  ReflectOwnKeys,
  Symbol,
  SymbolFor,
} = primordials;

const kCustom = SymbolFor('nodejs.util.promisify.custom');
// A function whose callback takes several values lists their names here: the promise resolves to an object of them.
const customPromisifyArgs = Symbol('customPromisifyArgs');

function markAsPromisified(fn) {
  return ObjectDefineProperty(fn, kCustom, {
    __proto__: null,
    value: fn,
    enumerable: false,
    writable: false,
    configurable: true,
  });
}

function named(names, values) {
  const object = {};
  for (let i = 0; i < names.length; i++) object[names[i]] = values[i];
  return object;
}

function promisify(original) {
  const { validateFunction } = require('internal/validators');
  validateFunction(original, 'original');

  const custom = original[kCustom];
  if (custom) {
    validateFunction(custom, 'util.promisify.custom');
    return markAsPromisified(custom);
  }

  const names = original[customPromisifyArgs];

  function fn(...args) {
    return new Promise((resolve, reject) => {
      ArrayPrototypePush(args, (error, ...values) => {
        if (error) reject(error);
        else resolve(names !== undefined && values.length > 1 ? named(names, values) : values[0]);
      });
      if (ops.op_is_promise(ReflectApply(original, this, args))) {
        require('process').emitWarning(
          'Calling promisify on a function that returns a Promise is likely a mistake.',
          'DeprecationWarning', 'DEP0174');
      }
    });
  }

  ObjectSetPrototypeOf(fn, ObjectGetPrototypeOf(original));
  markAsPromisified(fn);
  const descriptors = { __proto__: null };
  const keys = ReflectOwnKeys(original);
  for (let i = 0; i < keys.length; i++) {
    descriptors[keys[i]] = { __proto__: null, ...ObjectGetOwnPropertyDescriptor(original, keys[i]) };
  }
  return ObjectDefineProperties(fn, descriptors);
}

promisify.custom = kCustom;

module.exports = { customPromisifyArgs, promisify };
