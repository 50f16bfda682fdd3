// fs.cp in its three forms. https://nodejs.org/api/fs.html#fscpsrc-dest-options-callback
//
// The work is written once, as generators: each `yield [name, ...args]` is a call of that function of fs, which the
// driver makes synchronously or awaits; `yield { filtered }` is what the program's filter said, `yield { folder }` a copy
// of a whole folder by one op.
'use strict';

const path = require('path');
const process = require('process');
const { codes, genericNodeError } = require('internal/errors');

const EEXIST = 17;
const ENOTDIR = 20;
const EISDIR = 21;
const EINVAL = 22;

const names = { __proto__: null, [EEXIST]: 'EEXIST', [ENOTDIR]: 'ENOTDIR', [EISDIR]: 'EISDIR', [EINVAL]: 'EINVAL' };

function failure(code, message, path, errno) {
  return new codes[code]({ message, path, syscall: 'cp', errno, code: names[errno] });
}

const bigint = { __proto__: null, bigint: true };

const areIdentical = (a, b) => Boolean(b.ino && b.dev && a.ino === b.ino && a.dev === b.dev);

const parts = (file) => path.resolve(file).split(path.sep).filter(Boolean);

// By their names only.
function isInside(folder, file) {
  const inner = parts(file);
  return parts(folder).every((part, index) => inner[index] === part);
}

function* statOrNull(name, file, options) {
  try {
    return yield [name, file, options];
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

// Undefined when the filter leaves the entry out; else what is at the destination, or null.
function* check(src, dest, opts) {
  if (opts.filter && !(yield { filtered: opts.filter(src, dest) })) return undefined;
  const name = opts.dereference ? 'stat' : 'lstat';
  const srcStat = yield [name, src, bigint];
  const destStat = yield* statOrNull(name, dest, bigint);
  if (destStat !== null) {
    if (areIdentical(srcStat, destStat)) {
      throw failure('ERR_FS_CP_EINVAL', 'src and dest cannot be the same', dest, EINVAL);
    }
    if (srcStat.isDirectory() && !destStat.isDirectory()) {
      throw failure('ERR_FS_CP_DIR_TO_NON_DIR', `cannot overwrite non-directory ${dest} with directory ${src}`, dest,
                    EISDIR);
    }
    if (!srcStat.isDirectory() && destStat.isDirectory()) {
      throw failure('ERR_FS_CP_NON_DIR_TO_DIR', `cannot overwrite directory ${dest} with non-directory ${src}`, dest,
                    ENOTDIR);
    }
  }
  if (srcStat.isDirectory() && isInside(src, dest)) throw intoItself(src, dest, dest);
  return { srcStat, destStat };
}

function intoItself(src, shown, dest) {
  return failure('ERR_FS_CP_EINVAL', `cannot copy ${src} to a subdirectory of self ${shown}`, dest, EINVAL);
}

// By what they are: a folder above the destination may be the source under another name.
function* checkParents(src, srcStat, dest) {
  const stop = path.resolve(path.dirname(src));
  for (let folder = path.resolve(path.dirname(dest)); folder !== stop && folder !== path.parse(folder).root;
    folder = path.resolve(path.dirname(folder))) {
    const stat = yield* statOrNull('stat', folder, bigint);
    if (stat === null) return;
    if (areIdentical(srcStat, stat)) throw intoItself(src, dest, dest);
  }
}

// What Node's cpSync() says before it begins: native code checks there, and its errors have a code and nothing else.
function plainFailure(error, src, dest) {
  const { code } = error;
  let message = error.info?.message;
  if (message === undefined || !code.startsWith('ERR_FS_')) return error;
  if (code === 'ERR_FS_EISDIR') message = `Recursive option not enabled, cannot copy a directory: ${src}/`;
  else if (message.startsWith('src')) message += ` ${dest}`;
  else if (code === 'ERR_FS_CP_EINVAL') message = `Cannot copy ${src}/ to a subdirectory of self ${dest}`;
  else message = `C${message.slice(1)}`;
  return genericNodeError(message, { code });
}

function* checkTop(src, dest, opts) {
  const checked = yield* check(src, dest, opts);
  if (checked === undefined) return undefined;
  yield* checkParents(src, checked.srcStat, dest);
  if (!opts.recursive && checked.srcStat.isDirectory()) throw isFolder(src);
  return checked;
}

function* copyTop(src, dest, opts, isSync) {
  let checked;
  try {
    checked = yield* checkTop(src, dest, opts);
  } catch (error) {
    throw isSync ? plainFailure(error, src, dest) : error;
  }
  if (checked === undefined) return;
  const parent = path.dirname(dest);
  if ((yield* statOrNull('stat', parent)) === null) yield ['mkdir', parent, { recursive: true }];
  yield* copyOne(checked.destStat, src, dest, opts);
}

const isFolder = (src) => failure('ERR_FS_EISDIR', `${src} is a directory (not copied)`, src, EISDIR);

function* copyOne(destStat, src, dest, opts) {
  const srcStat = yield [opts.dereference ? 'stat' : 'lstat', src];
  if (srcStat.isDirectory()) {
    if (!opts.recursive) throw isFolder(src);
    yield* copyFolder(srcStat, destStat, src, dest, opts);
  } else if (srcStat.isFile() || srcStat.isCharacterDevice() || srcStat.isBlockDevice()) {
    yield* copyFile(srcStat, destStat, src, dest, opts);
  } else if (srcStat.isSymbolicLink()) {
    yield* copyLink(destStat, src, dest, opts);
  } else if (srcStat.isSocket()) {
    throw failure('ERR_FS_CP_SOCKET', `cannot copy a socket file: ${dest}`, dest, EINVAL);
  } else if (srcStat.isFIFO()) {
    throw failure('ERR_FS_CP_FIFO_PIPE', `cannot copy a FIFO pipe: ${dest}`, dest, EINVAL);
  } else {
    throw failure('ERR_FS_CP_UNKNOWN', `cannot copy an unknown file type: ${dest}`, dest, EINVAL);
  }
}

const alreadyThere = (dest) => failure('ERR_FS_CP_EEXIST', `${dest} already exists`, dest, EEXIST);

function* copyFile(srcStat, destStat, src, dest, opts) {
  if (destStat !== null) {
    if (!opts.force) {
      if (opts.errorOnExist) throw alreadyThere(dest);
      return;
    }
    yield ['unlink', dest];
  }
  yield ['copyFile', src, dest, opts.mode];
  if (opts.preserveTimestamps) {
    // The times of a file that may not be written cannot be set.
    if ((srcStat.mode & 0o200) === 0) yield ['chmod', dest, srcStat.mode | 0o200];
    yield* copyTimes(src, dest);
  }
  yield ['chmod', dest, srcStat.mode];
}

// Asked for anew: the copying has changed the time of the last access.
function* copyTimes(src, dest) {
  const { atime, mtime } = yield ['stat', src];
  yield ['utimes', dest, atime, mtime];
}

const kPreserveTimestamps = 8;
const kVerbatimSymlinks = 16;

// Nothing is there and nobody is asked: one request does everything. What it could not copy is seen to as ever.
function* copyWholeFolder(src, dest, opts) {
  const options = opts.mode | (opts.preserveTimestamps ? kPreserveTimestamps : 0) |
    (opts.verbatimSymlinks ? kVerbatimSymlinks : 0);
  const left = yield { folder: [path.normalize(src), path.normalize(dest), options] };
  if (left !== null) yield* copyOne(null, left[0], left[1], opts);
}

function* copyFolder(srcStat, destStat, src, dest, opts) {
  if (destStat === null && !opts.filter && !opts.dereference && process.permission === undefined) {
    yield* copyWholeFolder(src, dest, opts);
    return;
  }
  if (destStat === null) yield ['mkdir', dest];
  else if (opts.errorOnExist && !opts.force) throw alreadyThere(dest);
  for (const name of yield ['readdir', src]) {
    const from = path.join(src, name);
    const to = path.join(dest, name);
    const checked = yield* check(from, to, opts);
    if (checked !== undefined) yield* copyOne(checked.destStat, from, to, opts);
  }
  if (opts.preserveTimestamps) yield* copyTimes(src, dest);
  if (destStat === null) yield ['chmod', dest, srcStat.mode];
}

function* linkTarget(link, verbatim) {
  const target = yield ['readlink', link];
  return verbatim || path.isAbsolute(target) ? target : path.resolve(path.dirname(link), target);
}

function* copyLink(destStat, src, dest, opts) {
  const target = yield* linkTarget(src, opts.verbatimSymlinks);
  if (destStat === null) {
    yield ['symlink', target, dest];
    return;
  }
  let other;
  try {
    other = yield* linkTarget(dest, false);
  } catch (error) {
    // No link: the system says what it thinks of it.
    if (error.code !== 'EINVAL') throw error;
    yield ['symlink', target, dest];
    return;
  }
  const stat = yield* statOrNull('stat', src);
  const isFolder = stat !== null && stat.isDirectory();
  if (isFolder && isInside(target, other)) throw intoItself(target, other, dest);
  // To remove the destination would remove what the source points at.
  if (isFolder && isInside(other, target)) {
    throw failure('ERR_FS_CP_SYMLINK_TO_SUBDIRECTORY', `cannot overwrite ${other} with ${target}`, dest, EINVAL);
  }
  yield ['unlink', dest];
  yield ['symlink', target, dest];
}

function filterResult(result) {
  if (ops.op_is_promise(result)) throw new codes.ERR_INVALID_RETURN_VALUE('boolean', 'filter', result);
  return result;
}

// Both ends are asked for before anything is looked at or made.
function askPermission(src, dest) {
  if (process.permission === undefined) return;
  const { assertPath } = require('internal/process/permission');
  assertPath('fs.read', src);
  assertPath('fs.write', dest);
}

function cpSync(src, dest, opts) {
  const fs = require('fs');
  askPermission(String(src), String(dest));
  const run = copyTop(String(src), String(dest), opts, true);
  let step = run.next();
  while (!step.done) {
    const { value } = step;
    let result;
    let failed = false;
    try {
      if (Array.isArray(value)) result = fs[`${value[0]}Sync`](...value.slice(1));
      else if (value.folder) result = ops.op_fs_copy_folder_sync(...value.folder);
      else result = filterResult(value.filtered);
    } catch (error) {
      result = error;
      failed = true;
    }
    step = failed ? run.throw(result) : run.next(result);
  }
}

async function cp(src, dest, opts) {
  const fs = require('internal/fs/promises').exports;
  const { settled } = require('internal/fs/file_handle');
  askPermission(String(src), String(dest));
  const run = copyTop(String(src), String(dest), opts, false);
  let step = run.next();
  while (!step.done) {
    const { value } = step;
    let result;
    let failed = false;
    try {
      if (Array.isArray(value)) result = await fs[value[0]](...value.slice(1));
      else if (value.folder) result = await settled(ops.op_fs_copy_folder(...value.folder, undefined));
      else result = await value.filtered;
    } catch (error) {
      result = error;
      failed = true;
    }
    step = failed ? run.throw(result) : run.next(result);
  }
}

module.exports = { cp, cpSync };
