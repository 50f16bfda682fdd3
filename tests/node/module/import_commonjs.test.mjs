// CommonJS as it looks to import: one module whatever the query, its exports as they were when it had loaded.
import assert from 'node:assert';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const base = new URL(`file://${process.cwd()}/`).href;
const require = createRequire(base);
globalThis.runs = 0;
writeFileSync('counted.cjs', 'globalThis.runs++; exports.a = 1; exports["not a name"] = 2;');
const plain = await import(`${base}counted.cjs`);
const first = await import(`${base}counted.cjs?1`);
assert.strictEqual(first.default, plain.default);
assert.strictEqual(globalThis.runs, 1);
assert.strictEqual(require('./counted.cjs'), plain.default);
assert.deepStrictEqual(Object.keys(plain), ['a', 'default', 'module.exports', 'not a name']);

// A change in require.cache between the load and the import is not seen.
writeFileSync('snapshot.cjs', 'module.exports = 1;');
writeFileSync('mutator.cjs', 'require("./snapshot.cjs"); require.cache[require.resolve("./snapshot.cjs")].exports++;');
writeFileSync('snapshot.mjs', 'import "./mutator.cjs"; import value from "./snapshot.cjs"; export default value;');
assert.strictEqual((await import(`${base}snapshot.mjs`)).default, 1);
assert.strictEqual(require('./snapshot.cjs'), 2);

// Errors say what would have worked.
const message = (specifier) => import(specifier).then(() => undefined, (error) => error.message);
writeFileSync('odd %25#.js', '');
assert.match(await message(`${base}counted`), /Did you mean to import ".*\/counted\.cjs"\?|Cannot find module/);
await assert.rejects(import(base), { code: 'ERR_UNSUPPORTED_DIR_IMPORT', url: base });
await assert.rejects(import(''), { code: 'ERR_MODULE_NOT_FOUND' });
await assert.rejects(import('https://example.org/x.mjs'), {
  code: 'ERR_UNSUPPORTED_ESM_URL_SCHEME', message: /^Only URLs with a scheme in: file and data are/,
});
