// Checks of arguments, with the errors that Node's API promises: https://nodejs.org/docs/latest-v26.x/api/errors.html
// Each check is wrapped by hideStackFrames: the stack of its error starts at the API function, not here.
'use strict';

const {
  ArrayBufferIsView,
  ArrayIsArray,
  ArrayPrototypeIncludes,
  ArrayPrototypeJoin,
  ArrayPrototypeMap,
  NumberIsFinite,
  NumberIsInteger,
  NumberIsNaN,
  NumberMAX_SAFE_INTEGER,
  NumberMIN_SAFE_INTEGER,
  NumberParseInt,
  ObjectPrototypeHasOwnProperty,
  RegExpPrototypeExec,
  String,
  StringPrototypeIncludes,
  StringPrototypeToUpperCase,
  StringPrototypeTrim,
} = primordials;

const { hideStackFrames, quietCodes: codes } = require('internal/errors');
const { normalizeEncoding } = require('internal/util');

const kMaxUint32 = 4294967295;

function isInt32(value) {
  return value === (value | 0);
}

function isUint32(value) {
  return value === (value >>> 0);
}

function checkIntegerWithin(value, name, min, max) {
  if (typeof value !== 'number') throw new codes.ERR_INVALID_ARG_TYPE(name, 'number', value);
  if (!NumberIsInteger(value)) throw new codes.ERR_OUT_OF_RANGE(name, 'an integer', value);
  if (value < min || value > max) throw new codes.ERR_OUT_OF_RANGE(name, `>= ${min} && <= ${max}`, value);
}

const validateInteger = hideStackFrames(
  (value, name, min = NumberMIN_SAFE_INTEGER, max = NumberMAX_SAFE_INTEGER) => {
    checkIntegerWithin(value, name, min, max);
  });

const validateInt32 = hideStackFrames((value, name, min = -2147483648, max = 2147483647) => {
  checkIntegerWithin(value, name, min, max);
});

const validateUint32 = hideStackFrames((value, name, positive = false) => {
  checkIntegerWithin(value, name, positive ? 1 : 0, kMaxUint32);
});

// A mode_t given as a number or as an octal string; `fallback` stands in for null and undefined.
const octalDigits = /^[0-7]+$/;
const parseFileMode = hideStackFrames((value, name, fallback) => {
  let mode = value ?? fallback;
  if (typeof mode === 'string') {
    if (RegExpPrototypeExec(octalDigits, mode) === null) {
      throw new codes.ERR_INVALID_ARG_VALUE(name, mode, 'must be a 32-bit unsigned integer or an octal string');
    }
    mode = NumberParseInt(mode, 8);
  }
  checkIntegerWithin(mode, name, 0, kMaxUint32);
  return mode + 0;
});

function checkType(value, name, type) {
  if (typeof value !== type) throw new codes.ERR_INVALID_ARG_TYPE(name, type, value);
}

const validateString = hideStackFrames((value, name) => {
  if (typeof value !== 'string') throw new codes.ERR_INVALID_ARG_TYPE(name, 'string', value);
});

const validateStringWithoutNullBytes = hideStackFrames((value, name) => {
  checkType(value, name, 'string');
  if (StringPrototypeIncludes(value, '\u0000')) {
    throw new codes.ERR_INVALID_ARG_VALUE(name, value, 'must be a string without null bytes');
  }
});

function checkNumber(value, name, min, max) {
  checkType(value, name, 'number');
  if (min == null && max == null) return;
  if (NumberIsNaN(value) || (min != null && value < min) || (max != null && value > max)) {
    const lower = min == null ? '' : `>= ${min}`;
    const upper = max == null ? '' : `<= ${max}`;
    throw new codes.ERR_OUT_OF_RANGE(name, lower && upper ? `${lower} && ${upper}` : lower || upper, value);
  }
}

const validateNumber = hideStackFrames((value, name, min = undefined, max) => {
  checkNumber(value, name, min, max);
});

const validateBoolean = hideStackFrames((value, name) => {
  checkType(value, name, 'boolean');
});

const validateOneOf = hideStackFrames((value, name, allowed) => {
  if (ArrayPrototypeIncludes(allowed, value)) return;
  const list = ArrayPrototypeMap(allowed, (entry) => (typeof entry === 'string' ? `'${entry}'` : String(entry)));
  throw new codes.ERR_INVALID_ARG_VALUE(name, value, `must be one of: ${ArrayPrototypeJoin(list, ', ')}`);
});

const kValidateObjectNone = 0;
const kValidateObjectAllowNullable = 1;
const kValidateObjectAllowArray = 2;
const kValidateObjectAllowFunction = 4;
const kValidateObjectAllowObjects = kValidateObjectAllowArray | kValidateObjectAllowFunction;
const kValidateObjectAllowObjectsAndNull = kValidateObjectAllowObjects | kValidateObjectAllowNullable;

const validateObject = hideStackFrames((value, name, options = kValidateObjectNone) => {
  let valid;
  if (value === null) {
    valid = (options & kValidateObjectAllowNullable) !== 0;
  } else if ((options & kValidateObjectAllowArray) === 0 && ArrayIsArray(value)) {
    valid = false;
  } else {
    valid = typeof value === 'object' ||
      (typeof value === 'function' && (options & kValidateObjectAllowFunction) !== 0);
  }
  if (!valid) throw new codes.ERR_INVALID_ARG_TYPE(name, 'Object', value);
});

// A dictionary of Web IDL: undefined, null, an object or a function.
const validateDictionary = hideStackFrames((value, name) => {
  if (value != null && typeof value !== 'object' && typeof value !== 'function') {
    throw new codes.ERR_INVALID_ARG_TYPE(name, 'a dictionary', value);
  }
});

function checkArray(value, name) {
  if (!ArrayIsArray(value)) throw new codes.ERR_INVALID_ARG_TYPE(name, 'Array', value);
}

const validateArray = hideStackFrames((value, name, minLength = 0) => {
  checkArray(value, name);
  if (value.length < minLength) {
    throw new codes.ERR_INVALID_ARG_VALUE(name, value, `must have a length of at least ${minLength}`);
  }
});

const validateStringArray = hideStackFrames((value, name) => {
  checkArray(value, name);
  for (let i = 0; i < value.length; i++) {
    if (typeof value[i] !== 'string') throw new codes.ERR_INVALID_ARG_TYPE(`${name}[${i}]`, 'string', value[i]);
  }
});

const validateBooleanArray = hideStackFrames((value, name) => {
  checkArray(value, name);
  for (let i = 0; i < value.length; i++) {
    if (typeof value[i] !== 'boolean') throw new codes.ERR_INVALID_ARG_TYPE(`${name}[${i}]`, 'boolean', value[i]);
  }
});

function checkAbortSignal(signal, name) {
  if (signal !== undefined && (signal === null || typeof signal !== 'object' || !('aborted' in signal))) {
    throw new codes.ERR_INVALID_ARG_TYPE(name, 'AbortSignal', signal);
  }
}

const validateAbortSignal = hideStackFrames((signal, name) => {
  checkAbortSignal(signal, name);
});

const validateAbortSignalArray = hideStackFrames((value, name) => {
  checkArray(value, name);
  for (let i = 0; i < value.length; i++) {
    const entry = `${name}[${i}]`;
    if (value[i] == null) throw new codes.ERR_INVALID_ARG_TYPE(entry, 'AbortSignal', value[i]);
    checkAbortSignal(value[i], entry);
  }
});

const validateSignalName = hideStackFrames((signal, name = 'signal') => {
  checkType(signal, name, 'string');
  const { signals } = require('os').constants;
  if (signals[signal] !== undefined) return;
  if (signals[StringPrototypeToUpperCase(signal)] !== undefined) {
    throw new codes.ERR_UNKNOWN_SIGNAL(`${signal} (signals must use all capital letters)`);
  }
  throw new codes.ERR_UNKNOWN_SIGNAL(signal);
});

const validateBuffer = hideStackFrames((buffer, name = 'buffer') => {
  if (!ArrayBufferIsView(buffer)) {
    throw new codes.ERR_INVALID_ARG_TYPE(name, ['Buffer', 'TypedArray', 'DataView'], buffer);
  }
});

const validateEncoding = hideStackFrames((data, encoding) => {
  const { length } = data;
  if (length % 2 !== 0 && normalizeEncoding(encoding) === 'hex') {
    throw new codes.ERR_INVALID_ARG_VALUE('encoding', encoding, `is invalid for data of length ${length}`);
  }
});

const validatePort = hideStackFrames((port, name = 'Port', allowZero = true) => {
  const type = typeof port;
  const number = +(type === 'number' || (type === 'string' && StringPrototypeTrim(port) !== '') ? port : NaN);
  if (number !== (number >>> 0) || number > 0xffff || (number === 0 && !allowZero)) {
    throw new codes.ERR_SOCKET_BAD_PORT(name, port, allowZero);
  }
  return port | 0;
});

const validateFunction = hideStackFrames((value, name) => {
  if (typeof value !== 'function') throw new codes.ERR_INVALID_ARG_TYPE(name, 'Function', value);
});

const validatePlainFunction = hideStackFrames((value, name) => {
  if (typeof value !== 'function' || ops.op_is_async_function(value)) {
    throw new codes.ERR_INVALID_ARG_TYPE(name, 'Function', value);
  }
});

const validateUndefined = hideStackFrames((value, name) => {
  if (value !== undefined) throw new codes.ERR_INVALID_ARG_TYPE(name, 'undefined', value);
});

const validateUnion = hideStackFrames((value, name, union) => {
  if (!ArrayPrototypeIncludes(union, value)) {
    throw new codes.ERR_INVALID_ARG_TYPE(name, `('${ArrayPrototypeJoin(union, '|')}')`, value);
  }
});

// `object` is an instance of `className` if it has the own property `fieldKey`.
const validateThisInternalField = hideStackFrames((object, fieldKey, className) => {
  if (typeof object !== 'object' || object === null || !ObjectPrototypeHasOwnProperty(object, fieldKey)) {
    throw new codes.ERR_INVALID_THIS(className);
  }
});

// A Link header (RFC 8288): something in angle brackets, then parameters that semicolons separate.
const linkValue = /^(?:<[^>\r\n]*>)(?:\s*;\s*[^;"\s]+(?:=(")?[^;"\s]*\1)?)*$/;
const linkReason = 'must be an array or string of format "</styles.css>; rel=preload; as=style"';

function checkLink(link) {
  if (link === undefined || RegExpPrototypeExec(linkValue, link) === null) {
    throw new codes.ERR_INVALID_ARG_VALUE('hints', link, linkReason);
  }
}

const validateLinkHeaderValue = hideStackFrames((hints) => {
  if (typeof hints === 'string') {
    checkLink(hints);
    return hints;
  }
  if (!ArrayIsArray(hints)) throw new codes.ERR_INVALID_ARG_VALUE('hints', hints, linkReason);
  let header = '';
  for (let i = 0; i < hints.length; i++) {
    checkLink(hints[i]);
    header += i === 0 ? hints[i] : `, ${hints[i]}`;
  }
  return header;
});

function checkIgnoreElement(value, name) {
  if (value === '') throw new codes.ERR_INVALID_ARG_VALUE(name, value, 'must be a non-empty string');
  if (typeof value !== 'string' && typeof value !== 'function' && !ops.op_is_reg_exp(value)) {
    throw new codes.ERR_INVALID_ARG_TYPE(name, ['string', 'RegExp', 'Function'], value);
  }
}

// The `ignore` option of fs.watch(): one matcher or an array of them.
const validateIgnoreOption = hideStackFrames((value, name) => {
  if (value == null) return;
  if (!ArrayIsArray(value)) {
    checkIgnoreElement(value, name);
    return;
  }
  for (let i = 0; i < value.length; i++) checkIgnoreElement(value[i], `${name}[${i}]`);
});

function checkFinite(number, name) {
  if (number === undefined || NumberIsNaN(number)) return false;
  if (NumberIsFinite(number)) return true;
  checkType(number, name, 'number');
  throw new codes.ERR_OUT_OF_RANGE(name, 'a finite number', number);
}

// Whether `number` was given at all: false for undefined and NaN. Infinities and other types throw.
const validateFiniteNumber = hideStackFrames((number, name) => checkFinite(number, name));

const checkRangesOrGetDefault = hideStackFrames((number, name, lower, upper, fallback) => {
  if (!checkFinite(number, name)) return fallback;
  if (number < lower || number > upper) {
    throw new codes.ERR_OUT_OF_RANGE(name, `>= ${lower} and <= ${upper}`, number);
  }
  return number;
});

module.exports = {
  checkRangesOrGetDefault,
  isInt32,
  isUint32,
  kValidateObjectAllowArray,
  kValidateObjectAllowFunction,
  kValidateObjectAllowNullable,
  kValidateObjectAllowObjects,
  kValidateObjectAllowObjectsAndNull,
  kValidateObjectNone,
  parseFileMode,
  validateAbortSignal,
  validateAbortSignalArray,
  validateArray,
  validateBoolean,
  validateBooleanArray,
  validateBuffer,
  validateDictionary,
  validateEncoding,
  validateFiniteNumber,
  validateFunction,
  validateIgnoreOption,
  validateInt32,
  validateInteger,
  validateLinkHeaderValue,
  validateNumber,
  validateObject,
  validateOneOf,
  validatePlainFunction,
  validatePort,
  validateSignalName,
  validateString,
  validateStringArray,
  validateStringWithoutNullBytes,
  validateThisInternalField,
  validateUint32,
  validateUndefined,
  validateUnion,
};
