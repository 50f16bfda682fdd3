// What assertions accept and reject, and the errors they throw.
'use strict';

const assert = require('assert');
const { inspect } = require('util');

assert.strictEqual(require('assert/strict'), assert.strict);
assert.strictEqual(assert.strict.equal, assert.strictEqual);
assert.strictEqual(assert.strict.strict, assert.strict);

// The error itself.
let error;
try {
  assert.strictEqual(1, 2);
} catch (caught) {
  error = caught;
}
assert.ok(error instanceof assert.AssertionError);
assert.ok(error instanceof Error);
assert.deepStrictEqual(Object.keys(error), ['generatedMessage', 'code', 'actual', 'expected', 'operator', 'diff']);
assert.strictEqual(error.code, 'ERR_ASSERTION');
assert.strictEqual(error.generatedMessage, true);
assert.strictEqual(error.actual, 1);
assert.strictEqual(error.expected, 2);
assert.strictEqual(error.operator, 'strictEqual');
assert.match(error.stack, /^AssertionError \[ERR_ASSERTION\]: Expected values to be strictly equal:\n\n1 !== 2\n\n {4}at /);
// The first frame is the caller's.
assert.ok(error.stack.split('\n')[4].includes('behaviour.test.js'));
assert.match(String(error), /^AssertionError \[ERR_ASSERTION\]: Expected/);
assert.match(inspect(error), /actual: 1,\n {2}expected: 2,\n {2}operator: 'strictEqual',\n {2}diff: 'simple'\n\}$/);

// An error as the message is thrown itself.
const own = new RangeError('own');
assert.throws(() => assert.ok(false, own), (thrown) => thrown === own);
assert.throws(() => assert.strictEqual(1, 2, own), RangeError);
assert.throws(() => assert.fail(own), RangeError);

// Missing and wrong arguments.
assert.throws(() => assert.equal(1), { code: 'ERR_MISSING_ARGS' });
assert.throws(() => assert.throws('no function'), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => assert.throws(() => {}, 'text', 'text'), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => assert.throws(() => { throw new Error('same'); }, 'same'), { code: 'ERR_AMBIGUOUS_ARGUMENT' });
assert.throws(() => assert.throws(() => { throw new Error('x'); }, {}), { code: 'ERR_INVALID_ARG_VALUE' });
assert.throws(() => assert.match('x', 'x'), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => assert.Assert(), { code: 'ERR_CONSTRUCT_CALL_REQUIRED' });

// Other errors than the unwanted one pass through.
assert.throws(() => assert.doesNotThrow(() => { throw new RangeError('through'); }, TypeError), RangeError);

// Validation of thrown errors.
assert.throws(() => { throw new TypeError('bad value'); }, TypeError);
assert.throws(() => { throw new TypeError('bad value'); }, /^TypeError: bad value$/);
assert.throws(() => { throw new TypeError('bad value'); }, { name: 'TypeError', message: /value/ });
assert.throws(() => { throw new TypeError('bad value'); }, (thrown) => thrown.message.length === 9);
assert.throws(() => { throw null; });
assert.throws(() => { throw Object.assign(new Error('x'), { nested: { a: [1] } }); }, { nested: { a: [1] } });
assert.doesNotThrow(() => {});
assert.ifError(null);
assert.ifError(undefined);

// Instances have options of their own.
const loose = new assert.Assert({ strict: false });
loose.equal(1, '1');
const strict = new assert.Assert();
assert.throws(() => strict.equal(1, '1'), { code: 'ERR_ASSERTION' });
new assert.Assert({ skipPrototype: true }).deepStrictEqual(new (class A { a = 1; })(), { a: 1 });
assert.throws(() => new assert.Assert({ diff: 'none' }), { code: 'ERR_INVALID_ARG_VALUE' });

// Promises.
let settled = 0;
async function promises() {
  await assert.rejects(Promise.reject(new TypeError('no')), TypeError);
  await assert.rejects(async () => { throw new Error('x'); }, /x/);
  await assert.rejects(assert.rejects(Promise.resolve(1)), {
    code: 'ERR_ASSERTION', message: 'Missing expected rejection.', operator: 'rejects',
  });
  await assert.rejects(assert.rejects(() => 5), { code: 'ERR_INVALID_RETURN_VALUE' });
  await assert.rejects(assert.rejects(5), { code: 'ERR_INVALID_ARG_TYPE' });
  await assert.doesNotReject(Promise.resolve());
  await assert.rejects(assert.doesNotReject(Promise.reject(new Error('why'))), {
    message: 'Got unwanted rejection.\nActual message: "why"',
  });
  settled++;
}
promises();
process.on('exit', () => assert.strictEqual(settled, 1));
