// fs.Stats and its kin, and the functions that give them. https://nodejs.org/api/fs.html#class-fsstats
'use strict';

const process = require('process');
const { AbortError } = require('internal/errors');
const { deprecate, kEmptyObject, setOwnProperty } = require('internal/util');
const { validateAbortSignal, validateFunction } = require('internal/validators');
const { S_IFBLK, S_IFCHR, S_IFDIR, S_IFIFO, S_IFLNK, S_IFMT, S_IFREG, S_IFSOCK } = require('internal/fs/constants');
const { checkAborted, getOptions, getValidatedFd, getValidatedPath } = require('internal/fs/utils');

const kStatsFields = 18;
const kNsPerMs = 10n ** 6n;
const kNsPerSec = 10n ** 9n;
const kMsPerSec = 1000;
const kNsPerMsNumber = 1e6;

const kPartialAtimeNs = Symbol('partialAtimeNs');
const kPartialMtimeNs = Symbol('partialMtimeNs');
const kPartialCtimeNs = Symbol('partialCtimeNs');
const kPartialBirthtimeNs = Symbol('kPartialBirthtimeNs');

function StatsBase(dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks) {
  this.dev = dev;
  this.mode = mode;
  this.nlink = nlink;
  this.uid = uid;
  this.gid = gid;
  this.rdev = rdev;
  this.blksize = blksize;
  this.ino = ino;
  this.size = size;
  this.blocks = blocks;
}

function kindTest(kind) {
  return (0, function() { return this._checkModeProperty(kind); });
}

StatsBase.prototype.isDirectory = kindTest(S_IFDIR);
StatsBase.prototype.isFile = kindTest(S_IFREG);
StatsBase.prototype.isBlockDevice = kindTest(S_IFBLK);
StatsBase.prototype.isCharacterDevice = kindTest(S_IFCHR);
StatsBase.prototype.isSymbolicLink = kindTest(S_IFLNK);
StatsBase.prototype.isFIFO = kindTest(S_IFIFO);
StatsBase.prototype.isSocket = kindTest(S_IFSOCK);

function BigIntStats(dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks,
                     atimeNs, mtimeNs, ctimeNs, birthtimeNs) {
  StatsBase.call(this, dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks);
  this.atimeMs = atimeNs / kNsPerMs;
  this.mtimeMs = mtimeNs / kNsPerMs;
  this.ctimeMs = ctimeNs / kNsPerMs;
  this.birthtimeMs = birthtimeNs / kNsPerMs;
  this.atimeNs = atimeNs;
  this.mtimeNs = mtimeNs;
  this.ctimeNs = ctimeNs;
  this.birthtimeNs = birthtimeNs;
}

function Stats(dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks,
               atimeS, atimeNs, mtimeS, mtimeNs, ctimeS, ctimeNs, birthtimeS, birthtimeNs) {
  StatsBase.call(this, dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks);
  this.atimeMs = atimeS * kMsPerSec + atimeNs / kNsPerMsNumber;
  this.mtimeMs = mtimeS * kMsPerSec + mtimeNs / kNsPerMsNumber;
  this.ctimeMs = ctimeS * kMsPerSec + ctimeNs / kNsPerMsNumber;
  this.birthtimeMs = birthtimeS * kMsPerSec + birthtimeNs / kNsPerMsNumber;
  this[kPartialAtimeNs] = atimeNs;
  this[kPartialMtimeNs] = mtimeNs;
  this[kPartialCtimeNs] = ctimeNs;
  this[kPartialBirthtimeNs] = birthtimeNs;
}

for (const Class of [BigIntStats, Stats]) {
  Object.setPrototypeOf(Class.prototype, StatsBase.prototype);
  Object.setPrototypeOf(Class, StatsBase);
}

// Dates and instants are made when they are first asked for.
function lazyTimes(Class, suffix, make) {
  for (const base of ['atime', 'mtime', 'ctime', 'birthtime']) {
    const name = base + suffix;
    Object.defineProperty(Class.prototype, name, {
      __proto__: null,
      enumerable: true,
      configurable: true,
      get() { return setOwnProperty(this, name, make(this, base)); },
      set(value) { setOwnProperty(this, name, value); },
    });
  }
}

// Milliseconds are rounded: a float of them may lie just below the one meant.
const dateOf = (stats, base) => new Date(Math.round(Number(stats[`${base}Ms`])));

const partials = {
  __proto__: null,
  atime: kPartialAtimeNs,
  mtime: kPartialMtimeNs,
  ctime: kPartialCtimeNs,
  birthtime: kPartialBirthtimeNs,
};

function instantOf(stats, base) {
  const ns = stats[`${base}Ns`] ??
    BigInt(Math.floor(stats[`${base}Ms`] / kMsPerSec)) * kNsPerSec + BigInt(stats[partials[base]]);
  return new globalThis.Temporal.Instant(ns);
}

lazyTimes(BigIntStats, '', dateOf);
lazyTimes(BigIntStats, 'Instant', instantOf);
lazyTimes(Stats, '', dateOf);
lazyTimes(Stats, 'Instant', instantOf);

BigIntStats.prototype._checkModeProperty = (0, function(property) {
  return (this.mode & BigInt(S_IFMT)) === BigInt(property);
});

Stats.prototype._checkModeProperty = (0, function(property) {
  return (this.mode & S_IFMT) === property;
});

function getBigIntStats(s, at) {
  const ns = (index) => s[at + index] * kNsPerSec + s[at + index + 1];
  return new BigIntStats(s[at], s[at + 1], s[at + 2], s[at + 3], s[at + 4], s[at + 5], s[at + 6], s[at + 7], s[at + 8],
                         s[at + 9], ns(10), ns(12), ns(14), ns(16));
}

function getStatsFromBinding(s, at = 0) {
  if (s instanceof BigInt64Array) return getBigIntStats(s, at);
  return new Stats(s[at], s[at + 1], s[at + 2], s[at + 3], s[at + 4], s[at + 5], s[at + 6], s[at + 7], s[at + 8],
                   s[at + 9], s[at + 10], s[at + 11], s[at + 12], s[at + 13], s[at + 14], s[at + 15], s[at + 16],
                   s[at + 17]);
}

class StatFs {
  constructor(type, bsize, frsize, blocks, bfree, bavail, files, ffree) {
    this.type = type;
    this.bsize = bsize;
    this.frsize = frsize;
    this.blocks = blocks;
    this.bfree = bfree;
    this.bavail = bavail;
    this.files = files;
    this.ffree = ffree;
  }
}

function getStatFsFromBinding(stats) {
  return new StatFs(stats[0], stats[1], stats[2], stats[3], stats[4], stats[5], stats[6], stats[7]);
}

// The synchronous functions share one array: nothing else runs between the op and the reading of it.
let doubles;
let bigs;

// The answers of the others share two more. Whoever gets one reads it at once. The element behind the numbers says that
// nobody has read them yet.
let answers;
let bigAnswers;

// With a callback for the array, or for a promise that `takeStats` takes.
function ask(path, bigint, callback, isLink) {
  answers ??= new Float64Array(kStatsFields + 1);
  bigAnswers ??= new BigInt64Array(kStatsFields + 1);
  return ops.op_fs_stat(path, bigint, callback, isLink, answers, bigAnswers);
}

// The Stats of what the promise was fulfilled with. It must be called, or the answers that follow cost more.
function takeStats(answer, bigint) {
  if (answer !== true) return getStatsFromBinding(answer);
  if (bigint) {
    bigAnswers[kStatsFields] = 0n;
    return getStatsFromBinding(bigAnswers);
  }
  answers[kStatsFields] = 0;
  return getStatsFromBinding(answers);
}

const scratch = (bigint) => (bigint ? (bigs ??= new BigInt64Array(kStatsFields)) : (doubles ??= new Float64Array(kStatsFields)));

const syncDefaults = { __proto__: null, bigint: false, throwIfNoEntry: true };

function statSync(path, options = syncDefaults) {
  path = getValidatedPath(path);
  const bigint = Boolean(options.bigint);
  const out = scratch(bigint);
  const quiet = options.throwIfNoEntry === false;
  const found = typeof path === 'string' ?
    ops.op_fs_stat_text_sync(path, out, bigint, quiet) :
    ops.op_fs_stat_sync(path, out, bigint, quiet);
  if (!found) return undefined;
  return getStatsFromBinding(out);
}

// Resolving a path looks at folders that nobody has asked for: the op lets it, and its public face asks here.
function askPermission(path) {
  require('internal/process/permission').assertPath('fs.read', path);
}

function lstatSync(path, options = { __proto__: null, bigint: false, throwIfNoEntry: true }) {
  path = getValidatedPath(path);
  if (process.permission !== undefined) askPermission(path);
  return lstatPart(path, options);
}

// A part of a path that is resolved.
function lstatPart(path, options) {
  const bigint = Boolean(options.bigint);
  const out = scratch(bigint);
  if (!ops.op_fs_lstat_sync(path, out, bigint, options.throwIfNoEntry === false)) return undefined;
  return getStatsFromBinding(out);
}

function lstatPartLater(path, callback) {
  ask(path, true, statsCallback(callback, undefined, false), true);
}

function fstatSync(fd, options = { __proto__: null, bigint: false }) {
  fd = getValidatedFd(fd);
  const bigint = Boolean(options.bigint);
  const out = scratch(bigint);
  ops.op_fs_fstat_sync(fd, out, bigint);
  return getStatsFromBinding(out);
}

// The callback for an op that gives the numbers.
function statsCallback(callback, signal, quiet) {
  if (signal === undefined && !quiet) {
    return (error, stats) => {
      if (error) callback(error);
      else callback(null, getStatsFromBinding(stats));
    };
  }
  return (error, stats) => {
    if (signal?.aborted) callback(new AbortError(undefined, { cause: signal.reason }));
    else if (error && quiet && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) callback(null, undefined);
    else if (error) callback(error);
    else callback(null, getStatsFromBinding(stats));
  };
}

function stat(path, options = { __proto__: null, bigint: false, throwIfNoEntry: true }, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = kEmptyObject;
  } else {
    options = options === null || typeof options !== 'object' ? kEmptyObject : getOptions(options);
  }
  validateFunction(callback, 'cb');
  path = getValidatedPath(path);
  if (checkAborted(options.signal, callback)) return;
  const done = statsCallback(callback, options.signal, options.throwIfNoEntry === false);
  ask(path, Boolean(options.bigint), done, false);
}

function lstat(path, options = { __proto__: null, bigint: false }, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = kEmptyObject;
  } else {
    options = options === null || typeof options !== 'object' ? kEmptyObject : getOptions(options);
  }
  validateFunction(callback, 'cb');
  path = getValidatedPath(path);
  if (checkAborted(options.signal, callback)) return;
  if (process.permission !== undefined) {
    try {
      askPermission(path);
    } catch (error) {
      process.nextTick(callback, error);
      return;
    }
  }
  ask(path, Boolean(options.bigint), statsCallback(callback, options.signal, false), true);
}

function fstat(fd, options = { __proto__: null, bigint: false }, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = kEmptyObject;
  } else if (options === null || typeof options !== 'object') {
    options = kEmptyObject;
  }
  validateFunction(callback, 'cb');
  fd = getValidatedFd(fd);
  const { signal } = options;
  if (signal !== undefined) validateAbortSignal(signal, 'options.signal');
  if (checkAborted(signal, callback)) return;
  ops.op_fs_fstat(fd, Boolean(options.bigint), statsCallback(callback, signal, false));
}

function statfsSync(path, options = { __proto__: null, bigint: false }) {
  return getStatFsFromBinding(ops.op_fs_statfs_sync(getValidatedPath(path), Boolean(options.bigint)));
}

function statfs(path, options = { __proto__: null, bigint: false }, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = kEmptyObject;
  }
  validateFunction(callback, 'cb');
  path = getValidatedPath(path);
  ops.op_fs_statfs(path, Boolean(options.bigint), (error, stats) => {
    if (error) callback(error);
    else callback(null, getStatFsFromBinding(stats));
  });
}

module.exports = {
  BigIntStats,
  Stats,
  ask,
  // Programs must not make instances, but may ask `instanceof`.
  deprecatedStats: deprecate(Stats, 'fs.Stats constructor is deprecated.', 'DEP0180'),
  fstat,
  fstatSync,
  getStatFsFromBinding,
  getStatsFromBinding,
  kStatsFields,
  lstat,
  lstatPart,
  lstatPartLater,
  lstatSync,
  stat,
  statSync,
  statfs,
  statfsSync,
  takeStats,
};
