// node:timers. https://nodejs.org/api/timers.html
'use strict';

const { validateFunction } = require('internal/validators');
const {
  Immediate,
  Timeout,
  async_id_symbol,
  cancelImmediate,
  insert,
  kHasPrimitive,
  knownTimersById,
  unenroll,
} = require('internal/timers');

const kPromisify = Symbol.for('nodejs.util.promisify.custom');

function setTimeout(callback, after, ...args) {
  if (typeof callback !== 'function') validateFunction(callback, 'callback');
  const timeout = new Timeout(callback, after, args.length ? args : undefined, false, true);
  insert(timeout, timeout._idleTimeout);
  return timeout;
}

function clearTimeout(timer) {
  if (timer?._onTimeout) {
    timer._onTimeout = null;
    unenroll(timer);
    return;
  }
  if (typeof timer !== 'number' && typeof timer !== 'string') return;
  const known = knownTimersById[timer];
  if (known === undefined) return;
  known._onTimeout = null;
  unenroll(known);
}

function setInterval(callback, repeat, ...args) {
  if (typeof callback !== 'function') validateFunction(callback, 'callback');
  const timeout = new Timeout(callback, repeat, args.length ? args : undefined, true, true);
  insert(timeout, timeout._idleTimeout);
  return timeout;
}

function clearInterval(timer) {
  clearTimeout(timer);
}

function setImmediate(callback, ...args) {
  if (typeof callback !== 'function') validateFunction(callback, 'callback');
  return new Immediate(callback, args.length ? args : undefined);
}

function clearImmediate(immediate) {
  if (!immediate?._onImmediate || immediate._destroyed) return;
  cancelImmediate(immediate);
}

Timeout.prototype.close = (() => function() {
  clearTimeout(this);
  return this;
})();

Timeout.prototype[Symbol.dispose] = (() => function() {
  clearTimeout(this);
})();

Timeout.prototype[Symbol.toPrimitive] = (() => function() {
  const id = this[async_id_symbol];
  if (!this[kHasPrimitive]) {
    this[kHasPrimitive] = true;
    knownTimersById[id] = this;
  }
  return id;
})();

Immediate.prototype[Symbol.dispose] = (() => function() {
  clearImmediate(this);
})();

for (const fn of [setTimeout, setImmediate]) {
  Object.defineProperty(fn, kPromisify, {
    __proto__: null,
    enumerable: true,
    get() {
      return require('timers/promises')[fn.name];
    },
  });
}

module.exports = {
  setTimeout,
  clearTimeout,
  setImmediate,
  clearImmediate,
  setInterval,
  clearInterval,
};

Object.defineProperty(module.exports, 'promises', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get() {
    return require('timers/promises');
  },
});
