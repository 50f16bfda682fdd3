// FSWatcher, StatWatcher and the iterator of fs/promises' watch. https://nodejs.org/api/fs.html#class-fsfswatcher
'use strict';

const EventEmitter = require('events');
const process = require('process');
const { AbortError, UVException, codes: { ERR_FS_WATCH_QUEUE_OVERFLOW, ERR_INVALID_ARG_VALUE } } =
  require('internal/errors');
const { kEmptyObject } = require('internal/util');
const {
  validateAbortSignal,
  validateBoolean,
  validateIgnoreOption,
  validateInteger,
  validateObject,
  validateOneOf,
  validateUint32,
} = require('internal/validators');
const { decodeName, getValidatedPath, namesAreText } = require('internal/fs/utils');
const { getStatsFromBinding, kStatsFields } = require('internal/fs/stat');

const owner_symbol = Symbol('owner_symbol');
const kFSWatchStart = Symbol('kFSWatchStart');
const kFSStatWatcherStart = Symbol('kFSStatWatcherStart');
const kFSStatWatcherAddOrCleanRef = Symbol('kFSStatWatcherAddOrCleanRef');
const kOldStatus = Symbol('kOldStatus');
const kUseBigint = Symbol('kUseBigint');
const KFSStatWatcherRefCount = Symbol('KFSStatWatcherRefCount');
const KFSStatWatcherMaxRefCount = Symbol('KFSStatWatcherMaxRefCount');

const UV_ENOENT = -2;
const UV_ENOSPC = -28;

// Whether a name is to be left out, for the `ignore` option; null when there is nothing to ignore.
function createIgnoreMatcher(ignore) {
  if (ignore == null) return null;
  const matchers = (Array.isArray(ignore) ? ignore : [ignore]).map((one) => {
    if (typeof one === 'function') return one;
    if (typeof one !== 'string') return (filename) => one.exec(filename) !== null;
    const { matchGlobPattern } = require('internal/path/match_glob');
    if (one.includes('/')) return (filename) => matchGlobPattern(filename, one);
    // A glob that names no folder is meant for the last part of the path.
    return (filename) => matchGlobPattern(filename.slice(filename.lastIndexOf('/') + 1), one);
  });
  return (filename) => matchers.some((matches) => matches(filename));
}

function watchError(errno, filename) {
  const error = new UVException({
    errno,
    syscall: 'watch',
    path: filename,
    message: errno === UV_ENOSPC ? 'System limit for number of file watchers reached' : '',
  });
  error.filename = filename;
  return error;
}

function emitStop(self) {
  self.emit('stop');
}

function emitClose(self) {
  self.emit('close');
}

function StatWatcher(bigint) {
  Reflect.apply(EventEmitter, this, []);
  this._handle = null;
  this[kOldStatus] = -1;
  this[kUseBigint] = bigint;
  this[KFSStatWatcherRefCount] = 1;
  this[KFSStatWatcherMaxRefCount] = 1;
}
Object.setPrototypeOf(StatWatcher.prototype, EventEmitter.prototype);
Object.setPrototypeOf(StatWatcher, EventEmitter);

function onchange(newStatus, stats) {
  const self = this[owner_symbol];
  if (self[kOldStatus] === -1 && newStatus === -1 && stats[2] === stats[kStatsFields + 2]) return;
  self[kOldStatus] = newStatus;
  self.emit('change', getStatsFromBinding(stats), getStatsFromBinding(stats, kStatsFields));
}

// For programs that still call it: watchFile() has started the watcher.
StatWatcher.prototype.start = () => {};

StatWatcher.prototype[kFSStatWatcherStart] = function(filename, persistent, interval) {
  if (this._handle !== null) return;
  this._handle = new ops.StatWatcher(Boolean(this[kUseBigint]));
  this._handle[owner_symbol] = this;
  this._handle.onchange = onchange;
  if (!persistent) this.unref();
  this[kOldStatus] = -1;
  filename = getValidatedPath(filename, 'filename');
  validateUint32(interval, 'interval');
  const errno = this._handle.start(filename, interval);
  if (errno) throw watchError(errno, filename);
};

StatWatcher.prototype.stop = function() {
  if (this._handle === null) return;
  process.nextTick(emitStop, this);
  this._handle.close();
  this._handle = null;
};

// Each listener counts: ref() and unref() of one do not undo those of another.
StatWatcher.prototype[kFSStatWatcherAddOrCleanRef] = function(operate) {
  if (operate === 'add') {
    this[KFSStatWatcherRefCount]++;
    this[KFSStatWatcherMaxRefCount]++;
  } else if (operate === 'clean') {
    this[KFSStatWatcherMaxRefCount]--;
    this.unref();
  } else if (operate === 'cleanAll') {
    this[KFSStatWatcherMaxRefCount] = 0;
    this[KFSStatWatcherRefCount] = 0;
    this._handle?.unref();
  }
};

StatWatcher.prototype.ref = function() {
  if (this[KFSStatWatcherRefCount] === this[KFSStatWatcherMaxRefCount]) return this;
  if (this._handle && this[KFSStatWatcherRefCount]++ === 0) this._handle.ref();
  return this;
};

StatWatcher.prototype.unref = function() {
  if (this[KFSStatWatcherRefCount] === 0) return this;
  if (this._handle && --this[KFSStatWatcherRefCount] === 0) this._handle.unref();
  return this;
};

function FSWatcher() {
  Reflect.apply(EventEmitter, this, []);
  this._handle = new ops.FSEvent();
  this._handle[owner_symbol] = this;
  this._handle.onchange = (status, eventType, filename) => {
    if (status < 0) {
      // The handle is of no use any more.
      this._handle?.close();
      this._handle = null;
      this.emit('error', watchError(status, filename));
      return;
    }
    if (filename != null && this._ignoreMatcher?.(filename)) return;
    this.emit('change', eventType, filename);
  };
  this._ignoreMatcher = null;
}
Object.setPrototypeOf(FSWatcher.prototype, EventEmitter.prototype);
Object.setPrototypeOf(FSWatcher, EventEmitter);

FSWatcher.prototype[kFSWatchStart] = function(filename, persistent, recursive, encoding, ignore, throwIfNoEntry = true) {
  if (this._handle === null || this._handle.initialized) return;
  filename = getValidatedPath(filename, 'filename');
  validateIgnoreOption(ignore, 'options.ignore');
  this._ignoreMatcher = createIgnoreMatcher(ignore);
  if (!namesAreText(encoding)) decodeNames(this._handle, encoding);
  const errno = this._handle.start(filename, Boolean(persistent), namesAreText(encoding));
  if (!errno || (!throwIfNoEntry && errno === UV_ENOENT)) return;
  throw watchError(errno, filename);
};

// For an encoding other than UTF-8 the handle gives bytes.
function decodeNames(handle, encoding) {
  const { onchange } = handle;
  handle.onchange = (status, eventType, filename) => onchange(status, eventType, decodeName(filename, encoding));
}

// For programs that still call it: watch() has started the watcher.
FSWatcher.prototype.start = () => {};

FSWatcher.prototype.close = function() {
  if (this._handle === null || !this._handle.initialized) return;
  this._handle.close();
  this._handle = null;
  process.nextTick(emitClose, this);
};

FSWatcher.prototype.ref = function() {
  if (this._handle) this._handle.ref();
  return this;
};

FSWatcher.prototype.unref = function() {
  if (this._handle) this._handle.unref();
  return this;
};

Object.defineProperty(ops.FSEvent.prototype, 'owner', {
  __proto__: null,
  get() { return this[owner_symbol]; },
  set(value) { return this[owner_symbol] = value; },
});

async function* watch(filename, options = kEmptyObject) {
  filename = getValidatedPath(filename);
  validateObject(options, 'options');
  const {
    persistent = true,
    recursive = false,
    encoding = 'utf8',
    maxQueue = 2048,
    overflow = 'ignore',
    signal,
    ignore,
  } = options;
  validateBoolean(persistent, 'options.persistent');
  validateBoolean(recursive, 'options.recursive');
  validateInteger(maxQueue, 'options.maxQueue');
  validateOneOf(overflow, 'options.overflow', ['ignore', 'error']);
  validateAbortSignal(signal, 'options.signal');
  validateIgnoreOption(ignore, 'options.ignore');
  if (encoding && encoding !== 'buffer' && !require('buffer').Buffer.isEncoding(encoding)) {
    throw new ERR_INVALID_ARG_VALUE('encoding', encoding, 'is invalid encoding');
  }
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });

  const handle = new ops.FSEvent();
  const ignored = createIgnoreMatcher(ignore);
  const queue = [];
  let { promise, resolve } = Promise.withResolvers();
  const onAbort = () => {
    handle.close();
    resolve();
  };

  handle.onchange = (status, eventType, name) => {
    name = decodeName(name, encoding);
    if (name != null && ignored?.(name)) return;
    if (queue.length < maxQueue) {
      queue.push({ __proto__: null, eventType, filename: name });
      resolve();
    } else if (overflow === 'error') {
      queue.length = 0;
      queue.push(new ERR_FS_WATCH_QUEUE_OVERFLOW(maxQueue));
      resolve();
    } else {
      process.emitWarning('fs.watch maxQueue exceeded');
    }
  };

  try {
    if (signal) {
      const { kResistStopPropagation } = require('internal/event_target');
      signal.addEventListener('abort', onAbort, { __proto__: null, once: true, [kResistStopPropagation]: true });
    }
    const errno = handle.start(filename, persistent, namesAreText(encoding));
    if (errno) throw watchError(errno, filename);
    while (!signal?.aborted) {
      await promise;
      while (queue.length > 0) {
        const item = queue.shift();
        if (item instanceof Error) throw item;
        yield item;
      }
      ({ promise, resolve } = Promise.withResolvers());
    }
    throw new AbortError(undefined, { cause: signal.reason });
  } finally {
    handle.close();
    signal?.removeEventListener('abort', onAbort);
  }
}

module.exports = {
  FSWatcher,
  StatWatcher,
  createIgnoreMatcher,
  kFSStatWatcherAddOrCleanRef,
  kFSStatWatcherStart,
  kFSWatchStart,
  watch,
};
