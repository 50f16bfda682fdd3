// SQLTagStore. https://nodejs.org/docs/latest-v26.x/api/sqlite.html#class-sqltagstore
'use strict';

const { defineMethods, fail, getter, illegalConstructor, invalidType, kRangeError } =
  require('internal/sqlite/validate');
const { methods: { all, get, iterate, run } } = require('internal/sqlite/statement');

const { isAnyArrayBuffer } = require('internal/util/types');

const kDefaultSize = 1000;

// database, capacity, and the statements by their SQL: the one that was used last comes last.
const stores = new WeakMap();

function SQLTagStore() {
  illegalConstructor();
}

// The statement of a template, and its values.
function perform(tagStore, method, strings, values) {
  if (!Array.isArray(strings)) {
    invalidType('First argument must be an array of strings (template literal).');
  }
  const { database, capacity, statements } = stores.get(tagStore);
  const sql = strings.join('?');
  let statement = statements.get(sql);
  // Whether it has been closed is known by asking it.
  if (statement !== undefined && !isLive(statement)) statement = undefined;
  statement ??= database.prepare(sql);
  statements.delete(sql);
  statements.set(sql, statement);
  if (statements.size > capacity) {
    const { value: oldest } = statements.keys().next();
    statements.delete(oldest);
  }
  // An object would be taken for names and values.
  const { 0: first } = values;
  if ((typeof first === 'object' && first !== null && !isBytes(first)) || typeof first === 'function') {
    invalidType('Provided value cannot be bound to SQLite parameter 1.');
  }
  return Reflect.apply(method, statement, values);
}

function isBytes(value) {
  return ArrayBuffer.isView(value) || isAnyArrayBuffer(value);
}

function isLive(statement) {
  try {
    return statement.sourceSQL !== undefined;
  } catch {
    return false;
  }
}

const methods = {
  get(strings, ...values) {
    return perform(this, get, strings, values);
  },
  all(strings, ...values) {
    return perform(this, all, strings, values);
  },
  iterate(strings, ...values) {
    return perform(this, iterate, strings, values);
  },
  run(strings, ...values) {
    return perform(this, run, strings, values);
  },
  clear() {
    stores.get(this).statements.clear();
  },
};
defineMethods(SQLTagStore.prototype, methods, SQLTagStore);

const properties = {
  capacity: getter(function() {
    return stores.get(this).capacity;
  }),
  db: getter(function() {
    return stores.get(this).database;
  }),
  size: getter(function() {
    return stores.get(this).statements.size;
  }),
};

function createTagStore(database, maxSize = kDefaultSize) {
  const message = 'The "maxSize" argument must be a positive integer.';
  if (typeof maxSize !== 'number') invalidType(message);
  if (maxSize < 1 || !Number.isInteger(maxSize)) fail(kRangeError, 'ERR_OUT_OF_RANGE', message);
  const store = Object.create(SQLTagStore.prototype, properties);
  stores.set(store, { database, capacity: maxSize, statements: new Map() });
  return store;
}

module.exports = { createTagStore };
