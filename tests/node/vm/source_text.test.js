// Flags: --experimental-vm-modules --no-warnings
// vm: contexts, scripts and modules of source text as test runners use them.
'use strict';

const vm = require('vm');
const { inspect } = require('util');

const show = async (name, act) => { try { console.log(name, inspect(await act())); } catch (error) { console.log(name, 'failed', error?.name, error?.code, error?.message); } };

async function main() {
  const context = vm.createContext({ console, base: 1 }, { name: 'box', origin: 'http://box' });
  await show('global', () => vm.runInContext('var own = base + 1; globalThis.other = 5; [typeof process, own, typeof require]', context));
  await show('sandbox', () => [context.own, context.other, vm.isContext(context), vm.isContext({})]);
  await show('strict', () => vm.runInContext('"use strict"; undeclared = 1', context));
  await show('const', () => { vm.runInContext('const c = 1', context); return [vm.runInContext('c', context), 'c' in context]; });
  await show('other realm', () => [vm.runInContext('[]', context) instanceof Array, vm.runInNewContext('a + 1', { a: 2 })]);
  await show('syntax', () => new vm.Script('let x =\n  ;', { filename: 'bad.js' }));
  await show('position', () => { try { vm.runInThisContext('\n  throw new Error("where")', { filename: 'file.vm', lineOffset: 10, columnOffset: 3 }); } catch (error) { return error.stack.split('\n').filter((line) => line.includes('file.vm')); } });
  await show('timeout', () => vm.runInNewContext('while (true);', {}, { timeout: 20 }));
  await show('codegen', () => vm.runInNewContext('eval("1")', {}, { contextCodeGeneration: { strings: false } }));
  await show('cached', () => { const s = new vm.Script('1 + 1'); const data = s.createCachedData(); const t = new vm.Script('1 + 1', { cachedData: data }); return [Buffer.isBuffer(data), t.cachedDataRejected, t.runInThisContext()]; });
  await show('compileFunction', () => vm.compileFunction('return a + b + extra', ['a', 'b'], { contextExtensions: [{ extra: 100 }] })(1, 2));
  await show('compileFunction bad', () => vm.compileFunction('}', []));
  await show('constants', () => [vm.constants.DONT_CONTEXTIFY.toString(), vm.runInContext('globalThis.x = 1; Object.keys(globalThis)', vm.createContext(vm.constants.DONT_CONTEXTIFY))]);
  await show('import without', () => vm.runInNewContext('import("fs")'));
  await show('import main', async () => (await vm.runInThisContext('import("node:path")', { importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER })).sep);
  await show('import own', async () => (await vm.runInContext('import("thing")', context, { importModuleDynamically: async (specifier) => { const m = new vm.SyntheticModule(['name'], function() { this.setExport('name', specifier); }); await m.link(() => {}); await m.evaluate(); return m; } })).name);

  const module = new vm.SourceTextModule('import { a, b as c } from "dep"; export default a + c; export const meta = import.meta.prop; export { a }; export let counter = 0; export const up = () => ++counter;', { context, identifier: 'main', initializeImportMeta(meta, self) { meta.prop = self.identifier; } });
  console.log(module.status, module.identifier, module.dependencySpecifiers);
  await show('early evaluate', () => module.evaluate());
  await module.link(async (specifier, referencing, { attributes }) => {
    console.log('link', specifier, referencing.identifier, attributes);
    return new vm.SyntheticModule(['a', 'b'], function() { this.setExport('a', 1); this.setExport('b', 2); }, { context: referencing.context });
  });
  console.log(module.status);
  await show('evaluate', () => module.evaluate());
  console.log(module.status, module.namespace.default, module.namespace.meta, module.namespace.up(), module.namespace.counter, Object.keys(module.namespace));
  await show('namespace', () => module.namespace);
  const failing = new vm.SourceTextModule('throw new RangeError("inside")', { identifier: 'failing' });
  await failing.link(() => {});
  await show('failing', () => failing.evaluate());
  console.log(failing.status, failing.error.message);
  await show('no error', () => module.error);
  await show('unresolved', () => new vm.SourceTextModule('import "nothing"').link(() => { throw new Error('cannot find'); }));
  await show('missing export', async () => { const m = new vm.SourceTextModule('import { x } from "y"'); await m.link(() => new vm.SyntheticModule(['z'], () => {})); });
  await show('bad linker', () => new vm.SourceTextModule('import "y"').link(() => 5));
  await show('syntax', () => new vm.SourceTextModule('export let', { identifier: 'broken' }));
  await show('set unknown', async () => { const m = new vm.SyntheticModule(['a'], function() { this.setExport('b', 1); }); await m.link(() => {}); await m.evaluate(); });
  await show('top-level await', async () => { const m = new vm.SourceTextModule('export const v = await Promise.resolve(7)'); await m.link(() => {}); await m.evaluate(); return m.namespace.v; });
  await show('cycle', async () => {
    const a = new vm.SourceTextModule('import { b } from "b"; export const a = 1; export const seen = () => b;', { identifier: 'a' });
    const b = new vm.SourceTextModule('import { a } from "a"; export const b = () => a;', { identifier: 'b' });
    await a.link((specifier) => (specifier === 'b' ? b : a));
    await a.evaluate();
    return a.namespace.seen()();
  });
  await show('measureMemory', async () => Object.keys(await vm.measureMemory({ mode: 'summary', execution: 'eager' })).includes('total'));
  await show('proxy sandbox', () => { const seen = []; const c = vm.createContext(new Proxy({}, { get(t, k) { seen.push(String(k)); return t[k]; }, has() { return false; } })); vm.runInContext('typeof zzz', c); return seen.includes('zzz'); });
}

main();
