// StatementSync. https://nodejs.org/docs/latest-v26.x/api/sqlite.html#class-statementsync
'use strict';

const { defineMethods, fail, getter, illegalConstructor, kTypeError, validateBoolean, validateString } =
  require('internal/sqlite/validate');

const { apply } = Reflect;

// The kinds of the native `ask`.
const kColumns = 0;
const kStat = 1;
const kResetStats = 2;
const kSourceSQL = 3;
const kExpandedSQL = 4;
const kSet = 5;
const kClose = 6;
const kDispose = 7;

const kReadBigInts = 0;
const kReturnArrays = 1;
const kAllowBareNamedParameters = 2;
const kAllowUnknownNamedParameters = 3;

// The numbers of SQLite's counters.
const counters = {
  __proto__: null,
  fullscanStep: 1,
  sort: 2,
  autoindex: 3,
  vmStep: 4,
  reprepare: 5,
  run: 6,
  filterMiss: 7,
  filterHit: 8,
  memused: 99,
};

// What the last `execute` did: rows changed, and the last row made. And whether what came is the parts of a row, of
// which the first is the function that makes the row of them. Native code writes it.
const results = new Float64Array(3);
const kParts = 2;

// The methods of statements are those of the native class; it loses what is not for programs.
const prototype = ops.SqliteStatement.prototype;
const { advance, all, ask, begin, execute, get: getOne } = prototype;
for (const key of Reflect.ownKeys(prototype)) delete prototype[key];

function StatementSync() {
  illegalConstructor();
}

function assemble(parts) {
  results[kParts] = 0;
  const { 0: fill } = parts;
  return fill(parts);
}

class StatementSyncIterator extends Iterator {
  #statement;
  #round;
  #done = false;

  constructor(statement, round) {
    if (round === undefined) illegalConstructor();
    super();
    this.#statement = statement;
    this.#round = round;
  }

  next() {
    if (!this.#done) {
      const found = advance.call(this.#statement, this.#round, false);
      if (found !== undefined) {
        // Objects without a prototype cost less where they are copies.
        const { 0: result, 1: row } = found;
        result.value = results[kParts] === 0 ? row : assemble(row);
        return result;
      }
      this.#done = true;
    } else {
      // Complains when the statement is closed.
      advance.call(this.#statement, this.#round, true);
    }
    return { __proto__: null, done: true, value: null };
  }

  return() {
    advance.call(this.#statement, this.#round, true);
    this.#done = true;
    return { __proto__: null, done: true, value: null };
  }
}
defineMethods(StatementSyncIterator.prototype, {
  next: StatementSyncIterator.prototype.next,
  return: StatementSyncIterator.prototype.return,
}, StatementSyncIterator);

// They apply themselves to `arguments`, which costs the least.
const methods = {
  iterate() {
    return new StatementSyncIterator(this, apply(begin, this, arguments));
  },
  all,
  get() {
    const found = apply(getOne, this, arguments);
    return results[kParts] === 0 ? found : assemble(found);
  },
  run() {
    const exact = apply(execute, this, arguments);
    if (exact !== undefined) return { changes: exact[0], lastInsertRowid: exact[1] };
    return { changes: results[0], lastInsertRowid: results[1] };
  },
  columns() {
    return ask.call(this, kColumns);
  },
  stat(counter) {
    // Whether the statement is there comes first.
    ask.call(this, kStat, counters.run);
    validateString(counter, 'counter');
    const number = counters[counter];
    if (number === undefined) {
      fail(kTypeError, 'ERR_INVALID_ARG_VALUE', 'The "counter" argument is not a valid statistic name.');
    }
    return ask.call(this, kStat, number);
  },
  resetStats() {
    ask.call(this, kResetStats);
  },
  setAllowBareNamedParameters(enabled) {
    set(this, kAllowBareNamedParameters, enabled, 'allowBareNamedParameters');
  },
  setAllowUnknownNamedParameters(enabled) {
    set(this, kAllowUnknownNamedParameters, enabled, 'enabled');
  },
  setReadBigInts(enabled) {
    set(this, kReadBigInts, enabled, 'readBigInts');
  },
  setReturnArrays(enabled) {
    set(this, kReturnArrays, enabled, 'returnArrays');
  },
  close() {
    ask.call(this, kClose);
  },
  [Symbol.dispose]() {
    ask.call(this, kDispose);
  },
};
defineMethods(prototype, methods, StatementSync);

function set(statement, option, enabled, name) {
  ask.call(statement, kStat, counters.run);
  validateBoolean(enabled, name);
  ask.call(statement, kSet, option, enabled);
}

const properties = {
  sourceSQL: getter(function() {
    return ask.call(this, kSourceSQL);
  }),
  expandedSQL: getter(function() {
    return ask.call(this, kExpandedSQL);
  }),
};

// `flags`: 1 BigInts, 2 arrays, 4 bare names, 8 unknown names.
function prepare(database, sql, flags) {
  const statement = new ops.SqliteStatement(database, sql, flags);
  Object.defineProperty(statement, 'sourceSQL', properties.sourceSQL);
  Object.defineProperty(statement, 'expandedSQL', properties.expandedSQL);
  return statement;
}

module.exports = { StatementSync, methods, prepare, results };
