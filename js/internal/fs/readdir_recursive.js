// The `recursive` option of readdir. https://nodejs.org/api/fs.html#fsreaddirpath-options-callback
'use strict';

const pathModule = require('path');
const { UV_DIRENT_DIR, UV_DIRENT_LINK, UV_DIRENT_UNKNOWN } = require('internal/fs/constants');
const { decodeName, namesAreText } = require('internal/fs/utils');
const { getDirent, getDirents, join } = require('internal/fs/dirent');

// Names that are no text are walked here; one op does the others, in the same order.
const byOp = (root, options) => typeof root === 'string' && namesAreText(options.encoding);

// The Dirents of [names, kinds, [folder, number of its entries, ...]].
function treeDirents({ 0: names, 1: kinds, 2: folders }) {
  const dirents = new Array(names.length);
  let at = 0;
  for (let i = 0; i < folders.length; i += 2) {
    const folder = folders[i];
    for (const end = at + folders[i + 1]; at < end; at++) dirents[at] = getDirent(folder, names[at], kinds[at]);
  }
  return dirents;
}

// Folder by folder, breadth first. Each yield asks for a listing ([names, kinds]) of a folder.
function* walk(root, options) {
  const { encoding, withFileTypes } = options;
  const text = namesAreText(encoding);
  const results = [];
  // [folder, its path relative to the root]
  const queue = [[root, '']];
  for (let next = 0; next < queue.length; next++) {
    const { 0: folder, 1: prefix } = queue[next];
    const { 0: names, 1: kinds } = yield folder;
    const inner = names.map((name) => join(folder, name));
    if (withFileTypes) {
      const shown = text ? names : names.map((name) => decodeName(name, encoding));
      for (const dirent of getDirents(folder, [shown, kinds])) results.push(dirent);
    }
    for (let i = 0; i < names.length; i++) {
      const relative = prefix === '' ? names[i] : join(prefix, names[i]);
      if (!withFileTypes) results.push(decodeName(relative, encoding));
      const kind = kinds[i];
      const isDirectory = kind === UV_DIRENT_DIR ||
        ((kind === UV_DIRENT_LINK || kind === UV_DIRENT_UNKNOWN) && ops.op_fs_kind_sync(inner[i]) === 1);
      if (isDirectory) queue.push([inner[i], relative]);
    }
  }
  return results;
}

function readdirRecursiveSync(root, options) {
  if (byOp(root, options)) {
    const { withFileTypes } = options;
    const result = ops.op_fs_readdir_tree_sync(root, pathModule.normalize(root), Boolean(withFileTypes));
    return withFileTypes ? treeDirents(result) : result;
  }
  const text = namesAreText(options.encoding);
  const run = walk(root, options);
  let step = run.next();
  while (!step.done) step = run.next(ops.op_fs_readdir_sync(step.value, text, true));
  return step.value;
}

function readdirRecursive(root, options, callback) {
  if (byOp(root, options)) {
    const { withFileTypes } = options;
    ops.op_fs_readdir_tree(root, pathModule.normalize(root), Boolean(withFileTypes), (error, result) => {
      if (error) {
        callback(error);
        return;
      }
      let list = result;
      try {
        if (withFileTypes) list = treeDirents(result);
      } catch (thrown) {
        callback(thrown);
        return;
      }
      callback(null, list);
    });
    return;
  }
  const text = namesAreText(options.encoding);
  const run = walk(root, options);
  const advance = (error, listing) => {
    if (error) {
      callback(error);
      return;
    }
    let step;
    try {
      step = run.next(listing);
    } catch (thrown) {
      callback(thrown);
      return;
    }
    if (step.done) callback(null, step.value);
    else ops.op_fs_readdir(step.value, text, true, advance);
  };
  advance(null);
}

module.exports = { readdirRecursive, readdirRecursiveSync };
