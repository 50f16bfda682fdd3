// module.register(): hooks on a thread of their own, which answer with promises.
import assert from 'node:assert';
import { writeFileSync } from 'node:fs';
import { createRequire, register } from 'node:module';

process.on('warning', (warning) => assert.strictEqual(warning.code, 'DEP0205'));
const require = createRequire(import.meta.url);
const hooks = (...functions) => `data:text/javascript,${functions.map((fn) => `export ${encodeURIComponent(fn)};`).join('')}`;

// Data for initialize(), and a hook that makes up modules.
register(hooks(
  function initialize(data) {
    globalThis.answers = data;
  },
  function resolve(specifier, context, next) {
    if (specifier in globalThis.answers) return { url: `made:${specifier}`, shortCircuit: true };
    return next(specifier, context);
  },
  async function load(url, context, next) {
    if (!url.startsWith('made:')) return next(url, context);
    await new Promise((done) => setTimeout(done, 1));
    return { format: 'module', source: globalThis.answers[url.slice(5)], shortCircuit: true };
  },
), { data: { one: 'export default 1', two: 'import one from "one"; export default one + 1;' } });

assert.strictEqual((await import('two')).default, 2);
assert.strictEqual(import.meta.resolve('one'), 'made:one');
await assert.rejects(import('three'), { code: 'ERR_MODULE_NOT_FOUND' });

// What is registered later is loaded by way of what is there already.
writeFileSync('later.mjs', 'export const resolve = (specifier, context, next) => ' +
  'next(specifier === "last" ? "one" : specifier, context);');
register(hooks(
  function initialize(url) {
    globalThis.later = url;
  },
  function resolve(specifier, context, next) {
    return specifier === 'later' ? { url: globalThis.later, shortCircuit: true } : next(specifier, context);
  },
), { data: `file://${process.cwd()}/later.mjs` });
register('later', import.meta.url);
assert.strictEqual((await import('last')).default, 1);

// A promise that never settles: an import waits with it, what cannot wait throws.
register(hooks(function resolve(specifier, context, next) {
  return specifier === 'never' ? new Promise(() => {}) : next(specifier, context);
}));
const fast = await Promise.race([import('never'), import('one')]);
assert.strictEqual(fast.default, 1);
assert.throws(() => import.meta.resolve('never'), { code: 'ERR_ASYNC_LOADER_REQUEST_NEVER_SETTLED' });

// Hooks that return what they may not.
register(hooks(function resolve(specifier, context, next) {
  if (specifier === 'null') return null;
  if (specifier === 'silent') return { url: 'node:fs' };
  return next(specifier, context);
}));
await assert.rejects(import('null'), { code: 'ERR_INVALID_RETURN_VALUE' });
await assert.rejects(import('silent'), { code: 'ERR_LOADER_CHAIN_INCOMPLETE' });

// A CommonJS text from a hook: its require goes by the hooks.
writeFileSync('plain.cjs', 'module.exports = require("virtual");');
register(hooks(
  function resolve(specifier, context, next) {
    return specifier === 'node:virtual' ? { url: 'virtual:x', shortCircuit: true } : next(specifier, context);
  },
  async function load(url, context, next) {
    if (url === 'virtual:x') return { format: 'commonjs', source: 'module.exports = "made"', shortCircuit: true };
    const result = await next(url, context);
    if (url.endsWith('/plain.cjs')) result.source = 'module.exports = require("node:virtual");';
    return result;
  },
));
const plain = new URL(`file://${process.cwd()}/plain.cjs`).href;
assert.strictEqual((await import(plain)).default, 'made');
assert.strictEqual(typeof require('fs').readFileSync, 'function');
