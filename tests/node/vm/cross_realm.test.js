'use strict';
// Objects of another context in the program's own library.

const assert = require('node:assert');
const util = require('node:util');
const vm = require('node:vm');

const run = (code, context = {}) => vm.runInNewContext(code, context);

assert.strictEqual(util.inspect(run('[1, { a: [2] }, new Map([[1, new Set([2])]])]')),
                   '[ 1, { a: [ 2 ] }, Map(1) { 1 => Set(1) { 2 } } ]');
assert.strictEqual(util.inspect(run('new (class Foo { x = 1 })')), 'Foo { x: 1 }');
assert.strictEqual(util.inspect(run('Promise.resolve(1)')), 'Promise { 1 }');
assert.match(util.inspect(run('new TypeError("foreign")')), /^TypeError: foreign\n/);
assert.strictEqual(util.inspect(run('[function f() {}, Symbol("s"), 1n, /x/g, new Date(0)]')),
                   '[ [Function: f], Symbol(s), 1n, /x/g, 1970-01-01T00:00:00.000Z ]');
assert.strictEqual(util.inspect(run('new Uint8Array([1, 2])')), 'Uint8Array(2) [ 1, 2 ]');

assert.deepEqual(run('({ a: [1, 2] })'), { a: [1, 2] });
assert.throws(() => assert.deepStrictEqual(run('({})'), {}), { code: 'ERR_ASSERTION' });
assert.throws(() => run('null.x'), { name: 'TypeError', message: /null/ });
assert.throws(() => run('throw new RangeError("r")'), /RangeError: r/);
assert.throws(() => assert.throws(() => run('throw new TypeError()'), TypeError), (error) => !(error instanceof TypeError));

assert.strictEqual(util.types.isNativeError(run('new Error()')), true);
assert.strictEqual(util.types.isPromise(run('(async () => {})()')), true);
assert.strictEqual(Buffer.from(run('new Uint8Array([104, 105])')).toString(), 'hi');
assert.strictEqual(Buffer.from(run('new ArrayBuffer(2)')).length, 2);
assert.deepStrictEqual(structuredClone(run('({ a: 1, b: new Date(0) })')), { a: 1, b: new Date(0) });

// Error.prepareStackTrace belongs to the context of the error.
assert.strictEqual(run('Error.prepareStackTrace = (error, frames) => `mine ${frames.length > 0}`; new Error().stack'),
                   'mine true');
assert.match(run('new Error("usual").stack'), /^Error: usual\n {4}at evalmachine/);

// Odd things to throw.
for (const code of ['null', 'undefined', '1', 'Symbol("s")', 'Object.create(null)', '{ get stack() { throw 1 } }',
                    'new Proxy(new Error(), {})', 'Object.freeze(new Error())']) {
  let thrown = 'nothing';
  try {
    run(`throw ${code}`);
  } catch (error) {
    thrown = error;
  }
  assert.notStrictEqual(thrown, 'nothing', code);
}

// A full stack, inside and outside.
assert.throws(() => run('(function f() { f() })()'), { name: 'RangeError' });
(function deep() {
  try {
    deep();
  } catch {
    try {
      vm.runInThisContext('1');
    } catch (error) {
      assert.strictEqual(error.name, 'RangeError');
    }
  }
})();

// A revoked proxy.
{
  const { proxy, revoke } = Proxy.revocable({}, {});
  vm.createContext(proxy);
  revoke();
  assert.strictEqual(vm.runInContext('1 + 1', proxy), 2);
}
