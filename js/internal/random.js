// Bytes that nobody can foresee, for the few places that need them without node:crypto: names of object URLs, masks and
// keys of WebSockets.
'use strict';

const { Buffer } = require('buffer');

const SIZE = 4096;
let pool;
let used = SIZE;

function fill() {
  const fs = require('fs');
  pool ??= Buffer.alloc(SIZE);
  const fd = fs.openSync('/dev/urandom', 'r');
  try {
    for (let at = 0; at < SIZE;) at += fs.readSync(fd, pool, at, SIZE - at, null);
  } finally {
    fs.closeSync(fd);
  }
  used = 0;
}

function randomBytes(count) {
  if (used + count > SIZE) fill();
  used += count;
  return Buffer.from(pool.subarray(used - count, used));
}

// https://www.rfc-editor.org/rfc/rfc9562#section-5.4
function randomUUID() {
  const bytes = randomBytes(16);
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

module.exports = { randomBytes, randomUUID };
