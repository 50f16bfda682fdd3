// fs.Dir: an open folder. https://nodejs.org/api/fs.html#class-fsdir
'use strict';

const process = require('process');
const { codes: { ERR_DIR_CLOSED, ERR_DIR_CONCURRENT_OPERATION, ERR_INVALID_THIS, ERR_MISSING_ARGS } } =
  require('internal/errors');
const { validateFunction, validateUint32 } = require('internal/validators');
const { decodeName, getOptions, getValidatedPath, namesAreText } = require('internal/fs/utils');
const { getDirent, join } = require('internal/fs/dirent');

const defaults = { encoding: 'utf8' };

class Dir {
  #handle;
  #path;
  #options;
  #text;
  #closed = false;
  // Entries that were read ahead.
  #entries = [];
  // Folders below this one that are still to be listed (`recursive`).
  #inner = [];
  // What waits for the request under way; null when there is none.
  #waiting = null;

  constructor(handle, path, options) {
    if (handle == null) throw new ERR_MISSING_ARGS('handle');
    this.#handle = handle;
    this.#path = path;
    this.#options = { bufferSize: 32, ...getOptions(options, defaults) };
    this.#text = namesAreText(this.#options.encoding);
    try {
      validateUint32(this.#options.bufferSize, 'options.bufferSize', true);
    } catch (error) {
      this.#handle.closeSync();
      throw error;
    }
  }

  get path() {
    if (!(#path in this)) throw new ERR_INVALID_THIS('Dir');
    return this.#path;
  }

  #keep(path, batch) {
    for (let i = 0; i < batch.length; i += 2) {
      this.#entries.push(getDirent(path, decodeName(batch[i], this.#options.encoding), batch[i + 1]));
    }
  }

  // The next entry of those read ahead; a folder's own entries are listed later.
  #take() {
    const dirent = this.#entries.shift();
    if (this.#options.recursive && dirent.isDirectory()) {
      const path = join(dirent.parentPath, dirent.name);
      this.#inner.push({ handle: ops.op_fs_opendir_sync(path), path });
    }
    return dirent;
  }

  // Whether an entry is at hand, after a look into the folders below.
  #ready() {
    while (this.#entries.length === 0 && this.#inner.length > 0) {
      const { handle, path } = this.#inner[0];
      const batch = handle.readSync(this.#text, this.#options.bufferSize);
      if (batch === null) {
        handle.closeSync();
        this.#inner.shift();
      } else {
        this.#keep(path, batch);
      }
    }
    return this.#entries.length > 0;
  }

  #readPromise() {
    return new Promise((resolve, reject) => {
      this.#read(false, (error, dirent) => (error ? reject(error) : resolve(dirent)));
    });
  }

  read(callback) {
    return arguments.length === 0 ? this.#readPromise() : this.#read(true, callback);
  }

  #read(nextTick, callback) {
    if (this.#closed) throw new ERR_DIR_CLOSED();
    if (callback === undefined) return this.#readPromise();
    validateFunction(callback, 'callback');
    if (this.#waiting !== null) {
      this.#waiting.push(() => this.#read(nextTick, callback));
      return;
    }

    let dirent;
    try {
      if (this.#ready()) dirent = this.#take();
    } catch (error) {
      return callback(error);
    }
    if (dirent !== undefined) {
      if (nextTick) process.nextTick(callback, null, dirent);
      else callback(null, dirent);
      return;
    }

    this.#waiting = [];
    this.#handle.read(this.#text, this.#options.bufferSize, (error, batch) => {
      process.nextTick(() => this.#goOn());
      if (error) return callback(error);
      if (batch === null) return callback(null, null);
      let dirent;
      try {
        this.#keep(this.#path, batch);
        dirent = this.#take();
      } catch (error) {
        return callback(error);
      }
      callback(null, dirent);
    });
  }

  #goOn() {
    const waiting = this.#waiting;
    this.#waiting = null;
    for (const operation of waiting) operation();
  }

  readSync() {
    if (this.#closed) throw new ERR_DIR_CLOSED();
    if (this.#waiting !== null) throw new ERR_DIR_CONCURRENT_OPERATION();
    if (this.#ready()) return this.#take();
    const batch = this.#handle.readSync(this.#text, this.#options.bufferSize);
    if (batch === null) return null;
    this.#keep(this.#path, batch);
    return this.#take();
  }

  #closeInner() {
    for (const { handle } of this.#inner) handle.closeSync();
    this.#inner = [];
  }

  close(callback) {
    if (callback === undefined) {
      if (this.#closed) return Promise.reject(new ERR_DIR_CLOSED());
      return new Promise((resolve, reject) => {
        this.close((error) => (error ? reject(error) : resolve()));
      });
    }
    validateFunction(callback, 'callback');
    if (this.#closed) {
      process.nextTick(callback, new ERR_DIR_CLOSED());
      return;
    }
    if (this.#waiting !== null) {
      this.#waiting.push(() => this.close(callback));
      return;
    }
    this.#closeInner();
    this.#closed = true;
    this.#handle.close(callback);
  }

  closeSync() {
    if (this.#closed) throw new ERR_DIR_CLOSED();
    if (this.#waiting !== null) throw new ERR_DIR_CONCURRENT_OPERATION();
    this.#closeInner();
    this.#closed = true;
    this.#handle.closeSync();
  }

  async* entries() {
    try {
      let dirent;
      while ((dirent = await this.#readPromise()) !== null) yield dirent;
    } finally {
      await this.close();
    }
  }

  [Symbol.dispose]() {
    if (this.#closed) return;
    this.closeSync();
  }

  async [Symbol.asyncDispose]() {
    if (this.#closed) return;
    await this.close();
  }
}

Object.defineProperties(Dir.prototype, {
  [Symbol.dispose]: { __proto__: null, enumerable: false },
  [Symbol.asyncDispose]: { __proto__: null, enumerable: false },
  [Symbol.asyncIterator]: {
    __proto__: null,
    value: Dir.prototype.entries,
    enumerable: false,
    writable: true,
    configurable: true,
  },
});

function opendir(path, options, callback) {
  callback = typeof options === 'function' ? options : callback;
  validateFunction(callback, 'callback');
  path = getValidatedPath(path);
  options = getOptions(options, defaults);
  ops.op_fs_opendir(path, (error, handle) => {
    if (error) callback(error);
    else callback(null, new Dir(handle, path, options));
  });
}

function opendirSync(path, options) {
  path = getValidatedPath(path);
  options = getOptions(options, defaults);
  return new Dir(ops.op_fs_opendir_sync(path), path, options);
}

module.exports = { Dir, opendir, opendirSync };
