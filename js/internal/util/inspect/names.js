// What util.inspect calls an object: the name of its class, its tag, and what it inherits.
'use strict';

const {
  AggregateError,
  AggregateErrorPrototype,
  Array,
  ArrayBuffer,
  ArrayBufferPrototype,
  ArrayPrototype,
  ArrayPrototypePush,
  Boolean,
  BooleanPrototype,
  DataView,
  DataViewPrototype,
  Date,
  DatePrototype,
  Error,
  ErrorPrototype,
  Function,
  FunctionPrototype,
  FunctionPrototypeSymbolHasInstance,
  Map,
  MapPrototype,
  Number,
  NumberPrototype,
  Object,
  ObjectGetOwnPropertyDescriptor,
  ObjectGetPrototypeOf,
  ObjectPrototype,
  ObjectPrototypeHasOwnProperty,
  Promise,
  PromisePrototype,
  RangeError,
  RangeErrorPrototype,
  ReflectOwnKeys,
  RegExp,
  RegExpPrototype,
  SafeMap,
  SafeSet,
  Set,
  SetPrototype,
  String,
  StringPrototype,
  StringPrototypeIncludes,
  StringPrototypeLastIndexOf,
  StringPrototypeSlice,
  StringPrototypeToWellFormed,
  SymbolToStringTag,
  TypeError,
  TypeErrorPrototype,
  TypedArray,
  TypedArrayPrototype,
  WeakMap,
  WeakMapPrototype,
  WeakSet,
  WeakSetPrototype,
} = primordials;

// The globals of the language itself: what their prototypes have is not worth showing.
const builtInNames = new SafeSet([
  'Object', 'Function', 'Array', 'Number', 'Infinity', 'NaN', 'Boolean', 'String', 'Symbol', 'Date', 'Promise',
  'RegExp', 'Error', 'AggregateError', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError',
  'URIError', 'JSON', 'Math', 'Intl', 'ArrayBuffer', 'Atomics', 'Uint8Array', 'Int8Array', 'Uint16Array',
  'Int16Array', 'Uint32Array', 'Int32Array', 'BigUint64Array', 'BigInt64Array', 'Uint8ClampedArray', 'Float32Array',
  'Float64Array', 'Float16Array', 'DataView', 'Map', 'BigInt', 'Set', 'Iterator', 'WeakMap', 'WeakSet', 'Proxy',
  'Reflect', 'FinalizationRegistry', 'WeakRef', 'Temporal',
]);

// Prototypes that are known even after a program has tampered with their `constructor`.
const wellKnown = new SafeMap();
const wellKnownPairs = [
  'Array', Array, ArrayPrototype,
  'ArrayBuffer', ArrayBuffer, ArrayBufferPrototype,
  'Function', Function, FunctionPrototype,
  'Map', Map, MapPrototype,
  'Set', Set, SetPrototype,
  'Object', Object, ObjectPrototype,
  'TypedArray', TypedArray, TypedArrayPrototype,
  'RegExp', RegExp, RegExpPrototype,
  'Date', Date, DatePrototype,
  'DataView', DataView, DataViewPrototype,
  'Error', Error, ErrorPrototype,
  'AggregateError', AggregateError, AggregateErrorPrototype,
  'RangeError', RangeError, RangeErrorPrototype,
  'TypeError', TypeError, TypeErrorPrototype,
  'Boolean', Boolean, BooleanPrototype,
  'Number', Number, NumberPrototype,
  'String', String, StringPrototype,
  'Promise', Promise, PromisePrototype,
  'WeakMap', WeakMap, WeakMapPrototype,
  'WeakSet', WeakSet, WeakSetPrototype,
];
for (let i = 0; i < wellKnownPairs.length; i += 3) {
  wellKnown.set(wellKnownPairs[i + 2], { name: wellKnownPairs[i], constructor: wellKnownPairs[i + 1] });
}

// How many prototypes of an object are searched for properties of the user's.
const kPrototypeLayers = 3;

function isInstanceOf(object, constructor) {
  try {
    return object instanceof constructor;
  } catch {
    return false;
  }
}

// https://tc39.es/ecma262/#sec-IsHTMLDDA-internal-slot
function isUndetectable(value) {
  return typeof value === 'undefined' && value !== undefined;
}

function ownConstructor(object) {
  const descriptor = ObjectGetOwnPropertyDescriptor(object, 'constructor');
  return descriptor !== undefined && typeof descriptor.value === 'function' ? descriptor.value : undefined;
}

// The objects that are being shown, outermost first: those of `seen` up to seenCount. Neither growing nor shrinking an
// array costs less than this.
function enter(ctx, object) {
  ctx.seen[ctx.seenCount++] = object;
}

function leave(ctx) {
  ctx.seenCount--;
}

function isBeingShown(ctx, object) {
  const { seen, seenCount } = ctx;
  for (let i = 0; i < seenCount; i++) {
    if (seen[i] === object) return true;
  }
  return false;
}

function isBeyondDepth(ctx, recurseTimes) {
  return recurseTimes > ctx.depth && ctx.depth !== null;
}

// What V8 calls an object whose prototypes do not say it. The op answers in UTF-8: halves of surrogate pairs are lost.
function internalNameOf(value) {
  const name = ops.op_get_constructor_name(value);
  if (!StringPrototypeIncludes(name, '\ufffd')) return name;
  const tag = value[SymbolToStringTag];
  return typeof tag === 'string' && StringPrototypeToWellFormed(tag) === name ? tag : name;
}

// The name of the class; null for an object without a prototype. With showHidden, `protoProps` collects what the
// prototypes between the object and that class define.
function getConstructorName(value, ctx, recurseTimes, protoProps) {
  let firstPrototype;
  let holder = value;
  while (holder || isUndetectable(holder)) {
    const known = wellKnown.get(holder);
    if (known !== undefined && FunctionPrototypeSymbolHasInstance(known.constructor, value)) {
      if (protoProps !== undefined && firstPrototype !== holder) {
        addPrototypeProperties(ctx, value, firstPrototype || value, recurseTimes, protoProps);
      }
      return known.name;
    }
    const constructor = ownConstructor(holder);
    if (constructor !== undefined && constructor.name !== '' && isInstanceOf(value, constructor)) {
      if (protoProps !== undefined && (firstPrototype !== holder || !builtInNames.has(constructor.name))) {
        addPrototypeProperties(ctx, value, firstPrototype || value, recurseTimes, protoProps);
      }
      return String(constructor.name);
    }
    holder = ObjectGetPrototypeOf(holder);
    if (firstPrototype === undefined) firstPrototype = holder;
  }
  if (firstPrototype === null) return null;

  // No prototype says what it is: show the chain.
  const internalName = internalNameOf(value);
  if (isBeyondDepth(ctx, recurseTimes)) return `${internalName} <Complex prototype>`;
  const prototypeName = getConstructorName(firstPrototype, ctx, recurseTimes + 1, protoProps);
  if (prototypeName !== null) return `${internalName} <${prototypeName}>`;
  const { inspect } = require('internal/util/inspect');
  return `${internalName} <${inspect(firstPrototype, { ...ctx, customInspect: false, depth: -1 })}>`;
}

// Pushes the properties that the prototypes of `main` define, from `start` up to the first builtin class.
function addPrototypeProperties(ctx, main, start, recurseTimes, output) {
  const { formatProperty } = require('internal/util/inspect/format_value');
  const shadowed = new SafeSet();
  let holder = start;
  for (let layer = 0; layer < kPrototypeLayers; layer++) {
    if (layer !== 0 || main === holder) {
      holder = ObjectGetPrototypeOf(holder);
      if (holder === null) return;
      const constructor = ownConstructor(holder);
      if (constructor !== undefined && builtInNames.has(constructor.name)) return;
    }
    const keys = ReflectOwnKeys(holder);
    enter(ctx, main);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i];
      if (key === 'constructor' || ObjectPrototypeHasOwnProperty(main, key) || shadowed.has(key)) continue;
      const descriptor = ObjectGetOwnPropertyDescriptor(holder, key);
      if (typeof descriptor.value === 'function') continue;
      const text = formatProperty(ctx, holder, recurseTimes, key, false, descriptor, main);
      ArrayPrototypePush(output, ctx.colors ? `\u001b[2m${text}\u001b[22m` : text);
    }
    leave(ctx);
    for (let i = 0; i < keys.length; i++) shadowed.add(keys[i]);
  }
}

// 'Foo [bar] ' or '[Foo: null prototype] [bar] ': what stands in front of the opening brace.
function getPrefix(constructor, tag, fallback, size = '') {
  if (constructor === null) {
    const name = `[${fallback}${size}: null prototype] `;
    return tag !== '' && fallback !== tag ? `${name}[${tag}] ` : name;
  }
  if (tag === '') return `${constructor}${size} `;
  // A tag such as 'Temporal.Instant' contains the name of the class.
  const dot = StringPrototypeLastIndexOf(tag, '.');
  if (constructor === (dot >= 1 ? StringPrototypeSlice(tag, dot + 1) : tag)) return `${tag}${size} `;
  return `${constructor}${size} [${tag}] `;
}

function getObjectPrefix(value, constructor, tag) {
  let fallback = '';
  if (constructor === null) {
    fallback = internalNameOf(value);
    if (fallback === tag) fallback = 'Object';
  }
  return getPrefix(constructor, tag, fallback);
}

module.exports = {
  builtInNames, enter, getConstructorName, getObjectPrefix, getPrefix, isBeingShown, isBeyondDepth, isUndetectable, leave,
};
