// querystring.stringify and escape.
'use strict';

const assert = require('assert');
const qs = require('querystring');

assert.strictEqual(qs.stringify({ a: 'b c', d: ['e', 'f'], g: '' }), 'a=b%20c&d=e&d=f&g=');
assert.strictEqual(qs.stringify({ a: 1, b: true, c: 2n, d: NaN, e: null, f: undefined, g: {} }),
                   'a=1&b=true&c=2&d=&e=&f=&g=');
assert.strictEqual(qs.stringify({ a: 1e21, b: -0, c: 1.5 }), 'a=1e%2B21&b=0&c=1.5');
assert.strictEqual(qs.stringify({ a: [], b: 1 }), 'b=1');
assert.strictEqual(qs.stringify({ a: 1, b: 2 }, ';', ':'), 'a:1;b:2');
assert.strictEqual(qs.stringify({ '\u00e9': '\u4f60\ud83d\ude00' }), '%C3%A9=%E4%BD%A0%F0%9F%98%80');
assert.strictEqual(qs.stringify({ a: 'b' }, null, null, { encodeURIComponent: (s) => `<${s}>` }), '<a>=<b>');
assert.strictEqual(qs.stringify('a=b'), '');
assert.strictEqual(qs.stringify(), '');
assert.strictEqual(qs.escape("!'()*-._~ /?#"), "!'()*-._~%20%2F%3F%23");
assert.strictEqual(qs.escape(5), '5');
assert.strictEqual(qs.escape({}), '%5Bobject%20Object%5D');
assert.throws(() => qs.escape('\ud800'), { code: 'ERR_INVALID_URI', name: 'URIError' });
assert.throws(() => qs.stringify({ foo: '\udc00' }), { code: 'ERR_INVALID_URI' });
assert.strictEqual(qs.encode, qs.stringify);
