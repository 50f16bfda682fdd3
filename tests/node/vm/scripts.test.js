'use strict';
// vm.Script, the run functions and vm.compileFunction.

const assert = require('node:assert');
const vm = require('node:vm');

{
  const script = new vm.Script('n = (typeof n === "number" ? n : 0) + 1', 'counter.js');
  const contexts = [vm.createContext({ n: 10 }), vm.createContext({})];
  assert.deepStrictEqual(contexts.map((context) => script.runInContext(context)), [11, 1]);
  assert.deepStrictEqual(contexts.map((context) => script.runInContext(context)), [12, 2]);
  globalThis.n = 100;
  assert.strictEqual(script.runInThisContext(), 101);
  delete globalThis.n;
  assert.strictEqual(script.runInNewContext({ n: 5 }), 6);
}

// The line that is wrong stands before the stack, with the offsets of the text.
for (const [code, marker, place] of [
  ['a b', '  ^', /^named\.js:1\n/],
  ['\n\nthrow new Error("thrown")', '^', /^named\.js:3\n/],
]) {
  assert.throws(() => vm.runInNewContext(code, {}, 'named.js'), (error) => {
    assert.match(error.stack, place);
    assert(error.stack.split('\n')[2].startsWith(marker), error.stack);
    return true;
  });
}
assert.throws(() => vm.runInNewContext(' throw new Error()', {}, { filename: 'f.js', lineOffset: 4, columnOffset: 10 }),
              { stack: /f\.js:5:18/ });
assert.throws(() => vm.runInNewContext('throw new Error("plain")', {}, { displayErrors: false }), (error) => {
  assert(error.stack.startsWith('Error: plain'));
  return true;
});

// Code cache.
{
  const code = 'function big() { return "cached" } big()';
  const made = new vm.Script(code, { produceCachedData: true });
  assert.strictEqual(made.cachedDataProduced, true);
  assert(Buffer.isBuffer(made.cachedData));
  const used = new vm.Script(code, { cachedData: made.cachedData });
  assert.strictEqual(used.cachedDataRejected, false);
  assert.strictEqual(used.runInThisContext(), 'cached');
  assert.strictEqual(new vm.Script('other', { cachedData: made.cachedData }).cachedDataRejected, true);
  assert.strictEqual(new vm.Script(`${code};`, { cachedData: Buffer.from('nonsense') }).cachedDataRejected, true);
  const after = new vm.Script(code);
  after.runInThisContext();
  assert.strictEqual(new vm.Script(code, { cachedData: after.createCachedData() }).cachedDataRejected, false);
}
assert.strictEqual(new vm.Script('1\n//# sourceMappingURL=x.map').sourceMapURL, 'x.map');
assert.strictEqual(new vm.Script('1').sourceMapURL, undefined);

// Functions.
{
  const fn = vm.compileFunction('return a + b + extra', ['a', 'b'], { contextExtensions: [{ extra: 30 }] });
  assert.strictEqual(fn(1, 2), 33);
  assert.strictEqual(fn.toString(), 'function (a, b) {\nreturn a + b + extra\n}');
  const parsingContext = vm.createContext({ v: 'inside' });
  const inside = vm.compileFunction('return [v, new Error() instanceof Error]', [], { parsingContext });
  assert.deepStrictEqual([...inside()], ['inside', true]);
  assert.strictEqual(inside instanceof Function, false);
  const produced = vm.compileFunction('return 1', [], { produceCachedData: true });
  assert.strictEqual(produced.cachedDataProduced, true);
  const used = vm.compileFunction('return 1', [], { cachedData: produced.cachedData });
  assert.strictEqual(used.cachedDataRejected, false);
  assert.throws(() => vm.compileFunction('return ('), { name: 'SyntaxError' });
  assert.throws(() => vm.compileFunction(1), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => vm.compileFunction('', [], { parsingContext: {} }), { code: 'ERR_INVALID_ARG_TYPE' });
}

// Code generation.
{
  const context = vm.createContext({}, { codeGeneration: { strings: false, wasm: false } });
  assert.throws(() => vm.runInContext('eval("1")', context), { name: 'EvalError' });
  assert.throws(() => vm.runInContext('new Function("")', context), { name: 'EvalError' });
  assert.throws(() => vm.runInContext('new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))', context),
                /code generation disallowed/i);
  assert.strictEqual(vm.runInNewContext('eval("1 + 1")'), 2);
}

// Arguments.
for (const [call, code] of [
  [() => new vm.Script('1', { filename: 1 }), 'ERR_INVALID_ARG_TYPE'],
  [() => new vm.Script('1', { lineOffset: 1.5 }), 'ERR_OUT_OF_RANGE'],
  [() => new vm.Script('1', { cachedData: [] }), 'ERR_INVALID_ARG_TYPE'],
  [() => new vm.Script('1').runInThisContext({ timeout: 0 }), 'ERR_OUT_OF_RANGE'],
  [() => new vm.Script('1').runInContext({}), 'ERR_INVALID_ARG_TYPE'],
  [() => vm.createContext({}, { microtaskMode: 'sometimes' }), 'ERR_INVALID_ARG_VALUE'],
  [() => vm.createContext('text'), 'ERR_INVALID_ARG_TYPE'],
  [() => vm.isContext(1), 'ERR_INVALID_ARG_TYPE'],
]) assert.throws(call, { code });
assert.throws(() => vm.Script('1'), { name: 'TypeError' });
