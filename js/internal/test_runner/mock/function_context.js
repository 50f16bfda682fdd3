// What a mocked function knows of its calls. https://nodejs.org/docs/latest-v26.x/api/test.html#class-mockfunctioncontext
'use strict';

const { plainError } = require('internal/test_runner/plain_error');
const { validateFunction, validateInteger } = require('internal/validators');

// Lets the proxy in, and nobody else.
let record;
let pickImplementation;

class MockFunctionContext {
  #calls = [];
  #implementation;
  #once = new Map();
  #restore;
  #times;

  static {
    record = (context, call) => context.#calls.push(call);
    pickImplementation = (context) => context.#next();
  }

  constructor(implementation, restore, times) {
    this.#implementation = implementation;
    this.#restore = restore;
    this.#times = times;
  }

  get calls() {
    return this.#calls.slice();
  }

  callCount() {
    return this.#calls.length;
  }

  mockImplementation(implementation) {
    validateFunction(implementation, 'implementation');
    this.#implementation = implementation;
  }

  mockImplementationOnce(implementation, onCall) {
    validateFunction(implementation, 'implementation');
    const next = this.#calls.length;
    const call = onCall ?? next;
    validateInteger(call, 'onCall', next);
    this.#once.set(call, implementation);
  }

  restore() {
    const { descriptor, object, original, methodName } = this.#restore;
    if (methodName !== undefined) Object.defineProperty(object, methodName, descriptor);
    this.#implementation = original ?? descriptor.value ?? this.#originalAccessor();
  }

  #originalAccessor() {
    const { descriptor } = this.#restore;
    return descriptor.get ?? descriptor.set;
  }

  resetCalls() {
    this.#calls = [];
  }

  #next() {
    const call = this.#calls.length;
    const implementation = this.#once.get(call) ?? this.#implementation;
    if (call + 1 === this.#times) this.restore();
    this.#once.delete(call);
    return implementation;
  }
}

// Runs `call` with the implementation whose turn it is, and records how it went. `target` is the constructor of `new`, and
// undefined for a call, whose receiver is `self`.
function recorded(context, call, args, target, self) {
  const implementation = pickImplementation(context);
  let error;
  let result;
  try {
    result = call(implementation);
    return result;
  } catch (thrown) {
    error = thrown;
    throw thrown;
  } finally {
    record(context, {
      __proto__: null, arguments: args, error, result, stack: plainError(), target,
      this: target === undefined ? self : result,
    });
  }
}

function makeMock(context, original) {
  return new Proxy(original, {
    __proto__: null,
    apply(target, self, args) {
      return recorded(context, (implementation) => Reflect.apply(implementation, self, args), args, undefined, self);
    },
    construct(target, args, newTarget) {
      return recorded(context, (implementation) => Reflect.construct(implementation, args, newTarget), args, target);
    },
    get(target, property, receiver) {
      return property === 'mock' ? context : Reflect.get(target, property, receiver);
    },
  });
}

module.exports = { MockFunctionContext, makeMock };
