// Flags: --experimental-import-text --no-warnings
// `with { type: 'text' }` takes any file as its text; without the attribute text is no module.
import assert from 'node:assert';
import { writeFileSync } from 'node:fs';

const base = new URL(`file://${process.cwd()}/`).href;
writeFileSync('a.txt', '\ufeffhi\n');
writeFileSync('b.mjs', 'throw 1;');
const text = async (specifier) => (await import(specifier, { with: { type: 'text' } })).default;
assert.strictEqual(await text(`${base}a.txt`), 'hi\n');
assert.strictEqual(await text(`${base}b.mjs`), 'throw 1;');
assert.strictEqual(await text('data:text/plain,x'), 'x');
await assert.rejects(import(`${base}a.txt`), { code: 'ERR_UNKNOWN_FILE_EXTENSION' });
await assert.rejects(import('data:text/plain,x'), { code: 'ERR_IMPORT_ATTRIBUTE_MISSING' });
await assert.rejects(text('data:text/javascript,0').then(() => import(`${base}a.txt`, { with: { type: 'css' } })), {
  code: /ERR_UNKNOWN_FILE_EXTENSION|ERR_IMPORT_ATTRIBUTE_UNSUPPORTED/,
});
