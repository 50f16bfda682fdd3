// punycode: the codec, domains, and the warning.
'use strict';

const assert = require('assert');

const warnings = [];
process.on('warning', (warning) => warnings.push(warning.code));
const punycode = require('punycode');

for (const [plain, encoded] of [
  ['ma\u00f1ana', 'maana-pta'],
  ['\u2603-\u2318', '--dqo34k'],
  ['b\u00fccher', 'bcher-kva'],
  ['abc', 'abc-'],
  ['', ''],
]) {
  assert.strictEqual(punycode.encode(plain), encoded);
  assert.strictEqual(punycode.decode(encoded), plain);
}
assert.strictEqual(punycode.toASCII('ma\u00f1ana.com'), 'xn--maana-pta.com');
assert.strictEqual(punycode.toASCII('user@\u2603.net'), 'user@xn--n3h.net');
assert.strictEqual(punycode.toUnicode('xn--maana-pta.com'), 'ma\u00f1ana.com');
assert.deepStrictEqual(punycode.ucs2.decode('a\ud83d\ude00'), [97, 0x1f600]);
assert.strictEqual(punycode.ucs2.encode([97, 0x1f600]), 'a\ud83d\ude00');
assert.throws(() => punycode.decode('\u00e9-'), { name: 'RangeError' });
assert.throws(() => punycode.decode('ab~'), { name: 'RangeError', message: 'Invalid input' });
setImmediate(() => assert.deepStrictEqual(warnings, ['DEP0040']));
