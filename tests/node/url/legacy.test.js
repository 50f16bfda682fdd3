// url.parse, url.format, url.resolve.
'use strict';

const assert = require('assert');
const url = require('url');

const u = url.parse('HTTP://User:Pass@Host.com:8080/p/a th?query=a&b=c#frag');
assert.deepStrictEqual({ ...u }, {
  protocol: 'http:', slashes: true, auth: 'User:Pass', host: 'host.com:8080', port: '8080', hostname: 'host.com',
  hash: '#frag', search: '?query=a&b=c', query: 'query=a&b=c', pathname: '/p/a%20th',
  path: '/p/a%20th?query=a&b=c', href: 'http://User:Pass@host.com:8080/p/a%20th?query=a&b=c#frag',
});
assert.deepStrictEqual({ ...url.parse('/a?b=c&b=d', true).query }, { b: ['c', 'd'] });
assert.strictEqual(url.parse('//h/p', false, true).host, 'h');
assert.strictEqual(url.parse('//h/p').host, null);
assert.strictEqual(url.parse('mailto:a@b.c').href, 'mailto:a@b.c');
assert.strictEqual(url.parse('http://a@b@c/').auth, 'a@b');
assert.strictEqual(url.parse('http://b\u00fccher.de').hostname, 'xn--bcher-kva.de');
assert.strictEqual(url.parse('javascript:alert("x")').href, 'javascript:alert("x")');
assert.strictEqual(url.parse('http:\\\\a\\b?c\\d').href, 'http://a/b?c%5Cd');
assert.strictEqual(url.parse('http://[fe80::1]:80/x').hostname, 'fe80::1');

for (const [from, to, expected] of [
  ['/one/two/three', 'four', '/one/two/four'],
  ['http://example.com/', '/one', 'http://example.com/one'],
  ['http://example.com/one', '../two', 'http://example.com/two'],
  ['http://a/b/c/d;p?q', '?y', 'http://a/b/c/d;p?y'],
  ['http://a/b/c/d;p?q', '../../../g', 'http://a/g'],
  ['http://a/b', 'mailto:x@y', 'mailto:x@y'],
  ['mailto:user@example.com', 'other@example.com', 'mailto:other@example.com'],
  ['http://user:pass@h/', '//other/', 'http://other/'],
  ['.', '#hash', '#hash'],
]) assert.strictEqual(url.resolve(from, to), expected, `${from} ${to}`);

assert.strictEqual(url.format({ protocol: 'http', host: 'a.b', pathname: 'c?d', query: { e: ['f', 'g'] } }),
                   'http://a.b/c%3Fd?e=f&e=g');
assert.strictEqual(url.format({ hostname: '::1', port: 80, slashes: true }), '//[::1]:80');
assert.strictEqual(url.format({ auth: 'a:b/c', host: 'h' }), 'a:b%2Fc@h');
assert.throws(() => url.parse(1), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => url.format(1), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => url.parse('http://a:b:c/'), { code: 'ERR_INVALID_ARG_VALUE' });
