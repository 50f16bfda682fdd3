// node:fs. https://nodejs.org/api/fs.html
// Every program loads it, so what only some programs use (streams, promises, watchers, cp, glob) is loaded on demand.
'use strict';

const attributes = require('internal/fs/attributes');
const constants = require('internal/fs/constants');
const descriptor = require('internal/fs/descriptor');
const dir = require('internal/fs/dir');
const directory = require('internal/fs/directory');
const entries = require('internal/fs/entries');
const readFile = require('internal/fs/read_file');
const reading = require('internal/fs/read');
const realpath = require('internal/fs/realpath');
const stat = require('internal/fs/stat');
const watching = require('internal/fs/watch');
const writeFile = require('internal/fs/write_file');
const writing = require('internal/fs/write');
const { Dirent } = require('internal/fs/dirent');
const {
  getValidatedPath,
  makeCallback,
  toUnixTimestamp,
  validateCpOptions,
} = require('internal/fs/utils');
const { kEmptyObject } = require('internal/util');

function createReadStream(path, options) {
  return new (require('internal/fs/streams').ReadStream)(path, options);
}

function createWriteStream(path, options) {
  return new (require('internal/fs/streams').WriteStream)(path, options);
}

function cp(src, dest, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  callback = makeCallback(callback);
  options = validateCpOptions(options);
  src = getValidatedPath(src, 'src');
  dest = getValidatedPath(dest, 'dest');
  require('internal/fs/cp').cp(src, dest, options).then(() => callback(null), callback);
}

function cpSync(src, dest, options) {
  options = validateCpOptions(options);
  src = getValidatedPath(src, 'src');
  dest = getValidatedPath(dest, 'dest');
  require('internal/fs/cp').cpSync(src, dest, options);
}

function glob(pattern, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  callback = makeCallback(callback);
  const { Glob } = require('internal/fs/glob');
  Array.fromAsync(new Glob(pattern, options).glob()).then((result) => callback(null, result), callback);
}

function globSync(pattern, options) {
  const { Glob } = require('internal/fs/glob');
  return new Glob(pattern, options).globSync();
}

function blobFromFile(path, options) {
  const { validateObject, validateString } = require('internal/validators');
  validateObject(options, 'options');
  const type = options.type || '';
  validateString(type, 'options.type');
  return require('internal/blob').createBlobFromFilePath(getValidatedPath(path), { type });
}

function openAsBlob(path, options = kEmptyObject) {
  return Promise.resolve(blobFromFile(path, options));
}

function openAsBlobSync(path, options = kEmptyObject) {
  return blobFromFile(path, options);
}

// A program may replace the classes of the streams.
const replaced = { __proto__: null };

function streamClass(name, original) {
  return {
    __proto__: null,
    get() { return replaced[name] ??= require('internal/fs/streams')[original]; },
    set(value) { replaced[name] = value; },
    configurable: true,
    enumerable: true,
  };
}

const fs = {
  appendFile: writeFile.appendFile,
  appendFileSync: writeFile.appendFileSync,
  access: entries.access,
  accessSync: entries.accessSync,
  chown: attributes.chown,
  chownSync: attributes.chownSync,
  chmod: attributes.chmod,
  chmodSync: attributes.chmodSync,
  close: descriptor.close,
  closeSync: descriptor.closeSync,
  copyFile: entries.copyFile,
  copyFileSync: entries.copyFileSync,
  cp,
  cpSync,
  createReadStream,
  createWriteStream,
  exists: entries.exists,
  existsSync: entries.existsSync,
  fchown: attributes.fchown,
  fchownSync: attributes.fchownSync,
  fchmod: attributes.fchmod,
  fchmodSync: attributes.fchmodSync,
  fdatasync: descriptor.fdatasync,
  fdatasyncSync: descriptor.fdatasyncSync,
  fstat: stat.fstat,
  fstatSync: stat.fstatSync,
  fsync: descriptor.fsync,
  fsyncSync: descriptor.fsyncSync,
  ftruncate: descriptor.ftruncate,
  ftruncateSync: descriptor.ftruncateSync,
  futimes: attributes.futimes,
  futimesSync: attributes.futimesSync,
  glob,
  globSync,
  lchown: attributes.lchown,
  lchownSync: attributes.lchownSync,
  // Linux has no modes of symbolic links.
  lchmod: undefined,
  lchmodSync: undefined,
  link: entries.link,
  linkSync: entries.linkSync,
  lstat: stat.lstat,
  lstatSync: stat.lstatSync,
  lutimes: attributes.lutimes,
  lutimesSync: attributes.lutimesSync,
  mkdir: directory.mkdir,
  mkdirSync: directory.mkdirSync,
  mkdtemp: directory.mkdtemp,
  mkdtempSync: directory.mkdtempSync,
  mkdtempDisposableSync: directory.mkdtempDisposableSync,
  open: descriptor.open,
  openSync: descriptor.openSync,
  openAsBlob,
  openAsBlobSync,
  readdir: directory.readdir,
  readdirSync: directory.readdirSync,
  read: reading.read,
  readSync: reading.readSync,
  readv: reading.readv,
  readvSync: reading.readvSync,
  readFile: readFile.readFile,
  readFileSync: readFile.readFileSync,
  readlink: entries.readlink,
  readlinkSync: entries.readlinkSync,
  realpath: realpath.realpath,
  realpathSync: realpath.realpathSync,
  rename: entries.rename,
  renameSync: entries.renameSync,
  rm: directory.rm,
  rmSync: directory.rmSync,
  rmdir: directory.rmdir,
  rmdirSync: directory.rmdirSync,
  stat: stat.stat,
  statfs: stat.statfs,
  statSync: stat.statSync,
  statfsSync: stat.statfsSync,
  symlink: entries.symlink,
  symlinkSync: entries.symlinkSync,
  truncate: descriptor.truncate,
  truncateSync: descriptor.truncateSync,
  unwatchFile: watching.unwatchFile,
  unlink: entries.unlink,
  unlinkSync: entries.unlinkSync,
  utimes: attributes.utimes,
  utimesSync: attributes.utimesSync,
  watch: watching.watch,
  watchFile: watching.watchFile,
  writeFile: writeFile.writeFile,
  writeFileSync: writeFile.writeFileSync,
  write: writing.write,
  writeSync: writing.writeSync,
  writev: writing.writev,
  writevSync: writing.writevSync,
  Dirent,
  Stats: stat.deprecatedStats,
};

Object.defineProperties(fs, {
  ReadStream: streamClass('ReadStream', 'ReadStream'),
  WriteStream: streamClass('WriteStream', 'WriteStream'),
  // The names that these classes had before Node 0.10.
  FileReadStream: streamClass('FileReadStream', 'ReadStream'),
  FileWriteStream: streamClass('FileWriteStream', 'WriteStream'),
  Utf8Stream: {
    __proto__: null,
    get() { return require('internal/streams/fast-utf8-stream'); },
    configurable: true,
    enumerable: true,
  },
});

fs._toUnixTimestamp = toUnixTimestamp;
fs.Dir = dir.Dir;
fs.opendir = dir.opendir;
fs.opendirSync = dir.opendirSync;

Object.defineProperties(fs, {
  constants: { __proto__: null, value: constants, configurable: false, enumerable: true },
  promises: {
    __proto__: null,
    get() { return require('internal/fs/promises').exports; },
    configurable: true,
    enumerable: true,
  },
});

module.exports = fs;
