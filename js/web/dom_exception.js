// DOMException and QuotaExceededError. https://webidl.spec.whatwg.org/#idl-DOMException
'use strict';

const { ERR_INVALID_THIS } = require('internal/errors').codes;
const { kClone, kDeserialize, markTransferMode } = require('internal/worker/js_transferable');

// Index + 1 is the legacy code. A null stands for a name that left the table but whose constant stayed.
const legacyNames = [
  ['IndexSizeError', 'INDEX_SIZE_ERR'],
  [null, 'DOMSTRING_SIZE_ERR'],
  ['HierarchyRequestError', 'HIERARCHY_REQUEST_ERR'],
  ['WrongDocumentError', 'WRONG_DOCUMENT_ERR'],
  ['InvalidCharacterError', 'INVALID_CHARACTER_ERR'],
  [null, 'NO_DATA_ALLOWED_ERR'],
  ['NoModificationAllowedError', 'NO_MODIFICATION_ALLOWED_ERR'],
  ['NotFoundError', 'NOT_FOUND_ERR'],
  ['NotSupportedError', 'NOT_SUPPORTED_ERR'],
  ['InUseAttributeError', 'INUSE_ATTRIBUTE_ERR'],
  ['InvalidStateError', 'INVALID_STATE_ERR'],
  ['SyntaxError', 'SYNTAX_ERR'],
  ['InvalidModificationError', 'INVALID_MODIFICATION_ERR'],
  ['NamespaceError', 'NAMESPACE_ERR'],
  ['InvalidAccessError', 'INVALID_ACCESS_ERR'],
  [null, 'VALIDATION_ERR'],
  ['TypeMismatchError', 'TYPE_MISMATCH_ERR'],
  ['SecurityError', 'SECURITY_ERR'],
  ['NetworkError', 'NETWORK_ERR'],
  ['AbortError', 'ABORT_ERR'],
  ['URLMismatchError', 'URL_MISMATCH_ERR'],
  ['QuotaExceededError', 'QUOTA_EXCEEDED_ERR'],
  ['TimeoutError', 'TIMEOUT_ERR'],
  ['InvalidNodeTypeError', 'INVALID_NODE_TYPE_ERR'],
  ['DataCloneError', 'DATA_CLONE_ERR'],
];
const codeOfName = new Map();

// name and message of each exception. Not private fields: the objects are made by `Error`, not by the class.
const internals = new WeakMap();

function internalsOf(exception) {
  const found = internals.get(exception);
  if (found === undefined) throw new ERR_INVALID_THIS('DOMException');
  return found;
}

// The class must have Function.prototype as its prototype and Error.prototype above its instances, and an instance
// must be a real error object for V8. So it does not extend Error: the constructor returns an Error with another prototype.
class DOMException {
  constructor(message = '', options = 'Error') {
    const self = new Error();
    Object.setPrototypeOf(self, new.target.prototype);
    markTransferMode(self, true, false);

    const isBag = options !== null && typeof options === 'object';
    internals.set(self, { message: `${message}`, name: `${isBag ? options.name : options}` });
    if (isBag && 'cause' in options) {
      Object.defineProperty(self, 'cause', {
        __proto__: null,
        value: options.cause,
        configurable: true,
        writable: true,
        enumerable: false,
      });
    }
    return self;
  }

  [kClone]() {
    const { message, name } = internalsOf(this);
    return {
      data: { message, name, stack: this.stack },
      deserializeInfo: 'internal/worker/clone_dom_exception:DOMException',
    };
  }

  [kDeserialize](data) {
    internals.set(this, { message: data.message, name: data.name });
    this.stack = data.stack;
  }

  get name() {
    return internalsOf(this).name;
  }

  get message() {
    return internalsOf(this).message;
  }

  get code() {
    return codeOfName.get(internalsOf(this).name) ?? 0;
  }
}

const enumerable = { __proto__: null, enumerable: true, configurable: true };
Object.setPrototypeOf(DOMException.prototype, Error.prototype);
Object.defineProperties(DOMException.prototype, {
  [Symbol.toStringTag]: { __proto__: null, configurable: true, value: 'DOMException' },
  name: enumerable,
  message: enumerable,
  code: enumerable,
});
for (let i = 0; i < legacyNames.length; i++) {
  const [name, constant] = legacyNames[i];
  const descriptor = { __proto__: null, enumerable: true, value: i + 1 };
  Object.defineProperty(DOMException, constant, descriptor);
  Object.defineProperty(DOMException.prototype, constant, descriptor);
  if (name !== null) codeOfName.set(name, i + 1);
}

// A member of QuotaExceededErrorOptions: absent, or a finite number that is not negative.
function quotaMember(options, key) {
  if (!(key in options)) return null;
  const value = +options[key];
  if (!Number.isFinite(value)) {
    throw new TypeError(
      `Cannot convert options.${key} to a double: the value is ${Number.isNaN(value) ? 'NaN' : 'Infinity'}`);
  }
  if (value < 0) throw new RangeError(`options.${key} must not be negative`);
  return value;
}

class QuotaExceededError extends DOMException {
  #quota;
  #requested;

  constructor(message = '', options = { __proto__: null }) {
    super(message, 'QuotaExceededError');
    let quota = null;
    let requested = null;
    if (options !== null && options !== undefined) {
      quota = quotaMember(options, 'quota');
      requested = quotaMember(options, 'requested');
    }
    if (quota !== null && requested !== null && requested < quota) {
      throw new RangeError('options.requested must not be less than options.quota');
    }
    this.#quota = quota;
    this.#requested = requested;
  }

  [kClone]() {
    const cloned = super[kClone]();
    cloned.data.quota = this.#quota;
    cloned.data.requested = this.#requested;
    cloned.deserializeInfo = 'internal/worker/clone_dom_exception:QuotaExceededError';
    return cloned;
  }

  [kDeserialize](data) {
    super[kDeserialize](data);
    this.#quota = data.quota;
    this.#requested = data.requested;
  }

  get quota() {
    if (!(#quota in this)) throw new ERR_INVALID_THIS('QuotaExceededError');
    return this.#quota;
  }

  get requested() {
    if (!(#requested in this)) throw new ERR_INVALID_THIS('QuotaExceededError');
    return this.#requested;
  }
}

Object.defineProperties(QuotaExceededError.prototype, {
  [Symbol.toStringTag]: { __proto__: null, configurable: true, value: 'QuotaExceededError' },
  quota: enumerable,
  requested: enumerable,
});

module.exports = { DOMException, QuotaExceededError };
