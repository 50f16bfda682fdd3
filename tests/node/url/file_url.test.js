// Paths to file URLs and back.
'use strict';

const assert = require('assert');
const { fileURLToPath, fileURLToPathBuffer, pathToFileURL } = require('url');

const odd = '/a b%#?\\~[|]\t\n\u00e9\ud83d\ude00';
const u = pathToFileURL(odd);
assert.strictEqual(u.href, 'file:///a%20b%25%23%3F%5C%7E%5B%7C%5D%09%0A%C3%A9%F0%9F%98%80');
assert.strictEqual(fileURLToPath(u), odd);
assert.strictEqual(fileURLToPath(u.href), odd);
assert.strictEqual(pathToFileURL('/dir/').href, 'file:///dir/');
assert.strictEqual(pathToFileURL('x').pathname, `${process.cwd()}/x`);
assert.deepStrictEqual(fileURLToPathBuffer('file:///a%FFb'), Buffer.from('/a\xffb', 'latin1'));

assert.strictEqual(pathToFileURL('C:\\a\\b c', { windows: true }).href, 'file:///C:/a/b%20c');
assert.strictEqual(pathToFileURL('\\\\server\\share\\f', { windows: true }).href, 'file://server/share/f');
assert.strictEqual(fileURLToPath('file:///C:/a%20b', { windows: true }), 'C:\\a b');
assert.strictEqual(fileURLToPath('file://server/share/f', { windows: true }), '\\\\server\\share\\f');

assert.throws(() => fileURLToPath('http://a'), { code: 'ERR_INVALID_URL_SCHEME' });
assert.throws(() => fileURLToPath('file://host/a', { windows: false }), { code: 'ERR_INVALID_FILE_URL_HOST' });
assert.throws(() => fileURLToPath('file:///a%2fb', { windows: false }), { code: 'ERR_INVALID_FILE_URL_PATH' });
assert.throws(() => fileURLToPath('file:///a%5cb', { windows: true }), { code: 'ERR_INVALID_FILE_URL_PATH' });
assert.throws(() => fileURLToPath(1), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => pathToFileURL(1), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => pathToFileURL('\\\\x', { windows: true }), { code: 'ERR_INVALID_ARG_VALUE' });
