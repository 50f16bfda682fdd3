// URLPattern.
'use strict';

const assert = require('assert');
const { URLPattern } = require('url');

const p = new URLPattern('https://*.example.com/books/:id(\\d+){.:ext}?');
assert.strictEqual(p.hostname, '*.example.com');
assert.strictEqual(p.pathname, '/books/:id(\\d+){.:ext}?');
assert.strictEqual(p.hasRegExpGroups, true);
assert.strictEqual(p.test('https://www.example.com/books/12.pdf'), true);
assert.strictEqual(p.test('https://www.example.com/books/x'), false);
const match = p.exec('https://www.example.com/books/12.pdf');
assert.strictEqual(match.hostname.groups[0], 'www');
assert.strictEqual(match.pathname.groups.id, '12');
assert.strictEqual(match.pathname.groups.ext, 'pdf');
assert.deepStrictEqual(match.inputs, ['https://www.example.com/books/12.pdf']);
assert.strictEqual(p.exec('https://example.org/'), null);

assert.strictEqual(new URLPattern({ pathname: '/a/*' }).test({ pathname: '/a/b' }), true);
assert.strictEqual(new URLPattern('/b', 'https://h/').test('https://h/b'), true);
assert.strictEqual(new URLPattern({ pathname: '/A' }, { ignoreCase: true }).test('https://h/a'), true);
assert.strictEqual(new URLPattern({ protocol: 'http{s}?', port: '443' }).test('https://h'), false);
assert.strictEqual(new URLPattern({ search: 'q=:v' }).exec('https://h/?q=1').search.groups.v, '1');
assert.throws(() => new URLPattern('('), { code: 'ERR_INVALID_URL_PATTERN', name: 'TypeError' });
assert.throws(() => new URLPattern('/x'), { code: 'ERR_INVALID_URL_PATTERN' });
assert.throws(() => new URLPattern(1), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => URLPattern(), { code: 'ERR_CONSTRUCT_CALL_REQUIRED' });
