// node:domain. https://nodejs.org/api/domain.html
'use strict';

const process = require('process');
const EventEmitter = require('events');
const { createHook } = require('async_hooks');
const { codes: { ERR_UNHANDLED_ERROR } } = require('internal/errors');

const { setUncaughtExceptionCaptureCallback } = process;

let current = process.domain;
Object.defineProperty(process, 'domain', {
  __proto__: null,
  enumerable: true,
  configurable: true,
  get() {
    return current;
  },
  set(domain) {
    current = domain;
  },
});

// The entered domains, the active one last.
let stack = [];

function activate(domain) {
  exports.active = process.domain = domain;
}

// A property that does not show up in loops and logs.
function setDomain(object, domain) {
  Object.defineProperty(object, 'domain', {
    __proto__: null,
    configurable: true,
    enumerable: false,
    value: domain,
    writable: true,
  });
}

// A resource belongs to the domain in which it was created, and its callbacks run inside that.
const domainOf = new Map();
const hook = createHook({
  init(asyncId, type, triggerAsyncId, resource) {
    const { domain } = process;
    if (domain === null || domain === undefined) return;
    // Weak: a resource that never ends must not keep the domain. While a callback runs, the stack keeps it.
    domainOf.set(asyncId, new WeakRef(domain));
    // A promise of another realm stays as it is: what node:vm runs must not reach the domain.
    if (type !== 'PROMISE' || resource instanceof Promise) setDomain(resource, domain);
  },
  before(asyncId) {
    domainOf.get(asyncId)?.deref()?.enter();
  },
  after(asyncId) {
    domainOf.get(asyncId)?.deref()?.exit();
  },
  destroy(asyncId) {
    domainOf.delete(asyncId);
  },
});

// Uncaught exceptions go to the active domain as long as any entered one listens for errors.
function updateExceptionCapture() {
  setUncaughtExceptionCaptureCallback(null);
  if (stack.every((domain) => domain.listenerCount('error') === 0)) return;
  setUncaughtExceptionCaptureCallback((er) => process.domain._errorHandler(er));
}

// Listeners of 'uncaughtException' find no domain active: this one runs before them.
function leaveAll() {
  stack.length = 0;
  activate(null);
  updateExceptionCapture();
}

process.on('newListener', (name, listener) => {
  if (name !== 'uncaughtException' || listener === leaveAll) return;
  process.removeListener(name, leaveAll);
  process.prependListener(name, leaveAll);
});

process.on('removeListener', (name, listener) => {
  if (name !== 'uncaughtException' || listener === leaveAll) return;
  const rest = process.listeners(name);
  if (rest.length === 1 && rest[0] === leaveAll) process.removeListener(name, leaveAll);
});

class Domain extends EventEmitter {
  constructor() {
    super();
    this.members = [];
    hook.enable();
    this.on('removeListener', updateExceptionCapture);
    this.on('newListener', updateExceptionCapture);
  }
}

Domain.prototype.members = undefined;

Domain.prototype._errorHandler = (() => function(er) {
  if ((typeof er === 'object' && er !== null) || typeof er === 'function') {
    setDomain(er, this);
    er.domainThrown = true;
  }
  // The error listeners run outside of this domain, or their own errors would come back to it.
  while (exports.active === this) this.exit();

  let caught = false;
  if (stack.length === 0) {
    if (this.listenerCount('error') > 0) {
      setUncaughtExceptionCaptureCallback(null);
      try {
        caught = this.emit('error', er);
      } finally {
        updateExceptionCapture();
      }
    }
  } else {
    try {
      caught = this.emit('error', er);
    } catch (second) {
      // The domain around this one gets what its error listener threw.
      updateExceptionCapture();
      if (stack.length === 0) throw second;
      activate(stack[stack.length - 1]);
      caught = process.domain._errorHandler(second);
    }
  }
  leaveAll();
  return caught;
})();

Domain.prototype.enter = (() => function() {
  activate(this);
  stack.push(this);
  updateExceptionCapture();
})();

Domain.prototype.exit = (() => function() {
  const index = stack.lastIndexOf(this);
  if (index === -1) return;
  // With it goes whatever was entered inside and not left.
  stack.splice(index);
  activate(stack.length === 0 ? undefined : stack[stack.length - 1]);
  updateExceptionCapture();
})();

Domain.prototype.add = (() => function(ee) {
  if (ee.domain === this) return;
  if (ee.domain) ee.domain.remove(ee);
  // Two domains inside each other would pass an error round for ever.
  if (this.domain && ee instanceof Domain) {
    for (let outer = this.domain; outer; outer = outer.domain) {
      if (ee === outer) return;
    }
  }
  setDomain(ee, this);
  this.members.push(ee);
})();

Domain.prototype.remove = (() => function(ee) {
  ee.domain = null;
  const index = this.members.indexOf(ee);
  if (index !== -1) this.members.splice(index, 1);
})();

// Not in a `finally`: after an exception the error handler leaves the domain.
function runInside(domain, fn, self, args) {
  domain.enter();
  const result = Reflect.apply(fn, self, args);
  domain.exit();
  return result;
}

Domain.prototype.run = (() => function(fn, ...args) {
  return runInside(this, fn, this, args);
})();

Domain.prototype.intercept = (() => function(cb) {
  const domain = this;
  return function runIntercepted(...args) {
    const er = args[0];
    if (!(er instanceof Error)) return runInside(domain, cb, this, args.slice(1));
    er.domainBound = cb;
    er.domainThrown = false;
    setDomain(er, domain);
    domain.emit('error', er);
    return undefined;
  };
})();

Domain.prototype.bind = (() => function(cb) {
  const domain = this;
  function runBound(...args) {
    return runInside(domain, cb, this, args);
  }
  setDomain(runBound, this);
  return runBound;
})();

exports._stack = stack;
exports.Domain = Domain;
exports.create = exports.createDomain = function createDomain() {
  return new Domain();
};
exports.active = null;

EventEmitter.usingDomains = true;

const plainInit = EventEmitter.init;
EventEmitter.init = (() => function(opts) {
  setDomain(this, null);
  if (exports.active && !(this instanceof Domain)) this.domain = exports.active;
  return Reflect.apply(plainInit, this, [opts]);
})();

// The error of an emitter that has no listener for it: its domain gets it, outside of itself.
function emitToDomain(emitter, domain, er) {
  if (typeof er === 'object') {
    er.domainEmitter = emitter;
    setDomain(er, domain);
    er.domainThrown = false;
  }
  const stackBefore = stack.slice();
  const activeBefore = process.domain;
  let depth = stack.length;
  while (depth > 0 && stack[depth - 1] === process.domain) depth--;
  stack.length = depth;
  activate(depth > 0 ? stack[depth - 1] : null);
  updateExceptionCapture();

  domain.emit('error', er);

  exports._stack = stack = stackBefore;
  activate(activeBefore);
  updateExceptionCapture();
}

const plainEmit = EventEmitter.prototype.emit;
EventEmitter.prototype.emit = function emit(...args) {
  const { domain } = this;
  const isError = args[0] === 'error';
  if (domain === null || domain === undefined || this === process || (isError && this.listenerCount('error') > 0)) {
    return Reflect.apply(plainEmit, this, args);
  }
  if (isError) {
    emitToDomain(this, domain, args.length > 1 && args[1] ? args[1] : new ERR_UNHANDLED_ERROR());
    return false;
  }
  return runInside(domain, plainEmit, this, args);
};

module.exports = exports;
