// Conversions of Web IDL, and the errors that they throw. https://webidl.spec.whatwg.org/#js-type-mapping
'use strict';

// The rules of Web IDL want plain TypeErrors with words of their own; Node adds a code.
function codedTypeError(message, code) {
  return Object.assign(new TypeError(message), { code });
}

function makeException(message, opts = {}) {
  const prefix = opts.prefix ? `${opts.prefix}: ` : '';
  const context = opts.context?.length === 0 ? '' : `${opts.context ?? 'Value'} `;
  return codedTypeError(`${prefix}${context}${message}`, opts.code ?? 'ERR_INVALID_ARG_TYPE');
}

const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

function toNumber(value, opts) {
  switch (typeof value) {
    case 'bigint':
      throw makeException('is a BigInt and cannot be converted to a number.', opts);
    case 'symbol':
      throw makeException('is a Symbol and cannot be converted to a number.', opts);
    default:
      return Number(value);
  }
}

// https://webidl.spec.whatwg.org/#abstract-opdef-converttoint
function convertToInt(value, bitLength, signed = false, opts = {}) {
  let upper;
  let lower;
  if (bitLength === 64) {
    upper = Number.MAX_SAFE_INTEGER;
    lower = signed ? Number.MIN_SAFE_INTEGER : 0;
  } else if (signed) {
    lower = -(2 ** (bitLength - 1));
    upper = 2 ** (bitLength - 1) - 1;
  } else {
    lower = 0;
    upper = 2 ** bitLength - 1;
  }
  let number = toNumber(value, opts);
  if (number === 0) number = 0;
  if (opts.enforceRange) {
    if (!Number.isFinite(number)) throw makeException('is not a finite number.', opts);
    number = Math.trunc(number);
    if (number < lower || number > upper) {
      throw makeException(`is outside the expected range of ${lower} to ${upper}.`, {
        __proto__: null, ...opts, code: 'ERR_OUT_OF_RANGE',
      });
    }
    return number + 0;
  }
  if (opts.clamp && !Number.isNaN(number)) {
    number = Math.min(Math.max(number, lower), upper);
    const floor = Math.floor(number);
    const rest = number - floor;
    if (rest < 0.5 || (rest === 0.5 && floor % 2 === 0)) return floor + 0;
    return floor + 1;
  }
  if (!Number.isFinite(number) || number === 0) return 0;
  number = Math.trunc(number);
  if (bitLength === 64) {
    const wide = BigInt(number);
    return Number(signed ? BigInt.asIntN(64, wide) : BigInt.asUintN(64, wide));
  }
  const size = 2 ** bitLength;
  number %= size;
  if (number < 0) number += size;
  return signed && number >= 2 ** (bitLength - 1) ? number - size : number + 0;
}

const converters = {
  __proto__: null,
  any: (value) => value,
  boolean: (value) => Boolean(value),
  object(value, opts) {
    if (!isObject(value)) throw makeException('is not an object.', opts);
    return value;
  },
  DOMString(value, opts = {}) {
    if (typeof value === 'string') return value;
    if (typeof value === 'symbol') throw makeException('is a Symbol and cannot be converted to a string.', opts);
    return String(value);
  },
  USVString(value, opts) {
    return converters.DOMString(value, opts).toWellFormed();
  },
  double(value, opts) {
    const number = toNumber(value, opts);
    if (!Number.isFinite(number)) throw makeException('is not a finite floating-point number.', opts);
    return number;
  },
  'unrestricted double': (value, opts) => toNumber(value, opts),
  octet: (value, opts) => convertToInt(value, 8, false, opts),
  'unsigned short': (value, opts) => convertToInt(value, 16, false, opts),
  long: (value, opts) => convertToInt(value, 32, true, opts),
  'unsigned long': (value, opts) => convertToInt(value, 32, false, opts),
  'long long': (value, opts) => convertToInt(value, 64, true, opts),
  'unsigned long long': (value, opts) => convertToInt(value, 64, false, opts),
};

// https://webidl.spec.whatwg.org/#js-sequence
function createSequenceConverter(converter) {
  return function convertSequence(value, opts = {}) {
    const refuse = () => makeException('cannot be converted to sequence.', opts);
    const method = isObject(value) ? value[Symbol.iterator] : undefined;
    if (typeof method !== 'function') throw refuse();
    // By hand, since what is no iterator is refused with the same error.
    const iterator = method.call(value);
    const step = isObject(iterator) ? iterator.next : undefined;
    if (typeof step !== 'function') throw refuse();
    const array = [];
    for (;;) {
      const next = step.call(iterator);
      if (!isObject(next)) throw refuse();
      if (next.done) return array;
      array.push(converter(next.value, {
        __proto__: null, ...opts, context: `${opts.context ?? 'Value'}[${array.length}]`,
      }));
    }
  };
}

function createEnumConverter(name, values) {
  const known = new Set(values);
  return function convertEnum(value, opts = {}) {
    const text = converters.DOMString(value, opts);
    if (!known.has(text)) {
      throw makeException(`'${text}' is not a valid enum value of type ${name}.`, {
        __proto__: null, ...opts, code: 'ERR_INVALID_ARG_VALUE',
      });
    }
    return text;
  };
}

function createNullableConverter(converter) {
  return (value, opts) => (value == null ? null : converter(value, opts));
}

// https://webidl.spec.whatwg.org/#js-dictionary. `members` are {key, converter, required, defaultValue()}.
function createDictionaryConverter(members) {
  return function convertDictionary(value, opts = {}) {
    if (value != null && !isObject(value)) throw makeException('cannot be converted to a dictionary', opts);
    const result = { __proto__: null };
    for (const { key, converter, required, defaultValue } of members) {
      const member = value == null ? undefined : value[key];
      if (member !== undefined) {
        result[key] = converter(member, { __proto__: null, ...opts, context: `${key} in ${opts.context ?? 'Value'}` });
      } else if (typeof defaultValue === 'function') {
        result[key] = defaultValue();
      } else if (required) {
        throw makeException(`cannot be converted because of the missing '${key}'.`, opts);
      }
    }
    return result;
  };
}

function createInterfaceConverter(name, I) {
  return function convertInterface(value, opts) {
    if (!Object.prototype.isPrototypeOf.call(I.prototype, value)) throw makeException(`is not of type ${name}.`, opts);
    return value;
  };
}

function requiredArguments(length, required, opts = {}) {
  if (length >= required) return;
  throw makeException(
    `${required} argument${required === 1 ? '' : 's'} required, but only ${length} present.`,
    { __proto__: null, ...opts, context: '', code: 'ERR_MISSING_ARGS' });
}

module.exports = {
  codedTypeError,
  convertToInt,
  converters,
  createDictionaryConverter,
  createEnumConverter,
  createInterfaceConverter,
  createNullableConverter,
  createSequenceConverter,
  makeException,
  requiredArguments,
};
