// The tab key: members, globals, commands, modules.
'use strict';

const assert = require('node:assert');
const repl = require('node:repl');
const { PassThrough } = require('node:stream');

const server = repl.start({ input: new PassThrough(), output: new PassThrough(), useGlobal: true, terminal: false });

function complete(text) {
  return new Promise((resolve, reject) => {
    server.complete(text, (error, result) => (error ? reject(error) : resolve(result)));
  });
}

async function main() {
  globalThis.someObject = { first: 1, firstOther: 2, get trap() { throw new Error('was called'); } };
  assert.deepStrictEqual(await complete('someObject.fir'), [['someObject.first', 'someObject.firstOther'],
                                                            'someObject.fir']);
  assert.deepStrictEqual(await complete('1 + someObject.firstO'), [['someObject.firstOther'], 'someObject.firstO']);
  assert.deepStrictEqual(await complete('someObj'), [['someObject'], 'someObj']);
  assert.deepStrictEqual(await complete('someObject.trap.'), [[], 'someObject.trap.']);
  assert.deepStrictEqual(await complete('noSuchThing.'), [[], 'noSuchThing.']);
  assert.deepStrictEqual((await complete('.he'))[0], ['help']);
  assert.deepStrictEqual((await complete('require("child_'))[0], ['child_process']);
  assert.ok((await complete('process.ver'))[0].includes('process.versions'));
  assert.ok((await complete('inst'))[0].includes('instanceof'));
  assert.ok((await complete('Array.prototype.fla'))[0].includes('Array.prototype.flatMap'));
  server.close();
}

main().finally(() => process.exitCode ||= 0);
