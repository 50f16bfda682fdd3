'use strict';
// What a contextified object sees of its global object, and the other way round.

const assert = require('node:assert');
const vm = require('node:vm');

{
  const sandbox = { given: 1 };
  const context = vm.createContext(sandbox);
  assert.strictEqual(context, sandbox);
  assert.strictEqual(vm.isContext(sandbox), true);
  assert.strictEqual(vm.isContext({}), false);
  vm.runInContext('var a = given + 1; b = 3; this.c = 4; function f() { return a } const hidden = 5; let l = 6', context);
  assert.deepStrictEqual(Object.keys(sandbox), ['given', 'f', 'a', 'b', 'c']);
  assert.strictEqual(sandbox.f(), 2);
  assert.strictEqual('hidden' in sandbox || 'l' in sandbox, false);
  assert.strictEqual(vm.runInContext('hidden + l', context), 11);
  sandbox.later = 7;
  assert.strictEqual(vm.runInContext('later', context), 7);
  assert.strictEqual(vm.runInContext('delete later', context), true);
  assert.strictEqual('later' in sandbox, false);
  assert.throws(() => vm.runInContext('later', context), { name: 'ReferenceError' });
}

// Strict mode: an assignment to a name that is nowhere is an error and leaves nothing behind.
{
  const sandbox = {};
  const context = vm.createContext(sandbox);
  assert.throws(() => vm.runInContext('"use strict"; nowhere = 1', context), { message: 'nowhere is not defined' });
  assert.deepStrictEqual(Object.keys(sandbox), []);
  vm.runInContext('"use strict"; this.x = 1; Reflect.set(this, "y", 2); var z = 3', context);
  assert.deepStrictEqual({ ...sandbox }, { x: 1, y: 2, z: 3 });
  vm.runInContext('"use strict"; x = 10', context);
  assert.strictEqual(sandbox.x, 10);
}

// Descriptors.
{
  const sandbox = {};
  Object.defineProperty(sandbox, 'fixed', { value: 1 });
  let stored = 0;
  Object.defineProperty(sandbox, 'acc', { configurable: true, get: () => stored, set: (v) => { stored = v * 2; } });
  const context = vm.createContext(sandbox);
  vm.runInContext('fixed = 2; acc = 21', context);
  assert.strictEqual(sandbox.fixed, 1);
  assert.strictEqual(stored, 42);
  assert.strictEqual(vm.runInContext('acc', context), 42);
  assert.throws(() => vm.runInContext('"use strict"; fixed = 2', context), { name: 'TypeError' });
  assert.strictEqual(vm.runInContext('delete fixed', context), false);
  const found = vm.runInContext('Object.getOwnPropertyDescriptor(globalThis, "fixed")', context);
  assert.deepStrictEqual({ ...found }, { value: 1, writable: false, enumerable: false, configurable: false });
  vm.runInContext('Object.defineProperty(this, "d", { get() { return "got" }, enumerable: true, configurable: true })', context);
  assert.strictEqual(sandbox.d, 'got');
  assert.strictEqual(Object.getOwnPropertyDescriptor(sandbox, 'd').enumerable, true);
}

// Indices and symbols.
{
  const symbol = Symbol('s');
  const sandbox = { 7: 'seven', [symbol]: 'sym' };
  const context = vm.createContext(sandbox);
  assert.strictEqual(vm.runInContext('this[7]', context), 'seven');
  vm.runInContext('this[3] = "three"; Object.defineProperty(this, 4, { value: "four", enumerable: true, configurable: true })', context);
  assert.strictEqual(sandbox[3] + sandbox[4], 'threefour');
  assert.deepStrictEqual([...vm.runInContext('Object.keys(this).filter((k) => +k >= 0)', context)], ['3', '4', '7']);
  assert.strictEqual(vm.runInContext('delete this[7]', context), true);
  assert.strictEqual(7 in sandbox, false);
  const global = vm.runInContext('this', context);
  assert.strictEqual(global[symbol], 'sym');
  assert(Reflect.ownKeys(global).includes(symbol));
}

// The global object is not the sandbox, and its properties shine through.
{
  const sandbox = {};
  sandbox.self = sandbox;
  const context = vm.createContext(sandbox);
  assert.strictEqual(vm.runInContext('self === globalThis', context), true);
  assert.notStrictEqual(vm.runInContext('this', context), sandbox);
  assert.strictEqual(vm.runInContext('typeof Array + typeof process', context), 'functionundefined');
  assert.strictEqual(vm.runInContext('"Array" in globalThis', context), true);
}

// A class names the global object.
{
  class Box {}
  const context = vm.createContext(new Box());
  assert.strictEqual(vm.runInContext('Object.prototype.toString.call(globalThis)', context), '[object Box]');
}

// Traps of a proxy.
{
  const seen = [];
  const proxy = new Proxy({ x: 1 }, {
    get(target, key, receiver) {
      seen.push(`get ${String(key)}`);
      return Reflect.get(target, key, receiver);
    },
    set(target, key, value) {
      seen.push(`set ${String(key)}`);
      target[key] = value;
      return true;
    },
  });
  const context = vm.createContext(proxy);
  assert.strictEqual(vm.runInContext('x', context), 1);
  vm.runInContext('y = 2', context);
  assert.strictEqual(proxy.y, 2);
  assert(seen.includes('set y'));
}

// Without interceptors.
{
  const global = vm.createContext(vm.constants.DONT_CONTEXTIFY);
  assert.strictEqual(vm.isContext(global), true);
  assert.strictEqual(vm.runInContext('globalThis', global), global);
  global.a = 1;
  assert.strictEqual(vm.runInContext('a + 1', global), 2);
  vm.runInContext('Object.freeze(globalThis)', global);
  assert.throws(() => vm.runInContext('"use strict"; a = 2', global), { name: 'TypeError' });
}
