// Random values, most of them hostile: proxies of every kind, accessors that throw, cycles, other realms, deep nesting.
'use strict';

const vm = require('vm');
const { builtin } = require('./builtins.js');
const { bytes } = require('./bytes.js');
const { keys, primitive, sizes } = require('./primitives.js');

let realm;
const foreign = [
  '({ a: 1, b: [1] })', '[1, , 3]', 'new Map([[1, { a: 1 }]])', 'new Set([1])', 'new Date(0)', '/a/g', 'Object.assign(new Error("foreign"), { stack: "Error: foreign" })',
  '(class Foreign {})', 'new (class Foreign { x = 1 })()', 'Promise.resolve(1)', 'new Uint8Array([1, 2])', 'new ArrayBuffer(3)',
  'new Proxy({}, {})', 'Object.create(null)', 'Object("boxed")', '(function() { return arguments })(1, 2)', 'Symbol("s")', '(function* () {})()', 'new Proxy([], { get() { throw new Error("foreign trap") } })',
  '({ get a() { throw Object.assign(new TypeError("foreign getter"), { stack: "TypeError: foreign getter" }) } })', 'Object.setPrototypeOf({ a: 1 }, Object.prototype)', 'new DataView(new ArrayBuffer(2))', 'new WeakMap()', 'Object.assign(new RangeError("a", { cause: 1 }), { stack: "RangeError: a" })',
];

const traps = [
  'get', 'set', 'has', 'deleteProperty', 'ownKeys', 'getOwnPropertyDescriptor', 'defineProperty', 'getPrototypeOf',
  'setPrototypeOf', 'isExtensible', 'preventExtensions', 'apply', 'construct',
];

function lengthOr(random, key, make) {
  return key === 'length' || key === 'byteLength' || key === 'size' ? random.pick(sizes) : make();
}

function property(random, object, make) {
  const key = random.pick(keys);
  const form = random.below(20);
  if (form === 0) Object.defineProperty(object, key, { get() { throw new Error(`no ${String(key)}`); }, enumerable: random.chance(80), configurable: true });
  else if (form === 1) Object.defineProperty(object, key, { value: lengthOr(random, key, make), enumerable: random.chance(30) });
  else if (form === 2) Object.defineProperty(object, key, { get: random.chance(70) ? () => 1 : undefined, set: random.chance(50) ? (v) => v : undefined, enumerable: true });
  else if (key === '__proto__') Object.defineProperty(object, key, { value: make(), enumerable: true, writable: true, configurable: true });
  else object[key] = lengthOr(random, key, make);
}

function quietly(act) {
  try { act(); } catch { /* What it made stays as it is. */ }
}

function object(random, make) {
  const made = random.pick([
    () => ({}), () => ({}), () => ({}), () => Object.create(null), () => Object.create(Object.create(null)),
    () => new (class Named {})(), () => Object.create({ constructor: 1 }), () => Object.create({ get constructor() { throw new Error('no constructor'); } }),
    () => Object.create(new Proxy({}, {})), () => Object.create([]), () => Object.create(new Map()), () => Object.create(Error.prototype),
  ])();
  for (let left = random.below(5); left > 0; left--) quietly(() => property(random, made, make));
  if (random.chance(4)) quietly(() => random.pick([Object.freeze, Object.seal, Object.preventExtensions])(made));
  return made;
}

function list(random, make) {
  const made = random.several(6, make);
  if (random.chance(15)) made[made.length + random.below(5)] = make();
  if (random.chance(10)) made.length += 2;
  if (random.chance(3)) made.length = 100_000;
  if (random.chance(15)) quietly(() => property(random, made, make));
  if (random.chance(3)) Object.setPrototypeOf(made, null);
  return made;
}

// A proxy whose traps forward, throw or answer nonsense.
function proxy(random, make) {
  const target = random.chance(20) ? function target() {} : Object(make());
  if (random.chance(15)) {
    const { proxy: made, revoke } = Proxy.revocable(target, {});
    revoke();
    return made;
  }
  const handler = random.chance(10) ? Object.create(null) : {};
  for (let left = random.below(4); left > 0; left--) {
    const trap = random.pick(traps);
    const form = random.below(3);
    if (form === 0) handler[trap] = () => { throw new Error(`${trap} trap`); };
    else if (form === 1) { const answer = make(); handler[trap] = () => answer; }
    else handler[trap] = (...args) => Reflect[trap](...args);
  }
  return new Proxy(target, handler);
}

function nested(random, make) {
  let made = make();
  const wrap = random.pick([(v) => [v], (v) => ({ a: v }), (v) => new Map([[v, v]]), (v) => new Set([v]), (v) => [[v], { a: v }], (v) => new Proxy([v], {}), (v) => Object.assign(new Error('e'), { stack: 'Error: e', cause: v })]);
  for (let left = random.pick([3, 5, 8]); left > 0; left--) made = wrap(made);
  return made;
}

// Thousands of levels, more than the stack of any engine holds.
function abyss(random) {
  let made = {};
  const wrap = random.pick([(v) => [v], (v) => ({ a: v }), (v) => new Map([[1, v]]), (v) => Object.create(null, { p: { value: v, enumerable: true } })]);
  for (let left = 20_000; left > 0; left--) made = wrap(made);
  return made;
}

function cyclic(random, make) {
  const made = random.pick([() => ({}), () => [], () => new Map(), () => new Set(), () => Object.assign(new Error('cycle'), { stack: 'Error: cycle\n    at x:1:1' })])();
  const inner = random.chance(50) ? made : [made];
  if (made instanceof Map) made.set(random.chance(50) ? made : 'key', inner);
  else if (made instanceof Set) made.add(inner);
  else if (Array.isArray(made)) made.push(inner, make());
  else made[random.pick(['self', 'cause', 'constructor', 'errors'])] = inner;
  return made;
}

function alien(random) {
  realm ??= vm.createContext({});
  return vm.runInContext(random.pick(foreign), realm);
}

function value(random, depth = 3) {
  const make = () => value(random, depth - 1);
  if (depth <= 0 || random.chance(20)) return primitive(random);
  switch (random.below(16)) {
    case 0: case 1: case 2: case 3: return object(random, make);
    case 4: case 5: return list(random, make);
    case 6: case 7: return proxy(random, make);
    case 8: case 9: return bytes(random);
    case 10: return cyclic(random, make);
    case 11: return alien(random);
    case 12: return depth === 3 ? nested(random, make) : object(random, make);
    default: return builtin(random, make);
  }
}

module.exports = { abyss, object, quietly, value };
