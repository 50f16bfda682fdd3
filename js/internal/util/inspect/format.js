// util.format: https://nodejs.org/docs/latest-v26.x/api/util.html#utilformatformat-args
'use strict';

const {
  JSONStringify,
  Number,
  NumberParseFloat,
  NumberParseInt,
  ObjectGetOwnPropertyDescriptor,
  ObjectGetPrototypeOf,
  ObjectPrototype,
  ObjectPrototypeHasOwnProperty,
  String,
  StringPrototypeCharCodeAt,
  StringPrototypeIndexOf,
  StringPrototypeSlice,
  StringPrototypeSplit,
  SymbolToPrimitive,
} = primordials;

const { bigintText, numberText } = require('internal/util/inspect/primitives');
const { builtInNames } = require('internal/util/inspect/names');

const kPercent = 37;

function inspect(value, options) {
  return require('internal/util/inspect').inspect(value, options);
}

// Whether String(value) would use a method of the language's own classes, and so say nothing useful.
function hasBuiltInToString(value) {
  let object = value;
  while (ops.op_is_proxy(object)) {
    object = ops.op_get_proxy_details(object)[0];
    if (object === null) return true;
  }
  const hasToString = typeof object.toString === 'function';
  const hasToPrimitive = typeof object[SymbolToPrimitive] === 'function';
  if (!hasToString && !hasToPrimitive) return true;
  const owns = (holder) =>
    (hasToString && ObjectPrototypeHasOwnProperty(holder, 'toString')) ||
    (hasToPrimitive && ObjectPrototypeHasOwnProperty(holder, SymbolToPrimitive));
  if (owns(object)) return false;
  let holder = ObjectGetPrototypeOf(object);
  if (holder === ObjectPrototype) return true;
  while (!owns(holder)) holder = ObjectGetPrototypeOf(holder);
  const descriptor = ObjectGetOwnPropertyDescriptor(holder, 'constructor');
  return descriptor !== undefined && typeof descriptor.value === 'function' &&
    builtInNames.has(descriptor.value.name);
}

function firstLine(error) {
  return StringPrototypeSplit(error.message, '\n', 1)[0];
}

let circularMessage;

function isCircularError(error) {
  if (circularMessage === undefined) {
    const circle = {};
    circle.circle = circle;
    try {
      JSONStringify(circle);
    } catch (circular) {
      circularMessage = firstLine(circular);
    }
  }
  return error.name === 'TypeError' && firstLine(error) === circularMessage;
}

function formatJson(value) {
  try {
    return JSONStringify(value);
  } catch (error) {
    if (isCircularError(error)) return '[Circular]';
    throw error;
  }
}

function formatAsString(value, options) {
  if (typeof value === 'number') return numberText(value, separatorOf(options));
  if (typeof value === 'bigint') return bigintText(value, separatorOf(options));
  if (typeof value !== 'object' || value === null || !hasBuiltInToString(value)) return String(value);
  return inspect(value, { ...options, compact: 3, colors: false, depth: 0 });
}

function separatorOf(options) {
  return options?.numericSeparator ?? require('internal/util/inspect').inspectDefaultOptions.numericSeparator;
}

// The text for placeholder `code`; undefined when there is no such placeholder.
function formatPlaceholder(code, value, options) {
  switch (code) {
    case 115: // %s
      return formatAsString(value, options);
    case 106: // %j
      return `${formatJson(value)}`;
    case 100: // %d
      if (typeof value === 'bigint') return bigintText(value, separatorOf(options));
      return typeof value === 'symbol' ? 'NaN' : numberText(Number(value), separatorOf(options));
    case 105: // %i
      if (typeof value === 'bigint') return bigintText(value, separatorOf(options));
      return typeof value === 'symbol' ? 'NaN' : numberText(NumberParseInt(value), separatorOf(options));
    case 102: // %f
      return typeof value === 'symbol' ? 'NaN' : numberText(NumberParseFloat(value), separatorOf(options));
    case 79: // %O
      return inspect(value, options);
    case 111: // %o
      return inspect(value, { ...options, showHidden: true, showProxy: true, depth: 4 });
    case 99: // %c is CSS in browsers and nothing here
      return '';
    default:
      return undefined;
  }
}

function formatArguments(options, args) {
  const template = args[0];
  let next = 0;
  let text = '';
  let separator = '';
  if (typeof template === 'string') {
    if (args.length === 1) return template;
    // Where the part of the template starts that was not copied yet.
    let copied = 0;
    let at = StringPrototypeIndexOf(template, '%');
    while (at !== -1 && at < template.length - 1) {
      const code = StringPrototypeCharCodeAt(template, at + 1);
      if (code === kPercent) {
        text += StringPrototypeSlice(template, copied, at + 1);
        copied = at + 2;
      } else if (next + 1 !== args.length) {
        const shown = formatPlaceholder(code, args[next + 1], options);
        if (shown !== undefined) {
          next++;
          if (at > copied) text += StringPrototypeSlice(template, copied, at);
          text += shown;
          copied = at + 2;
        }
      }
      at = at + 2 < template.length ? StringPrototypeIndexOf(template, '%', at + 2) : -1;
    }
    if (copied !== 0) {
      next++;
      separator = ' ';
      if (copied < template.length) text += StringPrototypeSlice(template, copied);
    }
  }
  for (; next < args.length; next++) {
    const value = args[next];
    text += separator;
    text += typeof value === 'string' ? value : inspect(value, options);
    separator = ' ';
  }
  return text;
}

function format(...args) {
  return formatArguments(undefined, args);
}

function formatWithOptions(inspectOptions, ...args) {
  const { kValidateObjectAllowArray, validateObject } = require('internal/validators');
  validateObject(inspectOptions, 'inspectOptions', kValidateObjectAllowArray);
  return formatArguments(inspectOptions, args);
}

module.exports = { format, formatWithOptions };
