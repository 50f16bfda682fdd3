// The `recursive` option of readdir. https://nodejs.org/api/fs.html#fsreaddirpath-options-callback
'use strict';

const { UV_DIRENT_DIR, UV_DIRENT_LINK, UV_DIRENT_UNKNOWN } = require('internal/fs/constants');
const { decodeName, namesAreText } = require('internal/fs/utils');
const { getDirents, join } = require('internal/fs/dirent');

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
  const text = namesAreText(options.encoding);
  const run = walk(root, options);
  let step = run.next();
  while (!step.done) step = run.next(ops.op_fs_readdir_sync(step.value, text, true));
  return step.value;
}

function readdirRecursive(root, options, callback) {
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
