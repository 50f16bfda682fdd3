'use strict';
// sessionStorage: items by method and by property.
const assert = require('assert');

assert.strictEqual(Object.getPrototypeOf(sessionStorage), Storage.prototype);
assert.throws(() => new Storage(), { code: 'ERR_ILLEGAL_CONSTRUCTOR' });
assert.strictEqual(sessionStorage.length, 0);
sessionStorage.setItem('a', 1);
sessionStorage.b = {};
assert.strictEqual(sessionStorage.a, '1');
assert.strictEqual(sessionStorage.getItem('b'), '[object Object]');
assert.strictEqual(sessionStorage.getItem('c'), null);
assert.strictEqual(sessionStorage.c, undefined);
assert.deepStrictEqual(Object.keys(sessionStorage).sort(), ['a', 'b']);
assert.ok('a' in sessionStorage);
assert.ok(delete sessionStorage.a);
assert.strictEqual(sessionStorage.length, 1);
assert.strictEqual(sessionStorage.key(0), 'b');
assert.strictEqual(sessionStorage.key(1), null);
assert.throws(() => sessionStorage.getItem(), { code: 'ERR_MISSING_ARGS' });
assert.throws(() => sessionStorage.setItem('x'), { code: 'ERR_MISSING_ARGS' });
assert.throws(() => sessionStorage.setItem('x', 'y'.repeat(6 * 1024 * 1024)), { name: 'QuotaExceededError' });
assert.strictEqual(sessionStorage.length, 1);
// A name of the class stays the class's.
sessionStorage.getItem = 'mine';
assert.strictEqual(typeof sessionStorage.getItem, 'function');
assert.strictEqual(sessionStorage.getItem('getItem'), 'mine');
sessionStorage.clear();
assert.strictEqual(sessionStorage.length, 0);
