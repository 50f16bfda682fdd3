// Every encoding at lengths where the way of the conversion changes, against a conversion that is written out here.
'use strict';

const assert = require('node:assert');

const lengths = [0, 1, 2, 3, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 511, 512, 513, 1023, 1024, 1025, 4096, 4097, 40000];
const pieces = {
  ascii: 'abc~',
  latin1: 'a\u00e9\u00ff',
  wide: '\u0151a\u65e5',
  astral: '\u{1f600}x',
  broken: 'a\ud800b\udc00',
};

function text(piece, length) {
  return piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
}

function utf8Of(string) {
  const bytes = [];
  for (const character of string) {
    let code = character.codePointAt(0);
    if (code >= 0xd800 && code < 0xe000) code = 0xfffd;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | code >> 6, 0x80 | code & 63);
    else if (code < 0x10000) bytes.push(0xe0 | code >> 12, 0x80 | code >> 6 & 63, 0x80 | code & 63);
    else bytes.push(0xf0 | code >> 18, 0x80 | code >> 12 & 63, 0x80 | code >> 6 & 63, 0x80 | code & 63);
  }
  return bytes;
}

function same(actual, expected, message = 'other bytes') {
  assert.strictEqual(Buffer.compare(actual, Buffer.from(expected)), 0, message);
}

for (const [kind, piece] of Object.entries(pieces)) {
  for (const length of lengths) {
    const string = text(piece, length);
    const message = `${kind} ${length}`;
    const utf8 = utf8Of(string);
    const whole = string.isWellFormed() ? string : string.toWellFormed();
    same(Buffer.from(string), utf8, message);
    same(new TextEncoder().encode(string), utf8, message);
    assert.strictEqual(Buffer.byteLength(string), utf8.length);
    assert.strictEqual(Buffer.from(utf8).toString(), whole, message);
    assert.strictEqual(new TextDecoder().decode(Uint8Array.from(utf8)), whole, message);

    // Into a room that is too small: whole characters only, and nothing behind them.
    for (const less of [0, 1, 2, 3]) {
      const room = Buffer.alloc(Math.max(0, utf8.length - less) + 2, 0x7e);
      const target = room.subarray(0, room.length - 2);
      const written = target.write(string);
      assert(written <= target.length && target.length - written < 4, message);
      same(target.subarray(0, written), utf8.slice(0, written), message);
      same(room.subarray(target.length), [0x7e, 0x7e]);
      const result = new TextEncoder().encodeInto(string, target);
      assert(result.written <= written, message);
      assert.strictEqual(utf8Of(string.slice(0, result.read)).length, result.written, message);
    }

    const units = [];
    for (let i = 0; i < length; i++) units.push(string.charCodeAt(i) & 0xff, string.charCodeAt(i) >> 8);
    same(Buffer.from(string, 'ucs2'), units, message);
    assert.strictEqual(Buffer.from(units).toString('ucs2'), string, message);
    assert.strictEqual(Buffer.from([0, ...units]).subarray(1).toString('utf16le'), string, message);
    const low = units.filter((_, i) => i % 2 === 0);
    same(Buffer.from(string, 'latin1'), low, message);
    same(Buffer.from(string, 'ascii'), low, message);
    assert.strictEqual(Buffer.from(low).toString('latin1'), String.fromCharCode(...low.slice(0, 100)) +
      low.slice(100).map((code) => String.fromCharCode(code)).join(''));
    assert.strictEqual(Buffer.from(low).toString('ascii'), low.map((code) => String.fromCharCode(code & 0x7f)).join(''));
  }
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
for (const length of lengths) {
  const bytes = Array.from({ length }, (_, i) => i * 167 + (i >> 8) * 31 & 0xff);
  const buffer = Buffer.from(bytes);
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  assert.strictEqual(buffer.toString('hex'), hex);
  same(Buffer.from(hex, 'hex'), bytes);
  same(Buffer.from(hex.toUpperCase(), 'hex'), bytes);
  for (const at of [0, 1, length, length + 1, 2 * length - 1]) {
    if (at < 0 || at >= hex.length) continue;
    for (const wrong of 'g/:@G`\u0167\u00ff') {
      const broken = hex.slice(0, at) + wrong + hex.slice(at + 1);
      same(Buffer.from(broken, 'hex'), bytes.slice(0, at >> 1));
    }
  }

  for (const encoding of ['base64', 'base64url']) {
    const letters = alphabet + (encoding === 'base64' ? '+/' : '-_');
    let expected = '';
    for (let i = 0; i < length; i += 3) {
      const group = bytes[i] << 16 | (bytes[i + 1] ?? 0) << 8 | (bytes[i + 2] ?? 0);
      const count = Math.min(3, length - i);
      for (let k = 0; k <= count; k++) expected += letters[group >> 18 - 6 * k & 63];
      if (encoding === 'base64') expected += '='.repeat(3 - count);
    }
    assert.strictEqual(buffer.toString(encoding), expected);
    for (const other of ['base64', 'base64url']) same(Buffer.from(expected, other), bytes);
    same(Buffer.from(expected.replace(/.{60}/g, '$&\r\n'), encoding), bytes);
    same(Buffer.from(`!${expected.replace(/.{7}/g, '$&*')}`, encoding), bytes);
    same(Buffer.from(expected.replace(/.{50}/, '$&\u65e5'), encoding), bytes);
    // What does not fit is cut, what is behind stays.
    const room = Buffer.alloc(length + 4, 0x7e);
    assert.strictEqual(room.write(expected, 2, length, encoding), length);
    same(room, [0x7e, 0x7e, ...bytes, 0x7e, 0x7e]);
    const half = Buffer.alloc(length, 0x7e);
    assert.strictEqual(half.write(expected, 0, length >> 1, encoding), length >> 1);
    same(half, [...bytes.slice(0, length >> 1), ...Array(length - (length >> 1)).fill(0x7e)]);
  }
}

for (const size of [1, 2, 3, 16, 31, 32, 33, 100, 5000]) {
  for (const pattern of ['a', 'ab', 'abc', 'abcdefghijklmnopqrstu', '\u00e9', '\u65e5x']) {
    const bytes = utf8Of(pattern);
    same(Buffer.alloc(size, pattern), Array.from({ length: size }, (_, i) => bytes[i % bytes.length]));
    const part = Buffer.alloc(size + 2, 0).fill(pattern, 1, size + 1);
    same(part, [0, ...Array.from({ length: size }, (_, i) => bytes[i % bytes.length]), 0]);
    same(Buffer.alloc(size, 1).fill(Buffer.from(pattern)), Array.from({ length: size }, (_, i) => bytes[i % bytes.length]));
  }
}

// What does not fit leaves the rest of the room as it was.
for (const [string, size] of [['a\u00e9', 2], ['ab\u00e9\u00e9', 5], ['\u65e5\u672c', 5], ['abc\u{1f600}', 6]]) {
  for (const long of ['', 'x'.repeat(40)]) {
    const room = Buffer.alloc(long.length + size, 0x7e);
    const written = room.write(long + string);
    same(room.subarray(0, written), utf8Of(long + string).slice(0, written));
    assert(written < room.length);
    same(room.subarray(written), Array(room.length - written).fill(0x7e));
  }
}
