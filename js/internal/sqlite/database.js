// DatabaseSync. https://nodejs.org/docs/latest-v26.x/api/sqlite.html#class-databasesync
'use strict';

const {
  booleanOption, defineMethods, fail, functionOption, getter, invalidState, invalidType, kError, kTypeError,
  stringOption, validateBoolean, validateFunction, validateInteger, validateObject, validatePath, validateString,
} = require('internal/sqlite/validate');
const { prepare, results } = require('internal/sqlite/statement');

// The kinds of the native `run`.
const kOpen = 0;
const kClose = 1;
const kExec = 2;
const kIsOpen = 3;
const kIsTransaction = 4;
const kLocation = 5;
const kFunction = 7;
const kAggregate = 8;
const kAuthorizer = 9;
const kEnableLoadExtension = 10;
const kLoadExtension = 11;
const kDefensive = 12;
const kSerialize = 13;
const kDeserialize = 14;
const kApplyChangeset = 15;

// Where the functions lie that SQLite may call; those of the program's SQL follow.
const kAuthorizerSlot = 0;
const kFilterSlot = 1;
const kConflictSlot = 2;
const kFirstSlot = 3;

const prototype = ops.SqliteDatabase.prototype;
const { run } = prototype;
delete prototype.run;

// What a database was made with. A property that programs do not see: native objects have no private ones.
const states = new WeakMap();

class State {
  functions = [undefined, undefined, undefined];
  slots = new Map();
  path;
  flags = 0;
  timeout = 0;
  limits;
  statementFlags = 0;
  allowsExtensions = false;
  extensionsEnabled = false;
  limitsObject;
}

function stateOf(database) {
  return states.get(database) ?? fail(kTypeError, '', 'Illegal invocation');
}

// The state of a database that is open.
function opened(database) {
  const state = stateOf(database);
  if (!run.call(database, kIsOpen)) invalidState('database is not open');
  return state;
}

function DatabaseSync(path, options) {
  if (new.target === undefined) {
    fail(kTypeError, 'ERR_CONSTRUCT_CALL_REQUIRED', 'Cannot call constructor without `new`');
  }
  const state = new State();
  state.path = validatePath(path);
  let open = true;
  if (options === undefined) {
    state.flags = 2 | 16;
    state.statementFlags = 4;
  } else {
    open = readOptions(state, options);
  }
  const database = Reflect.construct(ops.SqliteDatabase, [state.functions, results], new.target);
  states.set(database, state);
  Object.defineProperty(database, 'isOpen', properties.isOpen);
  Object.defineProperty(database, 'isTransaction', properties.isTransaction);
  Object.defineProperty(database, 'limits', properties.limits);
  database[Symbol.for('sqlite-type')] = 'node:sqlite';
  if (open) openWith(database, state);
  return database;
}

function readOptions(state, options) {
  validateObject(options, 'options');
  const open = booleanOption(options, 'open', true);
  if (booleanOption(options, 'readOnly', false)) state.flags |= 1;
  if (booleanOption(options, 'enableForeignKeyConstraints', true)) state.flags |= 2;
  if (booleanOption(options, 'enableDoubleQuotedStringLiterals', false)) state.flags |= 4;
  const allowExtension = booleanOption(options, 'allowExtension', false);
  if (allowExtension) {
    if (require('process').permission !== undefined) {
      fail(kError, 'ERR_LOAD_SQLITE_EXTENSION',
           'Cannot load SQLite extensions when the permission model is enabled.');
    }
    state.flags |= 8;
    state.allowsExtensions = state.extensionsEnabled = true;
  }
  const { timeout } = options;
  if (timeout !== undefined) {
    validateInteger(timeout, 'options.timeout');
    state.timeout = timeout;
  }
  state.statementFlags = statementFlags(options, 4);
  if (booleanOption(options, 'defensive', true)) state.flags |= 16;
  const { limits } = options;
  if (limits !== undefined) state.limits = require('internal/sqlite/limits').readLimits(limits);
  return open;
}

// `otherwise`: what holds for options that are not given.
function statementFlags(options, otherwise) {
  const flag = (key, bit) => (booleanOption(options, key, (otherwise & bit) !== 0) ? bit : 0);
  return flag('readBigInts', 1) | flag('returnArrays', 2) | flag('allowBareNamedParameters', 4) |
    flag('allowUnknownNamedParameters', 8);
}

function openWith(database, state) {
  run.call(database, kOpen, state.path, state.flags, state.timeout, state.limits);
}

// The slot for a function of this kind: the last one of that name, which it replaces, or a new one.
function slotFor(state, key) {
  return state.slots.get(key) ?? Math.max(state.functions.length, kFirstSlot);
}

function register(database, state, kind, name, count, flags, functions) {
  const key = `${kind} ${count} ${name.toLowerCase()}`;
  const slot = slotFor(state, key);
  run.call(database, kind, name, slot, count, flags);
  state.functions[slot] = functions;
  state.slots.set(key, slot);
}

const methods = {
  open() {
    openWith(this, stateOf(this));
  },
  close() {
    run.call(this, kClose);
  },
  prepare(sql, options) {
    const state = opened(this);
    validateString(sql, 'sql');
    let flags = state.statementFlags;
    if (options !== undefined) {
      validateObject(options, 'options');
      flags = statementFlags(options, flags);
    }
    return prepare(this, sql, flags);
  },
  exec(sql) {
    opened(this);
    validateString(sql, 'sql');
    run.call(this, kExec, sql);
  },
  function(name, options, callee) {
    const state = opened(this);
    validateString(name, 'name');
    let flags = 0;
    let varargs = false;
    if (arguments.length < 3) {
      callee = options;
    } else {
      validateObject(options, 'options');
      if (booleanOption(options, 'useBigIntArguments', false)) flags |= 1;
      varargs = booleanOption(options, 'varargs', false);
      if (booleanOption(options, 'deterministic', false)) flags |= 2;
      if (booleanOption(options, 'directOnly', false)) flags |= 4;
    }
    validateFunction(callee, 'function');
    register(this, state, kFunction, name, varargs ? -1 : Number(callee.length) | 0, flags, callee);
  },
  createTagStore(maxSize) {
    opened(this);
    return require('internal/sqlite/tag_store').createTagStore(this, maxSize);
  },
  location(dbName) {
    opened(this);
    if (dbName !== undefined) validateString(dbName, 'dbName');
    return run.call(this, kLocation, dbName);
  },
  aggregate(name, options) {
    const state = opened(this);
    const start = options.start;
    if (start === undefined) {
      invalidType('The "options.start" argument must be a function or a primitive value.');
    }
    const { step } = options;
    validateFunction(step, 'options.step');
    const { result } = options;
    let flags = booleanOption(options, 'useBigIntArguments', false) ? 1 : 0;
    const varargs = booleanOption(options, 'varargs', false);
    if (booleanOption(options, 'directOnly', false)) flags |= 4;
    const inverse = functionOption(options, 'inverse');
    if (inverse !== undefined) flags |= 8;
    let count = -1;
    if (!varargs) {
      // The first argument is what has been gathered.
      const length = (value) => Math.max((Number(value.length) | 0) - 1, 0);
      count = Math.max(length(step), inverse === undefined ? 0 : length(inverse));
    }
    register(this, state, kAggregate, String(name), count, flags, [start, step, inverse, result]);
  },
  createSession(options) {
    opened(this);
    let table;
    let db;
    if (options !== undefined) {
      validateObject(options, 'options');
      table = stringOption(options, 'table');
      db = stringOption(options, 'db');
    }
    return require('internal/sqlite/session').createSession(this, table, db);
  },
  applyChangeset(changeset, options) {
    const { functions } = opened(this);
    if (!(changeset instanceof Uint8Array)) invalidType('The "changeset" argument must be a Uint8Array.');
    let onConflict;
    let filter;
    if (options !== undefined) {
      validateObject(options, 'options');
      onConflict = functionOption(options, 'onConflict');
      filter = functionOption(options, 'filter');
    }
    // A handler may apply a changeset too.
    const { [kFilterSlot]: lastFilter, [kConflictSlot]: lastConflict } = functions;
    functions[kFilterSlot] = filter;
    functions[kConflictSlot] = onConflict;
    try {
      return run.call(this, kApplyChangeset, changeset, filter !== undefined, onConflict !== undefined);
    } finally {
      functions[kFilterSlot] = lastFilter;
      functions[kConflictSlot] = lastConflict;
    }
  },
  enableLoadExtension(allow) {
    const state = opened(this);
    validateBoolean(allow, 'allow');
    if (allow && !state.allowsExtensions) {
      invalidState('Cannot enable extension loading because it was disabled at database creation.');
    }
    state.extensionsEnabled = allow;
    run.call(this, kEnableLoadExtension, allow);
  },
  enableDefensive(active) {
    opened(this);
    validateBoolean(active, 'active');
    run.call(this, kDefensive, active);
  },
  loadExtension(path, entryPoint) {
    const state = opened(this);
    if (!state.allowsExtensions || !state.extensionsEnabled) invalidState('extension loading is not allowed');
    validateString(path, 'path');
    run.call(this, kLoadExtension, path, typeof entryPoint === 'string' ? entryPoint : undefined);
  },
  serialize(dbName) {
    opened(this);
    if (dbName !== undefined) validateString(dbName, 'dbName');
    return run.call(this, kSerialize, dbName);
  },
  deserialize(buffer, options) {
    opened(this);
    if (!(buffer instanceof Uint8Array)) invalidType('The "buffer" argument must be a Uint8Array.');
    if (buffer.byteLength === 0) {
      fail(kTypeError, 'ERR_INVALID_ARG_VALUE', 'The "buffer" argument must not be empty.');
    }
    let dbName;
    if (options !== undefined) {
      validateObject(options, 'options');
      dbName = stringOption(options, 'dbName');
    }
    run.call(this, kDeserialize, buffer, dbName);
  },
  setAuthorizer(callback) {
    const { functions } = opened(this);
    if (callback !== null && typeof callback !== 'function') {
      invalidType('The "callback" argument must be a function or null.');
    }
    functions[kAuthorizerSlot] = callback ?? undefined;
    run.call(this, kAuthorizer, callback !== null);
  },
  [Symbol.dispose]() {
    if (run.call(this, kIsOpen)) run.call(this, kClose);
  },
};
defineMethods(prototype, methods, DatabaseSync);

const properties = {
  isOpen: getter(function() {
    return run.call(this, kIsOpen);
  }),
  isTransaction: getter(function() {
    return run.call(this, kIsTransaction);
  }),
  limits: getter(function() {
    const state = opened(this);
    return state.limitsObject ??= require('internal/sqlite/limits').createLimits(this, run);
  }),
};

function isDatabase(value) {
  return states.has(value);
}

module.exports = { DatabaseSync, isDatabase, opened };
