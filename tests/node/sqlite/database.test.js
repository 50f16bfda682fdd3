'use strict';
// Connections: their options, their end, limits, sessions, copies.
const assert = require('assert');
const fs = require('fs');
const path = require('path');
const util = require('util');
const { pathToFileURL } = require('url');
const { DatabaseSync, Session, backup, constants } = require('node:sqlite');

const folder = fs.mkdtempSync(path.join(process.env.TMPDIR ?? '.', 'sqlite-'));
const file = (name) => path.join(folder, name);

// The shape.
const db = new DatabaseSync(':memory:');
assert.strictEqual(util.inspect(db), `DatabaseSync {
  isOpen: [Getter],
  isTransaction: [Getter],
  limits: [Getter],
  Symbol(sqlite-type): 'node:sqlite'
}`);
assert.deepStrictEqual([DatabaseSync.name, DatabaseSync.length], ['DatabaseSync', 0]);
assert.deepStrictEqual(Reflect.ownKeys(DatabaseSync.prototype), [
  'open', 'close', 'prepare', 'exec', 'function', 'createTagStore', 'location', 'aggregate', 'createSession',
  'applyChangeset', 'enableLoadExtension', 'enableDefensive', 'loadExtension', 'serialize', 'deserialize',
  'setAuthorizer', 'constructor', Symbol.dispose,
]);
assert.deepStrictEqual(Reflect.ownKeys(Session.prototype), ['changeset', 'patchset', 'close', 'constructor', Symbol.dispose]);
assert.throws(() => DatabaseSync(':memory:'), { name: 'TypeError', code: 'ERR_CONSTRUCT_CALL_REQUIRED' });
assert.throws(() => new Session(), { code: 'ERR_ILLEGAL_CONSTRUCTOR' });
class Named extends DatabaseSync {
  constructor() { super(':memory:'); }
  one() { return this.prepare('SELECT 1 AS a').get().a; }
}
assert.strictEqual(new Named().one(), 1);
assert.strictEqual(constants.SQLITE_RECURSIVE, 33);
assert.strictEqual(Object.keys(constants).length, 45);

// Errors are plain ones with three properties.
try {
  db.exec('bad');
  assert.fail();
} catch (error) {
  assert.deepStrictEqual(Object.entries(error), [['code', 'ERR_SQLITE_ERROR'], ['errcode', 1], ['errstr', 'SQL logic error']]);
  assert.match(error.stack, /^Error: near "bad": syntax error\n/);
}
assert.throws(() => new DatabaseSync(file('no/such')), { code: 'ERR_SQLITE_ERROR', errcode: 14 });

// Open and closed, with statements and sessions.
const other = new DatabaseSync(file('a.db'), { open: false });
assert.strictEqual(other.isOpen, false);
other.open();
assert.throws(() => other.open(), { code: 'ERR_INVALID_STATE', message: 'database is already open' });
other.exec('CREATE TABLE t(a PRIMARY KEY, b)');
const statement = other.prepare('SELECT * FROM t');
const iterator = statement.iterate();
iterator.next();
const session = other.createSession();
assert.strictEqual(other.location(), fs.realpathSync(file('a.db')));
other.close();
assert.throws(() => statement.get(), { message: 'statement has been finalized' });
assert.throws(() => iterator.next(), { message: /finalized/ });
assert.throws(() => session.changeset(), { code: 'ERR_INVALID_STATE', message: 'database is not open' });
for (const method of ['close', 'exec', 'prepare', 'location', 'createSession', 'serialize', 'createTagStore']) {
  assert.throws(() => other[method](), { code: 'ERR_INVALID_STATE', message: 'database is not open' });
}
other[Symbol.dispose]();
other.open();
assert.strictEqual(other.prepare('SELECT count(*) AS n FROM t').get().n, 0);
other.close();

// URLs, with their parameters.
const url = pathToFileURL(file('a.db'));
url.searchParams.set('mode', 'ro');
using readOnly = new DatabaseSync(url);
assert.throws(() => readOnly.exec('INSERT INTO t VALUES (1, 2)'), { errcode: 8 });

// Limits.
assert.strictEqual(db.limits, db.limits);
assert.strictEqual(Object.keys(db.limits).length, 11);
db.limits.column = 3;
assert.strictEqual(db.limits.column, 3);
assert.throws(() => db.prepare('SELECT 1, 2, 3, 4'), { code: 'ERR_SQLITE_ERROR' });
db.limits.column = Infinity;
assert.strictEqual(db.limits.column, 2000);
assert.throws(() => { db.limits.column = 1.5; }, { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => { db.limits.column = -1; }, { name: 'RangeError', code: 'ERR_OUT_OF_RANGE' });

// The bytes of a database.
db.exec('CREATE TABLE t(a PRIMARY KEY, b); INSERT INTO t VALUES (1, 2)');
const bytes = db.serialize();
const copy = new DatabaseSync(':memory:');
const lost = copy.prepare('SELECT 1');
copy.deserialize(bytes);
assert.throws(() => lost.get(), { message: 'statement has been finalized' });
assert.deepStrictEqual({ ...copy.prepare('SELECT * FROM t').get() }, { a: 1, b: 2 });
assert.deepStrictEqual(copy.serialize(), bytes);
assert.throws(() => copy.deserialize(new Uint8Array(0)), { code: 'ERR_INVALID_ARG_VALUE' });
copy.deserialize(new Uint8Array(100).fill(255));
assert.throws(() => copy.prepare('SELECT * FROM t').all(), { errcode: 26 });

// Changes; a handler may throw.
const recorder = db.createSession({ table: 't' });
db.exec('INSERT INTO t VALUES (3, 4); UPDATE t SET b = 5 WHERE a = 1');
const changes = recorder.changeset();
assert.ok(changes.length > recorder.patchset().length);
const target = new DatabaseSync(':memory:');
target.exec('CREATE TABLE t(a PRIMARY KEY, b)');
const conflicts = [];
const onConflict = (kind) => { conflicts.push(kind); return constants.SQLITE_CHANGESET_OMIT; };
assert.strictEqual(target.applyChangeset(changes, { onConflict }), true);
assert.deepStrictEqual(conflicts, [constants.SQLITE_CHANGESET_NOTFOUND]);
assert.deepStrictEqual(target.prepare('SELECT a FROM t').all().map(({ a }) => a), [3]);
assert.strictEqual(target.applyChangeset(changes), false);
const thrown = new Error('handler');
assert.throws(() => target.applyChangeset(changes, { onConflict() { throw thrown; } }), thrown);
assert.throws(() => target.applyChangeset(changes, { onConflict: () => 9 }), { errcode: 21 });
assert.throws(() => target.applyChangeset(changes, { onConflict() { target.close(); } }), /callback/);
assert.throws(() => target.applyChangeset(new Uint8Array([1, 2, 3])), { code: 'ERR_SQLITE_ERROR', errcode: 11 });
recorder.close();
assert.throws(() => recorder.close(), { code: 'ERR_INVALID_STATE', message: 'session is not open' });

// Templates.
const sql = db.createTagStore(2);
assert.strictEqual(sql.get`SELECT b FROM t WHERE a = ${1}`.b, 5);
assert.strictEqual(sql.get`SELECT b FROM t WHERE a = ${3}`.b, 4);
assert.strictEqual(sql.size, 1);
assert.strictEqual(sql.all`SELECT * FROM t`.length, 2);
assert.strictEqual([...sql.iterate`SELECT a FROM t`].length, 2);
assert.deepStrictEqual([sql.size, sql.capacity, sql.db === db], [2, 2, true]);
assert.strictEqual(sql.run`INSERT INTO t VALUES (${5}, ${'x'})`.changes, 1);
assert.throws(() => sql.get('SELECT 1'), { code: 'ERR_INVALID_ARG_TYPE' });
sql.clear();
assert.strictEqual(sql.size, 0);

async function copies() {
  db.exec('CREATE TABLE large(a); WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) ' +
          'INSERT INTO large SELECT randomblob(100) FROM n');
  const steps = [];
  const pages = await backup(db, file('copy.db'), {
    rate: 10,
    progress({ totalPages, remainingPages }) {
      steps.push(totalPages - remainingPages);
      // The connection works meanwhile.
      assert.strictEqual(db.prepare('SELECT count(*) AS n FROM large').get().n, 2000);
    },
  });
  assert.ok(pages > 40);
  assert.deepStrictEqual(steps.slice(0, 3), [10, 20, 30]);
  using copied = new DatabaseSync(file('copy.db'));
  assert.strictEqual(copied.prepare('SELECT count(*) AS n FROM large').get().n, 2000);
  await assert.rejects(backup(db, file('no/such')), { code: 'ERR_SQLITE_ERROR', errcode: 14 });
  await assert.rejects(backup(db, file('x.db'), { source: 'none' }), { message: 'unknown database none' });
  await assert.rejects(backup(db, file('y.db'), { rate: 1, progress() { throw thrown; } }), thrown);
  assert.throws(() => backup(null), { code: 'ERR_INVALID_ARG_TYPE' });
}

copies();
