// The functions of node:fs/promises. https://nodejs.org/api/fs.html#promises-api
// Their names are what programs see in the stacks of errors.
'use strict';

const { AbortError, aggregateTwoErrors, codes: { ERR_METHOD_NOT_IMPLEMENTED } } = require('internal/errors');
const { kEmptyObject, promisify } = require('internal/util');
const {
  parseFileMode,
  validateAbortSignal,
  validateBoolean,
  validateInteger,
  validateObject,
  validateOneOf,
} = require('internal/validators');
const constants = require('internal/fs/constants');
const {
  constants: { kMaxUserId, kWriteFileMaxChunkSize },
  copyObject,
  decodeName,
  fileContent,
  getOptions,
  getValidatedPath,
  isUtf8,
  namesAreText,
  stringToFlags,
  toUnixTimestamp,
  validateCopyMode,
  validateCpOptions,
  validateRmOptions,
  warnOnNonPortableTemplate,
} = require('internal/fs/utils');
const { checkRmdirOptions, finishListing } = require('internal/fs/directory');
const { accessMode, symlinkTypes } = require('internal/fs/entries');
const { readOptions } = require('internal/fs/read_file');
const { toBytes, toContent } = require('internal/fs/write_file');
const { ask: askForStats, getStatFsFromBinding, takeStats } = require('internal/fs/stat');
const {
  FileHandle,
  checkAborted,
  ftruncate,
  handleErrorFromBinding,
  isCustomIterable,
  kHandle,
  kLocked,
  kRef,
  kUnref,
  readFileHandle,
  writeFileHandle,
} = require('internal/fs/file_handle');

const { F_OK } = constants;

// Closes after the operation, whose error goes first.
async function handleFdClose(fileOpPromise, closeFunc) {
  let result;
  try {
    result = await fileOpPromise;
  } catch (opError) {
    try {
      await closeFunc();
    } catch (closeError) {
      throw aggregateTwoErrors(closeError, opError);
    }
    throw opError;
  }
  await closeFunc();
  return result;
}

async function handleFdSync(fileOpPromise, handle) {
  const result = await fileOpPromise;
  await handle.sync();
  return result;
}

// The result, unless the signal comes first.
function raceWithSignal(promise, signal) {
  if (signal === undefined) return promise;
  const { promise: raced, resolve, reject } = Promise.withResolvers();
  const onAbort = () => reject(new AbortError(undefined, { cause: signal.reason }));
  signal.addEventListener('abort', onAbort, { __proto__: null, once: true });
  promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  return raced;
}

async function access(path, mode = F_OK) {
  path = getValidatedPath(path);
  return await ops.op_fs_access(path, accessMode(mode), undefined).then(undefined, handleErrorFromBinding);
}

async function cp(src, dest, options) {
  options = validateCpOptions(options);
  src = getValidatedPath(src, 'src');
  dest = getValidatedPath(dest, 'dest');
  return require('internal/fs/cp').cp(src, dest, options);
}

async function copyFile(src, dest, mode) {
  src = getValidatedPath(src, 'src');
  dest = getValidatedPath(dest, 'dest');
  return await ops.op_fs_copy_file(src, dest, validateCopyMode(mode), undefined)
    .then(undefined, handleErrorFromBinding);
}

async function open(path, flags, mode) {
  path = getValidatedPath(path);
  const flagsNumber = stringToFlags(flags);
  mode = parseFileMode(mode, 'mode', 0o666);
  const fd = await ops.op_fs_open(path, flagsNumber, mode, undefined).then(undefined, handleErrorFromBinding);
  return new FileHandle(new ops.FileHandle(fd));
}

async function rename(oldPath, newPath) {
  oldPath = getValidatedPath(oldPath, 'oldPath');
  newPath = getValidatedPath(newPath, 'newPath');
  return await ops.op_fs_rename(oldPath, newPath, undefined).then(undefined, handleErrorFromBinding);
}

async function truncate(path, len = 0) {
  const fd = await open(path, 'r+');
  return handleFdClose(ftruncate(fd, len), fd.close);
}

const validateRm = promisify(validateRmOptions);

async function rm(path, options) {
  path = getValidatedPath(path);
  const { maxRetries, recursive, retryDelay } = await validateRm(path, options, false);
  return await ops.op_fs_rm(path, recursive, maxRetries, retryDelay, undefined)
    .then(undefined, handleErrorFromBinding);
}

async function rmdir(path, options) {
  path = getValidatedPath(path);
  checkRmdirOptions(options);
  return await ops.op_fs_rmdir(path, undefined).then(undefined, handleErrorFromBinding);
}

async function mkdir(path, options) {
  if (typeof options === 'number' || typeof options === 'string') options = { mode: options };
  const { recursive = false, mode = 0o777 } = options || kEmptyObject;
  path = getValidatedPath(path);
  validateBoolean(recursive, 'options.recursive');
  return await ops.op_fs_mkdir(path, parseFileMode(mode, 'mode', 0o777), recursive, undefined)
    .then(undefined, handleErrorFromBinding);
}

async function readdirRecursive(path, options) {
  const read = promisify(require('internal/fs/readdir_recursive').readdirRecursive);
  return await read(path, options);
}

async function readdir(path, options) {
  options = copyObject(getOptions(options));
  path = getValidatedPath(path);
  if (options.recursive) return readdirRecursive(path, options);
  const result = await ops.op_fs_readdir(path, namesAreText(options.encoding), Boolean(options.withFileTypes), undefined)
    .then(undefined, handleErrorFromBinding);
  if (!options.withFileTypes) return finishListing(path, options, result);
  return new Promise((resolve, reject) => {
    const done = (error, list) => (error ? reject(error) : resolve(list));
    finishListing(path, options, result, done);
  });
}

async function readlink(path, options) {
  const { encoding } = getOptions(options);
  path = getValidatedPath(path, 'oldPath');
  const target = await ops.op_fs_readlink(path, namesAreText(encoding), undefined)
    .then(undefined, handleErrorFromBinding);
  return decodeName(target, encoding);
}

async function symlink(target, path, type) {
  validateOneOf(type, 'type', symlinkTypes);
  target = getValidatedPath(target, 'target');
  path = getValidatedPath(path);
  return await ops.op_fs_symlink(target, path, undefined).then(undefined, handleErrorFromBinding);
}

const statDefaults = { __proto__: null, bigint: false, signal: undefined, throwIfNoEntry: true };

function statOptions(options) {
  validateObject(options, 'options');
  const { signal } = options;
  if (signal !== undefined) validateAbortSignal(signal, 'options.signal');
  checkAborted(signal);
  return options;
}

// As `handleErrorFromBinding`, for a caller that has caught the error and waits for the promise: a reaction to a promise
// that is fulfilled, as most are, is one object less.
function rejection(error) {
  return Promise.reject(error).then(undefined, handleErrorFromBinding);
}

// For the rare program that gives a signal.
function statsOrAbort(path, bigint, isLink, signal) {
  return raceWithSignal(askForStats(path, bigint, undefined, isLink).then((answer) => takeStats(answer, bigint)), signal);
}

async function lstat(path, options = statDefaults) {
  const { bigint, signal } = options === statDefaults ? options : statOptions(options);
  path = getValidatedPath(path);
  const isBig = Boolean(bigint);
  try {
    if (signal !== undefined) return await statsOrAbort(path, isBig, true, signal);
    return takeStats(await askForStats(path, isBig, undefined, true), isBig);
  } catch (error) {
    return await rejection(error);
  }
}

async function stat(path, options = statDefaults) {
  const { bigint, signal, throwIfNoEntry } = options === statDefaults ? options : statOptions(options);
  path = getValidatedPath(path);
  const isBig = Boolean(bigint);
  try {
    if (signal !== undefined) return await statsOrAbort(path, isBig, false, signal);
    return takeStats(await askForStats(path, isBig, undefined, false), isBig);
  } catch (error) {
    if (throwIfNoEntry === false && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return undefined;
    return await rejection(error);
  }
}

async function statfs(path, options = { __proto__: null, bigint: false }) {
  path = getValidatedPath(path);
  const result = await ops.op_fs_statfs(path, Boolean(options.bigint), undefined)
    .then(undefined, handleErrorFromBinding);
  return getStatFsFromBinding(result);
}

async function link(existingPath, newPath) {
  existingPath = getValidatedPath(existingPath, 'existingPath');
  newPath = getValidatedPath(newPath, 'newPath');
  return await ops.op_fs_link(existingPath, newPath, undefined).then(undefined, handleErrorFromBinding);
}

async function unlink(path) {
  path = getValidatedPath(path);
  return await ops.op_fs_unlink(path, undefined).then(undefined, handleErrorFromBinding);
}

async function chmod(path, mode) {
  path = getValidatedPath(path);
  mode = parseFileMode(mode, 'mode');
  return await ops.op_fs_chmod(path, mode, undefined).then(undefined, handleErrorFromBinding);
}

async function lchmod(path, mode) {
  throw new ERR_METHOD_NOT_IMPLEMENTED('lchmod()');
}

async function lchown(path, uid, gid) {
  path = getValidatedPath(path);
  validateInteger(uid, 'uid', -1, kMaxUserId);
  validateInteger(gid, 'gid', -1, kMaxUserId);
  return await ops.op_fs_lchown(path, uid >>> 0, gid >>> 0, undefined).then(undefined, handleErrorFromBinding);
}

async function chown(path, uid, gid) {
  path = getValidatedPath(path);
  validateInteger(uid, 'uid', -1, kMaxUserId);
  validateInteger(gid, 'gid', -1, kMaxUserId);
  return await ops.op_fs_chown(path, uid >>> 0, gid >>> 0, undefined).then(undefined, handleErrorFromBinding);
}

async function utimes(path, atime, mtime) {
  path = getValidatedPath(path);
  atime = toUnixTimestamp(atime);
  mtime = toUnixTimestamp(mtime);
  return await ops.op_fs_utimes(path, atime, mtime, undefined).then(undefined, handleErrorFromBinding);
}

async function lutimes(path, atime, mtime) {
  path = getValidatedPath(path);
  atime = toUnixTimestamp(atime);
  mtime = toUnixTimestamp(mtime);
  return await ops.op_fs_lutimes(path, atime, mtime, undefined).then(undefined, handleErrorFromBinding);
}

async function realpath(path, options) {
  const { encoding } = getOptions(options);
  path = getValidatedPath(path);
  const result = await ops.op_fs_realpath(path, namesAreText(encoding), undefined)
    .then(undefined, handleErrorFromBinding);
  return decodeName(result, encoding);
}

async function mkdtemp(prefix, options) {
  const { encoding } = getOptions(options);
  prefix = getValidatedPath(prefix, 'prefix');
  warnOnNonPortableTemplate(prefix);
  const path = await ops.op_fs_mkdtemp(prefix, namesAreText(encoding), undefined)
    .then(undefined, handleErrorFromBinding);
  return decodeName(path, encoding);
}

async function mkdtempDisposable(prefix, options) {
  const cwd = require('process').cwd();
  const path = await mkdtemp(prefix, options);
  // The program may change its folder before it removes this one.
  const fullPath = require('path').resolve(cwd, path);
  const remove = async () => {
    await ops.op_fs_rm(fullPath, true, 0, 0, undefined).then(undefined, handleErrorFromBinding);
  };
  return {
    __proto__: null,
    path,
    remove,
    async [Symbol.asyncDispose]() {
      await remove();
    },
  };
}

async function writeFile(path, data, options) {
  options = getOptions(options, { encoding: 'utf8', mode: 0o666, flag: 'w', flush: false });
  const { encoding, signal } = options;
  const flush = options.flush ?? false;
  validateBoolean(flush, 'options.flush');
  const mode = parseFileMode(options.mode, 'mode', 0o666);
  const flag = options.flag || 'w';

  const isIterable = isCustomIterable(data);
  const inSteps = flush || isIterable || signal !== undefined || path instanceof FileHandle;
  if (!isIterable) data = inSteps ? toBytes(data, encoding) : toContent(data, encoding);
  validateAbortSignal(signal);
  if (path instanceof FileHandle) return writeFileHandle(path, data, signal, encoding);
  checkAborted(signal);

  if (!flush && !isIterable && (signal === undefined || data.byteLength <= kWriteFileMaxChunkSize)) {
    path = getValidatedPath(path);
    await ops.op_fs_write_file(path, data, stringToFlags(flag, 'options.flag'), mode, undefined);
    checkAborted(signal);
    return;
  }
  const fd = await open(path, flag, mode);
  let writeOp = writeFileHandle(fd, data, signal, encoding);
  if (flush) writeOp = handleFdSync(writeOp, fd);
  return handleFdClose(writeOp, fd.close);
}

async function appendFile(path, data, options) {
  options = copyObject(getOptions(options, { encoding: 'utf8', mode: 0o666, flag: 'a' }));
  parseFileMode(options.mode, 'mode', 0o666);
  options.flag ||= 'a';
  return writeFile(path, data, options);
}

async function readFile(path, options) {
  options = readOptions(options);
  const { encoding, signal } = options;
  const flag = options.flag || 'r';
  if (path instanceof FileHandle) return readFileHandle(path, options);
  checkAborted(signal);

  if (signal === undefined && options.buffer === undefined) {
    path = getValidatedPath(path);
    return fileContent(await ops.op_fs_read_file(path, stringToFlags(flag), isUtf8(encoding), undefined), encoding);
  }
  if (options.buffer !== undefined) require('internal/fs/read_file_into').validateOption(options);
  const fd = await open(path, flag, 0o666);
  return handleFdClose(readFileHandle(fd, options), fd.close);
}

async function* _watch(filename, options = kEmptyObject) {
  validateObject(options, 'options');
  const watchers = require('internal/fs/watchers');
  if (options.recursive != null) {
    validateBoolean(options.recursive, 'options.recursive');
    if (options.recursive) {
      const { FSWatcher } = require('internal/fs/recursive_watch');
      const watcher = new FSWatcher(options);
      watcher[watchers.kFSWatchStart](filename);
      yield* watcher;
      return;
    }
  }
  yield* watchers.watch(filename, options);
}

async function* glob(pattern, options) {
  const { Glob } = require('internal/fs/glob');
  yield* new Glob(pattern, options).glob();
}

module.exports = {
  exports: {
    access,
    copyFile,
    cp,
    glob,
    open,
    opendir: promisify(require('internal/fs/dir').opendir),
    rename,
    truncate,
    rm,
    rmdir,
    mkdir,
    readdir,
    readlink,
    symlink,
    lstat,
    stat,
    statfs,
    link,
    unlink,
    chmod,
    lchmod,
    lchown,
    chown,
    utimes,
    lutimes,
    realpath,
    mkdtemp,
    mkdtempDisposable,
    writeFile,
    appendFile,
    readFile,
    watch: _watch,
    constants,
  },
  FileHandle,
  kHandle,
  kLocked,
  kRef,
  kUnref,
  readFile,
  writeFile,
};
