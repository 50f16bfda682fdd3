'use strict';
// Functions and aggregates of the program in SQL, authorizers, and what they throw.
const assert = require('assert');
const { DatabaseSync, constants } = require('node:sqlite');

const db = new DatabaseSync(':memory:');
db.exec('CREATE TABLE t(a INTEGER); INSERT INTO t VALUES (1), (2), (3), (4)');
const value = (sql) => db.prepare(`SELECT ${sql} AS a FROM (SELECT 1)`).get().a;

// The same error object comes out, whatever it is; the connection is usable afterwards.
for (const thrown of [new Error('x'), 5, null, undefined, 'text']) {
  db.function('throws', () => { throw thrown; });
  let caught = 'nothing';
  try { value('throws()'); } catch (error) { caught = error; }
  assert.strictEqual(caught, thrown);
  assert.strictEqual(value('1'), 1);
}

// Nothing of the program runs after it has thrown.
let calls = 0;
db.function('counts', (a) => { calls++; if (a === 2) throw new Error('two'); return a; });
assert.throws(() => db.prepare('SELECT counts(a) FROM t').all(), { message: 'two' });
assert.strictEqual(calls, 2);
assert.throws(() => db.exec('SELECT counts(a) FROM t; SELECT counts(3)'), { message: 'two' });
assert.strictEqual(calls, 4);

// An inner error that is caught stays inside.
db.function('catches', () => { try { return value('throws()'); } catch { return 'caught'; } });
assert.strictEqual(value('catches()'), 'caught');

// A later function of the same name takes the place of the first.
for (let i = 0; i < 100; i++) db.function('same', () => i);
assert.strictEqual(value('same()'), 99);
db.function('same', (a) => a);
assert.deepStrictEqual([value('same()'), value('same(5)')], [99, 5]);

// Aggregates: a start for each group, and the result of none.
db.aggregate('gather', { start: () => [], step: (all, a) => [...all, a], result: (all) => all.join() });
assert.deepStrictEqual(db.prepare('SELECT gather(a) AS g FROM t GROUP BY a % 2').all().map(({ g }) => g), ['2,4', '1,3']);
assert.strictEqual(db.prepare('SELECT gather(a) AS g FROM t WHERE a > 9').get().g, '');
db.aggregate('total_of', { start: 0, step: (sum, a) => sum + a, inverse: (sum, a) => sum - a });
const windows = db.prepare('SELECT total_of(a) OVER (ORDER BY a ROWS 1 PRECEDING) AS s FROM t').all();
assert.deepStrictEqual(windows.map(({ s }) => s), [1, 3, 5, 7]);
for (const part of ['start', 'step', 'result']) {
  const options = { start: 0, step: (sum) => sum };
  options[part] = () => { throw new Error(part); };
  db.aggregate('bad', options);
  assert.throws(() => db.prepare('SELECT bad(a) FROM t').get(), { message: part === 'step' ? /wrong number|step/ : /wrong number|start|result/ });
}
db.aggregate('worse', { start: 0, step: (sum, a) => { throw new Error('step'); } });
assert.throws(() => db.prepare('SELECT worse(a) FROM t').get(), { message: 'step' });

// A function that is called in the middle of an iteration that is given up.
const iterator = db.prepare('SELECT counts(a + 10) AS a FROM t').iterate();
assert.strictEqual(iterator.next().value.a, 11);
iterator.return();

// Authorizers see each action, and can forbid.
const seen = [];
db.setAuthorizer((action, ...rest) => { seen.push([action, rest[0]]); return constants.SQLITE_OK; });
value('1');
assert.strictEqual(seen[0][0], constants.SQLITE_SELECT);
db.setAuthorizer(() => constants.SQLITE_DENY);
assert.throws(() => value('1'), { code: 'ERR_SQLITE_ERROR', message: 'not authorized', errcode: 23 });
db.setAuthorizer(() => { throw new RangeError('no'); });
assert.throws(() => value('1'), { name: 'RangeError', message: 'no' });
assert.throws(() => db.exec('SELECT 1'), { message: 'no' });
db.setAuthorizer(null);
assert.strictEqual(value('1'), 1);

// A connection whose function refers to it is garbage all the same (nothing to see here but that it does not crash).
for (let i = 0; i < 200; i++) {
  const other = new DatabaseSync(':memory:');
  other.function('self', () => other.location());
  other.setAuthorizer(() => (other ? 0 : 1));
  assert.strictEqual(other.prepare('SELECT self() AS a').get().a, null);
}
