// Text and bytes: Buffer.from(string, encoding) and toString(encoding), TextEncoder and TextDecoder.
import { Buffer } from 'node:buffer';
import { each } from './common.mjs';

const sizes = { 16: 16, '1k': 1024, '64k': 65536 };

/** A flat string of about `size` bytes of UTF-8 that repeats `piece`. */
function text(piece, size) {
  const times = Math.max(1, Math.floor(size / Buffer.byteLength(piece)));
  return Buffer.from(piece.repeat(times)).toString();
}

function bytes(size) {
  const b = Buffer.alloc(size);
  for (let i = 0; i < size; i++) b[i] = (i * 167 + 13) & 255;
  return b;
}

for (const [label, size] of Object.entries(sizes)) {
  const kinds = {
    utf8_ascii: ['utf8', text('abcdefgh', size)],
    utf8_2byte: ['utf8', text('p\u0151\u017c\u0119', size)],
    utf8_3byte: ['utf8', text('\u65e5\u672c\u8a9e', size)],
    utf8_4byte: ['utf8', text('\u{1f600}x', size)],
    ascii: ['ascii', text('abcdefgh', size)],
    latin1: ['latin1', bytes(size).toString('latin1')],
    hex: ['hex', bytes(size).toString('hex')],
    base64: ['base64', bytes(size).toString('base64')],
    base64url: ['base64url', bytes(size).toString('base64url')],
    ucs2: ['ucs2', text('\u65e5\u672c\u8a9e', size)],
  };
  for (const [kind, [encoding, string]] of Object.entries(kinds)) {
    const buffer = Buffer.from(string, encoding);
    each(`from_${kind}_${label}`, () => Buffer.from(string, encoding));
    each(`toString_${kind}_${label}`, () => buffer.toString(encoding));
  }
}
