// IP addresses as text: what is one, and the numbers of libuv that the net modules compare with.
// https://nodejs.org/docs/latest-v26.x/api/net.html#netisipinput
'use strict';

const v4Segment = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]\\d|\\d)';
const v4 = `(?:${v4Segment}\\.){3}${v4Segment}`;
const v6Segment = '(?:[0-9a-fA-F]{1,4})';
const IPv4Reg = new RegExp(`^${v4}$`);

// For each number of groups before `::`, what may follow it.
const v6Forms = [`(?:${v6Segment}:){7}(?:${v6Segment}|:)`, `(?:${v6Segment}:){6}(?:${v4}|:${v6Segment}|:)`];
for (let head = 5; head >= 0; head--) {
  const rest = 7 - head;
  const middle = rest === 2 ? '' : `(?::${v6Segment}){0,${rest - 2}}`;
  const start = head === 0 ? ':' : `(?:${v6Segment}:){${head}}`;
  v6Forms.push(`${start}(?:${middle}:${v4}|(?::${v6Segment}){1,${rest}}|:)`);
}
const IPv6Reg = new RegExp(`^(?:${v6Forms.join('|')})(?:%[0-9a-zA-Z-.:]{1,})?$`);

function isIPv4(s) {
  return IPv4Reg.test(`${s}`);
}

function isIPv6(s) {
  return IPv6Reg.test(`${s}`);
}

function isIP(s) {
  if (isIPv4(s)) return 4;
  if (isIPv6(s)) return 6;
  return 0;
}

// A `_write` that writes to the descriptor before it returns.
function makeSyncWrite(fd) {
  return function syncWrite(chunk, enc, cb) {
    const { Buffer } = require('buffer');
    if (enc !== 'buffer') chunk = Buffer.from(chunk, enc);
    this._handle.bytesWritten += chunk.length;
    const err = ops.op_net_write_bytes_sync(fd, chunk);
    if (err !== 0) {
      const { ErrnoException } = require('internal/errors');
      const ex = new ErrnoException(err, 'write');
      cb(ex);
      return;
    }
    cb();
  };
}

module.exports = {
  isIP,
  isIPv4,
  isIPv6,
  makeSyncWrite,
  normalizedArgsSymbol: Symbol('normalizedArgs'),
  uv: {
    UV_EOF: -4095,
    UV_EINVAL: -22,
    UV_EBADF: -9,
    UV_ENOTCONN: -107,
    UV_ENOTSOCK: -88,
    UV_EADDRINUSE: -98,
    UV_ECANCELED: -125,
    UV_ETIMEDOUT: -110,
  },
};
