'use strict';
// Databases that are open at the end hold nothing up, and a log of theirs is written back.
const assert = require('assert');
const fs = require('fs');
const path = require('path');
const { spawnSync } = require('child_process');
const { Worker } = require('worker_threads');
const { once } = require('events');

const folder = fs.mkdtempSync(path.join(process.env.TMPDIR ?? '.', 'sqlite-'));
const begin = (file) => `
  const { DatabaseSync, backup } = require('node:sqlite');
  const db = new DatabaseSync(${JSON.stringify(file)});
  db.exec('PRAGMA journal_mode = WAL; CREATE TABLE t(a); INSERT INTO t VALUES (1), (2)');
  const iterator = db.prepare('SELECT * FROM t').iterate();
  iterator.next();
`;
const ends = {
  end: ['', 0],
  exit: ['process.exit(3);', 3],
  callback: ["db.function('leave', () => process.exit(4)); db.prepare('SELECT leave()').get();", 4],
  throws: ["db.function('bad', () => { throw new Error('from SQL'); }); db.prepare('SELECT bad()').get();", 1],
  backup: [`backup(db, ${JSON.stringify(path.join(folder, 'copy.db'))}, { rate: 1 }); process.exit(5);`, 5],
};
for (const name in ends) {
  const file = path.join(folder, `${name}.db`);
  const [code, status] = ends[name];
  const child = spawnSync(process.execPath, ['-e', begin(file) + code], { timeout: 20000, encoding: 'utf8' });
  assert.strictEqual(child.status, status, child.stderr);
  if (name === 'throws') assert.match(child.stderr, /Error: from SQL/);
  if (name === 'end') assert.strictEqual(fs.existsSync(`${file}-wal`), false);
}

async function workers() {
  const { DatabaseSync } = require('node:sqlite');
  const file = path.join(folder, 'worker.db');
  const worker = new Worker(`${begin(file)}
    db.exec('BEGIN EXCLUSIVE');
    require('worker_threads').parentPort.postMessage('locked');
    setInterval(() => {}, 1000);`, { eval: true });
  await once(worker, 'message');
  const db = new DatabaseSync(file);
  assert.throws(() => db.exec('INSERT INTO t VALUES (3)'), { errcode: 5, message: 'database is locked' });
  await worker.terminate();
  // Its lock is gone with it.
  db.exec('INSERT INTO t VALUES (3)');
  assert.strictEqual(db.prepare('SELECT count(*) AS n FROM t').get().n, 3);

  // One that is ended while SQLite works ends too.
  const busy = new Worker(`
    const { DatabaseSync } = require('node:sqlite');
    const db = new DatabaseSync(':memory:');
    db.function('tick', (a) => a);
    require('worker_threads').parentPort.postMessage('runs');
    db.prepare('WITH n(i) AS (SELECT 1 UNION ALL SELECT tick(i) + 1 FROM n) SELECT count(*) FROM n').get();
  `, { eval: true });
  await once(busy, 'message');
  await busy.terminate();
}

workers();
