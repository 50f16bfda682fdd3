// Web Locks: navigator.locks, and `locks` of worker_threads. https://nodejs.org/api/worker_threads.html#worker_threadslocks
'use strict';

const {
  codes: { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_THIS },
} = require('internal/errors');
const { kEnumerableProperty, lazyDOMException } = require('internal/util');
const { validateFunction } = require('internal/validators');
const { getAsyncContext, setAsyncContext } = require('internal/core');

// The flags of op_worker_lock.
const kShared = 1;
const kIfAvailable = 2;
const kSteal = 4;

const kName = Symbol('kName');
const kMode = Symbol('kMode');
const kCreate = Symbol('kCreate');

class Lock {
  constructor(...args) {
    if (args[0] !== kCreate) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this[kName] = args[1];
    this[kMode] = args[2];
  }

  get name() {
    if (!(this instanceof Lock)) throw new ERR_INVALID_THIS('Lock');
    return this[kName];
  }

  get mode() {
    if (!(this instanceof Lock)) throw new ERR_INVALID_THIS('Lock');
    return this[kMode];
  }
}

// Requests of this thread by their number: {granted(id), stolen()}.
const requests = new Map();

function listen(id, stolen) {
  const request = requests.get(id);
  if (request === undefined) {
    // It was given up while the news was on its way.
    if (!stolen) return;
  } else if (stolen) {
    request.stolen();
  } else {
    request.granted(id);
  }
}

// Whether the lock was still this request's.
function unlock(name, id) {
  requests.delete(id);
  const next = ops.op_worker_unlock(name, id);
  if (next === null) return false;
  if (next !== undefined) {
    for (const id of next) listen(id, false);
  }
  return true;
}

function readOptions(options) {
  const dictionary = options === undefined || options === null ? {} : options;
  const { mode = 'exclusive', ifAvailable = false, steal = false, signal } = dictionary;
  if (`${mode}` !== 'exclusive' && `${mode}` !== 'shared') {
    // The words are those of a converter of enumerations.
    const error = new ERR_INVALID_ARG_VALUE('mode', mode);
    error.message = `mode '${mode}' is not a valid enum value of type LockMode.`;
    throw error;
  }
  if (signal !== undefined && (signal === null || typeof signal !== 'object')) {
    const error = new ERR_INVALID_ARG_TYPE('signal', 'AbortSignal', signal);
    error.message = 'signal is not an object.';
    throw error;
  }
  return { mode: `${mode}`, ifAvailable: Boolean(ifAvailable), steal: Boolean(steal), signal };
}

function checkOptions(name, { mode, ifAvailable, steal, signal }) {
  let message;
  if (name.startsWith('-')) message = 'Lock name may not start with hyphen';
  else if (ifAvailable && steal) message = 'ifAvailable and steal are mutually exclusive';
  else if (mode !== 'exclusive' && steal) message = `mode: "${mode}" and steal are mutually exclusive`;
  else if (signal && (steal || ifAvailable)) {
    // An aborted signal is told first.
    signal.throwIfAborted();
    message = 'signal cannot be used with steal or ifAvailable';
  }
  if (message !== undefined) throw lazyDOMException(message, 'NotSupportedError');
}

// The promise of a request. The callback runs at once when the lock is free.
function take(name, options, callback) {
  const { mode, ifAvailable, steal, signal } = options;
  const context = getAsyncContext();
  return new Promise((resolve, reject) => {
    let abort;
    const granted = (number) => {
      if (abort !== undefined) signal.removeEventListener('abort', abort);
      const finish = (settle, value) => {
        const { stolen } = requests.get(number) ?? { stolen() {} };
        if (unlock(name, number)) settle(value);
        else stolen();
      };
      const before = getAsyncContext();
      setAsyncContext(context);
      try {
        const result = callback(new Lock(kCreate, name, mode));
        if (typeof result?.then === 'function') {
          Promise.resolve(result).then((value) => finish(resolve, value), (error) => finish(reject, error));
        } else {
          finish(resolve, result);
        }
      } catch (error) {
        finish(reject, error);
      } finally {
        setAsyncContext(before);
      }
    };
    const stolen = () => reject(lazyDOMException('The operation was aborted', 'AbortError'));
    const flags = (mode === 'shared' ? kShared : 0) | (ifAvailable ? kIfAvailable : 0) | (steal ? kSteal : 0);
    const number = ops.op_worker_lock(name, flags, listen);
    if (number === 0) {
      try {
        resolve(callback(null));
      } catch (error) {
        reject(error);
      }
      return;
    }
    const id = Math.abs(number);
    requests.set(id, { granted, stolen });
    if (number > 0) {
      granted(id);
    } else if (signal) {
      abort = () => {
        unlock(name, id);
        reject(signal.reason);
      };
      signal.addEventListener('abort', abort, { once: true });
    }
  });
}

class LockManager {
  constructor() {
    if (arguments[0] !== kCreate) throw new ERR_ILLEGAL_CONSTRUCTOR();
  }

  async request(name, options, callback = undefined) {
    if (callback === undefined) {
      callback = options;
      options = undefined;
    }
    validateFunction(callback, 'callback');
    const { converters, createDictionaryConverter } = require('internal/webidl');
    name = converters.DOMString(name);
    createDictionaryConverter([])(options);
    const read = readOptions(options);
    checkOptions(name, read);
    read.signal?.throwIfAborted();
    return take(name, read, callback);
  }

  async query() {
    if (!(this instanceof LockManager)) throw new ERR_INVALID_THIS('LockManager');
    const { pid } = require('process');
    const result = { held: [], pending: [] };
    const all = ops.op_worker_locks();
    for (let i = 0; i < all.length; i += 4) {
      result[all[i + 1] ? 'held' : 'pending'].push({
        name: all[i], mode: all[i + 2] ? 'shared' : 'exclusive', clientId: `node-${pid}-${all[i + 3]}`,
      });
    }
    return result;
  }
}

const tag = (value) => ({ __proto__: null, configurable: true, value });
Object.defineProperties(Lock.prototype, {
  name: kEnumerableProperty,
  mode: kEnumerableProperty,
  [Symbol.toStringTag]: tag('Lock'),
});
Object.defineProperties(LockManager.prototype, {
  request: kEnumerableProperty,
  query: kEnumerableProperty,
  [Symbol.toStringTag]: tag('LockManager'),
});

module.exports = { Lock, LockManager, locks: new LockManager(kCreate) };
