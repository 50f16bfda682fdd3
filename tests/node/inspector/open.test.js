'use strict';
// inspector.open(): a server that the program starts and ends itself.
const assert = require('assert');
const inspector = require('inspector');

const handle = inspector.open(0, '127.0.0.1');
assert.match(inspector.url(), /^ws:\/\/127\.0\.0\.1:\d+\/[0-9a-f-]{36}$/);
assert.throws(() => inspector.open(0), { code: 'ERR_INSPECTOR_ALREADY_ACTIVATED' });
inspector.close();
assert.strictEqual(inspector.url(), undefined);
assert.throws(() => inspector.open(99999), { code: 'ERR_OUT_OF_RANGE' });
assert.strictEqual(typeof handle[Symbol.dispose], 'function');
