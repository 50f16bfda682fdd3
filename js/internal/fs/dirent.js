// fs.Dirent: an entry of a folder. https://nodejs.org/api/fs.html#class-fsdirent
'use strict';

const path = require('path');
const {
  UV_DIRENT_BLOCK, UV_DIRENT_CHAR, UV_DIRENT_DIR, UV_DIRENT_FIFO, UV_DIRENT_FILE, UV_DIRENT_LINK, UV_DIRENT_SOCKET,
  UV_DIRENT_UNKNOWN,
} = require('internal/fs/constants');

const kType = Symbol('type');
const kStats = Symbol('stats');

class Dirent {
  constructor(name, type, path) {
    this.name = name;
    this.parentPath = path;
    this[kType] = type;
  }

  isDirectory() {
    return this[kType] === UV_DIRENT_DIR;
  }

  isFile() {
    return this[kType] === UV_DIRENT_FILE;
  }

  isBlockDevice() {
    return this[kType] === UV_DIRENT_BLOCK;
  }

  isCharacterDevice() {
    return this[kType] === UV_DIRENT_CHAR;
  }

  isSymbolicLink() {
    return this[kType] === UV_DIRENT_LINK;
  }

  isFIFO() {
    return this[kType] === UV_DIRENT_FIFO;
  }

  isSocket() {
    return this[kType] === UV_DIRENT_SOCKET;
  }
}

// For a file system whose folders do not say what their entries are.
class DirentFromStats extends Dirent {
  constructor(name, stats, path) {
    super(name, null, path);
    this[kStats] = stats;
  }
}

for (const name of Object.getOwnPropertyNames(Dirent.prototype)) {
  if (name === 'constructor') continue;
  DirentFromStats.prototype[name] = function() {
    return this[kStats][name]();
  };
}

// The path of an entry, whichever of the two are bytes.
function join(parent, name) {
  if (typeof parent === 'string' && typeof name === 'string') return path.join(parent, name);
  const { Buffer } = require('buffer');
  const bytes = (part) => (typeof part === 'string' ? Buffer.from(part) : part);
  return Buffer.concat([bytes(parent), Buffer.from(path.sep), bytes(name)]);
}

function getDirent(path, name, type, callback) {
  if (type !== UV_DIRENT_UNKNOWN) {
    const dirent = new Dirent(name, type, path);
    if (callback === undefined) return dirent;
    return callback(null, dirent);
  }
  const fs = require('fs');
  if (callback === undefined) return new DirentFromStats(name, fs.lstatSync(join(path, name)), path);
  fs.lstat(join(path, name), (error, stats) => {
    if (error) callback(error);
    else callback(null, new DirentFromStats(name, stats, path));
  });
}

// From [names, types]: an array, at once or for the callback.
function getDirents(path, { 0: names, 1: types }, callback) {
  let left = names.length;
  if (!types.includes(UV_DIRENT_UNKNOWN)) {
    const dirents = new Array(left);
    for (let i = 0; i < left; i++) dirents[i] = new Dirent(names[i], types[i], path);
    return callback === undefined ? dirents : callback(null, dirents);
  }
  if (callback === undefined) return names.map((name, index) => getDirent(path, name, types[index]));
  const dirents = new Array(left);
  let failed = false;
  names.forEach((name, index) => {
    getDirent(path, name, types[index], (error, dirent) => {
      if (failed) return;
      if (error) {
        failed = true;
        callback(error);
        return;
      }
      dirents[index] = dirent;
      if (--left === 0) callback(null, dirents);
    });
  });
}

module.exports = { Dirent, DirentFromStats, getDirent, getDirents, join };
