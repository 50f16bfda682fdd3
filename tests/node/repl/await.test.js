// Top-level await, and history in a file.
'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const repl = require('node:repl');
const { PassThrough } = require('node:stream');

const input = new PassThrough();
const output = new PassThrough({ encoding: 'utf8' });
let text = '';
output.on('data', (chunk) => text += chunk);

function wait(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function type(server, line) {
  await wait(5);
  text = '';
  server.write(`${line}\n`);
  for (let i = 0; i < 200 && !text.endsWith('> '); i++) await wait(5);
  return text.replace(/> $/, '');
}

async function main() {
  const server = repl.start({ input, output, useGlobal: true, terminal: false });
  const cases = [
    ['await Promise.resolve(1)', '1\n'],
    ['await Promise.reject(new Error("no"))', /^Uncaught Error: no\n/],
    ['const a1 = await 2', 'undefined\n'],
    ['a1', '2\n'],
    ['let { b1, c1: [d1, ...e1] } = await { b1: 3, c1: [4, 5] }; [b1, d1, e1]', '[ 3, 4, [ 5 ] ]\n'],
    ['class F1 { static x = 6 }; await F1.x', '6\n'],
    ['F1.x', '6\n'],
    ['function g1() { return 7 } await g1()', '7\n'],
    ['g1()', '7\n'],
    ['if (await true) { var h1 = 8; }', 'undefined\n'],
    ['h1', '8\n'],
    ['for (const x of await [1, 2]) { i1 = x }', /./],
    ['i1', '2\n'],
    ['await [1].map((x) => x + 1)', '[ 2 ]\n'],
    ['[await 1, `${await 2}`]', "[ 1, '2' ]\n"],
    ['{ a: await 1 }', '{ a: 1 }\n'],
    ['(await import("node:path")).sep', "'/'\n"],
    ['async () => await 1', '[AsyncFunction (anonymous)]\n'],
  ];
  for (const [line, expected] of cases) {
    const got = await type(server, line);
    if (expected instanceof RegExp) assert.match(got, expected, line);
    else assert.strictEqual(got, expected, line);
  }
  server.close();

  const file = path.join(process.cwd(), 'history');
  const keeper = repl.start({ input: new PassThrough(), output: new PassThrough(), useGlobal: true, terminal: true });
  await new Promise((resolve, reject) => {
    keeper.setupHistory(file, (error) => (error ? reject(error) : resolve()));
  });
  keeper.write('1 + 1\n');
  keeper.write('2 + 2\n');
  assert.deepStrictEqual(keeper.history, ['2 + 2', '1 + 1']);
  await new Promise((resolve) => keeper.once('flushHistory', resolve));
  keeper.close();
  assert.strictEqual(fs.readFileSync(file, 'utf8'), '2 + 2\n1 + 1');
}

main();
