// What a mocked property knows of its reads and writes.
// https://nodejs.org/docs/latest-v26.x/api/test.html#class-mockpropertycontext
'use strict';

const { codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } } = require('internal/errors');
const { plainError } = require('internal/test_runner/plain_error');
const { validateInteger } = require('internal/validators');

function validateKey(value, name) {
  if (typeof value !== 'string' && typeof value !== 'symbol') {
    throw new ERR_INVALID_ARG_TYPE(name, ['string', 'symbol'], value);
  }
}

class MockPropertyContext {
  #object;
  #name;
  #value;
  #descriptor;
  #accesses = [];
  #once = new Map();

  constructor(object, propertyName, value) {
    const descriptor = Object.getOwnPropertyDescriptor(object, propertyName);
    if (descriptor === undefined) {
      throw new ERR_INVALID_ARG_VALUE('propertyName', propertyName, 'is not a property of the object');
    }
    this.#object = object;
    this.#name = propertyName;
    this.#descriptor = descriptor;
    this.#value = arguments.length > 2 ? value : object[propertyName];
    const { configurable, enumerable } = descriptor;
    Object.defineProperty(object, propertyName, {
      __proto__: null,
      configurable,
      enumerable,
      get: () => {
        const result = this.#next(this.#value);
        this.#accesses.push({ __proto__: null, type: 'get', value: result, stack: plainError() });
        return result;
      },
      set: this.mockImplementation.bind(this),
    });
  }

  get accesses() {
    return this.#accesses.slice();
  }

  accessCount() {
    return this.#accesses.length;
  }

  mockImplementation(value) {
    if (!this.#descriptor.writable && this.#descriptor.set === undefined) {
      throw new ERR_INVALID_ARG_VALUE('propertyName', this.#name, 'cannot be set');
    }
    const result = this.#next(value);
    this.#accesses.push({ __proto__: null, type: 'set', value: result, stack: plainError() });
    this.#value = result;
  }

  #next(value) {
    const access = this.#accesses.length;
    if (!this.#once.has(access)) return value;
    const once = this.#once.get(access);
    this.#once.delete(access);
    return once;
  }

  mockImplementationOnce(value, onAccess) {
    const next = this.#accesses.length;
    const access = onAccess ?? next;
    validateInteger(access, 'onAccess', next);
    this.#once.set(access, value);
  }

  resetAccesses() {
    this.#accesses = [];
  }

  restore() {
    Object.defineProperty(this.#object, this.#name, this.#descriptor);
  }
}

module.exports = { MockPropertyContext, validateKey };
