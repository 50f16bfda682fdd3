// Errors of Node's own: class, code, message and stack.
'use strict';

const assert = require('assert');
const { inherits, inspect, types } = require('util');

let error;
try {
  inherits();
} catch (caught) {
  error = caught;
}
assert.ok(types.isNativeError(error));
assert.ok(error instanceof TypeError);
assert.strictEqual(error.constructor, TypeError);
assert.strictEqual(error.name, 'TypeError');
assert.strictEqual(error.code, 'ERR_INVALID_ARG_TYPE');
assert.deepStrictEqual(Object.keys(error), ['code']);
assert.strictEqual(String(error),
                   'TypeError [ERR_INVALID_ARG_TYPE]: The "ctor" argument must be of type function. Received undefined');
assert.strictEqual(error.stack.split('\n')[0], String(error));
assert.strictEqual(error.message, 'The "ctor" argument must be of type function. Received undefined');
assert.match(inspect(error), /\{\n {2}code: 'ERR_INVALID_ARG_TYPE'\n\}$/);

// How a received value is named.
const received = [
  [null, 'null'],
  ['text', "type string ('text')"],
  ["it's", 'type string ("it\'s")'],
  ['x'.repeat(40), "type string ('xxxxxxxxxxxxxxxxxxxxxxxxx...')"],
  [5, 'type number (5)'],
  [-0, 'type number (-0)'],
  [NaN, 'type number (NaN)'],
  [5n, 'type bigint (5n)'],
  [true, 'type boolean (true)'],
  [Symbol('s'), 'type symbol (Symbol(s))'],
  [[], 'an instance of Array'],
  [new Map(), 'an instance of Map'],
  [{ __proto__: null }, '[Object: null prototype] {}'],
];
for (const [value, text] of received) {
  assert.throws(() => require('util').promisify(value), {
    code: 'ERR_INVALID_ARG_TYPE',
    message: `The "original" argument must be of type function. Received ${text}`,
  });
}

// A program that replaces Error.prepareStackTrace sees the error and its call sites.
Error.prepareStackTrace = (err, sites) => `${err.message} ${typeof sites[0].getFileName()}`;
assert.strictEqual(new Error('mine').stack, 'mine string');
delete Error.prepareStackTrace;
assert.match(new Error('default').stack, /^Error: default\n {4}at /);

// Builtins hold when a program has broken the prototypes.
const { map, forEach } = Array.prototype;
Array.prototype.map = Array.prototype.forEach = () => { throw new Error('broken'); };
assert.strictEqual(inspect({ a: [1, { b: new Map([[1, new Set([2])]]) }] }), '{ a: [ 1, { b: [Map] } ] }');
for (const [key, value] of [['map', map], ['forEach', forEach]]) {
  Object.defineProperty(Array.prototype, key, { value, enumerable: false, writable: true, configurable: true });
}
