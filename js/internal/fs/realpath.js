// fs.realpath: the walk in JavaScript, and the system's own. https://nodejs.org/api/fs.html#fsrealpathpath-options-callback
'use strict';

const { Buffer } = require('buffer');
const pathModule = require('path');
const { validateFunction } = require('internal/validators');
const { S_IFIFO, S_IFLNK, S_IFMT, S_IFSOCK } = require('internal/fs/constants');
const {
  decodeName,
  getOptions,
  getValidatedPath,
  nameCallback,
  namesAreText,
  realpathCacheKey,
  toPath,
  validatePath,
} = require('internal/fs/utils');

function startPath(path) {
  path = toPath(path);
  if (typeof path !== 'string') path += '';
  validatePath(path);
  return pathModule.resolve(path);
}

function encode(result, { encoding }) {
  if (namesAreText(encoding)) return result;
  const buffer = Buffer.from(result);
  return encoding === 'buffer' ? buffer : buffer.toString(encoding);
}

// Walks down the path part by part and begins again when a link was replaced by its target. Each yield asks for
// ['lstat' | 'stat' | 'readlink', path].
function* walk(path, cache) {
  const original = path;
  const links = new Map();
  const real = new Set();
  let special = false;
  let at = 1;
  while (at < path.length) {
    const slash = path.indexOf('/', at);
    const end = slash === -1 ? path.length : slash;
    const base = path.slice(0, end);
    const parent = path.slice(0, at);
    at = slash === -1 ? path.length : slash + 1;

    // What lies behind a pipe or a socket is not looked at (`/dev/stdin` may lead to one).
    if (real.has(base) || cache?.get(base) === base) {
      if (special) break;
      continue;
    }
    let resolved = cache?.get(base);
    if (resolved === undefined) {
      const stats = yield ['lstat', base];
      if ((Number(stats.mode) & S_IFMT) !== S_IFLNK) {
        real.add(base);
        cache?.set(base, base);
        continue;
      }
      const id = `${stats.dev}:${stats.ino}`;
      let target = links.get(id);
      if (target === undefined) {
        const kind = Number((yield ['stat', base]).mode) & S_IFMT;
        special = kind === S_IFIFO || kind === S_IFSOCK;
        target = yield ['readlink', base];
        links.set(id, target);
      }
      resolved = pathModule.resolve(parent, target);
      cache?.set(base, resolved);
    }
    path = pathModule.resolve(resolved, path.slice(at));
    at = 1;
  }
  cache?.set(original, path);
  return path;
}

const bigint = { __proto__: null, bigint: true };

function realpathSync(p, options) {
  options = getOptions(options);
  p = startPath(p);
  const cache = options[realpathCacheKey];
  const cached = cache?.get(p);
  if (cached) return cached;
  const { lstatPart, statSync } = require('internal/fs/stat');
  const run = walk(p, cache);
  let step = run.next();
  while (!step.done) {
    const { 0: what, 1: path } = step.value;
    if (what === 'lstat') step = run.next(lstatPart(path, bigint));
    else if (what === 'stat') step = run.next(statSync(path, bigint));
    else step = run.next(ops.op_fs_readlink_sync(path, true));
  }
  return encode(step.value, options);
}

realpathSync.native = (path, options) => {
  const { encoding } = getOptions(options);
  return decodeName(ops.op_fs_realpath_sync(getValidatedPath(path), namesAreText(encoding)), encoding);
};

function realpath(p, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  } else {
    validateFunction(callback, 'cb');
  }
  options = getOptions(options);
  const run = walk(startPath(p), undefined);
  const fs = require('fs');
  const advance = (error, value) => {
    if (error) {
      callback(error);
      return;
    }
    const step = run.next(value);
    if (step.done) {
      callback(null, encode(step.value, options));
      return;
    }
    const { 0: what, 1: path } = step.value;
    if (what === 'readlink') fs.readlink(path, advance);
    else if (what === 'lstat') require('internal/fs/stat').lstatPartLater(path, advance);
    else fs[what](path, bigint, advance);
  };
  require('process').nextTick(advance, null);
}

realpath.native = (path, options, callback) => {
  callback ||= options;
  validateFunction(callback, 'cb');
  const { encoding } = getOptions(options);
  path = getValidatedPath(path);
  ops.op_fs_realpath(path, namesAreText(encoding), nameCallback(encoding, callback));
};

module.exports = { realpath, realpathSync };
