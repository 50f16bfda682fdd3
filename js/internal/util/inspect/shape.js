// Tells util.inspect what kind of object it has: the text in front of the braces, the braces, the keys to show, and who
// formats the entries that are not properties.
'use strict';

const {
  ArrayIsArray,
  ArrayPrototypeFilter,
  ArrayPrototypePushApply,
  ArrayPrototypeSplice,
  BigIntPrototypeValueOf,
  BooleanPrototypeValueOf,
  DatePrototypeGetTime,
  DatePrototypeToISOString,
  DatePrototypeToString,
  MapPrototypeEntries,
  MapPrototypeGetSize,
  NumberIsNaN,
  NumberPrototypeValueOf,
  ObjectGetOwnPropertyNames,
  ObjectGetOwnPropertySymbols,
  ObjectKeys,
  ObjectPrototypePropertyIsEnumerable,
  RegExp,
  RegExpPrototypeToString,
  SetPrototypeGetSize,
  SetPrototypeValues,
  StringPrototypeToLowerCase,
  StringPrototypeValueOf,
  SymbolIterator,
  SymbolPrototypeValueOf,
  TypedArrayPrototypeGetLength,
  TypedArrayPrototypeGetSymbolToStringTag,
} = primordials;

const assert = require('internal/assert');
const { isError } = require('internal/util');
const { formatError } = require('internal/util/inspect/errors');
const { formatNumber, formatPrimitive } = require('internal/util/inspect/primitives');
const { getObjectPrefix, getPrefix, isBeyondDepth } = require('internal/util/inspect/names');

// Who formats the entries; internal/util/inspect/format_value has the functions.
const kNone = 0;
const kArray = 1;
const kTypedArray = 2;
const kSet = 3;
const kMap = 4;
const kIterator = 5;
const kArrayBuffer = 6;
const kPromise = 7;
const kWeakSet = 8;
const kWeakMap = 9;
const kUnknownItems = 10;
const kNamespace = 11;

// V8's property filters.
const kAllProperties = 0;
const kOnlyEnumerable = 2;

const {
  BigInt64Array, BigUint64Array, Float16Array, Float32Array, Float64Array, Int16Array, Int32Array, Int8Array,
  Uint16Array, Uint32Array, Uint8Array, Uint8ClampedArray,
} = globalThis;
const typedArrays = {
  __proto__: null,
  BigInt64Array, BigUint64Array, Float16Array, Float32Array, Float64Array, Int16Array, Int32Array, Int8Array,
  Uint16Array, Uint32Array, Uint8Array, Uint8ClampedArray,
};

function getKeys(value, showHidden) {
  const symbols = ObjectGetOwnPropertySymbols(value);
  let keys;
  if (showHidden) {
    keys = ObjectGetOwnPropertyNames(value);
    if (symbols.length !== 0) ArrayPrototypePushApply(keys, symbols);
    return keys;
  }
  try {
    keys = ObjectKeys(value);
  } catch (error) {
    // The namespace of a module that was not evaluated yet.
    assert(ops.op_is_native_error(error) && error.name === 'ReferenceError' &&
      ops.op_is_module_namespace_object(value));
    keys = ObjectGetOwnPropertyNames(value);
  }
  if (symbols.length !== 0) {
    ArrayPrototypePushApply(keys, ArrayPrototypeFilter(symbols, (key) =>
      ObjectPrototypePropertyIsEnumerable(value, key)));
  }
  return keys;
}

function makeShape(keys, opening, closing, members, data = undefined) {
  return {
    keys,
    base: '',
    braces: [opening, closing],
    members,
    data,
    extraKeys: undefined,
    isList: false,
    typedArray: undefined,
  };
}

function arrayShape(ctx, value, constructor, tag, bare) {
  const plain = constructor === 'Array' && tag === '';
  const prefix = plain ? '' : getPrefix(constructor, tag, 'Array', `(${value.length})`);
  const keys = ops.op_get_non_index_property_names(value, ctx.showHidden ? kAllProperties : kOnlyEnumerable);
  if (value.length === 0 && keys.length === 0 && bare) return `${prefix}[]`;
  const shape = makeShape(keys, `${prefix}[`, ']', kArray);
  shape.isList = true;
  return shape;
}

// Objects without a prototype are not iterable: their entries are read by the builtin iterator.
function setShape(ctx, value, constructor, tag, bare) {
  const size = SetPrototypeGetSize(value);
  const prefix = getPrefix(constructor, tag, 'Set', `(${size})`);
  const keys = getKeys(value, ctx.showHidden);
  if (size === 0 && keys.length === 0 && bare) return `${prefix}{}`;
  return makeShape(keys, `${prefix}{`, '}', kSet, constructor === null ? SetPrototypeValues(value) : value);
}

function mapShape(ctx, value, constructor, tag, bare) {
  const size = MapPrototypeGetSize(value);
  const prefix = getPrefix(constructor, tag, 'Map', `(${size})`);
  const keys = getKeys(value, ctx.showHidden);
  if (size === 0 && keys.length === 0 && bare) return `${prefix}{}`;
  return makeShape(keys, `${prefix}{`, '}', kMap, constructor === null ? MapPrototypeEntries(value) : value);
}

function typedArrayShape(ctx, value, constructor, tag) {
  const keys = ops.op_get_non_index_property_names(value, ctx.showHidden ? kAllProperties : kOnlyEnumerable);
  const size = TypedArrayPrototypeGetLength(value);
  let fallback = '';
  let elements = value;
  if (constructor === null) {
    fallback = TypedArrayPrototypeGetSymbolToStringTag(value);
    elements = new typedArrays[fallback](value);
  }
  const prefix = getPrefix(constructor, tag, fallback, `(${size})`);
  if (value.length === 0 && keys.length === 0 && !ctx.showHidden) return `${prefix}[]`;
  const shape = makeShape(keys, `${prefix}[`, ']', kTypedArray, { elements, size });
  shape.isList = true;
  if (ctx.showHidden) {
    shape.extraKeys = ['BYTES_PER_ELEMENT', 'length', 'byteLength', 'byteOffset', 'buffer'];
    // The contents of the buffer were shown as elements.
    shape.typedArray = true;
  }
  return shape;
}

function iteratorShape(ctx, value, tag, type) {
  let name = tag;
  if (tag !== `${type} Iterator`) name = tag === '' ? `${type} Iterator` : `${tag}] [${type} Iterator`;
  return makeShape(getKeys(value, ctx.showHidden), `[${name}] {`, '}', kIterator);
}

// Undefined for what is iterable without being one of the builtin collections.
function iterableShape(ctx, value, constructor, tag, bare) {
  if (ArrayIsArray(value)) return arrayShape(ctx, value, constructor, tag, bare);
  if (ops.op_is_set(value)) return setShape(ctx, value, constructor, tag, bare);
  if (ops.op_is_map(value)) return mapShape(ctx, value, constructor, tag, bare);
  if (ops.op_is_typed_array(value)) return typedArrayShape(ctx, value, constructor, tag);
  if (ops.op_is_map_iterator(value)) return iteratorShape(ctx, value, tag, 'Map');
  if (ops.op_is_set_iterator(value)) return iteratorShape(ctx, value, tag, 'Set');
  return undefined;
}

function arrayBufferShape(ctx, value, constructor, tag, bare, keys, typedArray) {
  const isPlain = ops.op_is_array_buffer(value);
  const prefix = getPrefix(constructor, tag, isPlain ? 'ArrayBuffer' : 'SharedArrayBuffer');
  if (typedArray !== undefined && keys.length === 0 && bare) {
    return `${prefix}{ [byteLength]: ${formatNumber(ctx.stylize, value.byteLength, false)} }`;
  }
  const shape = makeShape(keys, `${prefix}{`, '}', typedArray === undefined ? kArrayBuffer : kNone);
  shape.extraKeys = ['byteLength'];
  return shape;
}

function unboxed(value, keys) {
  if (ops.op_is_number_object(value)) return ['Number', NumberPrototypeValueOf(value)];
  if (ops.op_is_string_object(value)) {
    // The characters are properties too; the text shows them already.
    ArrayPrototypeSplice(keys, 0, value.length);
    return ['String', StringPrototypeValueOf(value)];
  }
  if (ops.op_is_boolean_object(value)) return ['Boolean', BooleanPrototypeValueOf(value)];
  if (ops.op_is_big_int_object(value)) return ['BigInt', BigIntPrototypeValueOf(value)];
  return ['Symbol', SymbolPrototypeValueOf(value)];
}

const plainText = (text) => text;

function boxedText(ctx, value, constructor, tag, keys) {
  const { 0: type, 1: primitive } = unboxed(value, keys);
  let className = '';
  if (type !== constructor) className = constructor === null ? ' (null prototype)' : ` (${constructor})`;
  let text = `[${type}${className}: ${formatPrimitive(plainText, primitive, ctx)}]`;
  if (tag !== '' && tag !== constructor) text += ` [${tag}]`;
  return keys.length !== 0 ? text : ctx.stylize(text, StringPrototypeToLowerCase(type));
}

function withPrefix(text, constructor, tag, name) {
  const prefix = getPrefix(constructor, tag, name);
  return prefix === `${name} ` ? text : prefix + text;
}

function dateText(value) {
  return NumberIsNaN(DatePrototypeGetTime(value)) ? DatePrototypeToString(value) : DatePrototypeToISOString(value);
}

// A text in front of `{ key: value }`; the text alone when there is no key.
function baseShape(base, keys, bare) {
  if (keys.length === 0 && bare) return base;
  const shape = makeShape(keys, '{', '}', kNone);
  shape.base = base;
  return shape;
}

function isURL(value) {
  return typeof value.href === 'string' && value instanceof require('internal/url').URL;
}

// Objects of one class each: a prefix, and special entries.
function classShape(ctx, value, constructor, tag, keys) {
  if (ops.op_is_data_view(value)) {
    const shape = makeShape(keys, `${getPrefix(constructor, tag, 'DataView')}{`, '}', kNone);
    shape.extraKeys = ['byteLength', 'byteOffset', 'buffer'];
    return shape;
  }
  if (ops.op_is_promise(value)) return makeShape(keys, `${getPrefix(constructor, tag, 'Promise')}{`, '}', kPromise);
  if (ops.op_is_weak_set(value)) {
    const members = ctx.showHidden ? kWeakSet : kUnknownItems;
    return makeShape(keys, `${getPrefix(constructor, tag, 'WeakSet')}{`, '}', members);
  }
  if (ops.op_is_weak_map(value)) {
    const members = ctx.showHidden ? kWeakMap : kUnknownItems;
    return makeShape(keys, `${getPrefix(constructor, tag, 'WeakMap')}{`, '}', members);
  }
  if (ops.op_is_module_namespace_object(value)) {
    return makeShape(keys, `${getPrefix(constructor, tag, 'Module')}{`, '}', kNamespace);
  }
  return undefined;
}

function otherShape(ctx, value, recurseTimes, constructor, tag, bare, typedArray) {
  const keys = getKeys(value, ctx.showHidden);
  if (typeof value === 'function') {
    const text = require('internal/util/inspect/functions').describeFunction(ctx, value, constructor, tag);
    return keys.length === 0 && bare ? ctx.stylize(text, 'special') : baseShape(text, keys, bare);
  }
  if (constructor === 'Object') {
    let opening = '{';
    if (ops.op_is_arguments_object(value)) opening = '[Arguments] {';
    else if (tag !== '') opening = `${getPrefix(constructor, tag, 'Object')}{`;
    return keys.length === 0 && bare ? `${opening}}` : makeShape(keys, opening, '}', kNone);
  }
  if (ops.op_is_reg_exp(value)) {
    const source = RegExpPrototypeToString(constructor !== null ? value : new RegExp(value));
    const text = ctx.stylize(withPrefix(source, constructor, tag, 'RegExp'), 'regexp');
    if (keys.length === 0 && bare) return text;
    return isBeyondDepth(ctx, recurseTimes) ? text : baseShape(text, keys, bare);
  }
  if (ops.op_is_date(value)) {
    const text = withPrefix(dateText(value), constructor, tag, 'Date');
    return keys.length === 0 && bare ? ctx.stylize(text, 'date') : baseShape(text, keys, bare);
  }
  if (isError(value)) return baseShape(formatError(value, constructor, tag, ctx, keys), keys, bare);
  if (ops.op_is_any_array_buffer(value)) {
    return arrayBufferShape(ctx, value, constructor, tag, bare, keys, typedArray);
  }
  const shape = classShape(ctx, value, constructor, tag, keys);
  if (shape !== undefined) return shape;
  if (ops.op_is_boxed_primitive(value)) return baseShape(boxedText(ctx, value, constructor, tag, keys), keys, bare);
  if (isURL(value) && !isBeyondDepth(ctx, recurseTimes)) return baseShape(value.href, keys, bare);
  if (keys.length !== 0 || !bare) return makeShape(keys, `${getObjectPrefix(value, constructor, tag)}{`, '}', kNone);
  if (ops.op_util_is_external(value)) {
    return ctx.stylize(`[External: ${ops.op_util_external_address(value)}]`, 'special');
  }
  return `${getObjectPrefix(value, constructor, tag)}{}`;
}

// The whole text when there is nothing to put between braces; otherwise a shape. `bare` says that the prototypes add
// nothing; `typedArray` is set when the buffer of a typed array is formatted.
function shapeOf(ctx, value, recurseTimes, constructor, tag, bare, typedArray) {
  // An object without a prototype may be of any kind.
  if (constructor === null || SymbolIterator in value) {
    const shape = iterableShape(ctx, value, constructor, tag, bare);
    if (shape !== undefined) return shape;
  }
  return otherShape(ctx, value, recurseTimes, constructor, tag, bare, typedArray);
}

module.exports = {
  kArray,
  kArrayBuffer,
  kIterator,
  kMap,
  kNamespace,
  kNone,
  kPromise,
  kSet,
  kTypedArray,
  kUnknownItems,
  kWeakMap,
  kWeakSet,
  shapeOf,
};
