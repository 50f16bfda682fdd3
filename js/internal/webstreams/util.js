// What the web streams share. https://streams.spec.whatwg.org/#supporting-abstract-ops
'use strict';

const {
  ERR_INVALID_ARG_TYPE,
  ERR_INVALID_ARG_VALUE,
  ERR_INVALID_STATE,
  ERR_OPERATION_FAILED,
} = require('internal/errors').codes;
const { validateFunction } = require('internal/validators');
const { typedArrayName } = require('internal/buffer/kinds');

const kState = Symbol('kState');
const kType = Symbol('kType');

const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

// The brand of a class: its objects have a state and say whose it is.
function isBrandCheck(brand) {
  return (value) => value !== null && value !== undefined && value[kState] !== undefined && value[kType] === brand;
}

function customInspect(depth, options, name, data) {
  if (depth < 0) return undefined;
  const { inspect } = require('internal/util/inspect');
  return `${name} ${inspect(data, { ...options, depth: options.depth == null ? null : options.depth - 1 })}`;
}

// ---- promises ----

const noop = () => {};

// Programs may have changed the methods of their functions.
const { apply } = Reflect;

// Promise.withResolvers(), which V8 compiles to less as a class.
class Deferred {
  constructor() {
    this.resolve = undefined;
    this.reject = undefined;
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }
}

// Its rejection is somebody else's to report.
function setPromiseHandled(promise) {
  promise.then(noop, noop);
}

function queueMicrotask(callback) {
  Promise.resolve().then(callback);
}

const nothing = Promise.resolve.bind(Promise, undefined);

// For algorithms that have nothing to wait for. Programs do not get to see it.
const done = Promise.resolve();

const promiseOf = (result) => (result === undefined ? done : Promise.resolve(result));

// A method of the program, called with one argument so that whatever it does comes out as a promise.
function promiseCallback(name, method, self) {
  validateFunction(method, name);
  return (value) => {
    try {
      return promiseOf(apply(method, self, [value]));
    } catch (error) {
      return Promise.reject(error);
    }
  };
}

// The same with two arguments, of which the second is a controller.
function promiseCallbackWithController(name, method, self) {
  validateFunction(method, name);
  return (value, controller) => {
    try {
      return promiseOf(apply(method, self, [value, controller]));
    } catch (error) {
      return Promise.reject(error);
    }
  };
}

// The same without arguments.
function promiseCallbackBare(name, method, self) {
  validateFunction(method, name);
  return () => {
    try {
      return promiseOf(apply(method, self, []));
    } catch (error) {
      return Promise.reject(error);
    }
  };
}

// ---- strategies ----

function extractHighWaterMark(value, fallback) {
  if (value === undefined) return fallback;
  if (typeof value === 'symbol') throw new ERR_INVALID_ARG_VALUE('strategy.highWaterMark', value);
  const number = +value;
  if (Number.isNaN(number) || number < 0) {
    throw new ERR_INVALID_ARG_VALUE.RangeError('strategy.highWaterMark', value);
  }
  return number;
}

const one = () => 1;

function extractSizeAlgorithm(size) {
  if (size === undefined) return one;
  validateFunction(size, 'strategy.size');
  return size;
}

// ---- queues with sizes ----

// First in, first out. The array of a short queue is used again and again.
class Queue {
  constructor() {
    this.items = [];
    this.head = 0;
    this.tail = 0;
    this.total = 0;
  }

  get length() {
    return this.tail - this.head;
  }

  push(item) {
    this.items[this.tail++] = item;
  }

  peek() {
    return this.items[this.head];
  }

  shift() {
    const { items, head } = this;
    const item = items[head];
    items[head] = undefined;
    this.head = head + 1;
    if (this.head === this.tail) {
      if (this.tail > 1024) this.items = [];
      this.head = this.tail = 0;
    } else if (this.head > 1024 && this.head * 2 > this.tail) {
      this.items = items.slice(this.head, this.tail);
      this.tail -= this.head;
      this.head = 0;
    }
    return item;
  }

  clear() {
    this.items = [];
    this.head = 0;
    this.tail = 0;
    this.total = 0;
  }
}

function enqueueValueWithSize(queue, value, size) {
  const number = +size;
  if (typeof size === 'symbol' || Number.isNaN(number) || number < 0 || number === Infinity) {
    throw new ERR_INVALID_ARG_VALUE.RangeError('size', size);
  }
  queue.push({ value, size: number });
  queue.total += number;
}

function dequeueValue(queue) {
  const { value, size } = queue.shift();
  queue.total = Math.max(0, queue.total - size);
  return value;
}

// ---- buffers ----

function transferArrayBuffer(buffer) {
  try {
    return buffer.transferToFixedLength();
  } catch {
    throw new ERR_OPERATION_FAILED.TypeError('Could not transfer the ArrayBuffer');
  }
}

const isDetached = (buffer) => !(buffer instanceof SharedArrayBuffer) && buffer.detached;

const classes = {
  __proto__: null,
  Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array,
  Float64Array, BigInt64Array, BigUint64Array,
};
if (typeof Float16Array === 'function') classes.Float16Array = Float16Array;

// The class of a view; a Buffer comes back as a Buffer.
function viewClass(view) {
  const name = typedArrayName(view);
  if (name === undefined) return DataView;
  if (name === 'Uint8Array' && require('buffer').Buffer.isBuffer(view)) {
    return require('internal/buffer/allocation').FastBuffer;
  }
  return classes[name];
}

function cloneAsUint8Array(view) {
  const { buffer, byteOffset, byteLength } = view;
  return new Uint8Array(buffer.slice(byteOffset, byteOffset + byteLength));
}

function copyBytes(target, targetIndex, source, sourceIndex, count) {
  new Uint8Array(target, targetIndex, count).set(new Uint8Array(source, sourceIndex, count));
}

// ---- errors ----

const lockedError = (what) => new ERR_INVALID_STATE.TypeError(`${what} is locked`);

function assertObject(value, name) {
  if (!isObject(value)) throw new ERR_INVALID_ARG_TYPE(name, 'object', value);
}

// Methods that the class has with other attributes than a class body gives.
function finishClass(Class, names) {
  for (const name of names) {
    Object.defineProperty(Class.prototype, name, { __proto__: null, enumerable: true });
  }
  Object.defineProperty(Class.prototype, Symbol.toStringTag, {
    __proto__: null, configurable: true, value: Class.name,
  });
}

// An object of a class whose constructor programs must not call.
function bare(Class, type) {
  const object = Object.create(Class.prototype);
  object[kType] = type;
  return object;
}

module.exports = {
  Deferred,
  Queue,
  assertObject,
  bare,
  cloneAsUint8Array,
  copyBytes,
  customInspect,
  dequeueValue,
  enqueueValueWithSize,
  extractHighWaterMark,
  extractSizeAlgorithm,
  finishClass,
  isBrandCheck,
  isDetached,
  isObject,
  kState,
  kType,
  lockedError,
  noop,
  nothing,
  promiseCallback,
  promiseCallbackBare,
  promiseCallbackWithController,
  queueMicrotask,
  setPromiseHandled,
  transferArrayBuffer,
  viewClass,
};
