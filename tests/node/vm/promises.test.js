'use strict';
// Promises, ticks and errors of another context reach the program's own handlers.

const assert = require('node:assert');
const { AsyncLocalStorage, createHook } = require('node:async_hooks');
const fs = require('node:fs');
const vm = require('node:vm');

const seen = [];
process.on('unhandledRejection', (reason) => seen.push(`rejection ${reason.message}`));
process.on('uncaughtException', (error) => seen.push(`exception ${error.message}`));

const context = vm.createContext({ fs, process, queueMicrotask, seen, setImmediate, setTimeout });
vm.runInContext(`
  Promise.reject(new Error('a'));
  (async () => { await null; throw new Error('b') })();
  process.nextTick(() => { seen.push('tick'); throw new Error('c') });
  queueMicrotask(() => { seen.push('microtask') });
  setTimeout(() => { null.d }, 1);
  setImmediate(async () => { await 1; seen.push('immediate') });
  fs.readFile('/does/not/exist', (error) => { seen.push(error.code) });
  fs.promises.readFile('/does/not/exist').catch((error) => { seen.push('promised ' + error.code) });
  import('node:fs').catch((error) => { seen.push('import ' + error.code) });
`, context);

// A queue of its own is run when the script ends, and at no other time.
const own = vm.createContext({ seen }, { microtaskMode: 'afterEvaluate' });
vm.runInContext('Promise.resolve().then(() => seen.push("own")); seen.push("sync")', own);
assert.deepStrictEqual(seen, ['sync', 'own']);
vm.runInContext('Promise.reject(new Error("own rejection"))', own);

// Asynchronous context goes through.
const storage = new AsyncLocalStorage();
const kept = storage.run('store', () => vm.runInContext('async () => { await 1; return get() }',
                                                        vm.createContext({ get: () => storage.getStore() }))());

// So do hooks, in contexts that are older and newer than they.
const types = [];
const hook = createHook({ init: (id, type) => types.push(type) }).enable();
vm.runInContext('Promise.resolve(1)', context);
vm.runInNewContext('Promise.resolve(1)');
hook.disable();
assert.strictEqual(types.filter((type) => type === 'PROMISE').length >= 2, true);

kept.then((value) => seen.push(value));
process.on('exit', () => {
  assert.deepStrictEqual(seen.toSorted(), [
    'ENOENT', "exception Cannot read properties of null (reading 'd')", 'exception c', 'immediate',
    'import ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING', 'microtask', 'own', 'promised ENOENT', 'rejection a', 'rejection b',
    'rejection own rejection', 'store', 'sync', 'tick',
  ]);
});
