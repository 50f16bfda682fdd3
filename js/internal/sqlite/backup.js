// backup(). https://nodejs.org/docs/latest-v26.x/api/sqlite.html#sqlitebackupsourcedb-path-options
'use strict';

const {
  fail, functionOption, invalidType, kRangeError, stringOption, validateInteger, validateObject, validatePath,
} = require('internal/sqlite/validate');
const { isDatabase, opened } = require('internal/sqlite/database');

const kDefaultRate = 100;

function backup(sourceDb, path, options = undefined) {
  if (typeof sourceDb !== 'object' || sourceDb === null) {
    invalidType('The "sourceDb" argument must be an object.');
  }
  if (!isDatabase(sourceDb)) invalidType('The "sourceDb" argument must be a DatabaseSync.');
  opened(sourceDb);
  const target = validatePath(path);
  let rate = kDefaultRate;
  let sourceName;
  let targetName;
  let progress;
  if (options !== undefined) {
    validateObject(options, 'options');
    if (options.rate !== undefined) {
      validateInteger(options.rate, 'options.rate');
      if (options.rate <= 0) {
        fail(kRangeError, 'ERR_OUT_OF_RANGE', 'The "options.rate" argument must be a positive integer.');
      }
      rate = options.rate;
    }
    sourceName = stringOption(options, 'source');
    targetName = stringOption(options, 'target');
    progress = functionOption(options, 'progress');
  }
  return copy(() => new ops.SqliteBackup(sourceDb, target, sourceName, targetName), rate, progress);
}

function copy(create, rate, progress) {
  const { promise, resolve, reject } = Promise.withResolvers();
  let handle;
  try {
    handle = create();
    handle.step(rate, onstep);
  } catch (error) {
    reject(error);
  }
  function onstep(error, done, totalPages, remainingPages) {
    if (error !== null) return reject(error);
    if (done) return resolve(totalPages);
    try {
      if (progress !== undefined && remainingPages > 0) progress({ totalPages, remainingPages });
    } catch (thrown) {
      handle.step(0, undefined);
      return reject(thrown);
    }
    handle.step(rate, onstep);
  }
  return promise;
}

Object.defineProperty(backup, 'length', { __proto__: null, value: 2, configurable: true });

module.exports = { backup };
