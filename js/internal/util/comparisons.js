// Deep equality: https://nodejs.org/docs/latest-v26.x/api/assert.html#comparison-details
'use strict';

const { Buffer } = require('buffer');
const { isError } = require('internal/util');
const types = require('internal/util/types');
const { setsEqual, mapsEqual } = require('internal/util/comparisons_collections');

const kLoose = 0;
const kPartial = 1;
const kStrict = 2;
const kStrictWithoutPrototypes = 3;

// What a pair of objects has beside properties.
const kNoEntries = 0;
const kArrayEntries = 1;
const kSetEntries = 2;
const kMapEntries = 3;

// V8's property filters.
const kOnlyEnumerable = 2;
const kSkipSymbols = 16;

// An array that is no longer than this is short.
const kShort = 16;

const hasOwn = Object.hasOwn;
const isEnumerable = (object, key) => Object.prototype.propertyIsEnumerable.call(object, key);
const toString = (value) => Object.prototype.toString.call(value);
const tagOf = (value) => value[Symbol.toStringTag];
const typedArrayGetter = (key) =>
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), key).get;
const typedArrayTag = typedArrayGetter(Symbol.toStringTag);
const typedArrayLength = typedArrayGetter('length');

// Classes whose identity decides at once, without a look at prototypes.
const wellKnownConstructors = new Set([
  Array, ArrayBuffer, BigInt, BigInt64Array, BigUint64Array, Boolean, Buffer, DataView, Date, Error, Float16Array,
  Float32Array, Float64Array, Function, Int16Array, Int32Array, Int8Array, Map, Number, Object, Promise, RegExp, Set,
  String, Symbol, Uint16Array, Uint32Array, Uint8Array, Uint8ClampedArray, WeakMap, WeakSet,
]);

function isObject(value) {
  return typeof value === 'object' && value !== null;
}

// ---- values ----

// `memo` is null while no cycle is expected, and otherwise the set of the objects that are being compared.
function valuesEqual(a, b, mode, memo) {
  if (a === b) return a !== 0 || mode === kLoose || Object.is(a, b);
  if (isObject(a) && isObject(b)) return objectsEqual(a, b, mode, memo);
  const bothNaN = a !== a && b !== b;
  if (mode !== kLoose) return bothNaN;
  // An object is never loosely equal to a primitive.
  return !isObject(a) && !isObject(b) && (a == b || bothNaN);
}

function prototypesMatch(a, b) {
  const { constructor } = a;
  if (constructor === Object || wellKnownConstructors.has(constructor) ||
      (constructor !== undefined && !hasOwn(a, 'constructor'))) {
    return constructor === b.constructor;
  }
  return Object.getPrototypeOf(a) === Object.getPrototypeOf(b);
}

function tagsDiffer(a, b, text = toString(a)) {
  if (tagOf(a) !== undefined && tagOf(b) !== undefined) return tagOf(a) !== tagOf(b);
  return text !== toString(b);
}

// In partial mode the actual value may have more entries than the expected one.
function sizesMatch(a, b, mode) {
  return a === b || (mode === kPartial && a > b);
}

// ---- bytes ----

function bytesOf(value, isView) {
  return isView ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : new Uint8Array(value);
}

function sameBytes(a, b) {
  if (a.byteLength !== b.byteLength) return false;
  // Views whose memory is gone have no bytes; buffers without memory are refused below, as in Node.
  const isView = ArrayBuffer.isView(a);
  if (a.byteLength === 0 && isView) return true;
  const left = bytesOf(a, isView);
  const right = bytesOf(b, isView);
  if (left.length !== right.length) return false;
  for (let i = 0; i < left.length; i++) {
    if (left[i] !== right[i]) return false;
  }
  return true;
}

// Whether the bytes of `b` appear in `a` in this order, with others in between.
function containsBytes(a, b) {
  const isView = ArrayBuffer.isView(a);
  const left = bytesOf(a, isView);
  const right = bytesOf(b, isView);
  let at = 0;
  for (let i = 0; i < right.length; i++) {
    while (at < left.length && left[at] !== right[i]) at++;
    if (at === left.length) return false;
    at++;
  }
  return true;
}

// Their prototypes may be any.
function sameElements(a, b) {
  const length = typedArrayLength.call(a);
  if (length !== typedArrayLength.call(b)) return false;
  for (let i = 0; i < length; i++) {
    if (a[i] !== b[i]) return false;
  }
  return true;
}

function viewsEqual(a, b, mode) {
  if (typedArrayTag.call(a) !== typedArrayTag.call(b)) return false;
  if (mode === kPartial && a.byteLength !== b.byteLength) return !(a.byteLength < b.byteLength) && containsBytes(a, b);
  // Loosely, 0 and -0 are equal, and NaN is not.
  const isFloat = types.isFloat64Array(a) || types.isFloat32Array(a) || types.isFloat16Array(a);
  return mode === kLoose && isFloat ? sameElements(a, b) : sameBytes(a, b);
}

function buffersEqual(a, b, mode) {
  return mode === kPartial && a.byteLength !== b.byteLength ? containsBytes(a, b) : sameBytes(a, b);
}

// ---- objects of one class each ----

function unbox(value) {
  if (types.isNumberObject(value)) return ['number', Number.prototype.valueOf.call(value)];
  if (types.isStringObject(value)) return ['string', String.prototype.valueOf.call(value)];
  if (types.isBooleanObject(value)) return ['boolean', Boolean.prototype.valueOf.call(value)];
  if (types.isBigIntObject(value)) return ['bigint', BigInt.prototype.valueOf.call(value)];
  if (types.isSymbolObject(value)) return ['symbol', Symbol.prototype.valueOf.call(value)];
  return ['none', undefined];
}

function boxesEqual(a, b) {
  const { 0: typeA, 1: valueA } = unbox(a);
  const { 0: typeB, 1: valueB } = unbox(b);
  return typeA === typeB && Object.is(valueA, valueB);
}

function datesEqual(a, b) {
  const left = Date.prototype.getTime.call(a);
  const right = Date.prototype.getTime.call(b);
  return left === right || (left !== left && right !== right);
}

function regExpsEqual(a, b) {
  return a.source === b.source && a.flags === b.flags && a.lastIndex === b.lastIndex;
}

// Message, name and the like are compared even when they are not enumerable; stacks never are.
function errorsEqual(a, b, mode, memo) {
  if (!isError(b)) return false;
  for (const key of ['message', 'name', 'cause', 'errors']) {
    // Enumerable ones come with the other properties.
    if (isEnumerable(b, key)) continue;
    const optional = mode === kPartial && (b[key] === undefined || (key === 'message' && b[key] === ''));
    if (!optional && !valuesEqual(a[key], b[key], mode, memo)) return false;
  }
  const expectsCause = hasOwn(b, 'cause');
  return expectsCause === hasOwn(a, 'cause') || (mode === kPartial && !expectsCause);
}

function isURL(value) {
  return typeof value.href === 'string' && value instanceof require('internal/url').URL;
}

function keysEqual(a, b, mode, memo) {
  const keys = require('internal/realm').map.get('internal/crypto/keys').exports;
  return keys.keysEqual(a, b, (left, right) => valuesEqual(left, right, mode, memo));
}

// Everything that is neither a plain object nor a collection. Undefined when there is nothing but properties.
function exoticEqual(a, b, mode, memo, text) {
  if (types.isDate(a)) return types.isDate(b) && tagOf(a) === tagOf(b) && datesEqual(a, b);
  if (types.isRegExp(a)) return types.isRegExp(b) && regExpsEqual(a, b) && tagOf(a) === tagOf(b);
  if (types.isAnyArrayBuffer(a)) {
    return types.isAnyArrayBuffer(b) && tagOf(a) === tagOf(b) && buffersEqual(a, b, mode);
  }
  if (tagsDiffer(a, b, text) || Array.isArray(b) || ArrayBuffer.isView(b) || types.isSet(b) || types.isMap(b) ||
      types.isDate(b) || types.isRegExp(b) || types.isAnyArrayBuffer(b)) {
    return false;
  }
  if (isError(a)) return errorsEqual(a, b, mode, memo);
  if (types.isBoxedPrimitive(a)) return boxesEqual(a, b);
  if (isURL(a)) return isURL(b) && a.href === b.href;
  if (types.isKeyObject(a) || types.isCryptoKey(a)) return keysEqual(a, b, mode, memo);
  return !(types.isBoxedPrimitive(b) || types.isNativeError(b) || b instanceof Error || types.isWeakMap(a) ||
    types.isWeakSet(a) || types.isPromise(a));
}

function objectsEqual(a, b, mode, memo) {
  if (mode === kStrict && !prototypesMatch(a, b)) return false;
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || !sizesMatch(a.length, b.length, mode) || tagOf(a) !== tagOf(b)) return false;
    return namedPropertiesEqual(a, b, mode, memo, kArrayEntries);
  }
  let text;
  if (tagOf(a) === undefined) {
    text = toString(a);
    if (text === '[object Object]') {
      return toString(b) === text && propertiesEqual(a, b, mode, memo, kNoEntries);
    }
  }
  if (types.isSet(a)) {
    if (!types.isSet(b) || !sizesMatch(a.size, b.size, mode) || tagOf(a) !== tagOf(b)) return false;
    return propertiesEqual(a, b, mode, memo, kSetEntries);
  }
  if (types.isMap(a)) {
    if (!types.isMap(b) || !sizesMatch(a.size, b.size, mode) || tagOf(a) !== tagOf(b)) return false;
    return propertiesEqual(a, b, mode, memo, kMapEntries);
  }
  if (ArrayBuffer.isView(a)) {
    return viewsEqual(a, b, mode) && namedPropertiesEqual(a, b, mode, memo, kNoEntries);
  }
  return exoticEqual(a, b, mode, memo, text) && propertiesEqual(a, b, mode, memo, kNoEntries);
}

// ---- properties ----

// Of a short array that has nothing but elements this says so with less work than native code.
function hasOnlyElements(object) {
  const { length } = object;
  if (length > kShort || !Array.isArray(object)) return false;
  const keys = Object.keys(object);
  return keys.length === length && (length === 0 || keys[length - 1] === `${length - 1}`);
}

// The keys of array-likes that are not indexes.
function namedKeys(object, mode) {
  if (hasOnlyElements(object)) {
    const keys = [];
    if (mode !== kLoose) addEnumerableSymbols(keys, object);
    return keys;
  }
  const filter = mode === kLoose ? kOnlyEnumerable | kSkipSymbols : kOnlyEnumerable;
  return ops.op_get_non_index_property_names(object, filter);
}

function namedPropertiesEqual(a, b, mode, memo, entries) {
  const keys = namedKeys(b, mode);
  if (mode !== kPartial && keys.length !== namedKeys(a, mode).length) return false;
  return contentsEqual(a, b, mode, memo, entries, undefined, keys);
}

function addEnumerableSymbols(keys, object) {
  const symbols = Object.getOwnPropertySymbols(object);
  for (let i = 0; i < symbols.length; i++) {
    if (isEnumerable(object, symbols[i])) keys.push(symbols[i]);
  }
}

function propertiesEqual(a, b, mode, memo, entries) {
  const keysB = Object.keys(b);
  if (mode === kPartial) {
    addEnumerableSymbols(keysB, b);
    return contentsEqual(a, b, mode, memo, entries, undefined, keysB);
  }
  const keysA = Object.keys(a);
  if (keysA.length !== keysB.length) return false;
  if (mode !== kLoose) {
    addEnumerableSymbols(keysA, a);
    addEnumerableSymbols(keysB, b);
    if (keysA.length !== keysB.length) return false;
  }
  return contentsEqual(a, b, mode, memo, entries, keysA, keysB);
}

function hasNoEntries(b, entries) {
  if (entries === kNoEntries) return true;
  return (entries === kArrayEntries ? b.length : b.size) === 0;
}

function contentsEqual(a, b, mode, memo, entries, keysA, keysB) {
  if (keysB.length === 0 && hasNoEntries(b, entries)) return true;
  if (memo === null) return membersEqual(a, b, mode, memo, entries, keysA, keysB);
  // When both are being compared further out, that comparison decides; when only one is, the cycles differ.
  const seenA = memo.has(a);
  const seenB = memo.has(b);
  if (seenA || seenB) return seenA && seenB;
  memo.add(a);
  memo.add(b);
  const equal = membersEqual(a, b, mode, memo, entries, keysA, keysB);
  memo.delete(a);
  memo.delete(b);
  return equal;
}

// Whether both are the same strings in the same order. Symbols come last.
function areSameNames(keysA, keysB) {
  const { length } = keysB;
  for (let i = 0; i < length; i++) {
    if (keysA[i] !== keysB[i]) return false;
  }
  return typeof keysB[length - 1] === 'string';
}

// V8 reads the properties of the object that it enumerates faster than those of others. Its own come before those that
// it inherits, and there are `count` of them. Of a proxy this would ask more than Node does.
function valuesInOrderEqual(a, b, mode, memo, count) {
  let i = 0;
  for (const key in a) {
    if (!valuesEqual(a[key], b[key], mode, memo)) return false;
    if (++i === count) return true;
  }
  return false;
}

function membersEqual(a, b, mode, memo, entries, keysA, keysB) {
  if (entries === kNoEntries && keysA !== undefined && areSameNames(keysA, keysB) && !types.isProxy(a)) {
    return valuesInOrderEqual(a, b, mode, memo, keysB.length);
  }
  // Mostly both have their keys in the same order; from the first that is not on, they are looked up.
  let ordered = keysA !== undefined;
  for (let i = 0; i < keysB.length; i++) {
    const key = keysB[i];
    ordered &&= keysA[i] === key;
    let left;
    if (ordered) {
      left = a[key];
    } else {
      const descriptor = Object.getOwnPropertyDescriptor(a, key);
      if (descriptor === undefined || descriptor.enumerable !== true) return false;
      left = descriptor.writable === undefined ? a[key] : descriptor.value;
    }
    if (!valuesEqual(left, b[key], mode, memo)) return false;
  }
  if (entries === kNoEntries) return true;
  if (entries === kArrayEntries && mode !== kPartial) return elementsEqual(a, b, mode, memo);
  const equal = (left, right) => valuesEqual(left, right, mode, memo);
  switch (entries) {
    case kArrayEntries:
      return containsElements(a, b, equal);
    case kSetEntries:
      return setsEqual(a, b, equal, mode === kLoose, mode === kPartial);
    default:
      return mapsEqual(a, b, equal, mode === kLoose, mode === kPartial);
  }
}

// ---- arrays ----

function isHole(array, index) {
  return array[index] === undefined && !hasOwn(array, index);
}

// From the first hole on, the indexes are keys like others.
function sparseEqual(a, b, mode, memo, start) {
  const keysA = Object.keys(a);
  const keysB = Object.keys(b);
  if (keysA.length !== keysB.length) return false;
  for (let i = start; i < keysB.length; i++) {
    const key = keysB[i];
    if ((a[key] === undefined && !hasOwn(a, key)) || !valuesEqual(a[key], b[key], mode, memo)) return false;
  }
  return true;
}

function elementsEqual(a, b, mode, memo) {
  for (let i = 0; i < a.length; i++) {
    const left = a[i];
    const right = b[i];
    if (left === right && left !== undefined && left !== 0) continue;
    if (right === undefined && !hasOwn(b, i)) return sparseEqual(a, b, mode, memo, i);
    // Loosely, null is equal to a hole too.
    if (left === undefined && !hasOwn(a, i) && (mode !== kLoose || right !== null)) return false;
    if (!valuesEqual(left, right, mode, memo)) return false;
  }
  return true;
}

function containsSparseElements(a, b, equal, startA, startB) {
  const keysA = Object.keys(a);
  const keysB = Object.keys(b);
  let at = startA;
  let spare = (keysA.length - startA) - (keysB.length - startB);
  if (spare < 0) return false;
  for (let i = startB; i < keysB.length; i++) {
    while (!equal(a[keysA[at]], b[keysB[i]])) {
      at++;
      if (--spare < 0) return false;
    }
    at++;
  }
  return true;
}

// Whether the elements of `b` appear in `a` in this order, with others in between.
function containsElements(a, b, equal) {
  let at = 0;
  let spare = a.length - b.length;
  for (let i = 0; i < b.length; i++) {
    if (isHole(b, i)) return containsSparseElements(a, b, equal, at, i);
    while (!isHole(a, at) && !equal(a[at], b[i])) {
      at++;
      if (--spare < 0) return false;
    }
    if (isHole(a, at)) return containsSparseElements(a, b, equal, at, i);
    at++;
  }
  return true;
}

// ---- entry points ----

// Set once a comparison ran out of stack, which is mostly a cycle.
let expectCycles = false;

function compare(a, b, mode) {
  if (!expectCycles) {
    try {
      return valuesEqual(a, b, mode, null);
    } catch {
      expectCycles = true;
    }
  }
  return valuesEqual(a, b, mode, new Set());
}

function isDeepEqual(a, b) {
  return compare(a, b, kLoose);
}

function isDeepStrictEqual(a, b, skipPrototype) {
  return compare(a, b, skipPrototype ? kStrictWithoutPrototypes : kStrict);
}

function isPartialStrictEqual(a, b) {
  return compare(a, b, kPartial);
}

module.exports = { isDeepEqual, isDeepStrictEqual, isPartialStrictEqual };
