'use strict';
// HMAC: known answers of RFC 4231 and others, keys of any length, streams, and the end of a code.
const assert = require('assert');
const crypto = require('crypto');

const cases = [
  ['sha256', Buffer.alloc(20, 0x0b), 'Hi There', 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
  ['sha256', 'Jefe', 'what do ya want for nothing?',
   '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'],
  ['sha256', Buffer.alloc(131, 0xaa), 'Test Using Larger Than Block-Size Key - Hash Key First',
   '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54'],
  ['sha512', Buffer.alloc(131, 0xaa), 'Test Using Larger Than Block-Size Key - Hash Key First',
   '80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f3526b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915' +
   'a985d786598'],
  ['md5', 'Jefe', 'what do ya want for nothing?', '750c783e6ab0b503eaa86e310a5db738'],
  ['sha1', '', '', 'fbdb1d1b18aa6c08324b7d64b71fb76370690e1d'],
  ['sha3-256', 'key', 'data', crypto.createHmac('sha3-256', 'key').update('data').digest('hex')],
];

for (const [name, key, data, answer] of cases) {
  assert.strictEqual(crypto.createHmac(name, key).update(data).digest('hex'), answer);
  const middle = data.length >> 1;
  const two = crypto.createHmac(name, key).update(data.slice(0, middle)).update(Buffer.from(data.slice(middle)));
  assert.deepStrictEqual(two.digest(), Buffer.from(answer, 'hex'));
  const stream = crypto.createHmac(name, key);
  stream.end(data);
  assert.deepStrictEqual(stream.read(), Buffer.from(answer, 'hex'));
}

const done = crypto.createHmac('sha1', 'key').update('x');
assert.strictEqual(done.digest('base64').length, 28);
assert.strictEqual(done.digest('hex'), '');
assert.deepStrictEqual(done.digest(), Buffer.alloc(0));
assert.throws(() => done.update('y'), { code: 'ERR_CRYPTO_HASH_FINALIZED' });

assert.throws(() => crypto.createHmac('nonsense', 'key'), { code: 'ERR_CRYPTO_INVALID_DIGEST', message: 'Invalid digest: nonsense' });
assert.throws(() => crypto.createHmac('sha1', null), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => crypto.createHmac(null, 'key'), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => crypto.createHmac('sha1', 'key').update(null), { code: 'ERR_INVALID_ARG_TYPE' });
