'use strict';
// module.registerHooks() around require and import: the order of a chain, what hooks may return, how often they run.
const assert = require('assert');
const fs = require('fs');
const path = require('path');
const { pathToFileURL } = require('url');
const { createRequire, registerHooks } = require('module');

fs.writeFileSync('value.cjs', 'module.exports = { from: "file" };');
fs.writeFileSync('main.mjs', 'import value from "./value.cjs"; export default value; export const url = import.meta.url;');
const file = (name) => path.resolve(name);

// The hooks that came last run first.
{
  const seen = [];
  const first = registerHooks({
    resolve(specifier, context, next) {
      seen.push(`first ${specifier}`);
      return next(specifier, context);
    },
  });
  const second = registerHooks({
    resolve(specifier, context, next) {
      seen.push(`second ${specifier}`);
      return next(specifier.replace('alias', './value.cjs'), context);
    },
  });
  assert.deepStrictEqual(createRequire(file('x.js'))('alias'), { from: 'file' });
  assert.deepStrictEqual(seen, ['second alias', 'first ./value.cjs']);
  second.deregister();
  first.deregister();
  assert.throws(() => createRequire(file('x.js'))('alias/again'), { code: 'MODULE_NOT_FOUND' });
}

// A source in place of a builtin, in three formats, asked for once by each name.
for (const [format, source] of [
  ['commonjs', 'exports.made = 1'],
  ['json', '{"made":1}'],
  ['module', 'export const made = 1'],
]) {
  const name = { commonjs: 'zlib', json: 'dgram', module: 'readline' }[format];
  let calls = 0;
  const hooks = registerHooks({
    load(url, context, next) {
      if (url !== `node:${name}`) return next(url, context);
      calls++;
      return { format, source, shortCircuit: true };
    },
  });
  assert.strictEqual(require(name).made, 1);
  assert.strictEqual(require(`node:${name}`).made, 1);
  assert.strictEqual(calls, 2);
  hooks.deregister();
}

// What a hook may not return or hand on.
{
  let answer;
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      return specifier === 'odd' ? answer(context, next) : next(specifier, context);
    },
  });
  const code = (fn) => {
    answer = fn;
    try {
      require('odd');
    } catch (error) {
      return error.code;
    }
    return undefined;
  };
  assert.strictEqual(code(() => 5), 'ERR_INVALID_RETURN_PROPERTY_VALUE');
  assert.strictEqual(code(() => ({ url: 1 })), 'ERR_INVALID_RETURN_PROPERTY_VALUE');
  assert.strictEqual(code(() => ({ url: 'node:fs' })), 'ERR_INVALID_RETURN_PROPERTY_VALUE');
  assert.strictEqual(code((context, next) => next('./x', { conditions: 'none' })), 'ERR_INVALID_ARG_VALUE');
  hooks.deregister();
}

// The parent of a require made for a URL is that URL.
{
  const parents = [];
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      parents.push(context.parentURL);
      return next(specifier, context);
    },
  });
  const url = pathToFileURL(file('x.mjs')).href;
  createRequire(`${url}?a=1#b`)('./value.cjs');
  assert.deepStrictEqual(parents, [`${url}?a=1#b`]);
  hooks.deregister();
}

// CommonJS that is imported: resolved and loaded once, and in require.cache with what the hook made of it.
(async () => {
  delete require.cache[file('value.cjs')];
  const seen = [];
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      seen.push(specifier);
      return next(specifier, context);
    },
    load(url, context, next) {
      seen.push(path.basename(url));
      const result = next(url, context);
      if (url.endsWith('value.cjs')) return { ...result, source: 'module.exports = { from: "hook" };' };
      return result;
    },
  });
  const specifier = pathToFileURL(file('main.mjs')).href;
  const { default: value, url } = await import(specifier);
  assert.strictEqual(url, specifier);
  assert.deepStrictEqual(value, { from: 'hook' });
  assert.deepStrictEqual(seen, [specifier, 'main.mjs', './value.cjs', 'value.cjs']);
  hooks.deregister();
  assert.strictEqual(require(file('value.cjs')), value);
})();
