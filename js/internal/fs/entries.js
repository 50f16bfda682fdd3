// Names: access, exists, link, symlink, readlink, rename, unlink, copyFile.
// https://nodejs.org/api/fs.html#fsaccesspath-mode-callback
'use strict';

const { promisify } = require('internal/util');
const { validateFunction, validateInteger, validateOneOf } = require('internal/validators');
const { F_OK } = require('internal/fs/constants');
const {
  decodeName,
  getOptions,
  getValidatedPath,
  nameCallback,
  namesAreText,
  validateCopyMode,
} = require('internal/fs/utils');

function accessMode(mode) {
  if (mode === undefined || mode === null) return F_OK;
  validateInteger(mode, 'mode', 0, 7);
  return mode;
}

function access(path, mode, callback) {
  if (typeof mode === 'function') {
    callback = mode;
    mode = F_OK;
  }
  path = getValidatedPath(path);
  validateFunction(callback, 'cb');
  ops.op_fs_access(path, accessMode(mode), callback);
}

function accessSync(path, mode) {
  ops.op_fs_access_sync(getValidatedPath(path), accessMode(mode));
}

function exists(path, callback) {
  validateFunction(callback, 'cb');
  try {
    require('fs').access(path, F_OK, (error) => callback(!error));
  } catch {
    callback(false);
  }
}

Object.defineProperty(exists, promisify.custom, {
  __proto__: null,
  value: function exists(path) {
    return new Promise((resolve) => require('fs').exists(path, resolve));
  },
});

let showExistsDeprecation = true;

function existsSync(path) {
  try {
    path = getValidatedPath(path);
  } catch (error) {
    if (showExistsDeprecation && error?.code === 'ERR_INVALID_ARG_TYPE') {
      require('process').emitWarning(
        'Passing invalid argument types to fs.existsSync is deprecated', 'DeprecationWarning', 'DEP0187');
      showExistsDeprecation = false;
    }
    return false;
  }
  return typeof path === 'string' ? ops.op_fs_exists_text_sync(path) : ops.op_fs_exists_sync(path);
}

function link(existingPath, newPath, callback) {
  validateFunction(callback, 'cb');
  existingPath = getValidatedPath(existingPath, 'existingPath');
  newPath = getValidatedPath(newPath, 'newPath');
  ops.op_fs_link(existingPath, newPath, callback);
}

function linkSync(existingPath, newPath) {
  existingPath = getValidatedPath(existingPath, 'existingPath');
  newPath = getValidatedPath(newPath, 'newPath');
  ops.op_fs_link_sync(existingPath, newPath);
}

const symlinkTypes = ['dir', 'file', 'junction', null, undefined];

function symlink(target, path, type, callback) {
  if (callback === undefined) {
    validateFunction(type, 'cb');
    callback = type;
  } else {
    validateOneOf(type, 'type', symlinkTypes);
    validateFunction(callback, 'cb');
  }
  target = getValidatedPath(target, 'target');
  path = getValidatedPath(path);
  ops.op_fs_symlink(target, path, callback);
}

function symlinkSync(target, path, type) {
  validateOneOf(type, 'type', symlinkTypes);
  target = getValidatedPath(target, 'target');
  path = getValidatedPath(path);
  ops.op_fs_symlink_sync(target, path);
}

function readlink(path, options, callback) {
  if (typeof options === 'function') callback = options;
  validateFunction(callback, 'cb');
  const { encoding } = getOptions(options);
  path = getValidatedPath(path);
  ops.op_fs_readlink(path, namesAreText(encoding), nameCallback(encoding, callback));
}

function readlinkSync(path, options) {
  const { encoding } = getOptions(options);
  return decodeName(ops.op_fs_readlink_sync(getValidatedPath(path), namesAreText(encoding)), encoding);
}

function rename(oldPath, newPath, callback) {
  validateFunction(callback, 'cb');
  oldPath = getValidatedPath(oldPath, 'oldPath');
  newPath = getValidatedPath(newPath, 'newPath');
  ops.op_fs_rename(oldPath, newPath, callback);
}

function renameSync(oldPath, newPath) {
  oldPath = getValidatedPath(oldPath, 'oldPath');
  newPath = getValidatedPath(newPath, 'newPath');
  ops.op_fs_rename_sync(oldPath, newPath);
}

function unlink(path, callback) {
  validateFunction(callback, 'cb');
  ops.op_fs_unlink(getValidatedPath(path), callback);
}

function unlinkSync(path) {
  ops.op_fs_unlink_sync(getValidatedPath(path));
}

function copyFile(src, dest, mode, callback) {
  if (typeof mode === 'function') {
    callback = mode;
    mode = 0;
  }
  src = getValidatedPath(src, 'src');
  dest = getValidatedPath(dest, 'dest');
  validateFunction(callback, 'cb');
  ops.op_fs_copy_file(src, dest, validateCopyMode(mode), callback);
}

function copyFileSync(src, dest, mode) {
  src = getValidatedPath(src, 'src');
  dest = getValidatedPath(dest, 'dest');
  ops.op_fs_copy_file_sync(src, dest, validateCopyMode(mode));
}

module.exports = {
  access,
  accessMode,
  accessSync,
  copyFile,
  copyFileSync,
  exists,
  existsSync,
  link,
  linkSync,
  readlink,
  readlinkSync,
  rename,
  renameSync,
  symlink,
  symlinkSync,
  symlinkTypes,
  unlink,
  unlinkSync,
};
