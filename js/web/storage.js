// Storage, the class of localStorage and sessionStorage. https://html.spec.whatwg.org/multipage/webstorage.html
// https://nodejs.org/docs/latest-v26.x/api/globals.html#class-storage
'use strict';

const { codes: { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_THIS } } = require('internal/errors');
const { codedTypeError } = require('internal/webidl');
const { customInspectSymbol } = require('internal/util');

// Keys and values together, as UTF-16.
const QUOTA_BYTES = 10 * 1024 * 1024;

// From the proxy that a program has to the object whose own properties are the items.
const itemsOf = new WeakMap();
const sizes = new WeakMap();
const kInitialize = Symbol('kInitialize');

function items(storage) {
  const found = itemsOf.get(storage);
  if (found === undefined) throw new ERR_INVALID_THIS('Storage');
  return found;
}

function needs(given, wanted, name) {
  if (given >= wanted) return;
  throw codedTypeError(
    `Failed to execute '${name}' on 'Storage': ${wanted} argument${wanted === 1 ? '' : 's'} required`, 'ERR_MISSING_ARGS');
}

function sizeOf(target, key) {
  return Object.hasOwn(target, key) ? 2 * (key.length + target[key].length) : 0;
}

function setItem(target, key, value) {
  const total = sizes.get(target) - sizeOf(target, key) + 2 * (key.length + value.length);
  if (total > QUOTA_BYTES) {
    const { QuotaExceededError } = require('web/dom_exception');
    throw new QuotaExceededError('Setting the value exceeded the quota');
  }
  sizes.set(target, total);
  Object.defineProperty(target, key, {
    __proto__: null, value, writable: true, enumerable: true, configurable: true,
  });
}

function removeItem(target, key) {
  sizes.set(target, sizes.get(target) - sizeOf(target, key));
  delete target[key];
}

class Storage {
  constructor() {
    if (arguments[0] !== kInitialize) throw new ERR_ILLEGAL_CONSTRUCTOR();
  }

  get length() {
    return Object.keys(items(this)).length;
  }

  clear() {
    const target = items(this);
    for (const key of Object.keys(target)) removeItem(target, key);
  }

  getItem() {
    const target = items(this);
    needs(arguments.length, 1, 'getItem');
    const key = `${arguments[0]}`;
    return Object.hasOwn(target, key) ? target[key] : null;
  }

  key() {
    const target = items(this);
    needs(arguments.length, 1, 'key');
    return Object.keys(target)[arguments[0] >>> 0] ?? null;
  }

  removeItem() {
    const target = items(this);
    needs(arguments.length, 1, 'removeItem');
    removeItem(target, `${arguments[0]}`);
  }

  setItem() {
    const target = items(this);
    needs(arguments.length, 2, 'setItem');
    setItem(target, `${arguments[0]}`, `${arguments[1]}`);
  }
}

// Without it a proxy would show as one.
Object.defineProperty(Storage.prototype, customInspectSymbol, {
  __proto__: null,
  value(depth, options, inspect) {
    return depth < 0 ? '[Storage]' : inspect(items(this), { ...options, customInspect: false });
  },
});

const enumerable = { __proto__: null, enumerable: true };
Object.defineProperties(Storage.prototype, {
  length: { __proto__: null, enumerable: true, configurable: false },
  clear: enumerable,
  getItem: enumerable,
  key: enumerable,
  removeItem: enumerable,
  setItem: enumerable,
});

// Names that the class has are its own even when there is an item of that name.
const handler = {
  __proto__: null,
  get(target, key) {
    if (typeof key === 'symbol' || key in Storage.prototype) return Reflect.get(Storage.prototype, key, storageOf(target));
    return Object.hasOwn(target, key) ? target[key] : undefined;
  },
  set(target, key, value) {
    if (typeof key !== 'symbol') setItem(target, key, `${value}`);
    return true;
  },
  has(target, key) {
    return Reflect.has(target, key);
  },
  deleteProperty(target, key) {
    if (typeof key !== 'symbol') removeItem(target, key);
    return true;
  },
  defineProperty(target, key, descriptor) {
    if (typeof key !== 'symbol') setItem(target, key, `${descriptor.value}`);
    return true;
  },
  preventExtensions() {
    return false;
  },
};

const proxies = new WeakMap();

function storageOf(target) {
  return proxies.get(target);
}

function createStorage() {
  const target = new Storage(kInitialize);
  const storage = new Proxy(target, handler);
  sizes.set(target, 0);
  itemsOf.set(storage, target);
  proxies.set(target, storage);
  return storage;
}

let session;

function sessionStorage() {
  return session ??= createStorage();
}

let warned = false;

// What is to outlive the process needs a file, and there is no store for it.
function localStorage() {
  if (!warned) {
    warned = true;
    require('process').emitWarning(
      'localStorage is not available because --localstorage-file was not provided.', 'ExperimentalWarning');
  }
  return undefined;
}

module.exports = { Storage, localStorage, sessionStorage };
