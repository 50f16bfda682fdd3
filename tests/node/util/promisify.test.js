// util.promisify and util.callbackify.
'use strict';

const assert = require('assert');
const util = require('util');

let done = 0;
process.on('exit', () => assert.strictEqual(done, 7));

function add(a, b, callback) {
  setImmediate(callback, a === null ? new Error('no number') : null, a + b, 'second');
}

const addAsync = util.promisify(add);
assert.strictEqual(addAsync.name, 'add');
assert.strictEqual(addAsync.length, 3);
assert.strictEqual(addAsync[util.promisify.custom], addAsync);
assert.strictEqual(util.promisify(addAsync), addAsync);
addAsync(1, 2).then((sum) => {
  assert.strictEqual(sum, 3);
  done++;
});
addAsync(null, 2).catch((error) => {
  assert.strictEqual(error.message, 'no number');
  done++;
});

function custom() {}
custom[util.promisify.custom] = () => Promise.resolve('custom');
util.promisify(custom)().then((value) => {
  assert.strictEqual(value, 'custom');
  done++;
});
assert.throws(() => util.promisify(5), { code: 'ERR_INVALID_ARG_TYPE' });

const back = util.callbackify(async (value) => {
  if (value === 'throw') throw new Error('thrown');
  if (value === 'falsy') throw null;
  return value * 2;
});
assert.strictEqual(back.length, 2);
back(21, (error, value) => {
  assert.strictEqual(error, null);
  assert.strictEqual(value, 42);
  done++;
});
back('throw', (error) => {
  assert.strictEqual(error.message, 'thrown');
  done++;
});
back('falsy', (error) => {
  assert.strictEqual(error.code, 'ERR_FALSY_VALUE_REJECTION');
  assert.strictEqual(error.reason, null);
  done++;
});
assert.throws(() => back(1), { code: 'ERR_INVALID_ARG_TYPE', message: /"last argument"|last argument/ });

// The first deprecated call warns, the second does not.
const old = util.deprecate((x) => x + 1, 'old is old', 'DEP_TEST');
let warnings = 0;
process.on('warning', (warning) => {
  warnings++;
  assert.strictEqual(warning.code, 'DEP_TEST');
  assert.strictEqual(warning.name, 'DeprecationWarning');
});
process.stderr.write = () => true;
assert.strictEqual(old(1), 2);
assert.strictEqual(old(2), 3);
setTimeout(() => {
  assert.strictEqual(warnings, 1);
  done++;
}, 5);
