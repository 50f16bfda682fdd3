// The ways that are taken for few bytes and for many give what the ordinary one gives.
// https://nodejs.org/api/buffer.html
'use strict';

const assert = require('assert');
const { Buffer } = require('buffer');
const { StringDecoder } = require('string_decoder');

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const padding = 'x'.repeat(40);

// Every kind of character at every place of a short text, lone surrogates too.
const pieces = ['a', '\u00e9', '\u07ff', '\u0800', '\u65e5', '\ud7ff', '\ue000', '\uffff', '\u{10000}', '\u{10ffff}', '\ud800', '\udc00', '\ufeff', '\0'];
const texts = [''];
for (const first of pieces) {
  for (const second of pieces) texts.push(first + second, `abc${first}${second}`, `${first}abcdefgh${second}`, first.repeat(5) + second);
}
for (const text of texts) {
  const long = Buffer.from(padding + text).subarray(40);
  const short = Buffer.from(text);
  assert.deepStrictEqual(short, long, JSON.stringify(text));
  assert.deepStrictEqual(Buffer.from(encoder.encode(text)), long);
  assert.strictEqual(short.toString(), text.toWellFormed());
  assert.strictEqual(short.utf8Slice(0, short.length), text.toWellFormed());
  assert.strictEqual(new StringDecoder('utf8').end(short), text.toWellFormed());
  assert.strictEqual(decoder.decode(short), text.toWellFormed().replace(/^\ufeff/, ''));
  for (let room = 0; room <= short.length + 1; room++) {
    const target = Buffer.alloc(room + 1, 0x55);
    const { read, written } = encoder.encodeInto(text, target.subarray(0, room));
    const same = Buffer.alloc(room + 1, 0x55);
    assert.strictEqual(same.write(text, 0, room), written);
    assert.deepStrictEqual(same, target);
    assert.ok(target.subarray(written).every((byte) => byte === 0x55));
    assert.strictEqual(target.toString('utf8', 0, written), text.slice(0, read).toWellFormed());
  }
  assert.strictEqual(Buffer.from(text, 'utf16le').toString('utf16le'), text);
  assert.strictEqual(Buffer.from(text, 'latin1').toString('latin1'), Buffer.from(text + padding, 'latin1').toString('latin1').slice(0, text.length));
}

// Bytes that are not well-formed.
for (const first of [0x00, 0x7f, 0x80, 0xbf, 0xc0, 0xc2, 0xdf, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xff]) {
  for (const second of [0x20, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc3, 0xff]) {
    for (const rest of [[], [0x80], [0xbf, 0x80], [0x80, 0x80, 0x80], [0x41]]) {
      const bytes = Buffer.from([first, second, ...rest]);
      const long = Buffer.concat([Buffer.from(padding), bytes]).toString().slice(40);
      assert.strictEqual(bytes.toString(), long, bytes.toString('hex'));
      assert.strictEqual(bytes.toString('utf8', 1), Buffer.concat([Buffer.from(padding), bytes.subarray(1)]).toString().slice(40));
      assert.strictEqual(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes), long);
    }
  }
}

// Parts of long memory in base64 and hex.
const many = Buffer.from(Array.from({ length: 30000 }, (_, i) => (i * 167 + (i >> 8)) & 255));
for (const [start, end] of [[0, 30000], [1, 29999], [5, 8196], [5, 8197], [0, 512], [0, 513], [3, 300], [29999, 30000], [7, 7]]) {
  const part = Uint8Array.prototype.slice.call(many, start, end);
  let binary = '';
  for (const byte of part) binary += String.fromCharCode(byte);
  const base64 = btoa(binary);
  assert.strictEqual(many.toString('base64', start, end), base64);
  assert.strictEqual(many.base64Slice(start, end), base64);
  assert.strictEqual(many.toString('base64url', start, end), base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''));
  const hex = Array.from(part, (byte) => byte.toString(16).padStart(2, '0')).join('');
  assert.strictEqual(many.toString('hex', start, end), hex);
  assert.strictEqual(many.subarray(start, end).toString('hex'), hex);
  assert.deepStrictEqual(Buffer.from(hex, 'hex'), many.subarray(start, end));
  assert.deepStrictEqual(Buffer.from(base64, 'base64'), many.subarray(start, end));
}

// What is written stops before the first pair that is not hexadecimal, and nothing behind it is touched.
for (const length of [2, 30, 200, 5000]) {
  const target = Buffer.alloc(length, 0x55);
  const text = `${'ab'.repeat(length >> 1)}zz${'cd'.repeat(length)}`;
  assert.strictEqual(target.write(text, 'hex'), length >> 1);
  assert.ok(target.subarray(0, length >> 1).every((byte) => byte === 0xab));
  assert.ok(target.subarray(length >> 1).every((byte) => byte === 0x55));
}

// Patterns of every length over parts of every length.
for (const pattern of ['a', 'ab', 'abc', '\u00e9', 'abcdefghijklmnopqrstuvwxyz']) {
  for (const size of [0, 1, 2, 3, 16, 31, 32, 33, 34, 100, 1000]) {
    const bytes = Buffer.from(pattern);
    const expected = Buffer.from(Array.from({ length: size }, (_, i) => bytes[i % bytes.length]));
    assert.deepStrictEqual(Buffer.alloc(size).fill(pattern), expected);
    assert.deepStrictEqual(Buffer.alloc(size).fill(bytes), expected);
    const inner = Buffer.alloc(size + 2).fill(pattern, 1, size + 1);
    assert.deepStrictEqual(inner.subarray(1, size + 1), expected);
    assert.strictEqual(inner[0] + inner[size + 1], 0);
  }
}
const own = Buffer.from('abcdefgh');
assert.strictEqual(own.fill(own.subarray(2, 5), 1).toString(), 'acdecdec');
assert.strictEqual(Buffer.alloc(0).fill(Buffer.alloc(0)).length, 0);
assert.throws(() => Buffer.alloc(1).fill(Buffer.alloc(0)), { code: 'ERR_INVALID_ARG_VALUE' });

// Numbers of every exponent, as DataView reads them.
const eight = Buffer.alloc(8);
const view = new DataView(eight.buffer, eight.byteOffset, 8);
for (let exponent = 0; exponent < 2048; exponent++) {
  for (const [low, high] of [[0, 0], [1, 0], [0xffffffff, 0xfffff], [0x12345678, 0x80001]]) {
    for (const sign of [0, 0x80000000]) {
      view.setUint32(0, low, true);
      view.setUint32(4, (sign | exponent << 20 | high) >>> 0, true);
      for (let turn = 0; turn < 2; turn++) {
        assert.ok(Object.is(eight.readDoubleLE(), view.getFloat64(0, true)));
        assert.ok(Object.is(eight.readDoubleBE(), view.getFloat64(0)));
        assert.ok(Object.is(eight.readFloatLE(4), view.getFloat32(4, true)));
        assert.ok(Object.is(eight.readFloatBE(), view.getFloat32(0)));
        eight.reverse();
      }
    }
  }
}

// Only a view is a buffer to these.
for (const value of [new ArrayBuffer(4), {}, null]) {
  assert.throws(() => Buffer.prototype.compare.call(value, own), TypeError);
  assert.throws(() => Buffer.prototype.fill.call(value, 'ab'), TypeError);
  assert.throws(() => Buffer.prototype.utf8Slice.call(value), TypeError);
}
