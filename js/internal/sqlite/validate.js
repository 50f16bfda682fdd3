// Checks of arguments as node:sqlite words them, and the shape of its classes.
// https://nodejs.org/docs/latest-v26.x/api/sqlite.html
'use strict';

// The classes of errors that native code throws.
const kError = 0;
const kTypeError = 1;
const kRangeError = 2;

// Errors of node:sqlite are native ones in Node: plain errors with a code, without it in their stack.
function fail(kind, code, message) {
  ops.op_sqlite_throw(kind, code, message);
}

function invalidType(message) {
  fail(kTypeError, 'ERR_INVALID_ARG_TYPE', message);
}

function invalidState(message) {
  fail(kError, 'ERR_INVALID_STATE', message);
}

function illegalConstructor() {
  fail(kError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
}

function validate(value, type, name, words) {
  if (typeof value !== type) invalidType(`The "${name}" argument must be ${words}.`);
}

function validateString(value, name) {
  validate(value, 'string', name, 'a string');
}

function validateBoolean(value, name) {
  validate(value, 'boolean', name, 'a boolean');
}

function validateFunction(value, name) {
  validate(value, 'function', name, 'a function');
}

// Functions are objects too.
function validateObject(value, name) {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) {
    invalidType(`The "${name}" argument must be an object.`);
  }
}

// An integer of 32 bits, with its sign.
function validateInteger(value, name) {
  if (typeof value !== 'number' || (value | 0) !== value) {
    invalidType(`The "${name}" argument must be an integer.`);
  }
}

// options[key], which must be a boolean where there is one.
function booleanOption(options, key, otherwise) {
  const value = options[key];
  if (value === undefined) return otherwise;
  validateBoolean(value, `options.${key}`);
  return value;
}

function stringOption(options, key) {
  const value = options[key];
  if (value !== undefined) validateString(value, `options.${key}`);
  return value;
}

function functionOption(options, key) {
  const value = options[key];
  if (value !== undefined) validateFunction(value, `options.${key}`);
  return value;
}

// The path of a database, as text or as bytes.
function validatePath(path) {
  if (typeof path === 'string') {
    if (!path.includes('\0')) return path;
  } else if (path instanceof Uint8Array) {
    if (!path.includes(0)) return path;
  } else if (typeof path === 'object' && path !== null) {
    const { href } = path;
    if (typeof href === 'string' && !href.includes('\0')) {
      if (!href.startsWith('file:')) fail(kTypeError, 'ERR_INVALID_URL_SCHEME', 'The URL must be of scheme file:');
      return href;
    }
  }
  invalidType('The "path" argument must be a string, Uint8Array, or URL without null bytes.');
}

// Gives `prototype` the methods of `source`, in their order, as native classes have them.
function defineMethods(prototype, source, constructor) {
  delete prototype.constructor;
  for (const key of Reflect.ownKeys(source)) {
    // Defined anew, it comes in the order of `source`.
    delete prototype[key];
    const { value } = Object.getOwnPropertyDescriptor(source, key);
    Object.defineProperty(value, 'length', { __proto__: null, value: 0, configurable: true });
    Object.defineProperty(prototype, key, { __proto__: null, value, enumerable: true, configurable: true, writable: true });
  }
  Object.defineProperty(prototype, 'constructor', {
    __proto__: null, value: constructor, enumerable: false, configurable: true, writable: true,
  });
  if (source[Symbol.dispose] !== undefined) {
    // It has no name, and comes after the constructor.
    const dispose = prototype[Symbol.dispose];
    delete prototype[Symbol.dispose];
    Object.defineProperty(dispose, 'name', { __proto__: null, value: '', configurable: true });
    Object.defineProperty(prototype, Symbol.dispose, {
      __proto__: null, value: dispose, enumerable: true, configurable: true, writable: true,
    });
  }
  Object.defineProperty(constructor, 'prototype', { __proto__: null, value: prototype, writable: false });
  Object.defineProperty(constructor, 'length', { __proto__: null, value: 0, configurable: true });
}

// The descriptor of a property of objects that only reads.
function getter(get) {
  Object.defineProperty(get, 'name', { __proto__: null, value: '', configurable: true });
  return { __proto__: null, get, set: undefined, enumerable: true, configurable: false };
}

module.exports = {
  booleanOption,
  defineMethods,
  fail,
  functionOption,
  getter,
  illegalConstructor,
  invalidState,
  invalidType,
  kError,
  kRangeError,
  kTypeError,
  stringOption,
  validateBoolean,
  validateFunction,
  validateInteger,
  validateObject,
  validatePath,
  validateString,
};
