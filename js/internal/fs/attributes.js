// Mode, owner and times. https://nodejs.org/api/fs.html#fschmodpath-mode-callback
'use strict';

const { parseFileMode, validateFunction, validateInteger } = require('internal/validators');
const { constants: { kMaxUserId }, getValidatedFd, getValidatedPath, toUnixTimestamp } = require('internal/fs/utils');

function validateOwner(uid, gid) {
  validateInteger(uid, 'uid', -1, kMaxUserId);
  validateInteger(gid, 'gid', -1, kMaxUserId);
}

function chmod(path, mode, callback) {
  path = getValidatedPath(path);
  mode = parseFileMode(mode, 'mode');
  validateFunction(callback, 'cb');
  ops.op_fs_chmod(path, mode, callback);
}

function chmodSync(path, mode) {
  path = getValidatedPath(path);
  ops.op_fs_chmod_sync(path, parseFileMode(mode, 'mode'));
}

function fchmod(fd, mode, callback) {
  fd = getValidatedFd(fd);
  mode = parseFileMode(mode, 'mode');
  validateFunction(callback, 'cb');
  ops.op_fs_fchmod(fd, mode, callback);
}

function fchmodSync(fd, mode) {
  fd = getValidatedFd(fd);
  ops.op_fs_fchmod_sync(fd, parseFileMode(mode, 'mode'));
}

function chown(path, uid, gid, callback) {
  validateFunction(callback, 'cb');
  path = getValidatedPath(path);
  validateOwner(uid, gid);
  ops.op_fs_chown(path, uid >>> 0, gid >>> 0, callback);
}

function chownSync(path, uid, gid) {
  path = getValidatedPath(path);
  validateOwner(uid, gid);
  ops.op_fs_chown_sync(path, uid >>> 0, gid >>> 0);
}

function fchown(fd, uid, gid, callback) {
  fd = getValidatedFd(fd);
  validateOwner(uid, gid);
  validateFunction(callback, 'cb');
  ops.op_fs_fchown(fd, uid >>> 0, gid >>> 0, callback);
}

function fchownSync(fd, uid, gid) {
  fd = getValidatedFd(fd);
  validateOwner(uid, gid);
  ops.op_fs_fchown_sync(fd, uid >>> 0, gid >>> 0);
}

function lchown(path, uid, gid, callback) {
  validateFunction(callback, 'cb');
  path = getValidatedPath(path);
  validateOwner(uid, gid);
  ops.op_fs_lchown(path, uid >>> 0, gid >>> 0, callback);
}

function lchownSync(path, uid, gid) {
  path = getValidatedPath(path);
  validateOwner(uid, gid);
  ops.op_fs_lchown_sync(path, uid >>> 0, gid >>> 0);
}

function utimes(path, atime, mtime, callback) {
  validateFunction(callback, 'cb');
  path = getValidatedPath(path);
  ops.op_fs_utimes(path, toUnixTimestamp(atime), toUnixTimestamp(mtime), callback);
}

function utimesSync(path, atime, mtime) {
  path = getValidatedPath(path);
  ops.op_fs_utimes_sync(path, toUnixTimestamp(atime), toUnixTimestamp(mtime));
}

function futimes(fd, atime, mtime, callback) {
  fd = getValidatedFd(fd);
  atime = toUnixTimestamp(atime, 'atime');
  mtime = toUnixTimestamp(mtime, 'mtime');
  validateFunction(callback, 'cb');
  ops.op_fs_futimes(fd, atime, mtime, callback);
}

function futimesSync(fd, atime, mtime) {
  fd = getValidatedFd(fd);
  ops.op_fs_futimes_sync(fd, toUnixTimestamp(atime, 'atime'), toUnixTimestamp(mtime, 'mtime'));
}

function lutimes(path, atime, mtime, callback) {
  validateFunction(callback, 'cb');
  path = getValidatedPath(path);
  ops.op_fs_lutimes(path, toUnixTimestamp(atime), toUnixTimestamp(mtime), callback);
}

function lutimesSync(path, atime, mtime) {
  path = getValidatedPath(path);
  ops.op_fs_lutimes_sync(path, toUnixTimestamp(atime), toUnixTimestamp(mtime));
}

module.exports = {
  chmod,
  chmodSync,
  chown,
  chownSync,
  fchmod,
  fchmodSync,
  fchown,
  fchownSync,
  futimes,
  futimesSync,
  lchown,
  lchownSync,
  lutimes,
  lutimesSync,
  utimes,
  utimesSync,
};
