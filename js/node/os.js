// node:os. https://nodejs.org/docs/latest-v26.x/api/os.html
'use strict';

const constants = require('internal/os/constants');
const { validateInt32 } = require('internal/validators');

const EOL = '\n';
const devNull = '/dev/null';

// The answers of uname(2) do not change while the process runs.
let uname;
function system() {
  return uname ??= ops.op_os_uname();
}

const getOSType = () => system()[0];
const getOSVersion = () => system()[1];
const getOSRelease = () => system()[2];
const getMachine = () => system()[3];

// Lets `${os.hostname}` be the value itself, as Node does for the functions without an argument.
function asPrimitive(fn) {
  fn[Symbol.toPrimitive] = () => fn();
  return fn;
}

// Node names these after the wrapper that turns a failure into a SystemError.
function checked(call) {
  return function wrappedFn() {
    return call();
  };
}

const homedir = checked(() => ops.op_os_home_dir());
const hostname = checked(() => ops.op_os_hostname());
const uptime = checked(() => ops.op_os_uptime());
const freemem = (() => () => ops.op_os_memory(true))();
const totalmem = (() => () => ops.op_os_memory(false))();
const availableParallelism = (() => () => ops.op_os_available_parallelism())();

function arch() {
  return 'x64';
}

function platform() {
  return 'linux';
}

function endianness() {
  return 'LE';
}

function loadavg() {
  return ops.op_os_loadavg();
}

function cpus() {
  const flat = ops.op_os_cpus();
  const list = [];
  for (let i = 0; i < flat.length; i += 7) {
    list.push({
      model: flat[i],
      speed: flat[i + 1],
      times: { user: flat[i + 2], nice: flat[i + 3], sys: flat[i + 4], idle: flat[i + 5], irq: flat[i + 6] },
    });
  }
  return list;
}

function tmpdir() {
  const { env } = require('process');
  const path = env.TMPDIR || env.TMP || env.TEMP || '/tmp';
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

// The length of the prefix of a netmask that is all ones; null when ones follow zeros.
function prefixLength(netmask, family) {
  let bits = '';
  if (family === 'IPv4') {
    for (const part of netmask.split('.')) bits += Number(part).toString(2).padStart(8, '0');
  } else {
    const { 0: head, 1: tail } = netmask.split('::');
    const before = head ? head.split(':') : [];
    const after = tail ? tail.split(':') : [];
    const groups = [...before, ...Array(8 - before.length - after.length).fill('0'), ...after];
    for (const group of groups) bits += parseInt(group, 16).toString(2).padStart(16, '0');
  }
  const ones = bits.indexOf('0') === -1 ? bits.length : bits.indexOf('0');
  return bits.indexOf('1', ones) === -1 ? ones : null;
}

function networkInterfaces() {
  const flat = ops.op_os_network_interfaces();
  const result = {};
  for (let i = 0; i < flat.length; i += 7) {
    const { 0: name, 1: address, 2: netmask, 3: family, 4: mac, 5: internal, 6: scopeid } = flat.slice(i, i + 7);
    const length = netmask ? prefixLength(netmask, family) : null;
    const cidr = length === null ? null : `${address}/${length}`;
    const entry = { address, netmask, family, mac, internal, cidr };
    if (scopeid !== -1) entry.scopeid = scopeid;
    (result[name] ??= []).push(entry);
  }
  return result;
}

function getPriority(pid) {
  if (pid === undefined) pid = 0;
  else validateInt32(pid, 'pid');
  return systemError(() => ops.op_os_get_priority(pid));
}

function setPriority(pid, priority) {
  if (priority === undefined) {
    priority = pid;
    pid = 0;
  }
  validateInt32(pid, 'pid');
  validateInt32(priority, 'priority', -20, 19);
  systemError(() => ops.op_os_set_priority(pid, priority));
}

// A failure of the system appears as ERR_SYSTEM_ERROR with the details in `info`.
function systemError(call) {
  try {
    return call();
  } catch (error) {
    const { codes: { ERR_SYSTEM_ERROR } } = require('internal/errors');
    const message = error.message.slice(error.code.length + 2).split(',')[0];
    throw new ERR_SYSTEM_ERROR({ errno: error.errno, code: error.code, message, syscall: error.syscall });
  }
}

function userInfo(options) {
  if (typeof options !== 'object' || options === null) options = {};
  const { encoding = 'utf8' } = options;
  const { Buffer } = require('buffer');
  const { 0: uid, 1: gid, 2: name, 3: home, 4: sh } = ops.op_os_user_info();
  const text = (bytes) => {
    const buffer = Buffer.from(bytes.buffer);
    return encoding === 'buffer' ? buffer : buffer.toString(encoding);
  };
  return { __proto__: null, uid, gid, username: text(name), homedir: text(home), shell: sh.length ? text(sh) : null };
}

for (const fn of [arch, availableParallelism, endianness, freemem, getMachine, homedir, hostname, platform,
                  getOSRelease, tmpdir, totalmem, getOSType, uptime, getOSVersion]) {
  asPrimitive(fn);
}

module.exports = {
  arch,
  availableParallelism,
  cpus,
  endianness,
  freemem,
  getPriority,
  homedir,
  hostname,
  loadavg,
  networkInterfaces,
  platform,
  release: getOSRelease,
  setPriority,
  tmpdir,
  totalmem,
  type: getOSType,
  userInfo,
  uptime,
  version: getOSVersion,
  machine: getMachine,
};

Object.defineProperties(module.exports, {
  constants: { __proto__: null, configurable: false, enumerable: true, value: constants },
  EOL: { __proto__: null, configurable: true, enumerable: true, writable: false, value: EOL },
  devNull: { __proto__: null, configurable: true, enumerable: true, writable: false, value: devNull },
});
