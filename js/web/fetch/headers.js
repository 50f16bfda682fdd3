// Headers.
// https://fetch.spec.whatwg.org/#headers-class
'use strict';

const { checkIsHttpToken } = require('internal/http/fields');
const { customInspectSymbol, kEnumerableProperty } = require('internal/util');
const { illegalInvocation, requireArguments, typeError } = require('web/fetch/errors');

// Bytes that may not stand in a value, and those that are cut off at its ends.
const invalidInValue = /[\0\r\n]|[^\0-\xff]/;
const surroundings = /^[\t\n\r ]+|[\t\n\r ]+$/g;

function byteString(value) {
  const text = `${value}`;
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) > 255) {
      throw typeError(`Cannot convert argument to a ByteString because the character at index ${i} has a value of ` +
        `${text.charCodeAt(i)} which is greater than 255.`);
    }
  }
  return text;
}

function checkName(name, prefix) {
  if (!checkIsHttpToken(name)) throw typeError(`${prefix}: "${name}" is an invalid header name.`);
}

function checkValue(value, prefix) {
  if (invalidInValue.test(value)) throw typeError(`${prefix}: "${value}" is an invalid header value.`);
}

// The fields themselves: lower-case name to { name, value }, and the cookies one by one.
class HeaderList {
  constructor(other) {
    this.map = new Map(other?.map);
    this.cookies = other ? [...other.cookies] : [];
  }

  append(name, value) {
    const key = name.toLowerCase();
    if (key === 'set-cookie') this.cookies.push(value);
    const known = this.map.get(key);
    if (known === undefined) this.map.set(key, { name, value });
    else this.map.set(key, { name: known.name, value: `${known.value}${key === 'cookie' ? '; ' : ', '}${value}` });
  }

  set(name, value) {
    const key = name.toLowerCase();
    if (key === 'set-cookie') this.cookies = [value];
    this.map.set(key, { name, value });
  }

  delete(name) {
    const key = name.toLowerCase();
    if (key === 'set-cookie') this.cookies = [];
    this.map.delete(key);
  }

  get(name) {
    return this.map.get(name.toLowerCase())?.value ?? null;
  }

  has(name) {
    return this.map.has(name.toLowerCase());
  }

  // Pairs for iteration: sorted by name, each cookie on its own.
  sorted() {
    const pairs = [];
    for (const key of [...this.map.keys()].sort()) {
      if (key === 'set-cookie') {
        for (const cookie of this.cookies) pairs.push([key, cookie]);
      } else {
        pairs.push([key, this.map.get(key).value]);
      }
    }
    return pairs;
  }

  // Names as they were given, with values, for a request that goes out.
  *raw() {
    for (const [key, { name, value }] of this.map) {
      if (key === 'set-cookie') {
        for (const cookie of this.cookies) yield [name, cookie];
      } else {
        yield [name, value];
      }
    }
  }
}

class HeadersIterator {
  #list;
  #kind;
  #index = 0;

  constructor(list, kind) {
    this.#list = list;
    this.#kind = kind;
  }

  next() {
    const pairs = this.#list.sorted();
    if (this.#index >= pairs.length) return { value: undefined, done: true };
    const pair = pairs[this.#index++];
    return { value: this.#kind === 'key' ? pair[0] : this.#kind === 'value' ? pair[1] : pair, done: false };
  }
}
const IteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));
Object.setPrototypeOf(HeadersIterator.prototype, IteratorPrototype);
delete HeadersIterator.prototype.constructor;
Object.defineProperties(HeadersIterator.prototype, {
  next: kEnumerableProperty,
  [Symbol.toStringTag]: { __proto__: null, value: 'Headers Iterator', configurable: true },
});

let checkMutable;
let isHeaders;
let listOf;
let makeHeaders;

class Headers {
  #list = new HeaderList();
  #guard = 'none';

  static {
    isHeaders = (value) => typeof value === 'object' && value !== null && #list in value;
    listOf = (value) => {
      if (!isHeaders(value)) throw illegalInvocation();
      return value.#list;
    };
    checkMutable = (headers) => {
      if (headers.#guard === 'immutable') throw typeError('immutable');
    };
    // Headers over a list, with a guard.
    makeHeaders = (list, guard) => {
      const headers = new Headers();
      headers.#list = list;
      headers.#guard = guard;
      return headers;
    };
  }

  constructor(init = undefined) {
    if (init !== undefined) fill(this, init);
  }

  append(name, value) {
    requireArguments(arguments.length, 2, 'Headers.append');
    change(this, 'append', byteString(name), byteString(value));
  }

  delete(name) {
    requireArguments(arguments.length, 1, 'Headers.delete');
    name = byteString(name);
    checkName(name, 'Headers.delete');
    checkMutable(this);
    listOf(this).delete(name);
  }

  get(name) {
    requireArguments(arguments.length, 1, 'Headers.get');
    name = byteString(name);
    checkName(name, 'Headers.get');
    return listOf(this).get(name);
  }

  has(name) {
    requireArguments(arguments.length, 1, 'Headers.has');
    name = byteString(name);
    checkName(name, 'Headers.has');
    return listOf(this).has(name);
  }

  set(name, value) {
    requireArguments(arguments.length, 2, 'Headers.set');
    change(this, 'set', byteString(name), byteString(value));
  }

  getSetCookie() {
    return [...listOf(this).cookies];
  }

  keys() { return new HeadersIterator(listOf(this), 'key'); }
  values() { return new HeadersIterator(listOf(this), 'value'); }
  entries() { return new HeadersIterator(listOf(this), 'key+value'); }

  forEach(callbackfn, thisArg = undefined) {
    requireArguments(arguments.length, 1, 'Headers.forEach');
    if (typeof callbackfn !== 'function') {
      throw typeError('Failed to execute \'forEach\' on \'Headers\': parameter 1 is not of type \'Function\'.');
    }
    for (const { 0: name, 1: value } of this) callbackfn.call(thisArg, value, name, this);
  }

  [customInspectSymbol](depth, options) {
    const { inspect } = require('internal/util/inspect');
    options.depth ??= depth;
    return `Headers ${inspect(Object.fromEntries([...listOf(this).map.values()].map(({ name, value }) => [name, value])),
                              options)}`;
  }
}
Object.defineProperties(Headers.prototype, {
  append: kEnumerableProperty,
  delete: kEnumerableProperty,
  get: kEnumerableProperty,
  has: kEnumerableProperty,
  set: kEnumerableProperty,
  getSetCookie: kEnumerableProperty,
  keys: kEnumerableProperty,
  values: kEnumerableProperty,
  entries: kEnumerableProperty,
  forEach: kEnumerableProperty,
  [Symbol.iterator]: { __proto__: null, value: Headers.prototype.entries, writable: true, configurable: true },
  [Symbol.toStringTag]: { __proto__: null, value: 'Headers', configurable: true },
  [customInspectSymbol]: { __proto__: null, enumerable: false },
});

function change(headers, method, name, value) {
  const list = listOf(headers);
  const prefix = `Headers.${method}`;
  value = value.replace(surroundings, '');
  checkName(name, prefix);
  checkValue(value, prefix);
  checkMutable(headers);
  list[method](name, value);
}

// Adds what a sequence of pairs, a record or other Headers say.
function fill(headers, init) {
  if (typeof init !== 'object' || init === null) {
    throw typeError('Headers constructor: init given is not of type \'record<ByteString, ByteString>\' or ' +
      '\'sequence<sequence<ByteString>>\'.');
  }
  if (isHeaders(init) && init[Symbol.iterator] === Headers.prototype.entries) {
    for (const { 0: name, 1: value } of listOf(init).raw()) change(headers, 'append', name, value);
    return;
  }
  const iterator = init[Symbol.iterator];
  if (typeof iterator === 'function') {
    for (const pair of init) {
      const [name, value, ...more] = typeof pair === 'object' && pair !== null ? [...pair] : [];
      if (value === undefined || more.length > 0) {
        throw typeError('Headers constructor: expected name/value pair to be length 2.');
      }
      change(headers, 'append', byteString(name), byteString(value));
    }
    return;
  }
  for (const key of Reflect.ownKeys(init)) {
    const property = Reflect.getOwnPropertyDescriptor(init, key);
    if (!property?.enumerable) continue;
    if (typeof key === 'symbol') throw typeError('Cannot convert a Symbol value to a string');
    change(headers, 'append', byteString(key), byteString(init[key]));
  }
}

// Structured cloning refuses its objects (4: a mark for a class); else it would copy their properties.
ops.op_messaging_mark(Headers.prototype, 4);

module.exports = { HeaderList, Headers, fill, listOf, makeHeaders };
