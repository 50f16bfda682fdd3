'use strict';
// TextEncoder: encode() and encodeInto().
const assert = require('assert');

const encoder = new TextEncoder();
assert.deepStrictEqual(encoder.encode('a\u20ac\ud800'), new Uint8Array([0x61, 0xe2, 0x82, 0xac, 0xef, 0xbf, 0xbd]));
assert.strictEqual(encoder.encode().length, 0);
assert.strictEqual(encoder.encode('x').buffer.byteLength, 1);
const target = new Uint8Array(4);
assert.deepStrictEqual(encoder.encodeInto('\u00e9\u20ac', target), { read: 1, written: 2 });
assert.deepStrictEqual(encoder.encodeInto('a\u{1f600}', target), { read: 1, written: 1 });
assert.deepStrictEqual(encoder.encodeInto('\u{1f600}', target), { read: 2, written: 4 });
assert.throws(() => encoder.encodeInto(1, target), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => encoder.encodeInto('a', []), { code: 'ERR_INVALID_ARG_TYPE' });
