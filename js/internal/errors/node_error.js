// Makes the classes of the errors in the table: `new codes.ERR_X(...)`.
// https://nodejs.org/docs/latest-v26.x/api/errors.html#nodejs-error-codes
'use strict';

const {
  ArrayPrototypeUnshift,
  Error,
  ObjectDefineProperty,
  Proxy,
  RangeError,
  ReflectApply,
  ReflectConstruct,
  RegExpPrototypeExec,
  Symbol,
  SyntaxError,
  TypeError,
  URIError,
} = primordials;

const tables = require('internal/errors/codes');
const assert = require('internal/assert');

// Marks the errors whose stack starts with `Name [CODE]`.
const kIsNodeError = Symbol('kIsNodeError');

const bases = { __proto__: null, Error, TypeError, RangeError, SyntaxError, URIError };
const baseNames = ['Error', 'TypeError', 'RangeError', 'SyntaxError', 'URIError', 'SystemError'];

function baseNameOf(key) {
  for (let i = 0; i < baseNames.length; i++) {
    if (tables[baseNames[i]][key] !== undefined) return baseNames[i];
  }
  return undefined;
}

function templateOf(key) {
  return tables[baseNameOf(key)][key];
}

function checkArity(key, expected, given) {
  assert(expected === given, `Code: ${key}; The provided arguments length (${given}) does not ` +
    `match the required ones (${expected}).`);
}

function countPlaceholders(template) {
  const placeholder = /%[dfijoOs]/g;
  let count = 0;
  while (RegExpPrototypeExec(placeholder, template) !== null) count++;
  return count;
}

function fillTemplate(key, template, args) {
  checkArity(key, countPlaceholders(template), args.length);
  if (args.length === 0) return template;
  ArrayPrototypeUnshift(args, template);
  return ReflectApply(require('internal/util/inspect').format, null, args);
}

// The message of code `key`; `self` is the error that a message function may extend.
function getMessage(key, args, self) {
  const template = templateOf(key);
  if (template !== null) return fillTemplate(key, template, args);
  const make = require('internal/errors/messages')[key];
  if (make.length > args.length) checkArity(key, make.length, args.length);
  return ReflectApply(make, self, args);
}

// The members that each error class of the table has beside its constructor.
function finishClass(NodeError, Base, key) {
  const { prototype } = NodeError;
  // A caller sees the error of a base class, `err.constructor === TypeError`, as the web platform wants.
  ObjectDefineProperty(prototype, 'constructor', { __proto__: null, get() { return Base; }, configurable: true });
  ObjectDefineProperty(prototype, kIsNodeError, { __proto__: null, get() { return true; }, configurable: true });
  ObjectDefineProperty(prototype, 'toString', {
    __proto__: null,
    value: function toString() { return `${this.name} [${key}]: ${this.message}`; },
    configurable: true,
    writable: true,
  });
  // The variant without a stack, for callers whose hideStackFrames() wrapper captures it.
  let quiet;
  ObjectDefineProperty(NodeError, 'HideStackFramesError', {
    __proto__: null,
    get() { return quiet ??= makeQuietClass(NodeError, Base); },
    configurable: true,
  });
  return NodeError;
}

function makeClass(Base, key) {
  const template = templateOf(key);
  if (template === null) {
    let make;
    class NodeError extends Base {
      code = key;

      constructor(...args) {
        super();
        make ??= require('internal/errors/messages')[key];
        if (make.length > args.length) checkArity(key, make.length, args.length);
        ObjectDefineProperty(this, 'message', {
          __proto__: null,
          value: ReflectApply(make, this, args),
          enumerable: false,
          configurable: true,
          writable: true,
        });
      }
    }
    return finishClass(NodeError, Base, key);
  }
  class NodeError extends Base {
    code = key;

    constructor(...args) {
      super(fillTemplate(key, template, args));
    }
  }
  return finishClass(NodeError, Base, key);
}

function makeQuietClass(NodeError, Base) {
  const { isErrorStackTraceLimitWritable } = require('internal/errors/stack');
  class HideStackFramesError extends NodeError {
    constructor(...args) {
      if (!isErrorStackTraceLimitWritable()) {
        super(...args);
        return;
      }
      const limit = Error.stackTraceLimit;
      Error.stackTraceLimit = 0;
      try {
        super(...args);
      } finally {
        Error.stackTraceLimit = limit;
      }
    }
  }
  ObjectDefineProperty(HideStackFramesError.prototype, 'constructor', {
    __proto__: null,
    get() { return Base; },
    configurable: true,
  });
  return HideStackFramesError;
}

function makeSystemErrorClass(key) {
  const { SystemError } = require('internal/errors/system_error');
  class NodeError extends SystemError {
    constructor(context) {
      super(key, context);
    }
  }
  ObjectDefineProperty(NodeError, 'HideStackFramesError', { __proto__: null, value: NodeError, configurable: true });
  return NodeError;
}

const classes = { __proto__: null };

function classOf(key) {
  return classes[key] ??= makeClass(bases[baseNameOf(key)], key);
}

// What modules take from `codes` at their start, mostly without ever throwing it: the class behind it is made at the first error.
function makeConstructor(key) {
  return function NodeError(...args) {
    const Class = classOf(key);
    const { prototype } = Class;
    if (NodeError.prototype !== prototype) NodeError.prototype = prototype;
    return ReflectConstruct(Class, args, NodeError);
  };
}

function makeClasses(key) {
  const baseName = baseNameOf(key);
  if (baseName === undefined) return undefined;
  if (baseName === 'SystemError') return makeSystemErrorClass(key);
  const variants = tables.variants[key];
  if (variants === undefined) return makeConstructor(key);
  const NodeError = classOf(key);
  for (let i = 0; i < variants.length; i++) NodeError[variants[i]] = makeClass(bases[variants[i]], key);
  return NodeError;
}

// Some four hundred constructors: each is made when it is first asked for. What is in the snapshot asks when it throws.
const codes = new Proxy({ __proto__: null }, {
  __proto__: null,
  get(made, key) {
    const known = made[key];
    if (known !== undefined || typeof key !== 'string') return known;
    return made[key] = makeClasses(key);
  },
  has(made, key) {
    return made[key] !== undefined || (typeof key === 'string' && baseNameOf(key) !== undefined);
  },
});

// The same without stacks, for what hideStackFrames() wraps.
const quietCodes = new Proxy({ __proto__: null }, {
  __proto__: null,
  get(_, key) { return (baseNameOf(key) === 'SystemError' ? codes[key] : classOf(key)).HideStackFramesError; },
});

module.exports = { codes, getMessage, kIsNodeError, quietCodes };
