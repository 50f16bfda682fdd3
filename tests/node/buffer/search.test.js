'use strict';
// indexOf(), lastIndexOf(), includes() for numbers, strings and buffers.
const assert = require('assert');

const buffer = Buffer.from('abcabcabc');
assert.strictEqual(buffer.indexOf('c'), 2);
assert.strictEqual(buffer.indexOf('c', 3), 5);
assert.strictEqual(buffer.indexOf('c', -1), 8);
assert.strictEqual(buffer.indexOf('abc', -4), 6);
assert.strictEqual(buffer.indexOf('abcd'), -1);
assert.strictEqual(buffer.indexOf('', 4), 4);
assert.strictEqual(buffer.indexOf('', 100), 9);
assert.strictEqual(buffer.lastIndexOf('abc'), 6);
assert.strictEqual(buffer.lastIndexOf('abc', 5), 3);
assert.strictEqual(buffer.lastIndexOf('abc', -4), 3);
assert.strictEqual(buffer.lastIndexOf('abc', -100), -1);
assert.strictEqual(buffer.lastIndexOf('a', null), 0);
assert.strictEqual(buffer.lastIndexOf('a', undefined), 6);
assert.strictEqual(buffer.indexOf(99 + 256), 2);
assert.strictEqual(buffer.lastIndexOf(97), 6);
assert.strictEqual(buffer.indexOf(Buffer.from('ca')), 2);
assert.strictEqual(buffer.includes('ca', 3), true);
assert.strictEqual(buffer.indexOf('YWJj', 1, 'base64'), 3);
assert.strictEqual(buffer.indexOf('6263', 'hex'), 1);

// A match of UTF-16 begins at a unit.
const wide = Buffer.from('\u6161\u6162', 'utf16le');
assert.strictEqual(wide.indexOf('\u6161', 0, 'utf16le'), 0);
assert.strictEqual(wide.indexOf('\u6261', 0, 'utf16le'), -1);
assert.strictEqual(wide.lastIndexOf('\u6162', -1, 'utf16le'), 2);
assert.throws(() => buffer.indexOf({}), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => buffer.indexOf('a', 0, 'nope'), { code: 'ERR_UNKNOWN_ENCODING' });
