// node:vm with contexts made of anything, code that does anything to them, and options that are no options.
// Env: TZ=UTC
'use strict';

const vm = require('vm');
const { inspect, types } = require('util');
const { fuzz } = require('./run.js');
const { numbers, primitive, string } = require('./primitives.js');
const { quietly, value } = require('./values.js');

const odd = (random, make, percent = 12) => (random.chance(percent) ? value(random, 2) : make());

const names = ['a', 'b', 'length', 'x', 'globalThis', 'Array', 'undefined', 'constructor', '__proto__', 'toString', 'then', 'self', 'Symbol.iterator'];
const statements = [
  (n, v) => `${n} = ${v}`, (n, v) => `var ${n} = ${v}`, (n, v) => `let ${n} = ${v}; ${n}`, (n) => `const ${n} = 1; ${n} = 2`, (n) => `delete ${n}`, (n) => `typeof ${n}`, (n) => `function ${n}() {} ${n}.name`, (n) => `class ${n} {} ${n}`,
  (n) => `'${n}' in globalThis`, (n) => `Object.getOwnPropertyDescriptor(globalThis, '${n}')`, (n, v) => `Object.defineProperty(globalThis, '${n}', { value: ${v} })`, (n) => `Object.defineProperty(globalThis, '${n}', { get() { return 5 }, configurable: true }); ${n}`,
  () => 'Object.keys(globalThis)', () => 'Reflect.ownKeys(this).length > 50', (n) => `globalThis['${n}']`, (n, v) => `this['${n}'] = ${v}; this['${n}']`, () => 'Object.freeze(globalThis)', () => 'Object.preventExtensions(this)', () => 'Object.setPrototypeOf(globalThis, null)',
  () => 'throw new Error("inside")', () => 'throw 1', () => 'throw globalThis', () => 'this', () => 'new Proxy(this, {})', () => 'eval("var y = 1; y")', () => '(0, eval)("this === globalThis")', () => 'new Function("return this")() === globalThis', () => 'import("fs")', () => '(', () => '`${', () => '"use strict"; undeclared = 1',
  (n) => `for (${n} in this) {}`, (n) => `with (this) { ${n} }`, () => 'Promise.resolve(1)', () => 'async () => {}', () => 'let z = () => z; z', (n, v) => `({ [${v}]: ${n} })`, () => '[1, , 3]', () => 'new Error("made").message', (n) => `"use strict"; delete this.${n === 'Symbol.iterator' ? 'a' : n}`, () => '[].constructor === Array', () => 'function f() { return f.caller } f()',
];
const literals = ['1', '"s"', 'null', 'undefined', '{}', '[]', '() => 1', 'this', 'Symbol.iterator', '1n', '/a/', 'globalThis.a'];

function code(random) {
  if (random.chance(4)) return value(random, 2);
  return random.several(4, () => random.pick(statements)(random.pick(names.slice(0, 12)), random.pick(literals))).join(random.pick(['; ', '\n']));
}

function contextOptions(random) {
  return odd(random, () => ({
    name: odd(random, () => string(random), 5), origin: odd(random, () => random.pick([undefined, 'http://a']), 5), microtaskMode: random.pick([undefined, undefined, 'afterEvaluate', 'x']),
    codeGeneration: random.pick([undefined, undefined, { strings: false }, { wasm: false, strings: true }, { strings: 1 }, null, 1]), importModuleDynamically: random.pick([undefined, vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER, () => 1, 1]),
  }));
}

function scriptOptions(random) {
  return odd(random, () => ({
    filename: odd(random, () => random.pick(['a.js', '', 'file:///a', undefined]), 8), lineOffset: random.pick([undefined, undefined, ...numbers]), columnOffset: random.pick([undefined, undefined, ...numbers]), displayErrors: random.pick([true, false, undefined, 1]),
    timeout: random.pick([undefined, undefined, undefined, 1000, 0, -1, 1.5, '1']), breakOnSigint: random.pick([undefined, undefined, false, 1]), produceCachedData: random.pick([undefined, false, 1]), cachedData: random.pick([undefined, undefined, undefined, 1, Buffer.from('x')]),
    importModuleDynamically: random.pick([undefined, undefined, vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER, 1]), contextExtensions: random.pick([undefined, undefined, [], [{ q: 1 }], 1, [1]]), parsingContext: random.pick([undefined, undefined, {}, vm.createContext({})]),
  }));
}

// Everything of a context but the classes of its realm.
function shown(result) {
  if (types.isProxy(result) || typeof result !== 'object' || result === null) return result;
  try {
    if (vm.isContext(result)) return `context ${inspect(Object.keys(result))}`;
  } catch { /* It is shown as it is. */ }
  return result;
}

function contexts(random) {
  const sandbox = random.chance(6) ? vm.constants.DONT_CONTEXTIFY : odd(random, () => value(random, 3), 0);
  const options = random.chance(50) ? contextOptions(random) : undefined;
  const scripts = random.several(4, () => [code(random), random.chance(40) ? scriptOptions(random) : undefined]);
  return () => {
    const context = vm.createContext(sandbox, options);
    const results = scripts.map(([text, given]) => {
      try {
        const result = vm.runInContext(text, context, given);
        return result === context || result === sandbox ? 'the global' : shown(result);
      } catch (error) {
        return `${typeof error} ${error?.name} ${error?.code} ${error?.message}`;
      }
    });
    return [vm.isContext(context), results, typeof sandbox === 'symbol' ? 0 : sandbox];
  };
}

function others(random) {
  const text = code(random);
  const given = scriptOptions(random);
  const it = value(random, 2);
  // Node's own process aborts when a parameter is no name.
  const parameters = odd(random, () => random.several(4, () => random.pick(['a', 'b', 'c'])));
  return random.pick([
    () => vm.isContext(it), () => shown(vm.runInNewContext(text, it, given)), () => shown(vm.runInNewContext(text, {}, given)), () => new vm.Script(text, given).runInNewContext(it) === 1, () => new vm.Script(text, given).sourceMapURL,
    () => new vm.Script(text).createCachedData(it).length > 0, () => new vm.Script(text).runInContext(it), () => new vm.Script('1').runInThisContext(given), () => { const fn = vm.compileFunction(text, parameters, given); return [fn.length, fn.name, fn.toString().length]; },
    () => vm.compileFunction('return arguments.length', parameters)(1, 2), () => vm.measureMemory(it).catch(() => {}) && 'measured', () => vm.createContext(it, it), () => vm.runInContext('1', it), () => vm.Script.prototype.runInContext.call(it, it), () => new vm.Script(it, it),
    () => vm.runInThisContext('1', it), () => vm.Script(text), () => vm.compileFunction(it, it, it), () => vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  ]);
}

// A value of one realm at work in another.
function crossing(random) {
  const context = vm.createContext({ it: undefined });
  const it = value(random, 3);
  const name = random.pick(['a', 'length', 'it', '__proto__', 'x']);
  const act = random.pick([
    'it.a', 'Object.keys(it)', 'it instanceof Object', 'Object.prototype.toString.call(it)', 'JSON.stringify(it)', '[...it]', 'it()', 'new it()', 'it + 1', 'structuredClone', 'Array.isArray(it)', '({ ...it })', 'Object.assign(globalThis, it); Object.keys(globalThis)', 'globalThis.__proto__ = it; globalThis.a', 'Reflect.getPrototypeOf(it) === null', 'for (const k in it) k', 'with (it) { a }', 'it = it', 'var it = 5; it', 'Object.setPrototypeOf(it, this)',
  ]);
  return () => {
    context.it = it;
    quietly(() => Object.defineProperty(context, name, { get() { return primitive(random); }, configurable: random.chance(50) }));
    const result = vm.runInContext(act, context, { timeout: 5000 });
    return [result === context ? 'the global' : shown(result), Object.getOwnPropertyNames(context)];
  };
}

fuzz((random) => {
  switch (random.below(6)) {
    case 0: case 1: case 2: return contexts(random);
    case 3: case 4: return others(random);
    default: return crossing(random);
  }
}, 1000, { pollute: true, strays: true, loose: 'which trap of a proxy is asked first when it is made a context' });
