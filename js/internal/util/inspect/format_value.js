// The recursive part of util.inspect: https://nodejs.org/docs/latest-v26.x/api/util.html#utilinspectobject-options
// Entries of an object are indented by two: whoever formats one raises ctx.indentationLvl and lowers it again.
'use strict';

const {
  Array,
  ArrayPrototypePush,
  ArrayPrototypePushApply,
  ArrayPrototypeSlice,
  ArrayPrototypeSort,
  FunctionPrototypeCall,
  FunctionPrototypeSymbolHasInstance,
  MathMax,
  MathMin,
  Object,
  ObjectGetOwnPropertyDescriptor,
  ObjectKeys,
  ObjectPrototypeHasOwnProperty,
  ObjectPrototypePropertyIsEnumerable,
  ObjectSetPrototypeOf,
  RegExpPrototypeExec,
  SafeMap,
  StringPrototypeCharCodeAt,
  StringPrototypeEndsWith,
  StringPrototypeLastIndexOf,
  StringPrototypeRepeat,
  StringPrototypeReplaceAll,
  StringPrototypeSlice,
  SymbolFor,
  SymbolPrototypeToString,
  SymbolToStringTag,
  Uint8Array,
} = primordials;

const assert = require('internal/assert');
const { isStackOverflowError } = require('internal/errors');
const { escape, quote } = require('internal/util/inspect/quote');
const { formatBigInt, formatNumber, formatPrimitive } = require('internal/util/inspect/primitives');
const {
  enter, getConstructorName, getObjectPrefix, isBeingShown, isBeyondDepth, isUndetectable, leave,
} = require('internal/util/inspect/names');
const { reduceToSingleString } = require('internal/util/inspect/layout');
const { getStringWidth } = require('internal/util/inspect/width');
const shapes = require('internal/util/inspect/shape');

const customInspect = SymbolFor('nodejs.util.inspect.custom');
const identifier = /^[a-zA-Z_][a-zA-Z_0-9]*$/;
const arrayIndex = /^(0|[1-9][0-9]*)$/;

const kPromisePending = 0;
const kPromiseRejected = 2;
// Beyond this many characters on one level everything is shown as briefly as possible.
const kTotalBudget = 2 ** 27;

// ---- proxies and custom inspection ----

// The target under all proxies: { value, layers }; value is null when a proxy was revoked.
function unwrapProxy(proxy) {
  let value = proxy;
  let layers = 0;
  while (value !== null && ops.op_is_proxy(value)) {
    value = ops.op_get_proxy_details(value)[0];
    layers++;
  }
  return { value, layers };
}

function wrapInProxy(ctx, text, layers) {
  let wrapped = text;
  for (let i = 0; i < layers; i++) {
    wrapped = `${ctx.stylize('Proxy(', 'special')}${wrapped}${ctx.stylize(')', 'special')}`;
  }
  return wrapped;
}

// { showProxy: true }: the target and the handler.
function formatProxy(ctx, proxy, recurseTimes) {
  const details = ops.op_get_proxy_details(proxy);
  if (details[0] === null) return ctx.stylize('<Revoked Proxy>', 'special');
  if (isBeyondDepth(ctx, recurseTimes)) return ctx.stylize('Proxy [Array]', 'special');
  const inner = recurseTimes + 1;
  ctx.indentationLvl += 2;
  const parts = [formatValue(ctx, details[0], inner), formatValue(ctx, details[1], inner)];
  ctx.indentationLvl -= 2;
  return reduceToSingleString(ctx, parts, '', ['Proxy [', ']'], true, inner);
}

// The options that a custom inspect function gets. An object of another context must not get objects of this one.
function optionsForUser(ctx, isCrossContext) {
  const options = {
    stylize: ctx.stylize,
    showHidden: ctx.showHidden,
    depth: ctx.depth,
    colors: ctx.colors,
    customInspect: ctx.customInspect,
    showProxy: ctx.showProxy,
    maxArrayLength: ctx.maxArrayLength,
    maxStringLength: ctx.maxStringLength,
    breakLength: ctx.breakLength,
    compact: ctx.compact,
    sorted: ctx.sorted,
    getters: ctx.getters,
    numericSeparator: ctx.numericSeparator,
    ...ctx.userOptions,
  };
  if (!isCrossContext) return options;
  ObjectSetPrototypeOf(options, null);
  const keys = ObjectKeys(options);
  for (let i = 0; i < keys.length; i++) {
    const value = options[keys[i]];
    if ((typeof value === 'object' || typeof value === 'function') && value !== null) delete options[keys[i]];
  }
  options.stylize = ObjectSetPrototypeOf((value, flavour) => {
    try {
      return `${ctx.stylize(value, flavour)}`;
    } catch {
      return value;
    }
  }, null);
  return options;
}

// The text that the object's own inspect function makes; undefined when it has none. `context` is the object or the
// outermost proxy of it.
function formatCustom(ctx, value, context, recurseTimes, layers) {
  const custom = value[customInspect];
  if (typeof custom !== 'function') return undefined;
  const { inspect } = require('internal/util/inspect');
  // Neither the util module itself nor a prototype object is meant.
  if (custom === inspect) return undefined;
  if (ObjectGetOwnPropertyDescriptor(value, 'constructor')?.value?.prototype === value) return undefined;
  const depth = ctx.depth === null ? null : ctx.depth - recurseTimes;
  const isCrossContext = layers !== 0 || !FunctionPrototypeSymbolHasInstance(Object, context);
  const result = FunctionPrototypeCall(custom, context, depth, optionsForUser(ctx, isCrossContext), inspect);
  if (result === context) return undefined;
  if (typeof result !== 'string') return formatValue(ctx, result, recurseTimes);
  return StringPrototypeReplaceAll(result, '\n', `\n${StringPrototypeRepeat(' ', ctx.indentationLvl)}`);
}

function formatCircular(ctx, value) {
  ctx.circular ??= new SafeMap();
  let index = ctx.circular.get(value);
  if (index === undefined) {
    index = ctx.circular.size + 1;
    ctx.circular.set(value, index);
  }
  return ctx.stylize(`[Circular *${index}]`, 'special');
}

function formatValue(ctx, value, recurseTimes, typedArray) {
  if (typeof value !== 'object' && typeof value !== 'function' && !isUndetectable(value)) {
    return formatPrimitive(ctx.stylize, value, ctx);
  }
  if (value === null) return ctx.stylize('null', 'null');

  // Proxies come first: no handler of theirs may run.
  let target = value;
  let layers = 0;
  if (ops.op_is_proxy(value)) {
    if (ctx.showProxy) return formatProxy(ctx, value, recurseTimes);
    ({ value: target, layers } = unwrapProxy(value));
    if (target === null) return wrapInProxy(ctx, ctx.stylize('<Revoked Proxy>', 'special'), layers - 1);
  }
  if (ctx.customInspect) {
    const text = formatCustom(ctx, target, value, recurseTimes, layers);
    if (text !== undefined) return text;
  }
  if (isBeingShown(ctx, target)) return formatCircular(ctx, target);
  return wrapInProxy(ctx, formatObject(ctx, target, recurseTimes, typedArray), layers);
}

// ---- objects ----

// A tag that is shown as a property anyway is left out.
function tagOf(ctx, value) {
  let tag;
  try {
    tag = value[SymbolToStringTag];
  } catch {
    return '';
  }
  if (typeof tag !== 'string' || tag === '') return '';
  const shownAsProperty = ctx.showHidden ?
    ObjectPrototypeHasOwnProperty(value, SymbolToStringTag) :
    ObjectPrototypePropertyIsEnumerable(value, SymbolToStringTag);
  return shownAsProperty ? '' : tag;
}

function formatMembers(ctx, value, recurseTimes, shape) {
  switch (shape.members) {
    case shapes.kNone: return [];
    case shapes.kArray: return formatArray(ctx, value, recurseTimes);
    case shapes.kTypedArray: return formatTypedArray(ctx, shape.data);
    case shapes.kSet: return formatSet(ctx, shape.data, recurseTimes);
    case shapes.kMap: return formatMap(ctx, shape.data, recurseTimes);
    case shapes.kIterator: return formatIterator(ctx, value, recurseTimes, shape.braces);
    case shapes.kArrayBuffer: return formatArrayBuffer(ctx, value);
    case shapes.kPromise: return formatPromise(ctx, value, recurseTimes);
    case shapes.kWeakSet: return formatList(ctx, ops.op_util_preview_entries(value, false), recurseTimes, true);
    case shapes.kWeakMap: return formatPairs(ctx, ops.op_util_preview_entries(value, false), recurseTimes, true);
    case shapes.kUnknownItems: return [ctx.stylize('<items unknown>', 'special')];
    default: return formatNamespace(ctx, value, recurseTimes, shape.keys);
  }
}

function formatExtraKey(ctx, value, recurseTimes, key, typedArray) {
  ctx.indentationLvl += 2;
  let text;
  try {
    text = formatValue(ctx, value[key], recurseTimes, typedArray);
  } catch {
    // A DataView whose buffer is gone or too short throws; the buffer does not. As in Node, what follows stays indented.
    const entry = value.buffer[key];
    ctx.indentationLvl += 2;
    text = formatValue(ctx, entry, recurseTimes, typedArray);
  }
  ctx.indentationLvl -= 2;
  return `${ctx.stylize(`[${key}]`, 'string')}: ${text}`;
}

function briefName(value, constructor, tag) {
  return StringPrototypeSlice(getObjectPrefix(value, constructor, tag), 0, -1);
}

// Sorts the entries, but only the named ones of an array.
function sortEntries(ctx, output, shape) {
  const comparator = ctx.sorted === true ? undefined : ctx.sorted;
  if (!shape.isList) {
    ArrayPrototypeSort(output, comparator);
  } else if (shape.keys.length > 1) {
    const start = output.length - shape.keys.length;
    const named = ArrayPrototypeSort(ArrayPrototypeSlice(output, start), comparator);
    for (let i = 0; i < named.length; i++) output[start + i] = named[i];
  }
}

// Once too much text was made, the rest is kept to a minimum, so that huge objects do not block the process.
function spend(ctx, length) {
  const total = (ctx.budget[ctx.indentationLvl] || 0) + length;
  ctx.budget[ctx.indentationLvl] = total;
  if (total > kTotalBudget) ctx.depth = -1;
}

function formatObject(ctx, value, recurseTimes, typedArray) {
  // Without a depth of its own, as that of an odd stack, a value is shown without what its prototypes define.
  let protoProps = ctx.showHidden && (recurseTimes <= ctx.depth || ctx.depth === null) ? [] : undefined;
  const constructor = getConstructorName(value, ctx, recurseTimes, protoProps);
  if (protoProps !== undefined && protoProps.length === 0) protoProps = undefined;
  const tag = tagOf(ctx, value);

  const shape = shapes.shapeOf(ctx, value, recurseTimes, constructor, tag, protoProps === undefined, typedArray);
  if (typeof shape === 'string') return shape;
  if (isBeyondDepth(ctx, recurseTimes)) {
    const name = briefName(value, constructor, tag);
    return ctx.stylize(constructor === null ? name : `[${name}]`, 'special');
  }

  const inner = recurseTimes + 1;
  enter(ctx, value);
  ctx.currentDepth = inner;
  const { indentationLvl } = ctx;
  const { keys, extraKeys } = shape;
  let output;
  try {
    output = formatMembers(ctx, value, inner, shape);
    if (extraKeys !== undefined) {
      for (let i = 0; i < extraKeys.length; i++) {
        output[output.length] = formatExtraKey(ctx, value, inner, extraKeys[i], shape.typedArray ?? typedArray);
      }
    }
    for (let i = 0; i < keys.length; i++) {
      output[output.length] = formatProperty(ctx, value, inner, keys[i], false, undefined, value, shape.isList);
    }
    if (protoProps !== undefined) ArrayPrototypePushApply(output, protoProps);
  } catch (error) {
    if (!isStackOverflowError(error)) throw error;
    leave(ctx);
    ctx.indentationLvl = indentationLvl;
    return ctx.stylize(`[${briefName(value, constructor, tag)}: Inspection interrupted ` +
      'prematurely. Maximum call stack size exceeded.]', 'special');
  }

  const { braces } = shape;
  let { base } = shape;
  const reference = ctx.circular?.get(value);
  if (reference !== undefined) {
    const mark = ctx.stylize(`<ref *${reference}>`, 'special');
    if (ctx.compact === true) braces[0] = `${mark} ${braces[0]}`;
    else base = base === '' ? mark : `${mark} ${base}`;
  }
  leave(ctx);

  if (ctx.sorted) sortEntries(ctx, output, shape);
  const text = reduceToSingleString(ctx, output, base, braces, shape.isList, inner, value);
  spend(ctx, text.length);
  return text;
}

// ---- properties ----

function showsGetter(ctx, descriptor) {
  return ctx.getters === true || (ctx.getters === 'get' && descriptor.set === undefined) ||
    (ctx.getters === 'set' && descriptor.set !== undefined);
}

function formatGetter(ctx, descriptor, recurseTimes, original) {
  const { stylize } = ctx;
  const label = descriptor.set !== undefined ? 'Getter/Setter' : 'Getter';
  if (!ctx.getters || !showsGetter(ctx, descriptor)) return stylize(`[${label}]`, 'special');
  let text;
  ctx.indentationLvl += 2;
  try {
    const value = FunctionPrototypeCall(descriptor.get, original);
    if (value !== null && (typeof value === 'object' || typeof value === 'function')) {
      text = `${stylize(`[${label}]`, 'special')} ${formatValue(ctx, value, recurseTimes)}`;
    } else {
      const shown = value === null ? stylize('null', 'null') : formatPrimitive(stylize, value, ctx);
      text = `${stylize(`[${label}:`, 'special')} ${shown}${stylize(']', 'special')}`;
    }
  } catch (error) {
    const message = `<Inspection threw (${formatValue(ctx, error, recurseTimes)})>`;
    text = `${stylize(`[${label}:`, 'special')} ${message}${stylize(']', 'special')}`;
  }
  ctx.indentationLvl -= 2;
  return text;
}

// For the length of most keys a walk takes less time than the regular expression.
function isIdentifier(key) {
  const { length } = key;
  if (length > 16) return RegExpPrototypeExec(identifier, key) !== null;
  for (let i = 0; i < length; i++) {
    const code = StringPrototypeCharCodeAt(key, i);
    const lower = code | 0x20;
    if (!(lower >= 97 && lower <= 122) && code !== 95 && (i === 0 || code < 48 || code > 57)) return false;
  }
  return length > 0;
}

function formatKey(ctx, key) {
  if (typeof key === 'symbol') return ctx.stylize(escape(SymbolPrototypeToString(key)), 'symbol');
  if (key === '__proto__') return "['__proto__']";
  if (isIdentifier(key)) return ctx.stylize(key, 'name');
  return ctx.stylize(quote(key), 'string');
}

// `key: value`, or only the value when `valueOnly` says that it is an element of an array. `original` is the receiver
// of getters; `inList` that the property belongs to an array.
function formatProperty(ctx, value, recurseTimes, key, valueOnly, descriptor, original = value, inList = false) {
  const property = descriptor ?? ObjectGetOwnPropertyDescriptor(value, key);
  let gap = ' ';
  let text;
  if (property.value !== undefined) {
    const indent = ctx.compact === true && !valueOnly && !inList ? 3 : 2;
    ctx.indentationLvl += indent;
    text = formatValue(ctx, property.value, recurseTimes);
    if (indent === 3 && ctx.breakLength < getStringWidth(text, ctx.colors)) {
      gap = `\n${StringPrototypeRepeat(' ', ctx.indentationLvl)}`;
    }
    ctx.indentationLvl -= indent;
  } else if (property.get !== undefined) {
    text = formatGetter(ctx, property, recurseTimes, original);
  } else if (property.set !== undefined) {
    text = ctx.stylize('[Setter]', 'special');
  } else {
    text = ctx.stylize('undefined', 'undefined');
  }
  if (valueOnly) return text;
  const name = formatKey(ctx, key);
  return `${property.enumerable === false ? `[${name}]` : name}:${gap}${text}`;
}

// ---- entries that are not properties ----

function pushRemaining(output, remaining, what = 'item') {
  if (remaining > 0) ArrayPrototypePush(output, `... ${remaining} more ${what}${remaining > 1 ? 's' : ''}`);
}

function limitOf(ctx, length) {
  return MathMin(MathMax(0, ctx.maxArrayLength), length);
}

function formatArray(ctx, value, recurseTimes) {
  const limit = limitOf(ctx, value.length);
  const remaining = value.length - limit;
  const output = [];
  for (let i = 0; i < limit; i++) {
    const descriptor = ObjectGetOwnPropertyDescriptor(value, i);
    if (descriptor === undefined) return formatSparseArray(ctx, value, recurseTimes, limit, output, i);
    output[i] = formatProperty(ctx, value, recurseTimes, i, true, descriptor);
  }
  pushRemaining(output, remaining);
  return output;
}

function emptyItems(ctx, count) {
  return ctx.stylize(`<${count} empty item${count > 1 ? 's' : ''}>`, 'undefined');
}

// Continues from `start`, where the first hole is. A run of holes counts as one entry.
function formatSparseArray(ctx, value, recurseTimes, limit, output, start) {
  const keys = ObjectKeys(value);
  let index = start;
  for (let i = start; i < keys.length && output.length < limit; i++) {
    const key = keys[i];
    const number = +key;
    if (number > 2 ** 32 - 2) break;
    if (`${index}` !== key) {
      if (RegExpPrototypeExec(arrayIndex, key) === null) break;
      ArrayPrototypePush(output, emptyItems(ctx, number - index));
      index = number;
      if (output.length === limit) break;
    }
    ArrayPrototypePush(output, formatProperty(ctx, value, recurseTimes, key, true));
    index++;
  }
  const remaining = value.length - index;
  if (output.length === limit) pushRemaining(output, remaining);
  else if (remaining > 0) ArrayPrototypePush(output, emptyItems(ctx, remaining));
  return output;
}

function formatTypedArray(ctx, { elements, size }) {
  const limit = limitOf(ctx, size);
  const formatElement = elements.length > 0 && typeof elements[0] === 'number' ? formatNumber : formatBigInt;
  const output = new Array(limit);
  for (let i = 0; i < limit; i++) output[i] = formatElement(ctx.stylize, elements[i], ctx.numericSeparator);
  pushRemaining(output, elements.length - limit);
  return output;
}

// `value` may be an iterator, whose `size` is undefined: then everything is shown.
function formatSet(ctx, value, recurseTimes) {
  const limit = limitOf(ctx, value.size);
  const output = [];
  ctx.indentationLvl += 2;
  for (const entry of value) {
    if (output.length >= limit) break;
    output[output.length] = formatValue(ctx, entry, recurseTimes);
  }
  pushRemaining(output, value.size - limit);
  ctx.indentationLvl -= 2;
  return output;
}

function formatMap(ctx, value, recurseTimes) {
  const limit = limitOf(ctx, value.size);
  const output = [];
  ctx.indentationLvl += 2;
  for (const { 0: key, 1: entry } of value) {
    if (output.length >= limit) break;
    output[output.length] = `${formatValue(ctx, key, recurseTimes)} => ${formatValue(ctx, entry, recurseTimes)}`;
  }
  pushRemaining(output, value.size - limit);
  ctx.indentationLvl -= 2;
  return output;
}

// Entries as V8 hands them out. Those of weak collections have no order: they are sorted, to be the same each time.
function formatList(ctx, entries, recurseTimes, isWeak) {
  const limit = limitOf(ctx, entries.length);
  const output = new Array(limit);
  ctx.indentationLvl += 2;
  for (let i = 0; i < limit; i++) output[i] = formatValue(ctx, entries[i], recurseTimes);
  ctx.indentationLvl -= 2;
  if (isWeak && !ctx.sorted) ArrayPrototypeSort(output);
  pushRemaining(output, entries.length - limit);
  return output;
}

// The same for [key, value, key, value, ...].
function formatPairs(ctx, entries, recurseTimes, isWeak) {
  const count = entries.length / 2;
  const limit = limitOf(ctx, count);
  const output = new Array(limit);
  ctx.indentationLvl += 2;
  for (let i = 0; i < limit; i++) {
    const key = formatValue(ctx, entries[2 * i], recurseTimes);
    const value = formatValue(ctx, entries[2 * i + 1], recurseTimes);
    output[i] = isWeak ? `${key} => ${value}` :
      reduceToSingleString(ctx, [key, value], '', ['[', ']'], true, recurseTimes);
  }
  if (isWeak && !ctx.sorted) ArrayPrototypeSort(output);
  ctx.indentationLvl -= 2;
  pushRemaining(output, count - limit);
  return output;
}

function formatIterator(ctx, value, recurseTimes, braces) {
  const { 0: entries, 1: isKeyValue } = ops.op_util_preview_entries(value, true);
  if (!isKeyValue) return formatList(ctx, entries, recurseTimes, false);
  const ending = ' Iterator] {';
  if (StringPrototypeEndsWith(braces[0], ending)) {
    braces[0] = `${StringPrototypeSlice(braces[0], 0, -ending.length)} Entries] {`;
  }
  return formatPairs(ctx, entries, recurseTimes, false);
}

function formatArrayBuffer(ctx, value) {
  let bytes;
  try {
    bytes = new Uint8Array(value);
  } catch {
    return [ctx.stylize('(detached)', 'special')];
  }
  const { length } = bytes;
  // A negative limit is refused there, as in Node.
  const digits = length === 0 ? '' : ops.op_buffer_hex_slice(bytes, 0, MathMin(ctx.maxArrayLength, length));
  let text = '';
  for (let i = 0; i < digits.length; i += 2) text += `${i === 0 ? '' : ' '}${digits[i]}${digits[i + 1]}`;
  const remaining = length - ctx.maxArrayLength;
  if (remaining > 0) text += ` ... ${remaining} more byte${remaining > 1 ? 's' : ''}`;
  return [`${ctx.stylize('[Uint8Contents]', 'special')}: <${text}>`];
}

function formatPromise(ctx, value, recurseTimes) {
  const { 0: state, 1: result } = ops.op_get_promise_details(value);
  if (state === kPromisePending) return [ctx.stylize('<pending>', 'special')];
  ctx.indentationLvl += 2;
  const text = formatValue(ctx, result, recurseTimes);
  ctx.indentationLvl -= 2;
  return [state === kPromiseRejected ? `${ctx.stylize('<rejected>', 'special')} ${text}` : text];
}

// The exports of a module; those of a module that was not evaluated yet cannot be read.
function formatNamespace(ctx, value, recurseTimes, keys) {
  const output = [];
  for (let i = 0; i < keys.length; i++) {
    let text;
    try {
      text = formatProperty(ctx, value, recurseTimes, keys[i], false);
    } catch (error) {
      assert(ops.op_is_native_error(error) && error.name === 'ReferenceError');
      const empty = formatProperty(ctx, { [keys[i]]: '' }, recurseTimes, keys[i], false);
      const gap = StringPrototypeLastIndexOf(empty, ' ') + 1;
      text = StringPrototypeSlice(empty, 0, gap) + ctx.stylize('<uninitialized>', 'special');
    }
    ArrayPrototypePush(output, text);
  }
  // They are not to be shown a second time as properties.
  keys.length = 0;
  return output;
}

module.exports = { formatProperty, formatValue };
