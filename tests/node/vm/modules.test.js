// Flags: --experimental-vm-modules --no-warnings
'use strict';
// vm.SourceTextModule and vm.SyntheticModule.

const assert = require('node:assert');
const util = require('node:util');
const vm = require('node:vm');

const tests = [
  async function linksAndEvaluates() {
    const context = vm.createContext({ log: [] });
    const modules = {
      a: new vm.SourceTextModule('log.push("a"); import { b } from "b"; export default b + 1; export * from "c"', { context }),
      b: new vm.SourceTextModule('log.push("b"); export let b = 41; import "a"', { context }),
      c: new vm.SyntheticModule(['c'], function() {
        this.setExport('c', 'synthetic');
      }, { context }),
    };
    const { a } = modules;
    assert.strictEqual(a.status, 'unlinked');
    assert.deepStrictEqual(a.dependencySpecifiers, ['b', 'c']);
    assert.throws(() => a.namespace, { code: 'ERR_VM_MODULE_STATUS' });
    await a.link((specifier, referrer, { attributes }) => {
      assert.deepStrictEqual({ ...attributes }, {});
      return modules[specifier];
    });
    assert.strictEqual(a.status, 'linked');
    await assert.rejects(a.link(() => {}), { code: 'ERR_VM_MODULE_ALREADY_LINKED' });
    assert.strictEqual(await a.evaluate(), undefined);
    assert.strictEqual(a.status, 'evaluated');
    assert.strictEqual(a.namespace.default, 42);
    assert.strictEqual(a.namespace.c, 'synthetic');
    assert.deepStrictEqual([...context.log], ['b', 'a']);
    assert.match(util.inspect(a), /^SourceTextModule \{\n {2}status: 'evaluated',\n {2}identifier: 'vm:module\(0\)'/);
  },

  async function errors() {
    assert.throws(() => new vm.SourceTextModule('import ('), { name: 'SyntaxError' });
    assert.throws(() => new vm.SourceTextModule(1), { code: 'ERR_INVALID_ARG_TYPE' });
    assert.throws(() => new vm.Module(), { name: 'TypeError' });
    const thrower = new vm.SourceTextModule('throw new RangeError("inside")');
    await thrower.link(() => {});
    await assert.rejects(thrower.evaluate(), { message: 'inside' });
    assert.strictEqual(thrower.status, 'errored');
    assert.strictEqual(thrower.error.message, 'inside');
    await assert.rejects(thrower.evaluate(), { message: 'inside' });
    const lost = new vm.SourceTextModule('import "nowhere"');
    await assert.rejects(lost.link(() => ({})), { code: 'ERR_VM_MODULE_NOT_MODULE' });
    assert.strictEqual(lost.status, 'errored');
    const other = new vm.SourceTextModule('', { context: vm.createContext() });
    await assert.rejects(new vm.SourceTextModule('import "x"').link(() => other), { code: 'ERR_VM_MODULE_DIFFERENT_CONTEXT' });
    await assert.rejects(new vm.SourceTextModule('').evaluate(), { code: 'ERR_VM_MODULE_STATUS' });
    const wrongName = new vm.SourceTextModule('import { no } from "x"');
    await assert.rejects(wrongName.link(() => new vm.SourceTextModule('')), { name: 'SyntaxError' });
    const synthetic = new vm.SyntheticModule(['x'], () => {});
    assert.throws(() => synthetic.setExport('y', 1), { name: 'ReferenceError' });
    assert.throws(() => new vm.SyntheticModule(['x', 'x'], () => {}), { code: 'ERR_INVALID_ARG_VALUE' });
  },

  async function importsDynamically() {
    const context = vm.createContext({});
    const target = new vm.SourceTextModule('export const v = 5', { context });
    await target.link(() => {});
    await target.evaluate();
    const asked = [];
    const importModuleDynamically = (specifier, referrer, attributes) => {
      asked.push([specifier, referrer, attributes.type]);
      return target;
    };
    const script = new vm.Script('import("one", { with: { type: "t" } })', { importModuleDynamically });
    const promise = script.runInContext(context);
    assert.strictEqual(promise instanceof Promise, false);
    assert.strictEqual((await promise).v, 5);
    const module = new vm.SourceTextModule('export default (await import("two")).v', { context, importModuleDynamically });
    await module.link(() => {});
    await module.evaluate();
    assert.strictEqual(module.namespace.default, 5);
    const fn = vm.compileFunction('return import("three")', [], { importModuleDynamically });
    await fn();
    assert.deepStrictEqual(asked, [['one', script, 't'], ['two', module, undefined], ['three', fn, undefined]]);
    const { default: fs } = await vm.runInThisContext('import("node:fs")', {
      importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    });
    assert.strictEqual(fs, require('node:fs'));
    await assert.rejects(vm.runInThisContext('import("node:fs")'), { code: 'ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING' });
  },

  async function meta() {
    const module = new vm.SourceTextModule('export default import.meta', {
      initializeImportMeta(object, self) {
        object.self = self;
      },
    });
    await module.link(() => {});
    await module.evaluate();
    assert.strictEqual(module.namespace.default.self, module);
    assert.strictEqual(Object.getPrototypeOf(module.namespace.default), null);
  },

  async function synchronous() {
    const leaf = new vm.SourceTextModule('export const x = 1');
    const root = new vm.SourceTextModule('import { x } from "leaf"; export const y = x + 1');
    assert.throws(() => root.instantiate(), { code: 'ERR_VM_MODULE_LINK_FAILURE' });
    assert.throws(() => root.linkRequests([]), { code: 'ERR_MODULE_LINK_MISMATCH' });
    leaf.linkRequests([]);
    root.linkRequests([leaf]);
    root.instantiate();
    assert.strictEqual(root.hasTopLevelAwait(), false);
    assert.strictEqual(root.hasAsyncGraph(), false);
    const cache = leaf.createCachedData();
    root.evaluate();
    assert.strictEqual(root.namespace.y, 2);
    assert.throws(() => root.createCachedData(), { code: 'ERR_VM_MODULE_CANNOT_CREATE_CACHED_DATA' });
    assert.strictEqual(new vm.SourceTextModule('export const x = 1', { cachedData: cache }).status, 'unlinked');
    assert.throws(() => new vm.SourceTextModule('other', { cachedData: cache }), { code: 'ERR_VM_MODULE_CACHED_DATA_REJECTED' });
    assert.strictEqual(new vm.SourceTextModule('await 1').hasTopLevelAwait(), true);
  },

  async function timeout() {
    const module = new vm.SourceTextModule('while (true);');
    await module.link(() => {});
    await assert.rejects(module.evaluate({ timeout: 10 }), { code: 'ERR_SCRIPT_EXECUTION_TIMEOUT' });
  },
];

let passed = 0;
(async () => {
  for (const test of tests) {
    await test();
    passed++;
  }
})();
process.on('exit', () => assert.strictEqual(passed, tests.length));
