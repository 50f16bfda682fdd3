// Mocks of functions, methods and properties. https://nodejs.org/docs/latest-v26.x/api/test.html#class-mocktracker
'use strict';

const { codes: { ERR_INVALID_ARG_VALUE } } = require('internal/errors');
const { getOptionValue } = require('internal/options');
const { kEmptyObject } = require('internal/util');
const { validateBoolean, validateFunction, validateInteger, validateObject } =
  require('internal/validators');
const { MockFunctionContext, makeMock } = require('internal/test_runner/mock/function_context');
const { MockPropertyContext, validateKey } = require('internal/test_runner/mock/property_context');

function validateTimes(value, name) {
  if (value !== Infinity) validateInteger(value, name, 1);
}

// The property `name` of the object or of what it inherits from.
function findDescriptor(object, name) {
  for (let at = object; at !== null; at = Object.getPrototypeOf(at)) {
    const descriptor = Object.getOwnPropertyDescriptor(at, name);
    if (descriptor !== undefined) return descriptor;
  }
  return undefined;
}

class MockTracker {
  #mocks = [];
  #timers;

  get timers() {
    return this.#timers ??= new (require('internal/test_runner/mock/mock_timers').MockTimers)();
  }

  fn(original = function() {}, implementation = original, options = kEmptyObject) {
    if (original !== null && typeof original === 'object') {
      options = original;
      original = function() {};
      implementation = original;
    } else if (implementation !== null && typeof implementation === 'object') {
      options = implementation;
      implementation = original;
    }
    validateFunction(original, 'original');
    validateFunction(implementation, 'implementation');
    validateObject(options, 'options');
    const { times = Infinity } = options;
    validateTimes(times, 'options.times');
    const context = new MockFunctionContext(implementation, { __proto__: null, original }, times);
    return this.#track(context, original);
  }

  #track(context, original) {
    this.#mocks.push(context);
    return makeMock(context, original);
  }

  method(objectOrFunction, methodName, implementation = undefined, options = kEmptyObject) {
    validateKey(methodName, 'methodName');
    if (typeof objectOrFunction !== 'function') validateObject(objectOrFunction, 'object');
    if (implementation !== null && typeof implementation === 'object') {
      options = implementation;
      implementation = undefined;
    }
    validateObject(options, 'options');
    const { getter = false, setter = false, times = Infinity } = options;
    validateBoolean(getter, 'options.getter');
    validateBoolean(setter, 'options.setter');
    validateTimes(times, 'options.times');
    if (setter && getter) {
      throw new ERR_INVALID_ARG_VALUE('options.setter', setter, "cannot be used with 'options.getter'");
    }
    const descriptor = findDescriptor(objectOrFunction, methodName);
    const part = getter ? 'get' : setter ? 'set' : 'value';
    const original = descriptor?.[part];
    if (typeof original !== 'function') throw new ERR_INVALID_ARG_VALUE('methodName', original, 'must be a method');
    implementation ??= original;
    validateFunction(implementation, 'implementation');
    const restore = { __proto__: null, descriptor, object: objectOrFunction, methodName };
    const context = new MockFunctionContext(implementation, restore, times);
    const mock = this.#track(context, original);
    const replacement = { __proto__: null, configurable: descriptor.configurable, enumerable: descriptor.enumerable };
    if (part === 'value') {
      replacement.writable = descriptor.writable;
      replacement.value = mock;
    } else {
      replacement.get = getter ? mock : descriptor.get;
      replacement.set = setter ? mock : descriptor.set;
    }
    Object.defineProperty(objectOrFunction, methodName, replacement);
    return mock;
  }

  getter(object, methodName, implementation = undefined, options = kEmptyObject) {
    return this.#accessor('getter', object, methodName, implementation, options);
  }

  setter(object, methodName, implementation = undefined, options = kEmptyObject) {
    return this.#accessor('setter', object, methodName, implementation, options);
  }

  #accessor(kind, object, methodName, implementation, options) {
    if (implementation !== null && typeof implementation === 'object') {
      options = implementation;
      implementation = undefined;
    } else {
      validateObject(options, 'options');
    }
    const wanted = options[kind] ?? true;
    if (wanted === false) throw new ERR_INVALID_ARG_VALUE(`options.${kind}`, wanted, 'cannot be false');
    return this.method(object, methodName, implementation, { __proto__: null, ...options, [kind]: wanted });
  }

  property(object, propertyName, value) {
    validateObject(object, 'object');
    validateKey(propertyName, 'propertyName');
    const context = arguments.length > 2 ?
      new MockPropertyContext(object, propertyName, value) : new MockPropertyContext(object, propertyName);
    this.#mocks.push(context);
    return new Proxy(object, {
      __proto__: null,
      get(target, property, receiver) {
        return property === 'mock' ? context : Reflect.get(target, property, receiver);
      },
    });
  }

  module(specifier, options = kEmptyObject) {
    const context = require('internal/test_runner/mock/module_context').mockModule(specifier, options);
    this.#mocks.push(context);
    return context;
  }

  // Also forgets the mocks.
  reset() {
    this.restoreAll();
    this.#timers?.reset();
    this.#mocks = [];
  }

  restoreAll() {
    for (const context of this.#mocks) context.restore();
  }
}

if (!getOptionValue('--experimental-test-module-mocks')) delete MockTracker.prototype.module;

module.exports = { MockTracker };
