'use strict';
// TextDecoder: encodings, streams, the byte order mark, errors.
const assert = require('assert');
const util = require('util');

const bytes = (...list) => new Uint8Array(list);
assert.strictEqual(new TextDecoder('latin1').encoding, 'windows-1252');
assert.strictEqual(new TextDecoder(' UTF-16 ').encoding, 'utf-16le');
assert.strictEqual(new TextDecoder('shift_jis').decode(bytes(0x83, 0x65)), '\u30c6');
assert.strictEqual(new TextDecoder('euc-kr').decode(bytes(0xb0, 0xa1)), '\uac00');
assert.strictEqual(new TextDecoder('utf-16be').decode(bytes(0x20, 0xac)), '\u20ac');
assert.strictEqual(new TextDecoder('koi8-u').decode(bytes(0xc1)), '\u0430');

assert.strictEqual(new TextDecoder().decode(bytes(0xef, 0xbb, 0xbf, 0x61)), 'a');
assert.strictEqual(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes(0xef, 0xbb, 0xbf, 0x61)), '\ufeffa');

const decoder = new TextDecoder();
let text = '';
for (const byte of [0xef, 0xbb, 0xbf, 0xe2, 0x82, 0xac, 0xf0, 0x9f]) text += decoder.decode(bytes(byte), { stream: true });
text += decoder.decode(bytes(0x98, 0x80));
assert.strictEqual(text, '\u20ac\u{1f600}');
// The decoder begins anew.
assert.strictEqual(decoder.decode(bytes(0xef, 0xbb, 0xbf, 0x61)), 'a');

const fatal = new TextDecoder('utf-8', { fatal: true });
const invalid = { code: 'ERR_ENCODING_INVALID_ENCODED_DATA', name: 'TypeError' };
assert.throws(() => fatal.decode(bytes(0xff)), invalid);
assert.strictEqual(fatal.decode(bytes(0xe2, 0x82), { stream: true }), '');
assert.throws(() => fatal.decode(), invalid);
assert.strictEqual(fatal.decode(bytes(0x61)), 'a');

assert.throws(() => new TextDecoder('nope'), { code: 'ERR_ENCODING_NOT_SUPPORTED', name: 'RangeError' });
assert.throws(() => new TextDecoder('replacement'), { code: 'ERR_ENCODING_NOT_SUPPORTED' });
assert.throws(() => new TextDecoder().decode('a'), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => TextDecoder.prototype.decode.call({}), { code: 'ERR_INVALID_THIS' });
assert.strictEqual(util.inspect(new TextDecoder()), "TextDecoder { encoding: 'utf-8', fatal: false, ignoreBOM: false }");
