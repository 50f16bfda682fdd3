// querystring.parse and unescape.
'use strict';

const assert = require('assert');
const qs = require('querystring');

const parse = (...args) => ({ ...qs.parse(...args) });

assert.strictEqual(Object.getPrototypeOf(qs.parse('a=b')), null);
assert.deepStrictEqual(parse('a=1&b=2&a=3&a=4'), { a: ['1', '3', '4'], b: '2' });
assert.deepStrictEqual(parse('a'), { a: '' });
assert.deepStrictEqual(parse('=a&b=&&=='), { '': ['a', '='], 'b': '' });
assert.deepStrictEqual(parse('a=b=c'), { a: 'b=c' });
assert.deepStrictEqual(parse('a+b=c+d'), { 'a b': 'c d' });
assert.deepStrictEqual(parse('%61=%e4%bd%a0'), { a: '\u4f60' });
// No UTF-8, and no escapes at all.
assert.deepStrictEqual(parse('a=%ff&b=%zz&c=100%'), { a: '\ufffd', b: '%zz', c: '100%' });
assert.deepStrictEqual(parse('a:1;b:2', ';', ':'), { a: '1', b: '2' });
assert.deepStrictEqual(parse('foo==>bar, bar==>baz', ', ', '==>'), { foo: 'bar', bar: 'baz' });
assert.deepStrictEqual(parse('a=1&b=2&c=3', null, null, { maxKeys: 2 }), { a: '1', b: '2' });
const many = Array.from({ length: 1500 }, (_, i) => `k${i}=1`).join('&');
assert.strictEqual(Object.keys(qs.parse(many)).length, 1000);
assert.strictEqual(Object.keys(qs.parse(many, null, null, { maxKeys: 0 })).length, 1500);
assert.deepStrictEqual(parse('a=b', null, null, { decodeURIComponent: (s) => `<${s}>` }), { '<a>': '<b>' });
assert.deepStrictEqual(parse('a=b', null, null, { decodeURIComponent() { throw new Error('x'); } }), { a: 'b' });
assert.deepStrictEqual(parse('__proto__=1&hasOwnProperty=2'), JSON.parse('{"__proto__":"1","hasOwnProperty":"2"}'));
assert.deepStrictEqual(parse(undefined), {});

assert.strictEqual(qs.unescape('a%20b'), 'a b');
assert.strictEqual(qs.unescape('a%80b'), 'a\ufffdb');
assert.strictEqual(qs.unescapeBuffer('a%62%2').toString(), 'ab%2');
assert.strictEqual(qs.unescapeBuffer('a+b', true).toString(), 'a b');
assert.strictEqual(qs.decode, qs.parse);
