// fs.watch and fs.watchFile. https://nodejs.org/api/fs.html#fswatchfilename-options-listener
'use strict';

const path = require('path');
const { validateFunction } = require('internal/validators');
const { copyObject, getOptions, getValidatedPath } = require('internal/fs/utils');

function watch(filename, options, listener) {
  if (typeof options === 'function') listener = options;
  options = copyObject(getOptions(options));
  options.persistent ??= true;
  options.recursive ??= false;
  options.throwIfNoEntry ??= true;

  const validated = getValidatedPath(filename);
  const watchers = require('internal/fs/watchers');
  let watcher;
  if (options.recursive) {
    // inotify knows nothing of what is inside the folders of a folder.
    watcher = new (require('internal/fs/recursive_watch').FSWatcher)(options);
    watcher[watchers.kFSWatchStart](validated);
  } else {
    watcher = new watchers.FSWatcher();
    watcher[watchers.kFSWatchStart](validated, options.persistent, options.recursive, options.encoding,
                                    options.ignore, options.throwIfNoEntry);
  }
  if (listener) watcher.addListener('change', listener);

  const { signal } = options;
  if (signal?.aborted) {
    require('process').nextTick(() => watcher.close());
  } else if (signal) {
    const { kResistStopPropagation } = require('internal/event_target');
    const onAbort = () => watcher.close();
    signal.addEventListener('abort', onAbort, { __proto__: null, [kResistStopPropagation]: true });
    watcher.once('close', () => signal.removeEventListener('abort', onAbort));
  }
  return watcher;
}

// The watcher of each file, by its absolute path.
const statWatchers = new Map();

function watchFile(filename, options, listener) {
  filename = path.resolve(String(getValidatedPath(filename)));
  if (options === null || typeof options !== 'object') {
    listener = options;
    options = null;
  }
  options = { interval: 5007, persistent: true, ...options };
  validateFunction(listener, 'listener');

  const watchers = require('internal/fs/watchers');
  let watcher = statWatchers.get(filename);
  if (watcher === undefined) {
    watcher = new watchers.StatWatcher(options.bigint);
    watcher[watchers.kFSStatWatcherStart](filename, options.persistent, options.interval);
    statWatchers.set(filename, watcher);
  } else {
    watcher[watchers.kFSStatWatcherAddOrCleanRef]('add');
  }
  watcher.addListener('change', listener);
  return watcher;
}

function unwatchFile(filename, listener) {
  filename = path.resolve(String(getValidatedPath(filename)));
  const watcher = statWatchers.get(filename);
  if (watcher === undefined) return;
  const { kFSStatWatcherAddOrCleanRef } = require('internal/fs/watchers');
  if (typeof listener === 'function') {
    const before = watcher.listenerCount('change');
    watcher.removeListener('change', listener);
    if (watcher.listenerCount('change') < before) watcher[kFSStatWatcherAddOrCleanRef]('clean');
  } else {
    watcher.removeAllListeners('change');
    watcher[kFSStatWatcherAddOrCleanRef]('cleanAll');
  }
  if (watcher.listenerCount('change') === 0) {
    watcher.stop();
    statWatchers.delete(filename);
  }
}

module.exports = { unwatchFile, watch, watchFile };
