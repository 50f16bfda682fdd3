// Session. https://nodejs.org/docs/latest-v26.x/api/sqlite.html#class-session
'use strict';

const { defineMethods, illegalConstructor } = require('internal/sqlite/validate');

// The kinds of the native `run`.
const kChangeset = 0;
const kPatchset = 1;
const kClose = 2;
const kDispose = 3;

const prototype = ops.SqliteSession.prototype;
const { run } = prototype;
delete prototype.run;

function Session() {
  illegalConstructor();
}

const methods = {
  changeset() {
    return run.call(this, kChangeset);
  },
  patchset() {
    return run.call(this, kPatchset);
  },
  close() {
    run.call(this, kClose);
  },
  [Symbol.dispose]() {
    run.call(this, kDispose);
  },
};
defineMethods(prototype, methods, Session);

function createSession(database, table, name) {
  return new ops.SqliteSession(database, table, name);
}

module.exports = { Session, createSession };
