// The uid and gid functions of process, and umask, chdir, cwd: what only the main thread may change.
// https://nodejs.org/api/process.html#processsetuidid
'use strict';

const { Uint32Array } = primordials;

const { codes } = require('internal/errors');
const { parseFileMode, validateArray, validateString, validateUint32 } = require('internal/validators');

function getuid() {
  return ops.op_process_getuid();
}

function geteuid() {
  return ops.op_process_geteuid();
}

function getgid() {
  return ops.op_process_getgid();
}

function getegid() {
  return ops.op_process_getegid();
}

function getgroups() {
  return ops.op_process_getgroups();
}

function validateId(id, name) {
  if (typeof id === 'number') validateUint32(id, name);
  else if (typeof id !== 'string') throw new codes.ERR_INVALID_ARG_TYPE(name, ['number', 'string'], id);
}

// The number of a user or group that was given by number or by name.
function resolveUser(id) {
  if (typeof id === 'number') return id >>> 0;
  const uid = ops.op_process_find_user(id);
  if (uid < 0) throw new codes.ERR_UNKNOWN_CREDENTIAL('User', id);
  return uid;
}

function resolveGroup(id) {
  if (typeof id === 'number') return id >>> 0;
  const gid = ops.op_process_find_group(id);
  if (gid < 0) throw new codes.ERR_UNKNOWN_CREDENTIAL('Group', id);
  return gid;
}

function initgroups(user, extraGroup) {
  validateId(user, 'user');
  validateId(extraGroup, 'extraGroup');
  let name = user;
  if (typeof user === 'number') {
    name = ops.op_process_user_name(user);
    if (typeof name !== 'string') throw new codes.ERR_UNKNOWN_CREDENTIAL('User', user);
  }
  ops.op_process_initgroups(name, resolveGroup(extraGroup));
}

function setgroups(groups) {
  validateArray(groups, 'groups');
  for (let i = 0; i < groups.length; i++) validateId(groups[i], `groups[${i}]`);
  const ids = new Uint32Array(groups.length);
  for (let i = 0; i < groups.length; i++) ids[i] = resolveGroup(groups[i]);
  ops.op_process_setgroups(ids);
}

// In Node these four are nameless.
const [setegid, seteuid, setgid, setuid] = [
  function(id) {
    validateId(id, 'id');
    ops.op_process_setegid(resolveGroup(id));
  },
  function(id) {
    validateId(id, 'id');
    ops.op_process_seteuid(resolveUser(id));
  },
  function(id) {
    validateId(id, 'id');
    ops.op_process_setgid(resolveGroup(id));
  },
  function(id) {
    validateId(id, 'id');
    ops.op_process_setuid(resolveUser(id));
  },
];

// Asked of the system once; only chdir() can change it.
let cachedCwd = '';

function wrappedChdir(directory) {
  validateString(directory, 'directory');
  ops.op_process_chdir(directory);
  cachedCwd = '';
}

function wrappedCwd() {
  if (cachedCwd === '') cachedCwd = ops.op_process_cwd();
  return cachedCwd;
}

function wrappedUmask(mask) {
  return ops.op_process_umask(mask === undefined ? -1 : parseFileMode(mask, 'mask'));
}

module.exports = {
  getuid,
  geteuid,
  getgid,
  getegid,
  getgroups,
  initgroups,
  setgroups,
  setegid,
  seteuid,
  setgid,
  setuid,
  wrappedChdir,
  wrappedCwd,
  wrappedUmask,
};
