// structuredClone(). https://html.spec.whatwg.org/multipage/structured-data.html#dom-structuredclone
'use strict';

const { ERR_MISSING_ARGS } = require('internal/errors').codes;
const { complete, isObject } = require('internal/worker/transfer_list');

// The numbers of the failures in ops/messaging/error.rs.
const kBadOptions = 5;
const kBadTransfer = 6;
const kBadEntry = 7;

// The numbers of the kinds in ops/messaging/kind.rs.
const kOrdinary = 1;
const kArray = 2;
const kDate = 3;
const kMap = 4;
const kSet = 5;
const kArrayBuffer = 6;
const kRegExp = 7;

// What a copy is when only the serializer can make it.
const kNone = Symbol('none');

// Deeper or longer than this is left to the serializer as well.
const DEEPEST = 200;
const LONGEST = 1e6;

const call = Function.prototype.call.bind(Function.prototype.call);
const { slice } = Array.prototype;
const { getTime } = Date.prototype;
const { forEach: forEachOfMap, set: setOfMap } = Map.prototype;
const { forEach: forEachOfSet, add: addToSet } = Set.prototype;
const getterOf = (name) => Object.getOwnPropertyDescriptor(ArrayBuffer.prototype, name).get;
const byteLengthOf = getterOf('byteLength');
const isResizable = getterOf('resizable');

// Copies already made, so that an object that is met twice is copied once: the first one, then a list while it is short,
// then a Map.
class Copies {
  #first;
  #firstCopy;
  #from;
  #to;
  #map;

  find(value) {
    if (this.#first === value) return this.#firstCopy;
    if (this.#map !== undefined) return this.#map.get(value);
    if (this.#from === undefined) return undefined;
    const index = this.#from.indexOf(value);
    return index === -1 ? undefined : this.#to[index];
  }

  add(value, copy) {
    if (this.#first === undefined) {
      this.#first = value;
      this.#firstCopy = copy;
    } else if (this.#map !== undefined) {
      this.#map.set(value, copy);
    } else if (this.#from === undefined) {
      this.#from = [value];
      this.#to = [copy];
    } else {
      this.#from.push(value);
      this.#to.push(copy);
      if (this.#from.length === 16) this.#map = new Map(this.#from.map((key, i) => [key, this.#to[i]]));
    }
    return copy;
  }
}

// A copy of plain data without a serializer, which costs three times as much; kNone when there is something else in it.
function copyOf(value, copies, depth) {
  const type = typeof value;
  if (type === 'function' || type === 'symbol') return kNone;
  if (type !== 'object' || value === null) return value;
  const made = copies.find(value);
  if (made !== undefined) return made;
  if (depth === DEEPEST) return kNone;
  switch (ops.op_messaging_kind(value)) {
    case kOrdinary:
      // Objects of a class take the slower way, where it is found out what they are.
      return Object.getPrototypeOf(value) === Object.prototype ? copyOfObject(value, copies, depth + 1) : kNone;
    case kArray:
      return copyOfArray(value, copies, depth + 1);
    case kDate:
      return copies.add(value, new Date(call(getTime, value)));
    case kMap:
      return copyOfMap(value, copies, depth + 1);
    case kSet:
      return copyOfSet(value, copies, depth + 1);
    case kArrayBuffer:
      return copyOfBuffer(value, copies);
    case kRegExp:
      return copies.add(value, new RegExp(value));
    default:
      return kNone;
  }
}

function copyOfObject(value, copies, depth) {
  // Those are not copied, so no accessor of theirs may run.
  if (Object.getOwnPropertySymbols(value).length > 0) return kNone;
  const copy = { ...value };
  copies.add(value, copy);
  const keys = Object.keys(copy);
  for (let i = 0; i < keys.length; i++) {
    const part = copy[keys[i]];
    const type = typeof part;
    if (type === 'function' || type === 'symbol') return kNone;
    if (type === 'object' && part !== null) {
      const partCopy = copyOf(part, copies, depth);
      if (partCopy === kNone) return kNone;
      copy[keys[i]] = partCopy;
    }
  }
  return copy;
}

// Twice the same, so that each of them sees arrays of one kind. Four a round: the end of a round costs as much as they do.
function areIntegers(list) {
  const { length } = list;
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    if (typeof list[i] !== 'number' || typeof list[i + 1] !== 'number' ||
      typeof list[i + 2] !== 'number' || typeof list[i + 3] !== 'number') return false;
  }
  for (; i < length; i++) {
    if (typeof list[i] !== 'number') return false;
  }
  return true;
}

function areFractions(list) {
  const { length } = list;
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    if (typeof list[i] !== 'number' || typeof list[i + 1] !== 'number' ||
      typeof list[i + 2] !== 'number' || typeof list[i + 3] !== 'number') return false;
  }
  for (; i < length; i++) {
    if (typeof list[i] !== 'number') return false;
  }
  return true;
}

function areNumbers(list) {
  const first = list[0];
  if (typeof first !== 'number') return false;
  return first % 1 === 0 ? areIntegers(list) : areFractions(list);
}

function copyOfArray(list, copies, depth) {
  const { length } = list;
  if (length > LONGEST) return kNone;
  if (list.constructor === Array && Array[Symbol.species] === Array && areNumbers(list)) {
    return copies.add(list, call(slice, list));
  }
  const copy = copies.add(list, []);
  for (let i = 0; i < length; i++) {
    const part = list[i];
    // A hole stays a hole.
    if (part === undefined && !Object.hasOwn(list, i)) return kNone;
    const partCopy = copyOf(part, copies, depth);
    if (partCopy === kNone) return kNone;
    copy[i] = partCopy;
  }
  return copy;
}

function copyOfMap(map, copies, depth) {
  const entries = [];
  call(forEachOfMap, map, (value, key) => {
    entries.push(key, value);
  });
  const copy = copies.add(map, new Map());
  for (let i = 0; i < entries.length; i += 2) {
    const key = copyOf(entries[i], copies, depth);
    if (key === kNone) return kNone;
    const value = copyOf(entries[i + 1], copies, depth);
    if (value === kNone) return kNone;
    call(setOfMap, copy, key, value);
  }
  return copy;
}

function copyOfSet(set, copies, depth) {
  const entries = [];
  call(forEachOfSet, set, (value) => {
    entries.push(value);
  });
  const copy = copies.add(set, new Set());
  for (let i = 0; i < entries.length; i++) {
    const value = copyOf(entries[i], copies, depth);
    if (value === kNone) return kNone;
    call(addToSet, copy, value);
  }
  return copy;
}

function copyOfBuffer(buffer, copies) {
  const length = call(byteLengthOf, buffer);
  // Of length 0 is one that is gone, too.
  if (length === 0 || call(isResizable, buffer)) return kNone;
  const copy = require('internal/buffer/allocation').createUnsafeArrayBuffer(length);
  ops.op_buffer_copy(buffer, copy, 0, 0, length);
  return copies.add(buffer, copy);
}

function structuredClone(value, options) {
  if (arguments.length === 0) throw new ERR_MISSING_ARGS('The value argument must be specified');
  let list;
  if (options !== undefined && options !== null) {
    if (!isObject(options)) ops.op_messaging_fail(kBadOptions, 0);
    const { transfer } = options;
    if (transfer !== undefined) {
      if (!isObject(transfer) || typeof transfer[Symbol.iterator] !== 'function') {
        ops.op_messaging_fail(kBadTransfer, 0);
      }
      list = [...transfer];
      for (let i = 0; i < list.length; i++) {
        if (!isObject(list[i])) ops.op_messaging_fail(kBadEntry, i);
      }
      complete(list);
    }
  }
  if (list === undefined || list.length === 0) {
    let copy = kNone;
    try {
      copy = copyOf(value, new Copies(), 0);
    } catch {
      // An accessor threw. What comes first in the order of the serializer is what the program hears.
    }
    if (copy !== kNone) return copy;
  }
  require('internal/worker/hooks');
  return ops.op_messaging_structured_clone(value, list);
}

module.exports = { structuredClone };
