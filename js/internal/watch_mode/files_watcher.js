// Tells of changes of files: of those that a program has loaded, or of all below some paths.
// https://nodejs.org/docs/latest-v26.x/api/cli.html#--watch
'use strict';

const EventEmitter = require('events');
const fs = require('fs');
const path = require('path');
const { clearTimeout, setTimeout } = require('timers');

// Editors write a file in several steps: what comes within this time, in milliseconds, is one change.
const kDebounce = 200;

// Emits `changed` with the path of a file.
class FilesWatcher extends EventEmitter {
  // Path -> FSWatcher. Folders are watched and not files, which editors replace.
  #watchers = new Map();
  // The files that count; undefined when all do.
  #files;
  #timer;

  // `onlyKnown`: whether only what `addFile` names counts.
  constructor(onlyKnown) {
    super();
    if (onlyKnown) this.#files = new Set();
  }

  #onEvent(folder, name) {
    if (name === null) return;
    const file = path.resolve(folder, name);
    if (this.#files !== undefined && !this.#files.has(file)) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.emit('changed', file), kDebounce);
  }

  // Watches a folder, or the folder of a file that alone counts there. `recursive`: everything below.
  watchPath(target, recursive) {
    let folder = target;
    let only;
    if (recursive && !fs.statSync(target).isDirectory()) {
      folder = path.dirname(target);
      only = path.basename(target);
    }
    if (this.#watchers.has(target)) return;
    const watcher = fs.watch(folder, { recursive: recursive && only === undefined });
    watcher.on('change', (type, name) => {
      if (only === undefined || name === only) this.#onEvent(folder, name);
    });
    // A folder that goes away takes its watcher along.
    watcher.on('error', () => {
      watcher.close();
      this.#watchers.delete(target);
    });
    this.#watchers.set(target, watcher);
  }

  addFile(file) {
    if (this.#files === undefined || this.#files.has(file)) return;
    this.#files.add(file);
    try {
      this.watchPath(path.dirname(file), false);
    } catch {
      // There is no such folder.
    }
  }

  forgetFiles() {
    this.#files?.clear();
  }

  close() {
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }
}

module.exports = { FilesWatcher };
