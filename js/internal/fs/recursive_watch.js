// The watcher behind fs.watch's `recursive`: one handle for each folder of the tree, since inotify reports what happens
// to the entries of a folder and no deeper. https://nodejs.org/api/fs.html#fswatchfilename-options-listener
'use strict';

const EventEmitter = require('events');
const path = require('path');
const { AbortError, codes: { ERR_INVALID_ARG_VALUE } } = require('internal/errors');
const { kEmptyObject } = require('internal/util');
const { validateAbortSignal, validateBoolean, validateIgnoreOption } = require('internal/validators');
const { getValidatedPath } = require('internal/fs/utils');
const { createIgnoreMatcher, kFSWatchStart } = require('internal/fs/watchers');

const kFile = 0;
const kFolder = 1;
const kLink = 2;

function kindOf(entry) {
  if (entry.isSymbolicLink()) return kLink;
  return entry.isDirectory() ? kFolder : kFile;
}

const isMissing = (error) => error.code === 'ENOENT' || error.code === 'ENOTDIR';

class FSWatcher extends EventEmitter {
  #options;
  #ignored;
  #closed = false;
  #root = '';
  // What is known: absolute path -> kind.
  #entries = new Map();
  // The watcher of each folder (and of a root that is a file).
  #watchers = new Map();

  constructor(options = kEmptyObject) {
    super();
    const { persistent, recursive, signal, encoding, ignore, throwIfNoEntry } = options;
    if (recursive != null) validateBoolean(recursive, 'options.recursive');
    if (persistent != null) validateBoolean(persistent, 'options.persistent');
    if (signal != null) validateAbortSignal(signal, 'options.signal');
    if (throwIfNoEntry != null) validateBoolean(throwIfNoEntry, 'options.throwIfNoEntry');
    if (encoding != null && typeof encoding !== 'string') {
      throw new ERR_INVALID_ARG_VALUE('options.encoding', encoding);
    }
    validateIgnoreOption(ignore, 'options.ignore');
    this.#ignored = createIgnoreMatcher(ignore);
    this.#options = { persistent, signal, throwIfNoEntry: throwIfNoEntry ?? true };
  }

  [kFSWatchStart](filename) {
    filename = path.resolve(String(getValidatedPath(filename)));
    try {
      const stats = require('fs').statSync(filename);
      this.#root = filename;
      if (stats.isDirectory()) this.#addFolder(filename, true);
      else this.#addRootFile(filename);
    } catch (error) {
      if (!this.#options.throwIfNoEntry && error.code === 'ENOENT') return;
      error.filename = filename;
      this.close();
      throw error;
    }
  }

  close() {
    if (this.#closed) return;
    this.#closed = true;
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
    this.#entries.clear();
    this.emit('close');
  }

  ref() {
    for (const watcher of this.#watchers.values()) watcher.ref();
  }

  unref() {
    for (const watcher of this.#watchers.values()) watcher.unref();
  }

  #tell(eventType, file) {
    this.emit('change', eventType, path.relative(this.#root, file));
  }

  #isIgnored(file) {
    return this.#ignored !== null && this.#ignored(path.relative(this.#root, file));
  }

  // False when the file has gone meanwhile.
  #watch(file, listener) {
    if (this.#closed) return false;
    if (this.#watchers.has(file)) return true;
    try {
      this.#watchers.set(file, require('fs').watch(file, { persistent: this.#options.persistent }, listener));
      return true;
    } catch (error) {
      if (isMissing(error) && file !== this.#root) return false;
      throw error;
    }
  }

  #forget(file) {
    const inside = file + path.sep;
    for (const known of [...this.#entries.keys(), ...this.#watchers.keys()]) {
      if (known !== file && !known.startsWith(inside)) continue;
      this.#entries.delete(known);
      this.#watchers.get(known)?.close();
      this.#watchers.delete(known);
    }
  }

  // First the handle, then the listing: what comes between the two is seen twice rather than never.
  #addFolder(folder, initial) {
    if (!this.#watch(folder, (eventType, filename) => this.#inFolder(folder, filename))) {
      this.#forget(folder);
      return;
    }
    let list;
    try {
      list = require('fs').readdirSync(folder, { withFileTypes: true });
    } catch (error) {
      if (initial && folder === this.#root) throw error;
      if (isMissing(error)) this.#forget(folder);
      else this.emit('error', error);
      return;
    }
    for (const entry of list) {
      if (this.#closed) return;
      const file = path.join(folder, entry.name);
      if (!this.#entries.has(file) && !this.#isIgnored(file)) this.#add(file, kindOf(entry), initial);
    }
  }

  #add(file, kind, initial) {
    this.#entries.set(file, kind);
    if (!initial) this.#tell('rename', file);
    if (kind === kFolder) this.#addFolder(file, initial);
  }

  #addRootFile(file) {
    this.#watch(file, () => {
      if (this.#closed) return;
      if (require('fs').existsSync(file)) {
        this.emit('change', 'change', path.basename(file));
      } else {
        this.#tell('rename', file);
        this.#forget(file);
      }
    });
  }

  // Something has happened to the entry `filename` of `folder`, or to the folder itself.
  #inFolder(folder, filename) {
    if (this.#closed || filename == null) return;
    const { lstatSync } = require('fs');
    const file = path.join(folder, filename);
    const known = this.#entries.get(file);
    const stats = lstatSync(file, { throwIfNoEntry: false });

    if (known === undefined) {
      if (stats !== undefined) {
        if (!this.#isIgnored(file)) this.#add(file, kindOf(stats), false);
      } else if (folder === this.#root && lstatSync(folder, { throwIfNoEntry: false }) === undefined) {
        this.#tell('rename', folder);
        this.#forget(folder);
      }
      return;
    }
    if (stats === undefined) {
      this.#tell('rename', file);
      this.#forget(file);
      return;
    }
    const kind = kindOf(stats);
    if (kind !== known) {
      this.#forget(file);
      this.#add(file, kind, false);
    } else if (kind === kFolder) {
      this.#addFolder(file, false);
    } else {
      this.#tell(kind === kLink ? 'rename' : 'change', file);
    }
  }

  [Symbol.asyncIterator]() {
    const { signal } = this.#options;
    const nextEvent = () => new Promise((resolve, reject) => {
      const onAbort = () => {
        this.close();
        reject(new AbortError(undefined, { cause: signal.reason }));
      };
      if (signal?.aborted) {
        onAbort();
        return;
      }
      if (signal) {
        const { kResistStopPropagation } = require('internal/event_target');
        signal.addEventListener('abort', onAbort, { __proto__: null, once: true, [kResistStopPropagation]: true });
      }
      this.once('change', (eventType, filename) => {
        signal?.removeEventListener('abort', onAbort);
        resolve({ __proto__: null, value: { eventType, filename } });
      });
    });
    return {
      next: () => (this.#closed ? { __proto__: null, done: true } : nextEvent()),
      return: () => {
        this.close();
        return { __proto__: null, done: true };
      },
      [Symbol.asyncIterator]() { return this; },
    };
  }
}

module.exports = { FSWatcher };
