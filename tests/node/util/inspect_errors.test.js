// util.inspect of errors.
'use strict';

const assert = require('assert');
const util = require('util');
const { inspect } = util;

// An error with a stack that does not depend on the machine.
function withStack(error, ...frames) {
  error.stack = `${error}\n${frames.map((f) => `    at ${f}`).join('\n')}`;
  return error;
}

assert.strictEqual(inspect(withStack(new Error('m'), 'a (f.js:1:1)')), 'Error: m\n    at a (f.js:1:1)');
assert.strictEqual(inspect(withStack(new TypeError('m'), 'a (f.js:1:1)', 'b (f.js:2:2)')), 'TypeError: m\n    at a (f.js:1:1)\n    at b (f.js:2:2)');
assert.strictEqual(inspect(Object.assign(withStack(new Error('m'), 'a (f.js:1:1)'), { code: 'X', info: { a: 1 } })), "Error: m\n    at a (f.js:1:1) {\n  code: 'X',\n  info: { a: 1 }\n}");
assert.strictEqual(inspect(withStack(new Error('outer', { cause: withStack(new Error('inner'), 'c (f:1:1)') }), 'a (f:2:2)')), 'Error: outer\n    at a (f:2:2) {\n  [cause]: Error: inner\n      at c (f:1:1)\n}');
assert.strictEqual(inspect(withStack(new Error('outer', { cause: withStack(new Error('inner'), 'a (f:1:1)', 'b (f:1:1)', 'c (f:1:1)', 'd (f:1:1)', 'e (f:1:1)') }), 'z (f:0:0)', 'b (f:1:1)', 'c (f:1:1)', 'd (f:1:1)', 'e (f:1:1)')), [
  'Error: outer\n',
  '    at z (f:0:0)\n',
  '    at b (f:1:1)\n',
  '    ... 2 lines matching cause stack trace ...\n',
  '    at e (f:1:1) {\n',
  '  [cause]: Error: inner\n',
  '      at a (f:1:1)\n',
  '      at b (f:1:1)\n',
  '      at c (f:1:1)\n',
  '      at d (f:1:1)\n',
  '      at e (f:1:1)\n',
  '}',
].join(''));
assert.strictEqual(inspect(withStack(new AggregateError([withStack(new Error('one'), 'a (f:1:1)'), 2], 'both'), 'a (f:1:1)')), [
  'AggregateError: both\n',
  '    at a (f:1:1) {\n',
  '  [errors]: [\n',
  '    Error: one\n',
  '        at a (f:1:1),\n',
  '    2\n',
  '  ]\n',
  '}',
].join(''));
assert.strictEqual(inspect({ e: withStack(new Error('nested'), 'a (f:1:1)') }), '{\n  e: Error: nested\n      at a (f:1:1)\n}');
assert.strictEqual(inspect([[[withStack(new Error('deep'), 'a (f:1:1)')]]], { depth: 0 }), '[ [Array] ]');
assert.strictEqual(inspect(Object.assign(new Error('no frames'), { stack: 'Error: no frames' })), '[Error: no frames]');
assert.strictEqual(inspect(Object.assign(new Error('m'), { stack: undefined })), '[Error: m]');
assert.strictEqual(inspect((() => { class Foo extends Error {} const e = new Foo('m'); e.stack = 'Error: m\n    at x (y:1:1)'; return e; })()), 'Foo [Error]: m\n    at x (y:1:1)');
assert.strictEqual(inspect((() => { class FooError extends TypeError {} const e = new FooError('m'); e.stack = 'TypeError: m\n    at x (y:1:1)'; return e; })()), 'FooError [TypeError]: m\n    at x (y:1:1)');
assert.strictEqual(inspect(Object.assign(withStack(new Error('old'), 'a (f:1:1)'), { message: 'new message', name: 'Named' })), "Error: old\n    at a (f:1:1) {\n  name: 'Named'\n}");
assert.strictEqual(inspect(Object.setPrototypeOf(withStack(new Error('m'), 'a (f:1:1)'), null)), '[Error: null prototype]: m\n    at a (f:1:1)');
assert.strictEqual(inspect(withStack(new Error('rec'), ...Array(6).fill(['a (f:1:1)', 'b (f:2:2)']).flat(), 'end (f:3:3)')), [
  'Error: rec\n',
  '    at a (f:1:1)\n',
  '    at b (f:2:2)\n',
  '    ... collapsed 10 duplicate lines matching above 2 lines 5 times...\n',
  '    at end (f:3:3)',
].join(''));
assert.strictEqual(inspect(withStack(new Error('mods'), 'a (/x/node_modules/@s/pkg/i.js:1:1)', 'Module._compile (node:internal/modules/cjs/loader:1:1)'), { colors: true }), [
  'Error: mods\n',
  '    at a (/x/node_modules/\u001b[4m@s/pkg\u001b[24m/i.js:1:1)\n',
  '\u001b[90m    at Module._compile (node:internal/modules/cjs/loader:1:1)\u001b[39m',
].join(''));
assert.strictEqual(inspect(Object.assign(withStack(new Error('m'), 'a (f:1:1)'), { cause: 'text' })), "Error: m\n    at a (f:1:1) {\n  cause: 'text'\n}");
assert.strictEqual(inspect(Object.defineProperty(withStack(new Error('m'), 'a (f:1:1)'), 'name', { get() { throw new Error('no'); } })).split('\n')[0], 'Error: m');
