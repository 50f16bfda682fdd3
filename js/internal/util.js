// Small helpers that many builtins share. Node's counterpart is internal/util.
'use strict';

const {
  ArrayFrom,
  ArrayPrototypeSlice,
  ArrayPrototypeSort,
  Error,
  ErrorCaptureStackTrace,
  FunctionPrototypeCall,
  FunctionPrototypeSymbolHasInstance,
  NumberParseInt,
  ObjectDefineProperty,
  ObjectFreeze,
  ObjectGetOwnPropertyDescriptor,
  ObjectGetPrototypeOf,
  ObjectKeys,
  ReflectApply,
  RegExpPrototypeExec,
  SafeMap,
  SafeWeakRef,
  StringPrototypeIncludes,
  StringPrototypeReplace,
  StringPrototypeSlice,
  StringPrototypeStartsWith,
  StringPrototypeToLowerCase,
  StringPrototypeToUpperCase,
  StringPrototypeToWellFormed,
  Symbol,
  SymbolFor,
  SymbolPrototypeGetDescription,
} = primordials;

const errors = require('internal/errors');
const deprecation = require('internal/util/deprecation');
const promisifying = require('internal/util/promisify');
const regexps = require('internal/util/side_effect_free_regexp');

const kEnumerableProperty = ObjectFreeze({ __proto__: null, enumerable: true });
const kEmptyObject = ObjectFreeze({ __proto__: null });

// ---- values ----

// True for errors of other realms, and for objects that inherit from Error without being native errors.
function isError(value) {
  return ops.op_is_native_error(value) || FunctionPrototypeSymbolHasInstance(Error, value);
}

function getConstructorOf(object) {
  for (let holder = object; holder; holder = ObjectGetPrototypeOf(holder)) {
    const descriptor = ObjectGetOwnPropertyDescriptor(holder, 'constructor');
    if (descriptor !== undefined && typeof descriptor.value === 'function' && descriptor.value.name !== '') {
      return descriptor.value;
    }
  }
  return null;
}

// obj[key] = value, whatever the prototype chain has to say about `key`.
function setOwnProperty(object, key, value) {
  ObjectDefineProperty(object, key, { __proto__: null, value, configurable: true, enumerable: true, writable: true });
  return value;
}

function getLazy(initializer) {
  let value;
  let done = false;
  return function() {
    if (!done) {
      value = initializer();
      done = true;
    }
    return value;
  };
}

function once(callback, { preserveReturnValue = false } = kEmptyObject) {
  let called = false;
  let returnValue;
  return function(...args) {
    if (called) return returnValue;
    called = true;
    const result = ReflectApply(callback, this, args);
    if (preserveReturnValue) returnValue = result;
    return result;
  };
}

function cachedResult(fn) {
  let result;
  return () => ArrayPrototypeSlice(result ??= fn());
}

function assignFunctionName(name, fn, descriptor = kEmptyObject) {
  if (typeof name !== 'string') {
    const description = SymbolPrototypeGetDescription(name);
    require('internal/assert')(description !== undefined, 'Attempted to name function after descriptionless Symbol');
    name = `[${description}]`;
  }
  return ObjectDefineProperty(fn, 'name', {
    __proto__: null,
    writable: false,
    enumerable: false,
    configurable: true,
    ...ObjectGetOwnPropertyDescriptor(fn, 'name'),
    ...descriptor,
    value: name,
  });
}

// Keeps an object alive while somebody counts on it.
class WeakReference {
  #weak;
  #strong = null;
  #count = 0;

  constructor(object) {
    this.#weak = new SafeWeakRef(object);
  }

  incRef() {
    if (++this.#count === 1) this.#strong = this.#weak.deref() ?? null;
    return this.#count;
  }

  decRef() {
    if (--this.#count === 0) this.#strong = null;
    return this.#count;
  }

  get() {
    return this.#strong ?? this.#weak.deref();
  }
}

// ---- lists and text ----

function join(parts, separator) {
  let text = '';
  for (let i = 0; i < parts.length; i++) text += i === 0 ? parts[i] : separator + parts[i];
  return text;
}

// Faster than list.splice(index, 1).
function spliceOne(list, index) {
  for (const last = list.length - 1; index < last; index++) list[index] = list[index + 1];
  list.pop();
}

function filterDuplicateStrings(items, low) {
  const byLowerCase = new SafeMap();
  for (let i = 0; i < items.length; i++) {
    const key = StringPrototypeToLowerCase(items[i]);
    byLowerCase.set(key, low ? key : items[i]);
  }
  return ArrayPrototypeSort(ArrayFrom(byLowerCase.values()));
}

const colorSequence = /\u001b\[\d\d?m/g;

function removeColors(text) {
  return StringPrototypeReplace(text, colorSequence, '');
}

function toUSVString(input) {
  return StringPrototypeToWellFormed(`${input}`);
}

const nodeModulesFolder = /^(?:.*)[\\/]node_modules[\\/]/;

function isUnderNodeModules(filename) {
  return filename && RegExpPrototypeExec(nodeModulesFolder, filename) !== null;
}

const kFieldsOfSite = 5;
const kScriptName = 2;

// Whether the program code that runs now, which called the builtins above it on the stack, belongs to a package.
function isInsideNodeModules(frameLimit = 10, fallback = false) {
  const sites = ops.op_util_get_call_sites(frameLimit);
  for (let i = kScriptName; i < sites.length; i += kFieldsOfSite) {
    const script = sites[i];
    if (script === '' || StringPrototypeStartsWith(script, 'node:')) continue;
    return isUnderNodeModules(script);
  }
  return fallback;
}

// The names of buffer encodings, in the order of the numbers that encodingsMap gives them.
const encodingsMap = {
  __proto__: null,
  ascii: 0,
  utf8: 1,
  base64: 2,
  utf16le: 3,
  latin1: 4,
  hex: 5,
  buffer: 6,
  base64url: 7,
};

function lowerCaseEncoding(name) {
  switch (name) {
    case '':
    case 'utf8':
    case 'utf-8':
      return 'utf8';
    case 'hex':
    case 'ascii':
    case 'base64':
    case 'base64url':
    case 'latin1':
    case 'utf16le':
      return name;
    case 'binary':
      return 'latin1';
    case 'ucs2':
    case 'ucs-2':
    case 'utf-16le':
      return 'utf16le';
    default:
      return undefined;
  }
}

// The canonical name of an encoding; undefined when there is no such encoding.
function normalizeEncoding(encoding) {
  if (encoding == null || encoding === 'utf8' || encoding === 'utf-8') return 'utf8';
  const length = encoding.length;
  if (typeof length !== 'number' || length > 9) return undefined;
  const found = lowerCaseEncoding(encoding);
  if (found !== undefined || length < 3) return found;
  // What is no string is taken as one when it is as long as the name.
  const text = StringPrototypeToLowerCase(encoding);
  return text.length === length ? lowerCaseEncoding(text) : undefined;
}

// ---- Web IDL ----

// https://webidl.spec.whatwg.org/#define-the-operations
function defineOperation(target, name, method) {
  ObjectDefineProperty(target, name, {
    __proto__: null,
    value: method,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}

// https://webidl.spec.whatwg.org/#es-interfaces
function exposeInterface(target, name, value) {
  ObjectDefineProperty(target, name, { __proto__: null, value, writable: true, enumerable: false, configurable: true });
}

function nameFunction(fn, name) {
  ObjectDefineProperty(fn, 'name', { __proto__: null, value: name });
}

// Properties of `target` whose value is the export of the same name of builtin `id`, loaded at the first use.
function defineLazyProperties(target, id, keys, enumerable = true) {
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    const settle = (value) => {
      ObjectDefineProperty(target, key, { __proto__: null, value, writable: true, enumerable, configurable: true });
    };
    const get = () => {
      const value = require(id)[key];
      settle(value);
      return value;
    };
    const set = settle;
    nameFunction(get, key);
    nameFunction(set, key);
    ObjectDefineProperty(target, key, { __proto__: null, get, set, enumerable, configurable: true });
  }
}

function exposeLazyInterfaces(target, id, keys) {
  defineLazyProperties(target, id, keys, false);
}

// [Replaceable] attributes: an accessor until the program assigns another value.
function defineReplaceableLazyAttribute(target, id, keys, writable = true, check = undefined) {
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    let value;
    let assigned = false;
    const get = function() {
      if (check !== undefined) FunctionPrototypeCall(check, this);
      if (!assigned) value ??= require(id)[key];
      return value;
    };
    const set = function(replacement) {
      assigned = true;
      value = replacement;
    };
    nameFunction(get, `get ${key}`);
    nameFunction(set, `set ${key}`);
    ObjectDefineProperty(target, key, {
      __proto__: null,
      get,
      set: writable ? set : undefined,
      enumerable: true,
      configurable: true,
    });
  }
}

let DOMException;

function lazyDOMExceptionClass() {
  return DOMException ??= require('web/dom_exception').DOMException;
}

function lazyDOMException(message, name) {
  const Class = lazyDOMExceptionClass();
  if (!errors.isErrorStackTraceLimitWritable()) return new Class(message, name);
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  const exception = new Class(message, name);
  Error.stackTraceLimit = limit;
  ErrorCaptureStackTrace(exception, lazyDOMException);
  return exception;
}

// ---- the system ----

function getSystemErrorMap() {
  return errors.getErrorMap();
}

function getSystemErrorName(errno) {
  const entry = errors.uvErrmapGet(errno);
  return entry ? entry[0] : `Unknown system error ${errno}`;
}

function getSystemErrorMessage(errno) {
  const entry = errors.uvErrmapGet(errno);
  return entry ? entry[1] : `Unknown system error ${errno}`;
}

function signals() {
  return require('os').constants.signals;
}

let signalNames;

function convertToValidSignal(signal) {
  if (typeof signal === 'number') {
    if (signalNames === undefined) {
      signalNames = { __proto__: null };
      for (const name in signals()) signalNames[signals()[name]] = name;
    }
    if (signalNames[signal]) return signal;
  }
  const number = typeof signal === 'string' && signals()[StringPrototypeToUpperCase(signal)];
  if (number) return number;
  throw new errors.codes.ERR_UNKNOWN_SIGNAL(signal);
}

// POSIX: a process that a signal ended has the exit code 128 + the signal's number.
function convertProcessSignalToExitCode(signalCode) {
  require('internal/validators').validateOneOf(signalCode, 'signalCode', ObjectKeys(signals()));
  return 128 + signals()[signalCode];
}

let cwdURL;
let cwdOfURL;

// The working directory as a URL; the root when the directory is gone.
function getCWDURL() {
  const { pathToFileURL } = require('internal/url');
  let cwd;
  try {
    cwd = require('process').cwd();
  } catch {
    cwdURL ??= pathToFileURL('/');
  }
  if (cwd != null && cwd !== cwdOfURL) {
    cwdURL = pathToFileURL(`${cwd}/`);
    cwdOfURL = cwd;
  }
  return cwdURL;
}

function bitCount(number) {
  let count = 0;
  for (let rest = number; rest !== 0; rest >>>= 1) count += rest & 1;
  return count;
}

// 127.0.0.1 with the mask 255.0.0.0 -> 127.0.0.1/8; null when the ones of the mask are not all in front.
function getCIDR(address, netmask, family) {
  const { 0: separator, 1: radix, 2: bits } = family === 'IPv6' ? [':', 16, 16] : ['.', 10, 8];
  let ones = 0;
  let ended = false;
  let start = 0;
  for (let i = 0; i <= netmask.length; i++) {
    if (i < netmask.length && netmask[i] !== separator) continue;
    const group = StringPrototypeSlice(netmask, start, i);
    start = i + 1;
    if (group === '') continue;
    const value = NumberParseInt(group, radix);
    if (ended) {
      if (value !== 0) return null;
      continue;
    }
    const count = bitCount(value);
    ones += count;
    if (count !== bits) {
      if (StringPrototypeIncludes(value.toString(2), '01')) return null;
      ended = true;
    }
  }
  return `${address}/${ones}`;
}

function assertCrypto() {
  if (!require('process').versions.openssl) throw new errors.codes.ERR_NO_CRYPTO();
}

module.exports = {
  SideEffectFreeRegExpPrototypeExec: regexps.SideEffectFreeRegExpPrototypeExec,
  SideEffectFreeRegExpPrototypeSymbolReplace: regexps.SideEffectFreeRegExpPrototypeSymbolReplace,
  SideEffectFreeRegExpPrototypeSymbolSplit: regexps.SideEffectFreeRegExpPrototypeSymbolSplit,
  WeakReference,
  assertCrypto,
  assignFunctionName,
  cachedResult,
  convertProcessSignalToExitCode,
  convertToValidSignal,
  customInspectSymbol: SymbolFor('nodejs.util.inspect.custom'),
  customPromisifyArgs: promisifying.customPromisifyArgs,
  defineLazyProperties,
  defineOperation,
  defineReplaceableLazyAttribute,
  deprecate: deprecation.deprecate,
  deprecateInstantiation: deprecation.deprecateInstantiation,
  deprecateProperty: deprecation.deprecateProperty,
  emitExperimentalWarning: deprecation.emitExperimentalWarning,
  encodingsMap,
  exposeInterface,
  exposeLazyInterfaces,
  exposeNamespace: exposeInterface,
  filterDuplicateStrings,
  getCIDR,
  getCWDURL,
  getConstructorOf,
  getDeprecationWarningEmitter: deprecation.getDeprecationWarningEmitter,
  getLazy,
  getSystemErrorMap,
  getSystemErrorMessage,
  getSystemErrorName,
  isError,
  isInsideNodeModules,
  isMacOS: false,
  isPendingDeprecation: deprecation.isPendingDeprecation,
  isUnderNodeModules,
  isWindows: false,
  join,
  kEmptyObject,
  kEnumerableProperty,
  kIsEncodingSymbol: Symbol('kIsEncodingSymbol'),
  kVmBreakFirstLineSymbol: Symbol('kVmBreakFirstLineSymbol'),
  lazyDOMException,
  lazyDOMExceptionClass,
  normalizeEncoding,
  once,
  pendingDeprecate: deprecation.pendingDeprecate,
  promisify: promisifying.promisify,
  removeColors,
  setOwnProperty,
  spliceOne,
  toUSVString,
};
