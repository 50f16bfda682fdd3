// Each way to name an export of a builtin finds its value, also where the builtin loads that part only when it is asked for.
import assert from 'node:assert';
import { writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import fs, { ReadStream as Stream, promises } from 'fs';
import http, {
  Agent, // The client's half.
  request,
} from "http";

assert.strictEqual(Stream, fs.ReadStream);
assert.strictEqual(promises, fs.promises);
assert.strictEqual(Agent, http.Agent);
assert.strictEqual(request, http.request);

const base = new URL(`file://${process.cwd()}/`).href;
let count = 0;
async function namesOf(text) {
  writeFileSync(`${++count}.mjs`, text);
  return import(`${base}${count}.mjs`);
}

const whole = `export const whole = (ns) => Object.keys(ns).filter((name) => ns[name] === undefined && name !== 'lchmod' &&
  name !== 'lchmodSync');\n`;
assert.strictEqual((await namesOf("export { WriteStream } from 'fs';")).WriteStream, fs.WriteStream);
assert.strictEqual((await namesOf("export * from 'node:http';")).globalAgent, http.globalAgent);
assert.strictEqual((await namesOf("import a /* from 'x' */, { WriteStream } from 'fs'; export { WriteStream };")).WriteStream,
                   fs.WriteStream);
assert.strictEqual((await namesOf("import { Utf8Stream } from '\\x66s'; import 'fs'; export { Utf8Stream };")).Utf8Stream,
                   fs.Utf8Stream);
assert.strictEqual((await namesOf("const x=1;import{FileReadStream as f}from'fs';export{f}")).f, fs.FileReadStream);
assert.strictEqual((await namesOf("import { 'ClientRequest' as C } from 'http'; export { C };")).C, http.ClientRequest);
assert.strictEqual((await namesOf("// import x from 'http';\nimport * as h // import x\nfrom 'http';\nexport { h };")).h.Agent,
                   http.Agent);
for (const id of ['fs', 'http']) {
  const { whole: left, ns } = await namesOf(`${whole}import * as ns from 'node:${id}'; export { ns };`);
  assert.deepStrictEqual(left(ns), []);
  assert.deepStrictEqual(left(await import(id)), []);
}

// What a program changes is seen when it says so.
const { promises: before } = await import('fs');
Object.defineProperty(fs, 'promises', { __proto__: null, value: 'other', configurable: true, enumerable: true });
assert.strictEqual(promises, before);
syncBuiltinESMExports();
assert.strictEqual(promises, 'other');
