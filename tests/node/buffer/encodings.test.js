'use strict';
// Each encoding in both directions, with what is not well-formed.
const assert = require('assert');

const text = '\u00e9\u20ac\u{1f600}a';
for (const [encoding, hex] of [
  ['utf8', 'c3a9e282acf09f988061'],
  ['utf16le', 'e900ac203dd800de6100'],
  ['latin1', 'e9ac3d0061'],
  ['ascii', 'e9ac3d0061'],
]) {
  const buffer = Buffer.from(text, encoding);
  assert.strictEqual(buffer.toString('hex'), hex, encoding);
  assert.strictEqual(Buffer.byteLength(text, encoding), buffer.length, encoding);
  const target = Buffer.alloc(buffer.length + 2);
  assert.strictEqual(target.write(text, 1, encoding), buffer.length);
  assert.deepStrictEqual(target.subarray(1, -1), buffer);
}

// A character is written whole or not at all.
assert.strictEqual(Buffer.alloc(2).write('\u20ac'), 0);
assert.strictEqual(Buffer.alloc(3).write('ab\u20ac'), 2);
assert.strictEqual(Buffer.alloc(3).write('ab', 'utf16le'), 2);
assert.strictEqual(Buffer.from('\ud800x').toString('hex'), 'efbfbd78');
assert.strictEqual(Buffer.from([0xff, 0x61, 0xe2, 0x82]).toString(), '\ufffda\ufffd');
assert.strictEqual(Buffer.from([0xe9, 0xc1]).toString('ascii'), 'iA');

for (const [input, output] of [
  ['YQ==YQ==', 'a'], ['YWJj=ZGVm', 'abc'], ['YWJjZ', 'abc'], ['Y W J\nj', 'abc'], ['=YWJj', ''],
  ['YWJj!ZA', 'abcd'], ['-_-_', '\u00fb\u00ff\u00bf'], ['+/+/', '\u00fb\u00ff\u00bf'], ['Y', ''],
]) {
  assert.strictEqual(Buffer.from(input, 'base64').toString('latin1'), output, input);
}
assert.strictEqual(Buffer.from([0xfb, 0xff]).toString('base64'), '+/8=');
assert.strictEqual(Buffer.from([0xfb, 0xff]).toString('base64url'), '-_8');
assert.strictEqual(Buffer.byteLength('YWJj==', 'base64'), 3);

for (const [input, output] of [['abcD', 'abcd'], ['abc', 'ab'], ['abz1', 'ab'], ['xy', ''], ['ab cd', 'ab']]) {
  assert.strictEqual(Buffer.from(input, 'hex').toString('hex'), output, input);
}

const unknown = { code: 'ERR_UNKNOWN_ENCODING', name: 'TypeError' };
assert.throws(() => Buffer.from('a', 'nope'), unknown);
assert.throws(() => Buffer.alloc(1).toString('nope'), unknown);
assert.throws(() => Buffer.alloc(1).write('a', 0, 1, 'nope'), unknown);
