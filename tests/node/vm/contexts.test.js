// Contexts and scripts: globals, errors that cross, the time limit.
'use strict';
const assert = require('assert');
const vm = require('vm');

const sandbox = { seen: 1 };
vm.createContext(sandbox);
assert.strictEqual(vm.isContext(sandbox), true);
assert.strictEqual(vm.isContext({}), false);
assert.strictEqual(vm.runInContext('var made = seen + 1; made', sandbox), 2);
assert.strictEqual(sandbox.made, 2);
assert.strictEqual(vm.runInContext('typeof process', sandbox), 'undefined');

// Each context has its own intrinsics.
assert.strictEqual(vm.runInNewContext('[]') instanceof Array, false);
assert.deepStrictEqual([...vm.runInNewContext('[1, 2]')], [1, 2]);
assert.throws(() => vm.runInNewContext('missing'), (error) => {
  assert.strictEqual(error.name, 'ReferenceError');
  assert.strictEqual(error instanceof ReferenceError, false);
  return true;
});
assert.throws(() => new vm.Script('var var', { filename: 'bad.js' }), (error) => {
  assert.strictEqual(error instanceof SyntaxError, true);
  return /^bad\.js:1\n/.test(error.stack);
});

// A read-only property of the sandbox: ignored in sloppy code.
const frozen = Object.defineProperty({}, 'fixed', { value: 1, writable: false, enumerable: true });
assert.strictEqual(vm.runInNewContext('fixed = 2; fixed', frozen), 1);

// One script, many contexts.
const script = new vm.Script('n = n * 2');
for (const n of [1, 2, 3]) {
  const box = vm.createContext({ n });
  script.runInContext(box);
  assert.strictEqual(box.n, n * 2);
}
assert.strictEqual(new vm.Script('this').runInThisContext(), globalThis);

assert.throws(() => vm.runInNewContext('for (;;);', {}, { timeout: 20 }), { code: 'ERR_SCRIPT_EXECUTION_TIMEOUT' });
assert.strictEqual(vm.runInNewContext('1 + 1', {}, { timeout: 10000 }), 2);

const add = vm.compileFunction('return a + b + outer', ['a', 'b'], {
  contextExtensions: [{ outer: 10 }],
});
assert.strictEqual(add(1, 2), 13);
assert.throws(() => vm.createContext(1), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => vm.runInContext('1', {}), { code: 'ERR_INVALID_ARG_TYPE' });
