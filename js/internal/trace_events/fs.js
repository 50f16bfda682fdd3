// `node.fs.*` and `node.fs_dir.*`: calls to the file system. What this runtime does in one native call and Node in some is
// done in Node's steps here, so that each has its time.
'use strict';

const { Buffer } = require('buffer');
const { during, emit, groupOf, nextId, phases, replace } = require('internal/trace_events/emit');

const syncGroup = groupOf('node.fs.sync');
const asyncGroup = groupOf('node.fs.async');
const dirSyncGroup = groupOf('node.fs_dir.sync');
const dirAsyncGroup = groupOf('node.fs_dir.async');

// Op -> the name of its synchronous and that of its asynchronous form, where it has one, and of the arguments it tells.
const names = {
  access: ['access', 'access', ['path']],
  chmod: ['chmod', 'chmod', ['path']],
  chown: ['chown', 'chown', ['path']],
  close: ['close', 'close'],
  copy_file: ['copyfile', 'copyfile', ['src', 'dest']],
  exists: ['access'],
  exists_text: ['access'],
  fchmod: ['fchmod', 'fchmod'],
  fchown: ['fchown', 'fchown'],
  fdatasync: ['fdatasync', 'fdatasync'],
  fstat: ['fstat', 'fstat'],
  fsync: ['fsync', 'fsync'],
  ftruncate: ['ftruncate', 'ftruncate'],
  futimes: ['futimes', 'futime'],
  lchown: ['lchown', 'lchown', ['path']],
  link: ['link', 'link', ['src', 'dest']],
  lstat: ['lstat'],
  lutimes: ['lutimes', 'lutime', ['path']],
  mkdir: ['mkdir', 'mkdir', ['path']],
  mkdtemp: ['mkdtemp', 'mkdtemp', ['path']],
  open: ['open', 'open', ['path']],
  read: ['read', 'read'],
  read_file: [undefined, 'read'],
  readdir: ['readdir', 'scandir', ['path']],
  readlink: ['readlink', 'readlink', ['path']],
  readv: ['read', 'read'],
  realpath: ['realpath', 'realpath', ['path']],
  rename: ['rename', 'rename', ['old_path', 'new_path']],
  rmdir: ['rmdir', 'rmdir', ['path']],
  stat: ['stat', 'stat', ['path']],
  stat_text: ['stat'],
  statfs: ['statfs', 'statfs', ['path']],
  symlink: ['symlink', 'symlink', ['target', 'path']],
  unlink: ['unlink', 'unlink', ['path']],
  utimes: ['utimes', 'utime', ['path']],
  write: ['write', 'write'],
  writev: ['write', 'write'],
};

function inSpan(name, run, args) {
  emit(phases.begin, syncGroup, `fs.sync.${name}`);
  let result;
  try {
    result = Reflect.apply(run, ops, args);
  } finally {
    const counts = typeof result === 'number' && (name === 'read' || name === 'write');
    emit(phases.end, syncGroup, `fs.sync.${name}`, -1,
         counts ? { [name === 'read' ? 'bytesRead' : 'bytesWritten']: result } : undefined);
  }
  return result;
}

const sync = (name) => (run) => (...args) => inSpan(name, run, args);

// Calls `run`, whose last function is its callback, or which gives a promise without one.
function follow(group, name, args, run, self, given) {
  const id = nextId();
  emit(phases.asyncBegin, group, name, id, args);
  const end = (error, value) => {
    emit(phases.asyncEnd, group, name, id, { result: error ? error.errno : typeof value === 'number' ? value : 0 });
  };
  const at = given.findLastIndex((value) => typeof value === 'function');
  if (at >= 0) {
    const callback = given[at];
    given[at] = function(error, value) {
      end(error, value);
      return Reflect.apply(callback, this, arguments);
    };
    return Reflect.apply(run, self, given);
  }
  const promise = Reflect.apply(run, self, given);
  promise?.then?.((value) => end(undefined, value), (error) => end(error));
  return promise;
}

function told(keys, given) {
  if (keys === undefined) return undefined;
  const args = {};
  for (let i = 0; i < keys.length; i++) args[keys[i]] = `${given[i]}`;
  return args;
}

const async = (name, keys) => (run) => (...given) => {
  // `fs.lstat` is a `fs.stat` that follows no link.
  const actual = name === 'stat' && given[3] === true ? 'lstat' : name;
  return follow(asyncGroup, actual, told(keys, given), run, ops, given);
};

const readFileSync = (run) => (path, flags, isText) => {
  const isOwn = typeof path !== 'number';
  const fd = isOwn ? ops.op_fs_open_sync(path, flags, 0o666) : path;
  try {
    if (!isText) require('internal/fs/stat').fstatSync(fd);
    return inSpan('read', run, [fd, 0, isText]);
  } finally {
    if (isOwn) ops.op_fs_close_sync(fd);
  }
};

const toBytes = (data) => (typeof data === 'string' ? Buffer.from(data) : data);

const writeFileSync = (run) => (path, data, flags, mode) => {
  if (typeof path === 'number') return inSpan('write', run, [path, data, flags, mode]);
  const fd = ops.op_fs_open_sync(path, flags, mode);
  try {
    return inSpan('write', run, [fd, data, 0, 0]);
  } finally {
    ops.op_fs_close_sync(fd);
  }
};

async function writeInSteps(path, data, flags, mode) {
  const fd = await ops.op_fs_open(path, flags, mode, undefined);
  try {
    const bytes = toBytes(data);
    let done = 0;
    do {
      done += await ops.op_fs_write(fd, bytes, done, bytes.byteLength - done, -1, undefined);
    } while (done < bytes.byteLength);
  } finally {
    await ops.op_fs_close(fd, undefined);
  }
}

const writeFile = () => (path, data, flags, mode, callback) => {
  const written = writeInSteps(path, data, flags, mode);
  if (callback === undefined) return written;
  const { setImmediate } = require('timers');
  // What the callback throws is an exception, and not a rejection.
  written.then(() => setImmediate(callback, null), (error) => setImmediate(callback, error));
  return undefined;
};

// The methods of the handles of folders, when the first is there.
let isDirTraced = false;
function traceDir(handle) {
  if (isDirTraced) return;
  isDirTraced = true;
  const prototype = Object.getPrototypeOf(handle);
  const traced = { read: 'readdir', readSync: 'readdir', close: 'closedir', closeSync: 'closedir' };
  for (const { 0: method, 1: name } of Object.entries(traced)) {
    replace(prototype, method, (run) => function(...given) {
      return method.endsWith('Sync') ?
        during(dirSyncGroup, `fs_dir.sync.${name}`, run, this, given) :
        follow(dirAsyncGroup, name, undefined, run, this, given);
    });
  }
}

const opendirSync = (run) => (path) => {
  const handle = during(dirSyncGroup, 'fs_dir.sync.opendir', run, ops, [path]);
  traceDir(handle);
  return handle;
};

const opendir = (run) => (path, callback) => {
  const traced = callback === undefined ? undefined : (error, handle) => {
    if (handle) traceDir(handle);
    callback(error, handle);
  };
  const result = follow(dirAsyncGroup, 'opendir', { path: `${path}` }, run, ops, [path, traced]);
  return callback === undefined ? result.then((handle) => (traceDir(handle), handle)) : result;
};

// What the console and standard output write to a file is a call to the file system, as in Node.
const writeOutput = (run) => (fd, ...rest) => (
  ops.op_net_guess_handle_type(fd) === 'FILE' ? inSpan('write', run, [fd, ...rest]) : run(fd, ...rest)
);

function install() {
  for (const { 0: op, 1: [syncName, asyncName, keys] } of Object.entries(names)) {
    if (syncName !== undefined) replace(ops, `op_fs_${op}_sync`, sync(syncName));
    if (asyncName !== undefined) replace(ops, `op_fs_${op}`, async(asyncName, keys));
  }
  replace(ops, 'op_fs_read_file_sync', readFileSync);
  // Nothing is short: all is read in those steps.
  let asked;
  replace(ops, 'op_fs_read_short_sync', () => (...args) => {
    asked = args;
    return -1;
  });
  replace(ops, 'op_fs_read_rest_sync', () => () => ops.op_fs_read_file_sync(asked[0], asked[1], false));
  replace(ops, 'op_fs_write_file_sync', writeFileSync);
  replace(ops, 'op_fs_write_file', writeFile);
  replace(ops, 'op_fs_opendir', opendir);
  replace(ops, 'op_fs_opendir_sync', opendirSync);
  replace(ops, 'op_net_write_string_sync', writeOutput);
  replace(ops, 'op_net_write_bytes_sync', writeOutput);
}

module.exports = { install };
