// URLSearchParams. https://nodejs.org/api/url.html#class-urlsearchparams
'use strict';

const {
  codes: { ERR_ARG_NOT_ITERABLE, ERR_INVALID_THIS, ERR_INVALID_TUPLE, ERR_MISSING_ARGS },
} = require('internal/errors');
const { parseForm, serializeForm } = require('internal/url/form');

const inspectCustom = Symbol.for('nodejs.util.inspect.custom');
const IteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));
const { propertyIsEnumerable } = Object.prototype;
const enumerable = { __proto__: null, enumerable: true };

let listOf;
let setQuery;
let attach;
// Set by the URL class: a URL whose parameters have changed learns of it.
let onChange;

function text(value) {
  return (typeof value === 'string' ? value : `${value}`).toWellFormed();
}

class URLSearchParamsIterator {
  #target;
  #kind;
  #index;

  constructor(target, kind) {
    this.#target = target;
    this.#kind = kind;
    this.#index = 0;
  }

  #item(list, index) {
    if (this.#kind === 'key') return list[index];
    if (this.#kind === 'value') return list[index + 1];
    return [list[index], list[index + 1]];
  }

  next() {
    if (typeof this !== 'object' || this === null || !(#target in this)) {
      throw new ERR_INVALID_THIS('URLSearchParamsIterator');
    }
    // Each time anew: the URL may have another query by now.
    const list = listOf(this.#target);
    const index = this.#index;
    if (index >= list.length) return { done: true, value: undefined };
    this.#index = index + 2;
    return { done: false, value: this.#item(list, index) };
  }

  [inspectCustom](recurseTimes, ctx) {
    if (!this || typeof this !== 'object' || !(#target in this)) {
      throw new ERR_INVALID_THIS('URLSearchParamsIterator');
    }
    if (typeof recurseTimes === 'number' && recurseTimes < 0) return ctx.stylize('[Object]', 'special');

    const { inspect } = require('internal/util/inspect');
    const options = { ...ctx };
    if (recurseTimes !== null) options.depth = recurseTimes - 1;
    const list = listOf(this.#target);
    const rest = [];
    for (let i = this.#index; i < list.length; i += 2) rest.push(this.#item(list, i));
    const shown = rest.map((item) => inspect(item, options));
    const body = inspect(rest, options).includes('\n') ?
      `\n  ${shown.join(',\n  ')}` : ` ${shown.join(', ')}`;
    return `${this[Symbol.toStringTag]} {${body} }`;
  }
}

// An iterator's prototype has no constructor.
delete URLSearchParamsIterator.prototype.constructor;
Object.setPrototypeOf(URLSearchParamsIterator.prototype, IteratorPrototype);
Object.defineProperties(URLSearchParamsIterator.prototype, {
  [Symbol.toStringTag]: { __proto__: null, configurable: true, value: 'URLSearchParams Iterator' },
  next: enumerable,
});

class URLSearchParams {
  // Names and values in turn.
  #searchParams = [];
  // The URL that these are the parameters of.
  #context;
  #serialized;

  static {
    listOf = (params) => params.#searchParams;
    attach = (params, url) => {
      params.#context = url;
    };
    setQuery = (params, query) => {
      params.#serialized = undefined;
      params.#searchParams = query === '' ? [] : parseForm(query);
    };
  }

  constructor(init = undefined) {
    if (init === undefined) return;
    if (init === null || (typeof init !== 'object' && typeof init !== 'function')) {
      const query = text(init);
      if (query !== '') this.#searchParams = parseForm(query);
      return;
    }
    const method = init[Symbol.iterator];
    if (method === this[Symbol.iterator] && #searchParams in init) {
      this.#searchParams = init.#searchParams.slice();
      this.#serialized = init.#serialized;
    } else if (method != null) {
      if (typeof method !== 'function') throw new ERR_ARG_NOT_ITERABLE('Query pairs');
      this.#addPairs(init);
    } else {
      this.#addRecord(init);
    }
  }

  #addPairs(pairs) {
    const list = this.#searchParams;
    for (const pair of pairs) {
      if (pair == null || (!Array.isArray(pair) &&
          ((typeof pair !== 'object' && typeof pair !== 'function') ||
           typeof pair[Symbol.iterator] !== 'function'))) {
        throw new ERR_INVALID_TUPLE('Each query pair', '[name, value]');
      }
      if (Array.isArray(pair)) {
        if (pair.length !== 2) throw new ERR_INVALID_TUPLE('Each query pair', '[name, value]');
        list.push(text(pair[0]), text(pair[1]));
      } else {
        let count = 0;
        for (const item of pair) {
          count++;
          list.push(text(item));
        }
        if (count !== 2) throw new ERR_INVALID_TUPLE('Each query pair', '[name, value]');
      }
    }
  }

  #addRecord(record) {
    const list = this.#searchParams;
    // An object without symbols and traps tells its enumerable names at once.
    const isPlain = !ops.op_is_proxy(record) && Object.getOwnPropertySymbols(record).length === 0;
    const keys = isPlain ? Object.keys(record) : Reflect.ownKeys(record);
    let seen;
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i];
      if (!isPlain && !propertyIsEnumerable.call(record, key)) continue;
      const name = text(key);
      const item = record[key];
      // A getter may have deleted it.
      if (isPlain && item === undefined && !propertyIsEnumerable.call(record, key)) continue;
      const value = text(item);
      // Two keys can become one name when one is not well-formed: the later value stays, in the earlier place.
      if (name !== key) seen ??= new Map(list.map((item, at) => [item, at + 1]).filter((_, at) => at % 2 === 0));
      const at = seen?.get(name);
      if (at !== undefined) {
        list[at] = value;
      } else {
        list.push(name, value);
        seen?.set(name, list.length - 1);
      }
    }
  }

  #changed() {
    this.#serialized = undefined;
    if (this.#context) onChange(this.#context);
  }

  [inspectCustom](recurseTimes, ctx) {
    if (typeof this !== 'object' || this === null || !(#searchParams in this)) {
      throw new ERR_INVALID_THIS('URLSearchParams');
    }
    if (typeof recurseTimes === 'number' && recurseTimes < 0) return ctx.stylize('[Object]', 'special');

    const { inspect } = require('internal/util/inspect');
    const { removeColors } = require('internal/util');
    const options = { ...ctx };
    if (recurseTimes !== null) options.depth = recurseTimes - 1;
    const list = this.#searchParams;
    const pairs = [];
    let width = -2;
    for (let i = 0; i < list.length; i += 2) {
      const pair = `${inspect(list[i], options)} => ${inspect(list[i + 1], options)}`;
      pairs.push(pair);
      width += removeColors(pair).length + 2;
    }
    const { name } = this.constructor;
    if (width > ctx.breakLength) return `${name} {\n  ${pairs.join(',\n  ')} }`;
    return pairs.length > 0 ? `${name} { ${pairs.join(', ')} }` : `${name} {}`;
  }

  get size() {
    if (typeof this !== 'object' || this === null || !(#searchParams in this)) {
      throw new ERR_INVALID_THIS('URLSearchParams');
    }
    return this.#searchParams.length / 2;
  }

  append(name, value) {
    if (typeof this !== 'object' || this === null || !(#searchParams in this)) {
      throw new ERR_INVALID_THIS('URLSearchParams');
    }
    if (arguments.length < 2) throw new ERR_MISSING_ARGS('name', 'value');
    name = text(name);
    value = text(value);
    this.#searchParams.push(name, value);
    this.#changed();
  }

  delete(name, value = undefined) {
    if (typeof this !== 'object' || this === null || !(#searchParams in this)) {
      throw new ERR_INVALID_THIS('URLSearchParams');
    }
    if (arguments.length < 1) throw new ERR_MISSING_ARGS('name');
    name = text(name);
    if (value !== undefined) value = text(value);
    const list = this.#searchParams;
    let kept = 0;
    for (let i = 0; i < list.length; i += 2) {
      if (list[i] === name && (value === undefined || list[i + 1] === value)) continue;
      list[kept++] = list[i];
      list[kept++] = list[i + 1];
    }
    list.length = kept;
    this.#changed();
  }

  get(name) {
    if (typeof this !== 'object' || this === null || !(#searchParams in this)) {
      throw new ERR_INVALID_THIS('URLSearchParams');
    }
    if (arguments.length < 1) throw new ERR_MISSING_ARGS('name');
    name = text(name);
    const list = this.#searchParams;
    for (let i = 0; i < list.length; i += 2) if (list[i] === name) return list[i + 1];
    return null;
  }

  getAll(name) {
    if (typeof this !== 'object' || this === null || !(#searchParams in this)) {
      throw new ERR_INVALID_THIS('URLSearchParams');
    }
    if (arguments.length < 1) throw new ERR_MISSING_ARGS('name');
    name = text(name);
    const list = this.#searchParams;
    const values = [];
    for (let i = 0; i < list.length; i += 2) if (list[i] === name) values.push(list[i + 1]);
    return values;
  }

  has(name, value = undefined) {
    if (typeof this !== 'object' || this === null || !(#searchParams in this)) {
      throw new ERR_INVALID_THIS('URLSearchParams');
    }
    if (arguments.length < 1) throw new ERR_MISSING_ARGS('name');
    name = text(name);
    if (value !== undefined) value = text(value);
    const list = this.#searchParams;
    for (let i = 0; i < list.length; i += 2) {
      if (list[i] === name && (value === undefined || list[i + 1] === value)) return true;
    }
    return false;
  }

  set(name, value) {
    if (typeof this !== 'object' || this === null || !(#searchParams in this)) {
      throw new ERR_INVALID_THIS('URLSearchParams');
    }
    if (arguments.length < 2) throw new ERR_MISSING_ARGS('name', 'value');
    name = text(name);
    value = text(value);
    // The first one of that name keeps its place, the others go.
    const list = this.#searchParams;
    let found = false;
    let kept = 0;
    for (let i = 0; i < list.length; i += 2) {
      const isName = list[i] === name;
      if (isName && found) continue;
      const current = isName ? value : list[i + 1];
      list[kept++] = list[i];
      list[kept++] = current;
      found ||= isName;
    }
    list.length = kept;
    if (!found) list.push(name, value);
    this.#changed();
  }

  sort() {
    if (typeof this !== 'object' || this === null || !(#searchParams in this)) {
      throw new ERR_INVALID_THIS('URLSearchParams');
    }
    const list = this.#searchParams;
    const pairs = [];
    for (let i = 0; i < list.length; i += 2) pairs.push([list[i], list[i + 1]]);
    // Array.prototype.sort is stable, and '<' compares code units as the standard wants.
    pairs.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
    for (let i = 0; i < pairs.length; i++) {
      list[2 * i] = pairs[i][0];
      list[2 * i + 1] = pairs[i][1];
    }
    this.#changed();
  }

  entries() {
    if (typeof this !== 'object' || this === null || !(#searchParams in this)) {
      throw new ERR_INVALID_THIS('URLSearchParams');
    }
    return new URLSearchParamsIterator(this, 'key+value');
  }

  forEach(callback, thisArg = undefined) {
    if (typeof this !== 'object' || this === null || !(#searchParams in this)) {
      throw new ERR_INVALID_THIS('URLSearchParams');
    }
    require('internal/validators').validateFunction(callback, 'callback');
    for (let i = 0; i < this.#searchParams.length; i += 2) {
      callback.call(thisArg, this.#searchParams[i + 1], this.#searchParams[i], this);
    }
  }

  keys() {
    if (typeof this !== 'object' || this === null || !(#searchParams in this)) {
      throw new ERR_INVALID_THIS('URLSearchParams');
    }
    return new URLSearchParamsIterator(this, 'key');
  }

  values() {
    if (typeof this !== 'object' || this === null || !(#searchParams in this)) {
      throw new ERR_INVALID_THIS('URLSearchParams');
    }
    return new URLSearchParamsIterator(this, 'value');
  }

  toString() {
    if (typeof this !== 'object' || this === null || !(#searchParams in this)) {
      throw new ERR_INVALID_THIS('URLSearchParams');
    }
    this.#serialized ??= serializeForm(this.#searchParams);
    return this.#serialized;
  }
}

Object.defineProperties(URLSearchParams.prototype, {
  append: enumerable,
  delete: enumerable,
  get: enumerable,
  getAll: enumerable,
  has: enumerable,
  set: enumerable,
  size: enumerable,
  sort: enumerable,
  entries: enumerable,
  forEach: enumerable,
  keys: enumerable,
  values: enumerable,
  toString: enumerable,
  [Symbol.toStringTag]: { __proto__: null, configurable: true, value: 'URLSearchParams' },
  [Symbol.iterator]: {
    __proto__: null,
    configurable: true,
    writable: true,
    value: URLSearchParams.prototype.entries,
  },
});

// Structured cloning refuses its objects (4: a mark for a class); else it would copy their properties.
ops.op_messaging_mark(URLSearchParams.prototype, 4);

module.exports = {
  URLSearchParams,
  attach,
  setQuery,
  whenChanged(callback) {
    onChange = callback;
  },
};
