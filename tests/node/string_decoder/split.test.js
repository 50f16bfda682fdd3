// StringDecoder: each split of the bytes gives the same text, and what is incomplete waits.
'use strict';

const assert = require('assert');
const { StringDecoder } = require('string_decoder');

const text = 'a\u00e9\u20ac\ud83d\ude00z';
for (const encoding of ['utf8', 'utf16le', 'base64', 'base64url', 'latin1', 'hex', 'ascii']) {
  const bytes = Buffer.from(text, encoding === 'utf16le' ? 'utf16le' : 'utf8');
  const whole = bytes.toString(encoding);
  for (let i = 0; i <= bytes.length; i++) {
    for (let j = i; j <= bytes.length; j++) {
      const decoder = new StringDecoder(encoding);
      const out = decoder.write(bytes.subarray(0, i)) + decoder.write(bytes.subarray(i, j)) +
        decoder.end(bytes.subarray(j));
      assert.strictEqual(out, whole, `${encoding} ${i} ${j}`);
    }
  }
}

const decoder = new StringDecoder();
assert.strictEqual(decoder.encoding, 'utf8');
assert.strictEqual(decoder.write(Buffer.from([0xe2, 0x82])), '');
assert.strictEqual(decoder.lastNeed, 1);
assert.strictEqual(decoder.lastTotal, 3);
assert.deepStrictEqual(decoder.lastChar.subarray(0, 2), Buffer.from([0xe2, 0x82]));
assert.strictEqual(decoder.end(), '\ufffd');
assert.strictEqual(decoder.write(Buffer.from([0xe2, 0x82])), '');
assert.strictEqual(decoder.write(Buffer.from('a')), '\ufffda');

// Strings pass, and so do all views.
assert.strictEqual(decoder.write('x'), 'x');
assert.strictEqual(decoder.write(new Uint8Array([65, 66])), 'AB');
assert.strictEqual(decoder.write(new DataView(new Uint8Array([67]).buffer)), 'C');
assert.strictEqual(new StringDecoder('utf-16le').write(new Uint16Array([0x41])), 'A');
assert.throws(() => decoder.write(1), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => new StringDecoder('nope'), { code: 'ERR_UNKNOWN_ENCODING', message: 'Unknown encoding: nope' });
assert.throws(() => StringDecoder.prototype.write.call({}, Buffer.alloc(1)), { code: 'ERR_INVALID_THIS' });
