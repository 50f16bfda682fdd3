'use strict';
// process.env: strings only, deletion, enumeration, what it refuses.
const assert = require('assert');
const { inspect } = require('util');

const { env } = process;
env.HEDDLE_TEST = 42;
assert.strictEqual(env.HEDDLE_TEST, '42');
env.HEDDLE_TEST = undefined;
assert.strictEqual(env.HEDDLE_TEST, 'undefined');
assert.strictEqual('HEDDLE_TEST' in env, true);
assert.strictEqual(Object.hasOwn(env, 'HEDDLE_TEST'), true);
assert.ok(Object.keys(env).includes('HEDDLE_TEST'));
assert.ok(inspect(env).includes('HEDDLE_TEST'));
assert.strictEqual(delete env.HEDDLE_TEST, true);
assert.strictEqual(delete env.HEDDLE_TEST, true);
assert.strictEqual(env.HEDDLE_TEST, undefined);
env[7] = 'seven';
assert.strictEqual(env['7'], 'seven');
delete env[7];
env[''] = 'x';
assert.strictEqual(env[''], undefined);
assert.strictEqual(env.toString, Object.prototype.toString);
assert.strictEqual(env[Symbol.iterator], undefined);
assert.throws(() => { env[Symbol('s')] = 1; }, TypeError);
assert.throws(() => { env.x = Symbol('s'); }, TypeError);
assert.throws(() => Object.defineProperty(env, 'y', { value: 'y' }), { code: 'ERR_INVALID_OBJECT_DEFINE_PROPERTY' });
assert.throws(() => Object.defineProperty(env, 'y', { get() {} }), {
  code: 'ERR_INVALID_OBJECT_DEFINE_PROPERTY',
  message: '\'process.env\' does not accept an accessor(getter/setter) descriptor',
});
Object.defineProperty(env, 'Y', { value: 'y', configurable: true, enumerable: true, writable: true });
assert.strictEqual(env.Y, 'y');

env.TZ = 'Asia/Tokyo';
assert.strictEqual(new Date(0).getHours(), 9);
env.TZ = 'UTC';
assert.strictEqual(new Date(0).getHours(), 0);
