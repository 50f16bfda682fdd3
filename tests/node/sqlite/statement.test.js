'use strict';
// Statements: values in and out, parameters, iterators, and what happens to a statement in use.
const assert = require('assert');
const util = require('util');
const { DatabaseSync, StatementSync } = require('node:sqlite');

const db = new DatabaseSync(':memory:');
const value = (sql, ...args) => db.prepare(`SELECT ${sql} AS a`).get(...args).a;

// Into SQLite: numbers are REAL, BigInts and booleans INTEGER.
assert.deepStrictEqual(['typeof(?)', 'typeof(?1)'].map((sql) => value(sql, 1)), ['real', 'real']);
assert.strictEqual(value('typeof(?)', 1n), 'integer');
assert.strictEqual(value('typeof(?)', true), 'integer');
assert.strictEqual(value('typeof(?)', null), 'null');
assert.strictEqual(value('typeof(?)', new Uint8Array(2)), 'blob');
assert.strictEqual(value('typeof(?)', 'x'), 'text');

// And back again.
const texts = ['', 'a', 'a\0b', '\u00e9', '\u20ac', '\u{1f600}', 'x'.repeat(40), 'x'.repeat(5000), '\u20ac'.repeat(5000)];
for (const text of texts) assert.strictEqual(value('?', text), text);
assert.strictEqual(value('?', '\ud800'), '\ufffd');
assert.strictEqual(value("CAST(x'ff41' AS TEXT)"), '\ufffdA');
for (const number of [0, -1, 1.5, 2 ** 31, 2 ** 53, 1e300, Infinity]) assert.strictEqual(value('?', number), number);
assert.ok(Object.is(value('?', -0), -0));
assert.strictEqual(value('?', NaN), null);
for (const bigint of [0n, 1n, -(2n ** 31n) - 1n, 2n ** 53n - 1n]) assert.strictEqual(value('?', bigint), Number(bigint));
assert.throws(() => value('?', 2n ** 53n), {
  name: 'RangeError', code: 'ERR_OUT_OF_RANGE',
  message: 'Value is too large to be represented as a JavaScript number: 9007199254740992',
});
assert.throws(() => value('?', 2n ** 63n), { name: 'TypeError', code: 'ERR_INVALID_ARG_VALUE' });
const shared = new Uint8Array(8).fill(7).subarray(2, 5);
assert.deepStrictEqual(value('?', shared), new Uint8Array([7, 7, 7]));
assert.deepStrictEqual(value('zeroblob(0)'), new Uint8Array(0));
assert.deepStrictEqual(value('?', new ArrayBuffer(3)), new Uint8Array(3));

const big = db.prepare('SELECT 1 AS a, 9223372036854775807 AS b', { readBigInts: true, returnArrays: true });
assert.deepStrictEqual(big.get(), [1n, 9223372036854775807n]);
assert.deepStrictEqual(big.all(), [[1n, 9223372036854775807n]]);

// Rows have no prototype; names may be anything, and the last of two wins.
const row = db.prepare('SELECT 1 AS "1", 2 AS "0", 3 AS __proto__, 4 AS x, 5 AS x').get();
assert.strictEqual(Object.getPrototypeOf(row), null);
assert.deepStrictEqual(Object.entries(row), [['0', 2], ['1', 1], ['__proto__', 3], ['x', 5]]);

// The names are those of now.
db.exec('CREATE TABLE grows(a); INSERT INTO grows VALUES (1)');
const star = db.prepare('SELECT * FROM grows');
assert.deepStrictEqual(Object.keys(star.get()), ['a']);
db.exec('ALTER TABLE grows ADD COLUMN b');
assert.deepStrictEqual(Object.keys(star.get()), ['a', 'b']);
db.exec('ALTER TABLE grows RENAME COLUMN a TO c');
assert.deepStrictEqual(Object.keys(star.get()), ['c', 'b']);

// Parameters.
assert.deepStrictEqual(db.prepare('SELECT $a, ?, :b').get({ 'a': 1, ':b': 2 }, 3),
                       Object.assign(Object.create(null), { '$a': 1, '?': 3, ':b': 2 }));
for (const missing of [[undefined], [null], [{}, undefined], [{}], []]) assert.strictEqual(value('?', ...missing), null);
for (const wrong of [Symbol(), () => {}, {}, [], /x/]) {
  assert.throws(() => value('? + ?', 1, wrong), {
    name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE', message: 'Provided value cannot be bound to SQLite parameter 2.',
  });
}
assert.throws(() => value('?', { b: 1 }), { code: 'ERR_INVALID_STATE', message: "Unknown named parameter 'b'" });
assert.throws(() => value('$a', { get a() { throw new Error('getter'); } }), { message: 'getter' });
assert.throws(() => value('?', 1, 2), {
  name: 'Error', code: 'ERR_SQLITE_ERROR', errcode: 25, errstr: 'column index out of range',
});
assert.throws(() => value('$a + @a', { a: 1 }), { code: 'ERR_INVALID_STATE', message: /conflicting names '\$a' and '@a'/ });

// A statement that runs can be neither run nor closed; nor can its database.
let running;
const tries = {
  get: () => running.get(),
  all: () => running.all(),
  close: () => running.close(),
  iterate: () => running.iterate(),
};
for (const name in tries) {
  db.function(`try_${name}`, tries[name]);
  running = db.prepare(`SELECT try_${name}()`);
  assert.throws(() => running.get(), { code: 'ERR_INVALID_STATE', message: 'statement is already being executed' });
}
db.function('try_database', () => db.close());
assert.throws(() => value('try_database()'), {
  code: 'ERR_INVALID_STATE', message: 'database cannot be closed while in a callback',
});
assert.strictEqual(db.isOpen, true);

// Other statements may run in the meantime.
db.function('nested', (depth) => (depth > 0 ? value('nested(?) + 1', depth - 1) : 0));
assert.strictEqual(value('nested(20)'), 20);

// Iterators.
const numbers = db.prepare('WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) SELECT i FROM n');
assert.deepStrictEqual([...numbers.iterate(3)].map((n) => n.i), [1, 2, 3]);
const iterator = numbers.iterate(3);
assert.ok(iterator instanceof Iterator);
assert.strictEqual(util.inspect(iterator), 'StatementSyncIterator [Iterator] {}');
assert.deepStrictEqual(iterator.map((n) => n.i * 2).toArray(), [2, 4, 6]);
assert.strictEqual(iterator.next().done, true);
const first = numbers.iterate(3);
first.next();
const second = numbers.iterate(3);
assert.throws(() => first.next(), { code: 'ERR_INVALID_STATE', message: /iterator was invalidated/ });
first.return();
assert.strictEqual(second.next().value.i, 1);
assert.strictEqual(second.next().value.i, 2);
second.return();
assert.strictEqual(second.next().done, true);

// The end of a statement.
numbers.close();
for (const use of [() => numbers.get(), () => numbers.iterate(), () => second.return(), () => numbers.sourceSQL, () => numbers.close()]) {
  assert.throws(use, { code: 'ERR_INVALID_STATE', message: 'statement has been finalized' });
}
numbers[Symbol.dispose]();

// What it looks like.
const plain = db.prepare('SELECT 1');
assert.strictEqual(util.inspect(plain), 'StatementSync { sourceSQL: [Getter], expandedSQL: [Getter] }');
assert.deepStrictEqual(Reflect.ownKeys(StatementSync.prototype), [
  'iterate', 'all', 'get', 'run', 'columns', 'stat', 'resetStats', 'setAllowBareNamedParameters',
  'setAllowUnknownNamedParameters', 'setReadBigInts', 'setReturnArrays', 'close', 'constructor', Symbol.dispose,
]);
for (const key of ['get', 'run', 'iterate', 'columns']) {
  const { enumerable, value: method } = Object.getOwnPropertyDescriptor(StatementSync.prototype, key);
  assert.deepStrictEqual([enumerable, method.name, method.length], [true, key, 0]);
}
assert.throws(() => new StatementSync(), { name: 'Error', code: 'ERR_ILLEGAL_CONSTRUCTOR', message: 'Illegal constructor' });
assert.throws(() => plain.get.call({}), TypeError);
assert.throws(() => plain.run.call(db), TypeError);
assert.throws(() => plain.stat('x'), { code: 'ERR_INVALID_ARG_VALUE' });
plain.get();
assert.strictEqual(plain.stat('run'), 1);
plain.resetStats();
assert.strictEqual(plain.stat('run'), 0);
assert.throws(() => db.prepare(' -- nothing'), { code: 'ERR_INVALID_ARG_VALUE', message: 'The SQL query contains no statements.' });
assert.strictEqual(db.prepare('SELECT ?').expandedSQL, 'SELECT NULL');

// Rows are the same whether a statement has given few or many, one by one or together.
const source = db.prepare('WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) ' +
  `SELECT i, 'text' || i AS "it's ""quoted"" \\ \u20ac", i / 2.0 AS __proto__, NULL AS z FROM n`);
for (const count of [1, 3, 41, 42, 1000]) {
  const rows = source.all(count);
  assert.strictEqual(rows.length, count);
  const iterated = [...source.iterate(count)];
  assert.deepStrictEqual(iterated, rows);
  for (let i = 0; i < count; i++) {
    assert.strictEqual(Object.getPrototypeOf(rows[i]), null);
    assert.deepStrictEqual(Object.entries(rows[i]), [
      ['i', i + 1], ['it\'s "quoted" \\ \u20ac', `text${i + 1}`], ['__proto__', (i + 1) / 2], ['z', null],
    ]);
  }
  assert.deepStrictEqual(source.get(count), rows[0]);
}
source.setReturnArrays(true);
assert.deepStrictEqual(source.get(1), [1, 'text1', 0.5, null]);
source.setReturnArrays(false);

// A changed table shows its new columns in a statement that has given many rows, too.
db.exec('CREATE TABLE many(a)');
db.prepare('INSERT INTO many WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) SELECT i FROM n').run();
const all = db.prepare('SELECT * FROM many');
assert.strictEqual(all.all().length, 500);
db.exec('ALTER TABLE many ADD COLUMN b DEFAULT 7');
assert.deepStrictEqual({ ...all.get() }, { a: 1, b: 7 });
assert.deepStrictEqual({ ...all.all()[499] }, { a: 500, b: 7 });

// An error in the middle of many rows.
db.function('until', (i) => { if (i > 700) throw new Error('enough'); return i; });
const stops = db.prepare('WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900) SELECT until(i) AS i FROM n');
assert.throws(() => stops.all(), { message: 'enough' });
let last = 0;
assert.throws(() => { for (const { i } of stops.iterate()) last = i; }, { message: 'enough' });
assert.strictEqual(last, 700);

// Bound texts stay what they were, short and long, until they are bound anew.
const echo = db.prepare('SELECT ? AS a, ? AS b, ? AS c');
for (const [a, b, c] of [['a', 'bb', 'x'.repeat(300)], ['y'.repeat(200), 'z'.repeat(100), ''], ['\u00e9', 'n', '\u20ac'], ['q']]) {
  assert.deepStrictEqual({ ...echo.get(a, ...(b === undefined ? [] : [b, c])) }, { a, b: b ?? null, c: c ?? null });
}
assert.strictEqual(echo.expandedSQL, "SELECT 'q' AS a, NULL AS b, NULL AS c");
echo.get('kept', 'too', 'long'.repeat(100));
assert.strictEqual(echo.expandedSQL, `SELECT 'kept' AS a, 'too' AS b, '${'long'.repeat(100)}' AS c`);

// The same keys in another order, and other ones.
const pair = db.prepare('SELECT $a AS a, :b AS b');
for (const values of [{ a: 1, b: 2 }, { b: 3, a: 4 }, { a: 5 }, { b: 6 }, { $a: 7, b: 8 }, { a: 9, ':b': 10 }]) {
  const { a = null, b = null } = { a: values.a ?? values.$a, b: values.b ?? values[':b'] };
  assert.deepStrictEqual({ ...pair.get(values) }, { a, b });
}
pair.setAllowBareNamedParameters(false);
assert.throws(() => pair.get({ a: 1 }), { code: 'ERR_INVALID_STATE' });
