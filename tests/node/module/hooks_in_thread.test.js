// module.registerHooks and the rest of node:module: chains, virtual files, require and import alike, errors of hooks, stripping of types.
'use strict';

const module_ = require('module');
const fs = require('fs');
const path = require('path');
const { pathToFileURL } = require('url');

const show = async (name, act) => { try { console.log(name, await act()); } catch (error) { console.log(name, 'failed', error.name, error.code, error.message.split('\n')[0].replaceAll(process.cwd(), 'CWD').replaceAll(fs.realpathSync('.'), 'CWD')); } };
const file = (name, text) => { fs.writeFileSync(name, text); return path.resolve(name); };

async function main() {
  const virtual = module_.registerHooks({
    resolve(specifier, context, nextResolve) {
      if (specifier.startsWith('virtual:')) return { url: specifier, format: specifier.endsWith('json') ? 'json' : specifier.endsWith('m') ? 'module' : 'commonjs', shortCircuit: true };
      return nextResolve(specifier, context);
    },
    load(url, context, nextLoad) {
      if (url === 'virtual:c') return { format: 'commonjs', source: 'exports.name = "virtual cjs"; exports.file = __filename;', shortCircuit: true };
      if (url === 'virtual:m') return { format: 'module', source: 'export default "virtual esm"; export const { url } = import.meta;', shortCircuit: true };
      if (url === 'virtual:json') return { format: 'json', source: '{"virtual":true}', shortCircuit: true };
      if (url === 'virtual:nothing') return { format: 'commonjs' };
      return nextLoad(url, context);
    },
  });
  await show('require', () => require('virtual:c').name);
  await show('import', async () => (await import('virtual:m')).default);
  await show('require esm', () => require('virtual:m').default);
  await show('json', async () => (await import('virtual:json', { with: { type: 'json' } })).default);
  await show('no short circuit', () => require('virtual:nothing'));

  const order = [];
  const outer = module_.registerHooks({ resolve(s, c, next) { order.push(`outer ${s}`); return next(s, c); } });
  const inner = module_.registerHooks({
    resolve(s, c, next) { order.push(`inner ${s} ${c.conditions.includes('require')}`); return next(s === 'renamed' ? 'node:path' : s, c); },
    load(url, c, next) { const r = next(url, c); if (url.endsWith('loud.cjs')) return { ...r, source: String(r.source).toUpperCase() }; return r; },
  });
  await show('renamed', () => require('renamed') === path);
  console.log(order);
  file('loud.cjs', 'module.exports = "quiet"'.replace('module.exports', 'globalThis.LOUD'));
  await show('changed source', () => { try { require('./loud.cjs'.replace('.', process.cwd())); } catch (error) { return error.name; } return globalThis.LOUD; });
  inner.deregister();
  order.length = 0;
  await show('deregistered', () => { require('node:os'); return order.length; });
  outer.deregister();
  virtual.deregister();
  await show('gone', () => require('virtual:other'));
  await show('throwing', () => { const h = module_.registerHooks({ resolve() { throw new RangeError('from hook'); } }); try { require('./x'); } finally { h.deregister(); } });
  await show('bad answer', () => { const h = module_.registerHooks({ resolve() { return 5; } }); try { require('./y'); } finally { h.deregister(); } });
  await show('bad hooks', () => module_.registerHooks({ resolve: 5 }));

  await show('builtins', () => [module_.builtinModules.includes('fs'), module_.builtinModules.includes('node:test'), module_.isBuiltin('fs/promises'), module_.isBuiltin('node:test'), module_.isBuiltin('test'), module_.isBuiltin('nothing')]);
  await show('createRequire', () => { file('data.json', '{"a":1}'); return module_.createRequire(`${process.cwd()}/`)('./data.json'); });
  await show('createRequire url', () => module_.createRequire(pathToFileURL(path.resolve('x.js')))('./data.json').a);
  await show('createRequire bad', () => module_.createRequire('relative'));
  await show('wrap', () => [module_.wrap('x'), module_.wrapper.length]);
  await show('paths', () => module_._nodeModulePaths('/a/node_modules/b'));
  await show('resolve paths', () => require.resolve.paths('./x').length + require.resolve.paths('fs'));
  await show('strip', () => module_.stripTypeScriptTypes('const a: number = 1; type T = string; export { a };'));
  await show('strip bad', () => module_.stripTypeScriptTypes('enum E { A }'));
  await show('strip mode', () => module_.stripTypeScriptTypes('x', { mode: 'none' }));
  await show('typescript file', () => require(file('typed.cts', 'const n: number = 41; module.exports = n + 1 satisfies number;')));
  await show('typescript import', async () => (await import(pathToFileURL(file('typed.mts', 'export const n: number = 5; interface I {} export type { I };')))).n);
  await show('find package', () => { fs.mkdirSync('pkg'); file('pkg/package.json', '{"name":"pkg","type":"module"}'); return path.basename(path.dirname(module_.findPackageJSON(pathToFileURL(path.resolve('pkg/x.js'))))); });
  await show('source map', () => [new module_.SourceMap({ version: 3, sources: ['a.js'], names: [], mappings: 'AAAA;AACA' }).findEntry(1, 0).originalLine, module_.findSourceMap('nothing')]);
  await show('sync builtins', () => module_.syncBuiltinESMExports());
  await show('cycle', () => { file('a.cjs', 'exports.early = 1; exports.b = require("./b.cjs"); exports.late = 2;'); file('b.cjs', 'module.exports = Object.keys(require("./a.cjs"));'); return require(path.resolve('a.cjs')); });
  await show('cache', () => { const at = file('n.cjs', 'module.exports = {}'); const one = require(at); delete require.cache[fs.realpathSync(at)]; return one === require(at); });
  await show('extensions', () => [Object.keys(require.extensions), typeof require.main, module.children.length > 0, module.loaded, module.paths.length > 0]);
  await show('json bad', () => require(file('bad.json', '{"a":}')));
  await show('syntax', () => require(file('bad.cjs', 'let let = 1')));
  await show('esm throws', () => require(file('throws.mjs', 'throw new TypeError("esm")')));
  await show('esm await', () => require(file('await.mjs', 'await 1; export default 1')));
  await show('esm named', () => Object.keys(require(file('named.mjs', 'export default 1; export const b = 2; export { b as "module.exports" };'))));
}

main();
