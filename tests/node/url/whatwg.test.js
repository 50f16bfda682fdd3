// URL: parts, setters, origins, static functions, inspection.
'use strict';

const assert = require('assert');
const { inspect } = require('util');
const url = require('url');

const u = new URL('https://us%20er:pass@sub.example.com:8080/p/a/t/h?query=string#hash');
assert.deepStrictEqual(
  [u.href, u.origin, u.protocol, u.username, u.password, u.host, u.hostname, u.port, u.pathname, u.search, u.hash],
  ['https://us%20er:pass@sub.example.com:8080/p/a/t/h?query=string#hash', 'https://sub.example.com:8080', 'https:',
   'us%20er', 'pass', 'sub.example.com:8080', 'sub.example.com', '8080', '/p/a/t/h', '?query=string', '#hash']);
assert.strictEqual(JSON.stringify({ u }), `{"u":"${u.href}"}`);

u.port = '443';
assert.strictEqual(u.port, '');
u.host = 'b\u00fccher.example:81';
assert.strictEqual(u.host, 'xn--bcher-kva.example:81');
u.pathname = 'a b/../c?';
assert.strictEqual(u.pathname, '/c%3F');
u.username = u.password = '';
u.search = 'x= y';
u.hash = '';
u.protocol = 'ftp';
assert.strictEqual(u.href, 'ftp://xn--bcher-kva.example:81/c%3F?x=%20y');
u.protocol = 'mailto';
assert.strictEqual(u.protocol, 'ftp:');
u.port = 'no';
assert.strictEqual(u.port, '81');

for (const [input, base, href] of [
  ['../x', 'http://a/b/c/d', 'http://a/b/x'],
  ['//h/p', 'https://a/', 'https://h/p'],
  ['HTTP://EXAMPLE.com:80/./a/../b', undefined, 'http://example.com/b'],
  ['http://0x7f.1/', undefined, 'http://127.0.0.1/'],
  ['http://[::0:1]/', undefined, 'http://[::1]/'],
  ['  data:text,x  ', undefined, 'data:text,x'],
  ['file:c:\\x', undefined, 'file:///c:/x'],
  ['?q', 'http://a/b?old#h', 'http://a/b?q'],
  ['\ud800', 'http://a/', 'http://a/%EF%BF%BD'],
]) {
  assert.strictEqual(new URL(input, base).href, href);
  assert.strictEqual(URL.canParse(input, base), true);
  assert.strictEqual(URL.parse(input, base).href, href);
}
assert.strictEqual(new URL('blob:https://a.b/c').origin, 'https://a.b');
assert.strictEqual(new URL('file:///x').origin, 'null');
assert.strictEqual(new URL('foo://x').origin, 'null');

assert.strictEqual(URL.canParse('/x'), false);
assert.strictEqual(URL.parse('/x'), null);
assert.throws(() => new URL('/x'), { code: 'ERR_INVALID_URL', name: 'TypeError', message: 'Invalid URL', input: '/x' });
assert.throws(() => new URL('x', 'y'), { code: 'ERR_INVALID_URL', input: 'x', base: 'y' });
assert.throws(() => new URL(), { code: 'ERR_MISSING_ARGS' });
assert.throws(() => { u.href = 'nope'; }, { code: 'ERR_INVALID_URL' });
assert.throws(() => new URL('http://a b/'), { code: 'ERR_INVALID_URL' });

assert.strictEqual(inspect(new URL('http://u@a.b/c?d#e')), `URL {
  href: 'http://u@a.b/c?d#e',
  origin: 'http://a.b',
  protocol: 'http:',
  username: 'u',
  password: '',
  host: 'a.b',
  hostname: 'a.b',
  port: '',
  pathname: '/c',
  search: '?d',
  searchParams: URLSearchParams { 'd' => '' },
  hash: '#e'
}`);

assert.strictEqual(url.domainToASCII('espa\u00f1ol.com'), 'xn--espaol-zwa.com');
assert.strictEqual(url.domainToUnicode('xn--espaol-zwa.com'), 'espa\u00f1ol.com');
assert.strictEqual(url.domainToASCII('xn--i\u00f1valid.com'), '');
assert.strictEqual(url.format(new URL('http://a:b@xn--6qqa088eba/?c#d'), { auth: false, unicode: true, fragment: false }),
                   'http://\u4f60\u597d\u4f60\u597d/?c');
assert.deepStrictEqual({ ...url.urlToHttpOptions(new URL('https://a:b%40@[::1]:8/x?y#z')) }, {
  protocol: 'https:', hostname: '::1', hash: '#z', search: '?y', pathname: '/x', path: '/x?y',
  href: 'https://a:b%40@[::1]:8/x?y#z', port: 8, auth: 'a:b@',
});
