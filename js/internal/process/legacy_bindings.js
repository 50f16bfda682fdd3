// process.binding(), as far as it is data. https://nodejs.org/api/deprecations.html#DEP0111
'use strict';

const { codes: { ERR_INVALID_MODULE } } = require('internal/errors');
const process = require('process');

// The checks that util.types had before it was public.
const typeChecks = [
  'isAnyArrayBuffer', 'isArrayBuffer', 'isArrayBufferView', 'isAsyncFunction', 'isDataView', 'isDate', 'isExternal',
  'isMap', 'isMapIterator', 'isNativeError', 'isPromise', 'isRegExp', 'isSet', 'isSetIterator', 'isTypedArray',
  'isUint8Array',
];

const makers = {
  __proto__: null,
  buffer() {
    const { atob, btoa, constants, isAscii, isUtf8, Buffer } = require('buffer');
    return {
      __proto__: null,
      atob,
      btoa,
      byteLengthUtf8: (text) => Buffer.byteLength(text),
      compare: (a, b) => Buffer.compare(a, b),
      isAscii,
      isUtf8,
      kMaxLength: constants.MAX_LENGTH,
      kStringMaxLength: constants.MAX_STRING_LENGTH,
    };
  },
  cares_wrap() {
    const { ADDRCONFIG, ALL, V4MAPPED } = require('dns');
    return {
      __proto__: null,
      AF_UNSPEC: 0,
      AF_INET: 2,
      AF_INET6: 10,
      AI_ADDRCONFIG: ADDRCONFIG,
      AI_ALL: ALL,
      AI_V4MAPPED: V4MAPPED,
      DNS_ORDER_VERBATIM: 0,
      DNS_ORDER_IPV4_FIRST: 1,
      DNS_ORDER_IPV6_FIRST: 2,
    };
  },
  contextify() {
    const { Script, constants: { measureMemory } } = require('vm');
    return { __proto__: null, ContextifyScript: Script, constants: { __proto__: null, measureMemory } };
  },
  fs() {
    const fs = require('fs');
    const binding = { __proto__: null };
    for (const name of [
      'access', 'chmod', 'chown', 'close', 'copyFile', 'existsSync', 'fchmod', 'fchown', 'fdatasync', 'fstat', 'fsync',
      'ftruncate', 'futimes', 'lchown', 'link', 'lstat', 'lutimes', 'mkdir', 'mkdtemp', 'open', 'read', 'readdir',
      'readlink', 'realpath', 'rename', 'rmSync', 'rmdir', 'stat', 'statfs', 'symlink', 'unlink', 'utimes',
    ]) binding[name] = fs[name];
    return binding;
  },
  fs_event_wrap() {
    return { __proto__: null, FSEvent: ops.FSEvent };
  },
  icu() {
    const { getStringWidth } = require('internal/util/inspect');
    return { __proto__: null, getStringWidth, transcode: require('buffer').transcode };
  },
  js_stream() {
    return { __proto__: null };
  },
  pipe_wrap() {
    return { __proto__: null, Pipe: ops.Pipe, constants: { SOCKET: 0, SERVER: 1, IPC: 2, UV_READABLE: 1, UV_WRITABLE: 2 } };
  },
  spawn_sync() {
    return { __proto__: null, spawn: require('child_process').spawnSync };
  },
  stream_wrap() {
    const { streamBaseState } = require('internal/stream_base_commons');
    return { __proto__: null, streamBaseState };
  },
  tcp_wrap() {
    return { __proto__: null, TCP: ops.TCP, constants: { SOCKET: 0, SERVER: 1, UV_TCP_IPV6ONLY: 1 } };
  },
  tls_wrap() {
    return { __proto__: null, TLSWrap: ops.TLSWrap, HAVE_SSL_TRACE: true };
  },
  tty_wrap() {
    return { __proto__: null, TTY: ops.TTY, isTTY: require('tty').isatty };
  },
  udp_wrap() {
    return { __proto__: null, UDP: ops.UDP, constants: { UV_UDP_IPV6ONLY: 1, UV_UDP_REUSEADDR: 4 } };
  },
  zlib() {
    const { crc32, constants } = require('zlib');
    return { __proto__: null, crc32, ...constants };
  },
  constants() {
    return {
      __proto__: null,
      os: require('os').constants,
      fs: require('fs').constants,
    };
  },
  inspector() {
    return { isEnabled: () => require('inspector').url() !== undefined };
  },
  natives() {
    return { __proto__: null };
  },
  os() {
    return { __proto__: null, ...require('os') };
  },
  util() {
    const { types } = require('util');
    const binding = {};
    for (const name of typeChecks) binding[name] = types[name];
    return binding;
  },
  uv() {
    const { getSystemErrorMap, getSystemErrorName } = require('util');
    const binding = { errname: (err) => getSystemErrorName(err) };
    for (const { 0: errno, 1: { 0: name } } of getSystemErrorMap()) binding[`UV_${name}`] = errno;
    return binding;
  },
};
const made = { __proto__: null };

let warned = false;

function binding(name) {
  const maker = makers[name];
  if (maker === undefined) throw new ERR_INVALID_MODULE(name);
  const { getOptionValue } = require('internal/options');
  if (!warned && getOptionValue('--pending-deprecation')) {
    warned = true;
    process.emitWarning('Access to process.binding(\'' + name + '\') is deprecated.', 'DeprecationWarning', 'DEP0111');
  }
  return made[name] ??= maker();
}

module.exports = { binding };
